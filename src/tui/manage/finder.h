#ifndef FINDER_H
#define FINDER_H

/* The records of a kind as a list, found by typing a part of what they are
 * called; with nothing typed, all of them as people look them up. */

#include "app/office.h"
#include "tui/edit.h"
#include "tui/wrap.h"

#define FINDER_ROWS_MAX 128

struct finder {
	struct office *office;
	const struct description *of;
	struct edit text;
	bool is_fresh;      /* the next letter begins anew */
	struct id selected; /* nil: the first */
	uint32_t *order;    /* places of all, as people look them up */
	size_t all;
	size_t at;  /* of the selected one, among the hits */
	size_t top; /* the first hit on the screen */
	size_t rows;
	size_t count; /* of all hits */
	bool is_near; /* they are one letter off */
	size_t shown; /* hits in `hits` */
	uint32_t hits[FINDER_ROWS_MAX];
};

/* Begins; ends with finder_release. */
void finder_init(struct finder *finder, struct office *office,
	const struct description *of);
void finder_release(struct finder *finder);

/* Records came or changed: the selected one stays selected. */
void finder_refresh(struct finder *finder);

/* Selects this one, whatever was typed. */
void finder_select(struct finder *finder, const struct id *id);

/* What stands before a record. */
struct finder_marks {
	bool (*is_picked)(void *ctx, const struct id *id); /* NULL: nothing */
	void *ctx;
};

/* Those that are picked stand before the others, until it is refreshed. */
void finder_put_first(struct finder *finder, const struct finder_marks *marks);

/* The selected record, NULL when there is none. */
const void *finder_at(const struct finder *finder);

/* Whether the event was one for it; then it was obeyed. */
bool finder_key(struct finder *finder, const struct key_event *event);

/* Draws what is typed and, from two rows below on, the hits. */
void finder_draw(struct finder *finder, struct canvas *canvas,
	const struct area *area, const struct finder_marks *marks);

#endif
