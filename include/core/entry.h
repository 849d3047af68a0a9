#ifndef CORE_ENTRY_H
#define CORE_ENTRY_H

/*
 * One line of the catalogue: what may be chosen in the panel. Entries are
 * never deleted, only made inactive: history refers to them.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/id.h"
#include "core/name.h"
#include "core/policy.h"

#define ENTRY_NUMBER_BYTES 65
#define ENTRY_NAME_BYTES NAME_BYTES
#define ENTRY_USERNAME_BYTES 257

/* X(name, number on disk, singular on the wire, member of the catalogue and
 * list word) */
#define ENTRY_KINDS(X)                                                         \
	X(EMPLOYEE, 0, "employee", "employees")                                \
	X(LOCATION, 1, "location", "locations")                                \
	X(COST_CODE, 2, "cost_code", "cost-codes")

enum entry_kind {
#define X(name, number, wire, list) ENTRY_##name = (number),
	ENTRY_KINDS(X)
#undef X
};
#define ENTRY_KIND_COUNT 3

struct entry {
	enum entry_kind kind;
	struct id id;
	char number[ENTRY_NUMBER_BYTES];     /* may be empty; UTF-8, foreign */
	char name[ENTRY_NAME_BYTES];         /* UTF-8, foreign: clean to show */
	uint8_t given_len;                   /* EMPLOYEE: see core/name.h */
	char username[ENTRY_USERNAME_BYTES]; /* EMPLOYEE; may be empty */
	/* EMPLOYEE, as the catalogue cache gives it: somebody else is called
	 * the same, and no number but the username tells them apart. */
	bool by_username;
	bool active;             /* false: a tombstone for the cache */
	struct meal_policy meal; /* EMPLOYEE only */
	bool all_cost_codes;     /* LOCATION: else only those of its viewset */
	/* LOCATION without all_cost_codes: its viewset, on the wire the array
	 * `cost_codes`. Borrowed, as long as the entry is; the catalogue cache
	 * takes them in put() and gives them only by each(COST_CODE, location).
	 */
	const struct id *cost_codes;
	size_t cost_code_count;
};

/* The list word ("cost-codes") and its parser (ERR_DATA). */
const char *entry_kind_list_word(enum entry_kind kind);
int
entry_kind_parse(const char *word, enum entry_kind *kind_out, struct err *err);

#endif
