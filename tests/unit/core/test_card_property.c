/*
 * Random weeks: what must hold of every card, and a second calculation that
 * knows no thresholds but asks of each minute by itself what it is paid as.
 */
#include <stdlib.h>
#include <string.h>

#include "calendar/date.h"
#include "core/card.h"
#include "core/time_fold.h"
#include "lib/cmocka_all.h"
#include "lib/random_week.h"

#define WEEKS 100000
#define ORACLE_EVERY 8
#define MINUTE INT64_C(60000)
#define DAY INT64_C(86400000)
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
sum_of(const int paid[PAY_COUNT])
{
	return paid[PAY_REG] + paid[PAY_OT1] + paid[PAY_OT2];
}

/* --- what must hold ------------------------------------------------------- */

static void
check_sums(const struct time_records *records)
{
	struct card_sum all = card_sum(records, INT32_MIN, INT32_MAX);
	struct card_job *jobs;
	int days = 0, minutes = 0, paid[PAY_COUNT] = {0};
	size_t n;

	for (int32_t date = RANDOM_MONDAY; date < RANDOM_MONDAY + RANDOM_DAYS;
		date++) {
		const struct card_sum day = card_sum(records, date, date);

		assert_int_equal(
			sum_of(day.paid), day.minutes - day.lunch_minutes);
		assert_true(day.lunch_minutes <= day.minutes);
		days += day.minutes;
	}
	assert_int_equal(days, all.minutes);
	jobs = card_jobs(records, INT32_MIN, INT32_MAX, &n);
	for (size_t i = 0; i < n; i++) {
		minutes += jobs[i].minutes;
		for (int pay = 0; pay < PAY_COUNT; pay++)
			paid[pay] += jobs[i].paid[pay];
	}
	free(jobs);
	assert_int_equal(minutes, all.minutes);
	assert_memory_equal(paid, all.paid, sizeof(paid));
}

static void
check_bound(const struct time_bound *bound, int64_t shown, int64_t *before)
{
	const int64_t off = shown - bound->key.at_ms;

	assert_true(shown >= *before);
	assert_int_equal(shown % MINUTE, 0);
	if (bound->exact)
		assert_true(-MINUTE / 2 < off && off <= MINUTE / 2);
	*before = shown;
}

static void
check_lines(const struct time_records *records)
{
	int64_t at = INT64_MIN;

	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];

		if (r->has_start)
			check_bound(&r->start, r->shown_start_ms, &at);
		if (r->has_end)
			check_bound(&r->end, r->shown_end_ms, &at);
		if (r->has_start && r->has_end)
			assert_int_equal(r->minutes * MINUTE,
				r->shown_end_ms - r->shown_start_ms);
		if (r->kind == TIME_WORK && !(r->has_start && r->has_end))
			assert_int_equal(r->minutes, 0);
		for (int pay = 0; pay < PAY_COUNT; pay++)
			assert_true(r->paid[pay] >= 0);
		if (r->kind != TIME_WORK)
			assert_int_equal(sum_of(r->paid), 0);
	}
}

/* The reasons of a record add up to what it says. */
static void
check_reasons(const struct time_records *records, const struct time_record *r)
{
	int paid[PAY_COUNT] = {r->minutes};
	int64_t moved = 0;

	for (size_t i = 0; i < records->reason_count; i++) {
		const struct time_reason *reason = &records->reasons[i];

		if (!id_equal(&reason->record, &r->id))
			continue;
		if (reason->kind == TIME_BY_LUNCH_OFF)
			paid[PAY_REG] -= reason->minutes;
		if (TIME_BY_WEEKLY <= reason->kind &&
			reason->kind <= TIME_BY_CONSECUTIVE) {
			paid[PAY_REG] -= reason->minutes;
			paid[reason->pay] += reason->minutes;
		}
		if (reason->kind == TIME_BY_ROUNDED)
			moved += clock_key_compare(
					 &reason->punch, &r->start.key) == 0
					 ? reason->from - reason->to
					 : reason->to - reason->from;
	}
	assert_memory_equal(paid, r->paid, sizeof(paid));
	assert_int_equal(r->minutes * MINUTE,
		r->end.key.at_ms - r->start.key.at_ms + moved);
}

