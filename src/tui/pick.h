#ifndef PICK_H
#define PICK_H

/* Choosing one of many by typing a part of its name or number. */

#include "app/choices.h"
#include "edit.h"

#define PICK_ROWS_MAX 128

struct screen;
struct tui;

struct pick {
	enum entry_kind kind;
	struct choices *choices;
	struct match_query *query;
	struct edit text;
	size_t selected; /* among the hits */
	size_t top;      /* the first hit on the screen */
	size_t rows;     /* hits that fit on the screen */
	size_t count;    /* of all hits */
	size_t shown;    /* hits in `hits` */
	uint32_t hits[PICK_ROWS_MAX];
	void (*on_choice)(struct tui *tui, const struct choice *choice);
};

/* Opens the list of a kind for an employee and a location. */
void pick_open(struct tui *tui, enum entry_kind kind, const struct id *employee,
	const struct id *location,
	void (*on_choice)(struct tui *tui, const struct choice *choice));

/* Frees what a list holds. */
void pick_close(struct pick *pick);

#endif
