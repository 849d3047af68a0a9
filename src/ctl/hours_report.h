#ifndef CTL_HOURS_REPORT_H
#define CTL_HOURS_REPORT_H

/* Time records that are added up. */

#include "call.h"

/* What stands of a record: one of work, in minutes. */
struct hours_record {
	const char *date;     /* "2026-11-16" */
	const char *location; /* its id, "" */
	int paid;
	bool is_final;
};

/* Tells of all that /v1/time-records has for `query` ("" or "from=…&…"). */
typedef void hours_on_record(void *ctx, const struct hours_record *record);
int hours_report_each(struct ctl_call *call, const char *query,
	hours_on_record *on_record, void *ctx, struct err *err);

/* Appends a bar: `part` of `whole` in so many cells; not longer than these. */
void
hours_report_bar(struct str *out, int64_t part, int64_t whole, size_t cells);

/* Of commands_report. */
extern const struct command hours_report_budget;

#endif
