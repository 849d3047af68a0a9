#ifndef CTL_HOURS_REPORT_H
#define CTL_HOURS_REPORT_H

/* What time records come to. */

#include "call.h"

/* By a date, or by a location and a cost code; in minutes. */
struct hours_sum {
	const char *date;     /* "2026-11-16", "" */
	const char *location; /* its id, "" */
	int64_t paid;
	bool is_final;
};

/* Tells of all that /v1/time-records/sums has, by "date" or "job", for `query`
 * ("" or "from=…&…"). */
typedef void hours_on_sum(void *ctx, const struct hours_sum *sum);
int hours_report_each(struct ctl_call *call, const char *by, const char *query,
	hours_on_sum *on_sum, void *ctx, struct err *err);

/* Appends a bar: `part` of `whole` in so many cells; not longer than these. */
void
hours_report_bar(struct str *out, int64_t part, int64_t whole, size_t cells);

/* Of commands_report. */
extern const struct command hours_report_budget;

#endif
