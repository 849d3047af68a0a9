#ifndef TUI_PICK_H
#define TUI_PICK_H

/* Choosing one of many by typing a part of its name or number. */

#include "app/choices.h"
#include "tui/key.h"

struct tui;

/*
 * Opens the list of a kind for an employee and a location, with what was typed
 * at the field, if anything.
 */
void pick_open(struct tui *tui, enum entry_kind kind, const struct id *employee,
	const struct id *location, const struct key_event *typed,
	void (*on_choice)(struct tui *tui, const struct choice *choice));

#endif
