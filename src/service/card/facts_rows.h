#ifndef SERVICE_CARD_FACTS_ROWS_H
#define SERVICE_CARD_FACTS_ROWS_H

/* Facts out of the timeline (facts.h says which), in the database. */

#include "facts.h"

/* From where to where somebody's facts are wanted. */
struct facts_bounds {
	struct clock_state from; /* they were out behind it, OUT */
	int64_t until_ms;        /* likewise; INT64_MAX: never again */
};

/* Those of one employee; dates as in struct facts_query. */
int facts_rows_bounds(struct db *db, const struct facts_query *query,
	const struct id *employee, struct facts_bounds *bounds_out,
	struct err *err);

/* Adds what lies behind the bounds' beginning, up to an instant. */
int facts_rows_add(struct db *db, const struct facts_query *query,
	const struct id *employee, const struct facts_bounds *bounds,
	struct facts *facts, struct err *err);

/* When the punch counts that a void is of; *found_out: there is one. */
int facts_rows_target(struct db *db, const struct id *company,
	const struct clock_event *undo, int64_t *at_ms_out, bool *found_out,
	struct err *err);

/* People of a page. */
int facts_rows_people(struct db *db, const struct facts_page *page,
	struct facts_person *people_out, size_t *count_out, struct err *err);

/* Adds what lies between two instants to the facts of each of a page's people.
 */
struct facts_window {
	int64_t from_ms;
	int64_t until_ms; /* and of a while behind it, for what is undone */
	const struct facts_person *people;
	size_t count; /* at least one */
};
int facts_rows_fill(struct db *db, const struct facts_page *page,
	const struct facts_window *window, struct facts *facts,
	struct err *err);

#endif
