#ifndef CALENDAR_PERIOD_H
#define CALENDAR_PERIOD_H

/*
 * Work weeks and pay periods, as arithmetic on dates (calendar/date.h). Both
 * have their bounds in them. Those that would begin or end beyond what a date
 * holds begin or end with it.
 */

#include <stdbool.h>
#include <stdint.h>

/* X(name, number on disk, name on the wire) */
#define PERIODS(X)                                                             \
	X(NONE, 0, "none")                                                     \
	X(WEEKLY, 1, "weekly")                                                 \
	X(TWO_WEEKS, 2, "every-two-weeks")                                     \
	X(TWICE_A_MONTH, 3, "twice-a-month") /* 1 to 15, 16 to the end */      \
	X(FOUR_WEEKS, 4, "every-four-weeks")                                   \
	X(MONTHLY, 5, "monthly") /* 1 to the end */

enum period_kind {
#define X(name, number, wire) PERIOD_##name = (number),
	PERIODS(X)
#undef X
};
#define PERIOD_KIND_COUNT 6

struct period_rule {
	enum period_kind kind;
	int32_t start; /* a date on which one begins, for those of whole weeks;
			  they run from it into the past too */
};

/* From the first date to the last, which is in it. */
struct period {
	int32_t first;
	int32_t last;
};

/* The work week that holds the date; week_start: 0 Monday .. 6 Sunday. */
struct period period_week(int week_start, int32_t date);

/* The pay period that holds the date. False, and nothing written, where there
 * are none. */
bool period_of(const struct period_rule *rule, int32_t date,
	struct period *period_out);

/* The one that follows a period, or comes before it. Likewise. */
bool period_next(const struct period_rule *rule, const struct period *period,
	struct period *period_out);
bool period_before(const struct period_rule *rule, const struct period *period,
	struct period *period_out);

/* Whether the date lies in the period. */
bool period_holds(const struct period *period, int32_t date);

/* The wire name of a kind; the kind of a wire name, -1 when there is none. */
const char *period_kind_name(enum period_kind kind);
int period_kind_parse(const char *name);

#endif
