#include "core/card.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/overtime.h"
#include "core/rounding.h"

#define MINUTE_MS INT64_C(60000)

/* --- times shown --------------------------------------------------------- */

static int64_t
show(const struct time_rules *rules, const struct time_bound *bound)
{
	static const struct rounding_policy nearest_minute;
	const int64_t at_ms = bound->key.at_ms;
	const struct time_policy *policy = &time_rules_at(rules, at_ms)->policy;
	const struct rounding_policy *by = &nearest_minute;

	if (!bound->exact && bound->kind == PUNCH_GO)
		by = &policy->start;
	else if (!bound->exact && bound->kind == PUNCH_STOP)
		by = &policy->stop;
	return rounding_show(by, rules->zone, at_ms);
}

/* One that is exact stands; any other is not before the one before it. */
static int64_t
show_behind(const struct time_rules *rules, const struct time_bound *bound,
	int64_t before_ms)
{
	const int64_t shown_ms = show(rules, bound);

	return bound->exact || shown_ms > before_ms ? shown_ms : before_ms;
}

/* Nor behind the next one that is exact; which is that for those before it. */
static void
hold_back(const struct time_bound *bound, int64_t *shown_ms, int64_t *exact_ms)
{
	if (bound->exact)
		*exact_ms = *shown_ms;
	else if (*shown_ms > *exact_ms)
		*shown_ms = *exact_ms;
}

static void
show_all(const struct time_rules *rules, struct time_records *records)
{
	int64_t at_ms = INT64_MIN;

	for (size_t i = 0; i < records->count; i++) {
		struct time_record *r = &records->records[i];

		if (r->has_start)
			at_ms = r->shown_start_ms =
				show_behind(rules, &r->start, at_ms);
		if (r->has_end)
			at_ms = r->shown_end_ms =
				show_behind(rules, &r->end, at_ms);
	}
	at_ms = INT64_MAX;
	for (size_t i = records->count; i-- > 0;) {
		struct time_record *r = &records->records[i];

		if (r->has_end)
			hold_back(&r->end, &r->shown_end_ms, &at_ms);
		if (r->has_start)
			hold_back(&r->start, &r->shown_start_ms, &at_ms);
	}
}

static void
tell_shown(struct time_records *records, const struct time_record *record,
	const struct time_bound *bound, int64_t shown_ms)
{
	const struct time_reason reason = {
		.kind = TIME_BY_ROUNDED,
		.record = record->id,
		.punch = bound->key,
		.from = bound->key.at_ms,
		.to = shown_ms,
	};

	if (reason.from != reason.to)
		time_records_tell(records, &reason);
}

/* The minutes of what has both ends. */
static void
count(struct time_records *records, struct time_record *record)
{
	const int64_t ms = record->shown_end_ms - record->shown_start_ms;

	if (record->has_start)
		tell_shown(records, record, &record->start,
			record->shown_start_ms);
	if (record->has_end)
		tell_shown(records, record, &record->end, record->shown_end_ms);
	if (record->has_start && record->has_end)
		record->minutes = (int)(ms / MINUTE_MS);
	if (record->kind == TIME_WORK)
		record->paid[PAY_REG] = record->minutes;
}

/* --- by date ------------------------------------------------------------- */

/* Where a zone goes back over midnight, dates do not rise with time. */
static int
compare_dates(const void *a, const void *b)
{
	const struct time_record *x = *(struct time_record *const *)a;
	const struct time_record *y = *(struct time_record *const *)b;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The work, by date; yours to free. */
static struct time_record **
work_by_date(struct time_records *records, size_t *n_out)
{
	struct time_record **work =
		mem_new(records->count + 1, sizeof(struct time_record *));

	*n_out = 0;
	for (size_t i = 0; i < records->count; i++)
		if (records->records[i].kind == TIME_WORK)
			work[(*n_out)++] = &records->records[i];
	qsort(work, *n_out, sizeof(struct time_record *), compare_dates);
	return work;
}

/* --- lunch --------------------------------------------------------------- */

static bool
is_meal_taken(const struct time_record *record)
{
	return record->kind == TIME_MEAL && record->has_start &&
	       (record->has_end || record->open);
}

/* Whether a break was pressed on this date: it is of the date that it began on,
 * and of those of the work on both sides of it. */
static bool
has_meal(const struct time_records *records, int32_t date)
{
	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];

		if (!is_meal_taken(r))
			continue;
		if (r->date == date || (i > 0 && r[-1].date == date) ||
			(i + 1 < records->count && r[1].has_start &&
				clock_key_compare(
					&r[1].start.key, &r->end.key) == 0 &&
				r[1].date == date))
			return true;
	}
	return false;
}

/* Takes `length` minutes off the work of a date, from its last record to the
 * first; how many there were. */
static int
take_off(struct time_records *records, struct time_record **work, size_t n,
	int length)
{
	int taken = 0;

	while (n-- > 0 && taken < length) {
		struct time_record *record = work[n];
		const int paid = record->paid[PAY_REG];
		const int off = paid < length - taken ? paid : length - taken;
		const struct time_reason reason = {
			.kind = TIME_BY_LUNCH_OFF,
			.record = record->id,
			.punch = record->start.key,
			.from = paid,
			.to = paid - off,
			.minutes = off,
		};

		if (off > 0)
			time_records_tell(records, &reason);
		record->paid[PAY_REG] -= off;
		taken += off;
	}
	return taken;
}

