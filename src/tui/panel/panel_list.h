#ifndef PANEL_LIST_H
#define PANEL_LIST_H

#include "panel_state.h"

/* Opens the list of a field; what is chosen there, the field holds. */
void panel_open_list(struct tui *tui, enum panel_field field);

#endif
