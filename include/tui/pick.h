#ifndef TUI_PICK_H
#define TUI_PICK_H

/* Choosing one of many by typing a part of its name or number. */

#include "app/choices.h"

struct tui;

/* Opens the list of a kind for an employee and a location. */
void pick_open(struct tui *tui, enum entry_kind kind, const struct id *employee,
	const struct id *location,
	void (*on_choice)(struct tui *tui, const struct choice *choice));

#endif