/*
 * Takes a lunch off the n records of one date, where one falls due, and notes
 * how much in lunches[], at the record in which it does.
 */
static void
take_lunch(const struct time_rules *rules, struct time_records *records,
	struct time_record **work, size_t n, int *lunches)
{
	const struct lunch_policy *policy =
		&time_rules_on(rules, work[0]->date)->policy.lunch;
	int worked = 0;
	size_t i = 0;

	while (i < n && worked <= policy->after_minutes)
		worked += work[i++]->minutes;
	if (policy->after_minutes <= 0 || worked <= policy->after_minutes ||
		has_meal(records, work[0]->date))
		return;
	lunches[work[i - 1] - records->records] =
		take_off(records, work, i, policy->length_minutes);
}

static void
fill_lunch(struct time_record *line, const struct time_record *of, int minutes)
{
	*line = (struct time_record){
		.id = time_record_id(&of->start.key, TIME_LUNCH),
		.kind = TIME_LUNCH,
		.date = of->date,
		.location = of->location,
		.cost_code = of->cost_code,
		.minutes = minutes,
	};
}

/* Each as a line behind its record. */
static void
add_lunches(struct time_records *records, const int *lunches)
{
	const size_t n = records->count;
	size_t to;

	for (size_t i = 0; i < n; i++)
		if (lunches[i] > 0)
			(void)time_records_add(records);
	to = records->count;
	for (size_t i = n; i-- > 0;) {
		struct time_record *of = &records->records[i];

		if (lunches[i] > 0)
			fill_lunch(&records->records[--to], of, lunches[i]);
		records->records[--to] = *of;
	}
}

static void
take_lunches(const struct time_rules *rules, struct time_records *records)
{
	int *lunches = mem_new(records->count + 1, sizeof(*lunches));
	size_t n, first = 0;
	struct time_record **work = work_by_date(records, &n);

	for (size_t i = 1; i <= n; i++) {
		if (i < n && work[i]->date == work[first]->date)
			continue;
		take_lunch(rules, records, &work[first], i - first, lunches);
		first = i;
	}
	free(work);
	add_lunches(records, lunches);
	free(lunches);
}

/* --- the card ------------------------------------------------------------ */

void
card_run(const struct time_rules *rules, struct time_records *records)
{
	struct time_record **work;
	size_t n;

	show_all(rules, records);
	for (size_t i = 0; i < records->count; i++)
		count(records, &records->records[i]);
	take_lunches(rules, records);
	work = work_by_date(records, &n);
	overtime_run(rules, work, n, records);
	free(work);
}

static bool
lies_in(int32_t date, int32_t first, int32_t last)
{
	return first <= date && date <= last;
}

static void
add_record(struct card_sum *sum, const struct time_record *record)
{
	switch (record->kind) {
	case TIME_WORK:
		sum->minutes += record->minutes;
		break;
	case TIME_MEAL:
		sum->meal_minutes += record->minutes;
		break;
	case TIME_LUNCH:
		sum->lunch_minutes += record->minutes;
		break;
	}
	for (int pay = 0; pay < PAY_COUNT; pay++)
		sum->paid[pay] += record->paid[pay];
	sum->open += record->open;
}

struct card_sum
card_sum(const struct time_records *records, int32_t first, int32_t last)
{
	struct card_sum sum = {.minutes = 0};

	for (size_t i = 0; i < records->count; i++)
		if (lies_in(records->records[i].date, first, last))
			add_record(&sum, &records->records[i]);
	for (size_t i = 0; i < records->exception_count; i++)
		sum.exceptions +=
			lies_in(records->exceptions[i].date, first, last);
	return sum;
}

/* --- jobs ---------------------------------------------------------------- */

static int
compare_jobs(const void *a, const void *b)
{
	const struct card_job *x = a, *y = b;
	const int by_location = id_compare(&x->location, &y->location);

	return by_location != 0 ? by_location
				: id_compare(&x->cost_code, &y->cost_code);
}

/* Those that are the same as one; how many are left. */
static size_t
merge_jobs(struct card_job *jobs, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct card_job *last = kept > 0 ? &jobs[kept - 1] : NULL;

		if (last == NULL || compare_jobs(last, &jobs[i]) != 0) {
			jobs[kept++] = jobs[i];
			continue;
		}
		last->minutes += jobs[i].minutes;
		for (int pay = 0; pay < PAY_COUNT; pay++)
			last->paid[pay] += jobs[i].paid[pay];
	}
	return kept;
}

struct card_job *
card_jobs(const struct time_records *records, int32_t first, int32_t last,
	size_t *n_out)
{
	struct card_job *jobs = mem_new(records->count + 1, sizeof(*jobs));
	size_t n = 0;

	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];
		struct card_job *job = &jobs[n];

		if (r->kind != TIME_WORK || r->minutes <= 0 ||
			!lies_in(r->date, first, last))
			continue;
		*job = (struct card_job){r->location, r->cost_code, r->minutes,
			{r->paid[PAY_REG], r->paid[PAY_OT1], r->paid[PAY_OT2]}};
		n++;
	}
	qsort(jobs, n, sizeof(*jobs), compare_jobs);
	*n_out = merge_jobs(jobs, n);
	return jobs;
}
