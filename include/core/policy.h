#ifndef CORE_POLICY_H
#define CORE_POLICY_H

/* The rules of an employee's time, and since when they hold. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

/* Numbers on disk. */
enum meal_early {
	MEAL_EARLY_WARN = 0,
	MEAL_EARLY_BLOCK = 1
};

struct meal_policy {
	bool tracked;          /* Meal Break exists for this employee */
	int length_minutes;    /* of a break */
	int due_after_minutes; /* of work, and again after each further so many
				*/
	enum meal_early early; /* when a break is ended too early */
};

/* What a minute is paid as. X(name, number on disk, name on the wire, title) */
#define PAYS(X)                                                                \
	X(REG, 0, "reg", "REG")                                                \
	X(OT1, 1, "ot1", "OT1")                                                \
	X(OT2, 2, "ot2", "OT2")

enum pay {
#define X(name, number, wire, title) PAY_##name = (number),
	PAYS(X)
#undef X
};
#define PAY_COUNT 3

/* Lunch that is taken off a day's work where nobody pressed Meal Break. */
struct lunch_policy {
	int after_minutes; /* of work in a day; 0: none is taken off */
	int length_minutes;
};

struct overtime_policy {
	int weekly_ot1_minutes; /* work of a week beyond these; 0: none */
	int weekly_ot2_minutes;
	int daily_ot1_minutes; /* work of a day beyond these; 0: none */
	int daily_ot2_minutes;
	enum pay weekday[7]; /* Monday first: what such a day is paid, at least
			      */
	int consecutive_ot1; /* from the so-manieth day in a row that is worked,
				within a work week; 0: never */
	int consecutive_ot2;
	const struct id *excluded; /* cost codes whose work is REG and counts
				      towards nothing; by id, rising */
	size_t excluded_count;
};

/* How a boundary is shown: what stands in the range as its `to`, all else as
 * the nearest of the grid, half goes later. Minutes of the local day. */
struct rounding_policy {
	int grid_minutes; /* 0: the nearest minute */
	int from_minute;  /* from == until: there is no range */
	int until_minute; /* is in it */
	int to_minute;
};

struct time_policy {
	struct meal_policy meal;
	struct lunch_policy lunch;
	struct overtime_policy overtime;
	struct rounding_policy start; /* of GO */
	struct rounding_policy stop;  /* of STOP */
};

/* Which rules hold from an instant on, until those of the next span. */
struct time_span {
	int64_t from_ms; /* of the first: whatever lies before it too */
	struct time_policy policy;
	int max_record_minutes; /* the company's longest record; 0: none */
};

/* The span that holds at an instant, of n in rising order; NULL when n is 0. */
const struct time_span *
policy_at(const struct time_span *spans, size_t n, int64_t at_ms);

#endif
