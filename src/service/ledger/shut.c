#include "service/ledger/shut.h"

#include <stdio.h>

#include "calendar/date.h"
#include "core/cause.h"
#include "shut_rows.h"

/* How far behind its beginning a press ends a record: one that is longer counts
 * nothing, and nobody ends it. */
static int64_t
reach_ms(const struct shut_press *press)
{
	return clock_longest_ms(press->rules, press->at_ms);
}

static int32_t
date_of(const struct shut_press *press, int64_t at_ms)
{
	return zone_date(press->rules->zone, at_ms);
}

bool
shut_goes_on(enum punch_kind kind)
{
	return kind != PUNCH_GO && kind != PUNCH_VOID;
}

bool
shut_reaches(const struct shut_press *press, int32_t shut_to)
{
	/* a break, and what stands behind it */
	const int records = press->goes_on ? 2 : 1;
	const int64_t reach = reach_ms(press);

	return shut_to != 0 &&
	       (reach == INT64_MAX ||
		       date_of(press, press->at_ms - records * reach) <=
			       shut_to);
}

void
shut_say(const struct shut *shut, char *out, size_t size)
{
	char first[DATE_BYTES], last[DATE_BYTES];

	date_format(shut->period.first, first);
	date_format(shut->period.last, last);
	if (shut->causes & CAUSE_CLOSED_PERIOD)
		snprintf(out, size,
			"The period from %s to %s is closed: reopen it first.",
			first, last);
	else
		snprintf(out, size,
			"The card from %s to %s is approved: take the "
			"approvals back first.",
			first, last);
}

/* What a date is in, beside what is known. */
static int
add_date(struct db *db, const struct shut_press *press, int64_t at_ms,
	struct shut *shut, struct err *err)
{
	struct shut other;

	if (shut_date(db, press, date_of(press, at_ms), &other, err) < 0)
		return -1;
	if (other.causes != 0)
		shut->period = other.period;
	shut->causes |= other.causes;
	return 0;
}

/* The run that the press goes on with, as far as it is held; then the one that
 * counts, whatever is held between them. */
static int
judge_before(struct db *db, const struct shut_press *press,
	const struct shut_nears *before, struct shut *shut, struct err *err)
{
	const int64_t reach = reach_ms(press);
	int64_t later_ms = press->at_ms;
	bool runs = press->goes_on;

	for (size_t i = 0; i < before->count; i++) {
		const struct shut_near *near = &before->items[i];

		if (near->counts)
			return near->open && press->at_ms - near->at_ms <= reach
				       ? add_date(db, press, near->at_ms, shut,
						 err)
				       : 0;
		runs = runs && near->open && later_ms - near->at_ms <= reach;
		if (runs && add_date(db, press, near->at_ms, shut, err) < 0)
			return -1;
		later_ms = near->at_ms;
	}
	return 0;
}

int
shut_judge(struct db *db, const struct shut_press *press, struct shut *shut_out,
	struct err *err)
{
	struct shut_nears before;

	*shut_out = (struct shut){.causes = 0};
	if (add_date(db, press, press->at_ms, shut_out, err) < 0 ||
		shut_rows_before(db, press, &before, err) < 0)
		return -1;
	return judge_before(db, press, &before, shut_out, err);
}