static void
check_told(const struct random_week *week)
{
	struct time_records records;

	random_week_run(week, true, &records);
	for (size_t i = 0; i < records.count; i++) {
		const struct time_record *r = &records.records[i];

		if (r->kind == TIME_WORK && r->has_start && r->has_end)
			check_reasons(&records, r);
	}
	time_records_release(&records);
}

static void
check_again(struct random_week *week, const struct time_records *records)
{
	struct time_records again;

	for (size_t i = week->count; i > 1; i--) {
		const size_t k = (size_t)random_below((int)i);
		const struct time_fact fact = week->facts[k];

		week->facts[k] = week->facts[i - 1];
		week->facts[i - 1] = fact;
	}
	random_week_run(week, false, &again);
	assert_int_equal(again.count, records->count);
	for (size_t i = 0; i < again.count; i++) {
		const struct time_record *x = &again.records[i];
		const struct time_record *y = &records->records[i];

		assert_true(id_equal(&x->id, &y->id));
		assert_int_equal(x->shown_start_ms, y->shown_start_ms);
		assert_int_equal(x->shown_end_ms, y->shown_end_ms);
		assert_int_equal(x->minutes, y->minutes);
		assert_memory_equal(x->paid, y->paid, sizeof(x->paid));
	}
	time_records_release(&again);
}

/* --- minute by minute ----------------------------------------------------- */

static int64_t
oracle_round(const struct rounding_policy *policy, int64_t at)
{
	const int64_t grid =
		(policy->grid_minutes == 0 ? 1 : policy->grid_minutes) * MINUTE;
	const int64_t midnight = at / DAY * DAY;
	int64_t best = INT64_MIN;
	bool in = false;

	for (int m = policy->from_minute; m != policy->until_minute;
		m = (m + 1) % 1440)
		in |= m == (at - midnight) / MINUTE;
	if (policy->from_minute != policy->until_minute)
		in |= policy->until_minute == (at - midnight) / MINUTE;
	for (int64_t t = midnight - DAY; t <= midnight + 2 * DAY;
		t += in ? DAY : grid) {
		const int64_t it = t + (in ? policy->to_minute * MINUTE : 0);

		if (best == INT64_MIN || llabs(it - at) <= llabs(best - at))
			best = it;
	}
	return best;
}

struct oracle_bound {
	int64_t shown, rounded;
	bool exact;
};

static void
oracle_show(const struct random_week *week, const struct time_records *records)
{
	static const struct rounding_policy none;
	struct oracle_bound bounds[2 * RANDOM_PUNCHES_MAX];
	size_t n = 0, at = 0;

	for (size_t i = 0; i < 2 * records->count; i++) {
		const struct time_record *r = &records->records[i / 2];
		const struct time_bound *b = i % 2 ? &r->end : &r->start;
		const struct time_policy *policy =
			&time_rules_at(&week->rules, b->key.at_ms)->policy;

		if (!(i % 2 ? r->has_end : r->has_start))
			continue;
		bounds[n].exact = b->exact;
		bounds[n++].rounded =
			oracle_round(b->exact              ? &none
				     : b->kind == PUNCH_GO ? &policy->start
							   : &policy->stop,
				b->key.at_ms);
	}
	for (size_t i = 0; i < n; i++) {
		int64_t *shown = &bounds[i].shown;

		*shown = bounds[i].rounded;
		for (size_t k = i; !bounds[i].exact && k-- > 0;) {
			if (bounds[k].rounded > *shown)
				*shown = bounds[k].rounded;
			if (bounds[k].exact)
				break;
		}
		for (size_t k = i + 1; !bounds[i].exact && k < n; k++)
			if (bounds[k].exact && bounds[k].rounded < *shown)
				*shown = bounds[k].rounded;
	}
	for (size_t i = 0; i < 2 * records->count; i++) {
		const struct time_record *r = &records->records[i / 2];

		if (i % 2 ? r->has_end : r->has_start)
			assert_int_equal(bounds[at++].shown,
				i % 2 ? r->shown_end_ms : r->shown_start_ms);
	}
}

struct oracle_minute {
	int32_t date;
	size_t record;
	bool off, counts;
	enum pay by_day;
};

