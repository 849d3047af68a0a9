#ifndef CTL_WORKED_H
#define CTL_WORKED_H

/* Asking for what people worked. */

#include "call.h"
#include "wire/card.h"

/* All pages of the summary of the days that --period, or --from and --to, name;
 * to be released. */
int worked_summary(struct ctl_call *call, const struct args *args,
	struct wire_summary *summary_out, struct err *err);

/* One card of such days, `query` as range_add makes it; to be released. Its
 * ETag behind what is in `etag`, if it is not NULL. */
int
worked_card(struct ctl_call *call, const struct id *employee, const char *query,
	struct wire_card *card_out, struct str *etag, struct err *err);

/* Tells whom an answer is of, in dates: "period=2026-11-16&…" of a range. */
void worked_query(const struct period *range, struct str *query);

/* Whether all of it is closed; there is something. */
bool worked_is_closed(const struct wire_summary *summary);

/* What of a sum is paid, in minutes. */
int worked_paid(const struct card_sum *sum);

#endif
