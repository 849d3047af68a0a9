#ifndef APP_CHOICES_H
#define APP_CHOICES_H

/* What may be chosen: lists for type-ahead, names for the command line. */

#include <stddef.h>
#include <stdint.h>

#include "app/app.h"
#include "core/entry.h"
#include "core/match.h"

struct choices;

/*
 * The choices of a kind from the cached catalogue, with what `employee` used
 * last first. COST_CODE: those that `location` allows (nil: all). EMPLOYEE:
 * the operator's viewset, without oneself where one may only clock in others,
 * or only oneself without Clock In For. Yours to free.
 */
int choices_new(struct app *app, enum entry_kind kind,
	const struct id *employee, const struct id *location,
	struct choices **choices_out, struct err *err);
void choices_free(struct choices **choices);

/* How many there are. */
size_t choices_count(const struct choices *choices);

/* A query on their positions that knows the recent ones; yours to
 * match_query_free. */
struct match_query *choices_query_new(const struct choices *choices);

/* One choice; its texts are foreign, and borrowed. */
struct choice {
	struct id id;
	/* "number name", or "name (username)" of somebody without a number who
	 * is called like somebody else */
	const char *label;
	size_t number_len;    /* so much of the label is the number */
	const char *name;     /* either may be empty */
	const char *username; /* of an employee, may be empty; else NULL */
	bool recent;
};

/* The choice at a position below choices_count. */
struct choice choices_at(const struct choices *choices, size_t position);

/*
 * The one choice that a text names, as the panel would match it: exact number,
 * name or username first; of several the only one whose label it is, whole.
 * ERR_AMBIGUOUS, or ERR_NOT_FOUND, also where a letter is wrong
 * (choices_candidates).
 */
int choices_resolve(struct choices *choices, const char *text,
	struct choice *choice_out, struct err *err);

/*
 * That a text fits nothing, or what is taken at this location instead, or that
 * there is nothing to choose from, and what to do: -1 and ERR_NOT_FOUND.
 */
int choices_say_none(
	const struct choices *choices, const char *text, struct err *err);

/* Appends the best of those that a text fits, or nearly fits, cleaned, each on
 * its line. */
void
choices_candidates(struct choices *choices, const char *text, struct str *out);

#endif
