#ifndef PANEL_LIST_H
#define PANEL_LIST_H

#include "panel_state.h"

/*
 * Opens the list of a field, with what was typed at the field, if anything.
 * What is chosen there, the field holds, and it goes on to the next that is
 * empty, then to the actions.
 */
void panel_open_list(
	struct tui *tui, enum panel_field field, const struct key_event *typed);

/* The first of the choices from this one on that is empty, else the actions. */
enum panel_field
panel_next_empty(const struct tui *tui, enum panel_field field);

#endif
