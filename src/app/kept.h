#ifndef KEPT_H
#define KEPT_H

/*
 * The records of one kind, and where each stands by its id, number, username
 * and name; the last three however they are written (base/text.h). A place
 * stays what it is until the records are loaded anew.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/field.h"
#include "core/match.h"
#include "wire/record.h"

/* By what a record is found. */
enum kept_by {
	KEPT_BY_NUMBER,
	KEPT_BY_USERNAME,
	KEPT_BY_NAME,
	KEPT_BY_ID
};

struct kept_slot {
	uint64_t hash; /* 0: free */
	uint32_t place;
	bool several; /* others are found by the same */
};

struct kept {
	const struct description *of;
	char *records;
	size_t count;
	size_t cap;
	field_set seen;
	bool loaded;
	struct kept_slot *slots;
	size_t slot_cap; /* a power of two */
	size_t slot_used;
	bool renamed;              /* some slots lead to what was */
	struct match_index *index; /* NULL: to be made */
	struct match_query *query;
};

/* Frees what is kept; `of` stays. */
void kept_release(struct kept *kept);

/* Takes over a page's records. */
void kept_take(struct kept *kept, struct wire_records *page);

/* Puts a copy of a record where the one of its id stands, or behind all. */
void kept_put(struct kept *kept, const void *record);

/* The record at a place. */
void *kept_at(const struct kept *kept, size_t place);

/* The record of an id, NULL when there is none. */
void *kept_of_id(struct kept *kept, const struct id *id);

/*
 * The one record of this number, username or name. NULL: none, or (then
 * *several_out) more than one.
 */
void *kept_of_text(struct kept *kept, enum kept_by by, const char *text,
	bool *several_out);

/* Appends what a record is called by; "" where it has no such thing. */
void kept_text(const struct description *of, const void *record,
	enum kept_by by, struct str *out);

/* A query over all of them; made when first asked for. */
struct match_query *kept_query(struct kept *kept);

#endif