static bool
oracle_ate(const struct time_records *records, int32_t date)
{
	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];
		const bool taken = r->kind == TIME_MEAL && r->has_start &&
				   (r->has_end || r->open);

		if (taken && r->date == date)
			return true;
		for (size_t k = 0; taken && k < records->count; k++) {
			const struct time_record *o = &records->records[k];

			if (o->kind != TIME_WORK || o->date != date)
				continue;
			if (o->has_end &&
				o->end.key.number == r->start.key.number)
				return true;
			if (o->has_start && r->has_end &&
				o->start.key.number == r->end.key.number)
				return true;
		}
	}
	return false;
}

static void
oracle_lunch(const struct random_week *week, const struct time_records *records,
	struct oracle_minute *minutes, size_t n)
{
	for (int32_t date = RANDOM_MONDAY - 1;
		date < RANDOM_MONDAY + RANDOM_DAYS; date++) {
		const struct lunch_policy *lunch =
			&time_rules_at(&week->rules, date * DAY)->policy.lunch;
		size_t first = 0, due;
		int left = lunch->length_minutes;

		while (first < n && minutes[first].date != date)
			first++;
		due = first + (size_t)lunch->after_minutes;
		if (lunch->after_minutes == 0 || due >= n ||
			minutes[due].date != date || oracle_ate(records, date))
			continue;
		while (due + 1 < n &&
			minutes[due + 1].record == minutes[due].record)
			due++;
		for (size_t i = due + 1; i-- > first && left > 0; left--)
			minutes[i].off = true;
	}
}

static int32_t
oracle_week(const struct random_week *week, int32_t date)
{
	while (date_weekday(date) - 1 != week->rules.week_start)
		date--;
	return date;
}

static enum pay
higher(enum pay one, enum pay other)
{
	return one > other ? one : other;
}

/* What a minute is by the rules of its day; of its week, by what was before. */
static enum pay
oracle_day(const struct overtime_policy *p, int weekday, int row, int before)
{
	enum pay pay = p->weekday[weekday - 1];

	if (p->consecutive_ot1 > 0 && row >= p->consecutive_ot1)
		pay = higher(pay, PAY_OT1);
	if (p->consecutive_ot2 > 0 && row >= p->consecutive_ot2)
		pay = higher(pay, PAY_OT2);
	if (p->daily_ot1_minutes > 0 && before >= p->daily_ot1_minutes)
		pay = higher(pay, PAY_OT1);
	if (p->daily_ot2_minutes > 0 && before >= p->daily_ot2_minutes)
		pay = higher(pay, PAY_OT2);
	return pay;
}

static enum pay
oracle_weekly(const struct overtime_policy *p, int before)
{
	if (p->weekly_ot2_minutes > 0 && before >= p->weekly_ot2_minutes)
		return PAY_OT2;
	if (p->weekly_ot1_minutes > 0 && before >= p->weekly_ot1_minutes)
		return PAY_OT1;
	return PAY_REG;
}

static void
oracle_pay(const struct random_week *week, const struct time_records *records,
	const struct oracle_minute *minutes, size_t n)
{
	int paid[2 * RANDOM_PUNCHES_MAX][PAY_COUNT] = {{0}};
	bool worked[RANDOM_DAYS + 8] = {false};
	int by_day[RANDOM_DAYS + 8] = {0}, by_week[RANDOM_DAYS + 8] = {0};

	for (size_t i = 0; i < n; i++)
		worked[minutes[i].date - RANDOM_MONDAY + 7] |=
			minutes[i].counts && !minutes[i].off;
	for (size_t i = 0; i < n; i++) {
		const int32_t date = minutes[i].date;
		const int32_t first = oracle_week(week, date);
		const struct overtime_policy *p =
			&time_rules_at(&week->rules, date * DAY)
				 ->policy.overtime;
		int row = 1, *in_week = &by_week[first - RANDOM_MONDAY + 7];
		enum pay pay = PAY_REG;

		if (minutes[i].off)
			continue;
		while (date - row >= first &&
			worked[date - row - RANDOM_MONDAY + 7])
			row++;
		if (minutes[i].counts) {
			pay = oracle_day(p, date_weekday(date), row,
				by_day[date - RANDOM_MONDAY + 7]++);
			if (pay == PAY_REG)
				pay = oracle_weekly(p, (*in_week)++);
		}
		paid[minutes[i].record][pay]++;
	}
	for (size_t i = 0; i < records->count; i++)
		assert_memory_equal(
			paid[i], records->records[i].paid, sizeof(paid[i]));
}

