#include "core/overtime.h"

#include <limits.h>

#include "calendar/date.h"
#include "calendar/period.h"

/* What was worked before, and counts. */
struct tally {
	int32_t week; /* its first date */
	int32_t date; /* the last one that was worked */
	int row;      /* which worked date in a row it is, within the week */
	int day_minutes;
	int week_minutes; /* that no rule of the day made overtime */
};

/* What a minute is paid as, by what, and for how many it stays so. */
struct judged {
	enum pay pay;
	enum time_reason_kind by;
	int threshold;
	int minutes;
};

static bool
is_excluded(const struct overtime_policy *policy, const struct id *cost_code)
{
	for (size_t i = 0; i < policy->excluded_count; i++)
		if (id_equal(&policy->excluded[i], cost_code))
			return true;
	return false;
}

/* The record is the first that counts of its date. */
static void
begin_date(struct tally *tally, int week_start, int32_t date)
{
	const int32_t week = period_week(week_start, date).first;
	const bool follows = tally->row > 0 && tally->week == week &&
			     tally->date + 1 == date;

	if (tally->week != week)
		tally->week_minutes = 0;
	tally->row = follows ? tally->row + 1 : 1;
	tally->week = week;
	tally->date = date;
	tally->day_minutes = 0;
}

/* Raises the verdict by one rule. */
static void
raise(struct judged *verdict, enum pay pay, enum time_reason_kind by,
	int threshold)
{
	if (pay <= verdict->pay)
		return;
	verdict->pay = pay;
	verdict->by = by;
	verdict->threshold = threshold;
}

/* Likewise by a threshold of minutes, of which `done` are over. */
static void
raise_beyond(struct judged *verdict, enum pay pay, enum time_reason_kind by,
	int threshold, int done)
{
	if (threshold <= 0)
		return;
	if (done >= threshold)
		raise(verdict, pay, by, threshold);
	else if (threshold - done < verdict->minutes)
		verdict->minutes = threshold - done;
}

/* The next minute, by the rules of its day alone. */
static struct judged
judge_day(const struct overtime_policy *policy, const struct tally *tally)
{
	const int weekday = date_weekday(tally->date);
	struct judged verdict = {.pay = PAY_REG, .minutes = INT_MAX};

	raise(&verdict, policy->weekday[weekday - 1], TIME_BY_WEEKDAY, weekday);
	if (policy->consecutive_ot2 > 0 &&
		tally->row >= policy->consecutive_ot2)
		raise(&verdict, PAY_OT2, TIME_BY_CONSECUTIVE,
			policy->consecutive_ot2);
	if (policy->consecutive_ot1 > 0 &&
		tally->row >= policy->consecutive_ot1)
		raise(&verdict, PAY_OT1, TIME_BY_CONSECUTIVE,
			policy->consecutive_ot1);
	raise_beyond(&verdict, PAY_OT2, TIME_BY_DAILY,
		policy->daily_ot2_minutes, tally->day_minutes);
	raise_beyond(&verdict, PAY_OT1, TIME_BY_DAILY,
		policy->daily_ot1_minutes, tally->day_minutes);
	return verdict;
}

/* Judges the next minutes of at most `left`, and counts them. */
static struct judged
judge(const struct overtime_policy *policy, struct tally *tally, int left)
{
	struct judged verdict = judge_day(policy, tally);
	const bool counts = verdict.pay == PAY_REG;

	if (counts) {
		raise_beyond(&verdict, PAY_OT2, TIME_BY_WEEKLY,
			policy->weekly_ot2_minutes, tally->week_minutes);
		raise_beyond(&verdict, PAY_OT1, TIME_BY_WEEKLY,
			policy->weekly_ot1_minutes, tally->week_minutes);
	}
	if (verdict.minutes > left)
		verdict.minutes = left;
	tally->day_minutes += verdict.minutes;
	if (counts)
		tally->week_minutes += verdict.minutes;
	return verdict;
}

static void
tell(struct time_records *reasons, const struct time_record *record,
	const struct judged *verdict)
{
	const struct time_reason reason = {
		.kind = verdict->by,
		.record = record->id,
		.punch = record->start.key,
		.from = verdict->threshold,
		.minutes = verdict->minutes,
		.pay = verdict->pay,
	};

	time_records_tell(reasons, &reason);
}

static void
pay(const struct overtime_policy *policy, struct tally *tally,
	struct time_record *record, struct time_records *reasons)
{
	int left = record->paid[PAY_REG];

	record->paid[PAY_REG] = 0;
	while (left > 0) {
		const struct judged verdict = judge(policy, tally, left);

		record->paid[verdict.pay] += verdict.minutes;
		left -= verdict.minutes;
		if (verdict.pay != PAY_REG)
			tell(reasons, record, &verdict);
	}
}

void
overtime_run(const struct time_rules *rules, struct time_record **by_date,
	size_t n, struct time_records *reasons)
{
	struct tally tally = {.row = 0};

	for (size_t i = 0; i < n; i++) {
		struct time_record *record = by_date[i];
		const struct overtime_policy *policy =
			&time_rules_on(rules, record->date)->policy.overtime;

		if (record->paid[PAY_REG] <= 0)
			continue;
		if (is_excluded(policy, &record->cost_code)) {
			const struct judged excluded = {PAY_REG,
				TIME_BY_EXCLUDED, 0, record->paid[PAY_REG]};

			tell(reasons, record, &excluded);
			continue;
		}
		if (tally.row == 0 || tally.date != record->date)
			begin_date(&tally, rules->week_start, record->date);
		pay(policy, &tally, record, reasons);
	}
}
