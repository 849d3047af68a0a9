#ifndef WIRE_PROJECT_ITEM_H
#define WIRE_PROJECT_ITEM_H

/* One punch of a project's document, in its short form or its long one. */

#include "project_parts.h"

/* What stands where in a document. */
struct project_place {
	const struct zone *zone;
	bool is_press;       /* its time is a wall clock's, not settled */
	struct id id;        /* what it has when nothing is said */
	struct id enrolment; /* likewise */
	struct id boot;
};

struct project_item {
	enum punch_kind kind;
	int64_t time_ms;
	struct id id;
	struct id location;
	struct id cost_code;
	struct id target;
	struct id enrolment;
	struct id boot;
	int64_t boottime_ms;
	int64_t number; /* 0: not said */
	bool has_held;
	bool held;
	bool forced;
	bool has_chosen;
	int64_t chosen_ms; /* of a press */
	unsigned flags;
	int64_t not_before_ms;
	int64_t not_after_ms;
};

/* The next element of a list; false: something is wrong with it. */
bool project_read_item(struct cursor *list, const struct project_place *place,
	struct project_item *item_out);

/* A boot clock's reading: milliseconds, "1:02:03.500", or a time. */
void project_read_boottime(
	struct cursor *cursor, const struct zone *zone, int64_t *ms_out);

/* A kind of punch. */
bool project_read_kind(
	struct cursor *cursor, const char *key, enum punch_kind *kind_out);

#endif