static void
check_oracle(const struct random_week *week, const struct time_records *records)
{
	static struct oracle_minute minutes[RANDOM_DAYS * 1440];
	size_t n = 0;

	oracle_show(week, records);
	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];
		const struct overtime_policy *p =
			&time_rules_at(&week->rules, r->date * DAY)
				 ->policy.overtime;
		const bool excluded = p->excluded_count > 0 &&
				      id_equal(&r->cost_code, &week->excluded);

		for (int64_t t = r->shown_start_ms;
			r->kind == TIME_WORK && r->has_start && r->has_end &&
			t < r->shown_end_ms;
			t += MINUTE) {
			assert_true(n < COUNT(minutes));
			minutes[n++] = (struct oracle_minute){.date = r->date,
				.record = i,
				.counts = !excluded};
		}
	}
	oracle_lunch(week, records, minutes, n);
	oracle_pay(week, records, minutes, n);
}

static void
test_random_weeks(void **state)
{
	static struct random_week week;
	int overtime = 0, lunches = 0;

	(void)state;
	for (int i = 0; i < WEEKS; i++) {
		struct time_records records;
		struct card_sum sum;

		random_week_make(&week, false);
		random_week_run(&week, false, &records);
		sum = card_sum(&records, INT32_MIN, INT32_MAX);
		overtime += sum.paid[PAY_OT1] > 0 && sum.paid[PAY_OT2] > 0;
		lunches += sum.lunch_minutes > 0;
		check_sums(&records);
		check_lines(&records);
		if (i % ORACLE_EVERY == 0) {
			check_oracle(&week, &records);
			check_told(&week);
			check_again(&week, &records);
		}
		time_records_release(&records);
	}
	/* they were not about nothing */
	assert_true(overtime > WEEKS / 10);
	assert_true(lunches > WEEKS / 10);
}

/* --- more work never lowers a total --------------------------------------- */

/* Puts off a STOP that ends a record of work; false where there is none. */
static bool
work_on(struct random_week *week, const struct time_records *records)
{
	const size_t n = records->count;
	const size_t from = n > 0 ? (size_t)random_below((int)n) : 0;

	for (size_t i = from; i < n; i++) {
		const struct time_record *r = &records->records[i];
		const size_t k = (size_t)r->end.key.number;
		int64_t most =
			960 * MINUTE - (r->end.key.at_ms - r->start.key.at_ms);

		if (r->kind != TIME_WORK || !r->has_start || !r->has_end ||
			r->end.kind != PUNCH_STOP || r->end.exact)
			continue;
		if (k < week->count &&
			week->facts[k].event.at_ms - r->end.key.at_ms < most)
			most = week->facts[k].event.at_ms - r->end.key.at_ms;
		if (most <= 0)
			continue;
		week->facts[k - 1].event.at_ms +=
			random_below(
				(int)(most < INT32_MAX ? most : INT32_MAX)) +
			1;
		return true;
	}
	return false;
}

static void
test_more_work_never_lowers_a_total(void **state)
{
	static struct random_week week;
	int tried = 0;

	(void)state;
	for (int i = 0; i < WEEKS; i++) {
		struct time_records records, more;
		struct card_sum sum, then;

		random_week_make(&week, true);
		random_week_run(&week, false, &records);
		if (work_on(&week, &records)) {
			random_week_run(&week, false, &more);
			sum = card_sum(&records, INT32_MIN, INT32_MAX);
			then = card_sum(&more, INT32_MIN, INT32_MAX);
			assert_true(then.minutes >= sum.minutes);
			assert_true(sum_of(then.paid) >= sum_of(sum.paid));
			assert_true(then.minutes - then.paid[PAY_REG] >=
				    sum.minutes - sum.paid[PAY_REG]);
			time_records_release(&more);
			tried++;
		}
		time_records_release(&records);
	}
	assert_true(tried > WEEKS / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_weeks),
		cmocka_unit_test(test_more_work_never_lowers_a_total),
	};

	return cmocka_run_group_tests_name("card", tests, NULL, NULL);
}
