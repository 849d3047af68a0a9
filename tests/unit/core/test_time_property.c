#include "lib/cmocka_all.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/restate.h"
#include "core/time_fold.h"
#include "lib/zone_file.h"

/*
 * Random histories: time is conserved, what was due is told, and neither the
 * order of arrival, nor where a fold is taken up, nor the environment makes a
 * difference.
 */

#define ROUNDS 100000
#define FACTS_MAX 24
#define MINUTE_MS INT64_C(60000)
#define MAX_MS (600 * MINUTE_MS) /* of a record */
#define STEP_MS (240 * MINUTE_MS)

static const struct time_span spans[] = {{
	.from_ms = INT64_MIN,
	.policy.meal = {.tracked = true,
		.length_minutes = 30,
		.due_after_minutes = 240},
	.max_record_minutes = MAX_MS / MINUTE_MS,
}};
static struct zone *new_york;
static struct time_rules rules = {.spans = spans, .span_count = 1};

/* --- histories ----------------------------------------------------------- */

static uint64_t seed = 88172645463325252;

static int
random_below(int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)limit);
}

static struct id
id_of(int n)
{
	struct id id = {{0}};

	id.bytes[0] = (uint8_t)(n * 37); /* order of ids is not order of time */
	id.bytes[15] = (uint8_t)n;
	return id;
}

static const int64_t gaps_ms[] = {0, 1, 30000, 30001, 600000, 1799999, 1800000,
	5400000, 14400000, 14400001, 40000000};

static void
make_fact(struct time_fact *fact, int i, int64_t at)
{
	/* mostly what a person presses next, so that days come out */
	static const enum punch_kind kinds[] = {PUNCH_GO, PUNCH_GO, PUNCH_STOP,
		PUNCH_MEAL, PUNCH_RESUME, PUNCH_MEAL, PUNCH_RESUME, PUNCH_VOID};
	struct clock_event *e = &fact->event;

	*fact = (struct time_fact){
		.event = {.id = id_of(i + 1),
			.kind = kinds[random_below(8)],
			.enrolment = id_of(200 + random_below(2)),
			.number = i + 1,
			.at_ms = at,
			.boot = id_of(220),
			.boottime_ms = at},
		.claimed_ms = at - random_below(3),
		.restated_ms = at,
		.ordered_ms = at,
		.held = random_below(30) == 0,
		.taken = random_below(30) == 0,
		.flags = random_below(20) == 0 ? RESTATE_DIFFERS : 0,
	};
	if (e->kind == PUNCH_GO) {
		e->location = id_of(100 + random_below(3));
		e->cost_code = id_of(110 + random_below(3));
	}
	if (e->kind == PUNCH_VOID)
		e->target = id_of(i + 1 - random_below(4));
}

static size_t
make_facts(struct time_fact *facts)
{
	size_t n = (size_t)random_below(FACTS_MAX + 1);
	int64_t at = INT64_C(1793494800000); /* 01:00 of 2026-11-01: EDT ends */

	for (size_t i = 0; i < n; i++) {
		at += gaps_ms[random_below(11)];
		make_fact(&facts[i], (int)i, at);
	}
	return n;
}

static void
shuffle(struct time_fact *facts, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)random_below((int)i);
		struct time_fact fact = facts[k];

		facts[k] = facts[i - 1];
		facts[i - 1] = fact;
	}
}

static void
fold(const struct time_fact *facts, size_t n, const struct clock_state *from,
	struct time_records *out)
{
	/* behind the last of all, also of those that are folded before */
	const struct time_facts given = {from, facts, n,
		n > 0 ? facts[n - 1].event.at_ms + MINUTE_MS : 0};

	time_fold(&rules, &given, true, out);
}

/* --- what is the same ------------------------------------------------------
 */

static bool
same_bound(const struct time_bound *a, const struct time_bound *b)
{
	return clock_key_compare(&a->key, &b->key) == 0 && a->kind == b->kind &&
	       a->exact == b->exact;
}

static bool
same_record(const struct time_record *a, const struct time_record *b)
{
	return id_equal(&a->id, &b->id) && a->kind == b->kind &&
	       a->date == b->date && a->has_start == b->has_start &&
	       a->has_end == b->has_end && a->open == b->open &&
	       same_bound(&a->start, &b->start) &&
	       same_bound(&a->end, &b->end) &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code);
}

static bool
same_exception(const struct time_exception *a, const struct time_exception *b)
{
	return a->kind == b->kind && a->date == b->date &&
	       a->at_ms == b->at_ms &&
	       clock_key_compare(&a->punch, &b->punch) == 0 &&
	       id_equal(&a->record, &b->record);
}

static bool
same_reason(const struct time_reason *a, const struct time_reason *b)
{
	return a->kind == b->kind && id_equal(&a->record, &b->record) &&
	       clock_key_compare(&a->punch, &b->punch) == 0 &&
	       id_equal(&a->other, &b->other) && a->from == b->from &&
	       a->to == b->to && a->minutes == b->minutes;
}

static void
expect_same(const struct time_records *a, const struct time_records *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++)
		assert_true(same_record(&a->records[i], &b->records[i]));
	assert_int_equal(a->exception_count, b->exception_count);
	for (size_t i = 0; i < a->exception_count; i++)
		assert_true(
			same_exception(&a->exceptions[i], &b->exceptions[i]));
	assert_int_equal(a->reason_count, b->reason_count);
	for (size_t i = 0; i < a->reason_count; i++)
		assert_true(same_reason(&a->reasons[i], &b->reasons[i]));
}

/* --- time is conserved -----------------------------------------------------
 */

/* What the states of the clock say, told one after the other. */
struct track {
	struct clock_state states[FACTS_MAX + 1];
	int64_t until[FACTS_MAX + 1];
	size_t n;
};

static void
on_event(void *ctx, const struct clock_event *event, unsigned effects,
	const struct clock_state *behind)
{
	struct track *track = ctx;

	(void)effects;
	if (track->n > 0)
		track->until[track->n - 1] = event->at_ms;
	track->states[track->n++] = *behind;
}

static void
follow(const struct time_fact *facts, size_t n, struct track *track)
{
	const struct clock_rules clock = {.meal = spans[0].policy.meal,
		.max_record_minutes = spans[0].max_record_minutes};
	const struct clock_sink sink = {on_event, track};
	struct clock_event events[FACTS_MAX];
	struct clock_state state = {.mode = CLOCK_OUT};
	size_t count = 0;

	track->n = 0;
	for (size_t i = 0; i < n; i++)
		if (!facts[i].held && !facts[i].taken)
			events[count++] = facts[i].event;
	clock_fold(&clock, &state, events, count, &sink);
	if (track->n > 0)
		track->until[track->n - 1] =
			facts[n - 1].event.at_ms + MINUTE_MS;
}

/* How many records hold the time from `from` to `to`; one that is open does,
 * and so does a start line of what was too long, from its start on. */
static int
holders(const struct time_records *records, const struct clock_state *state,
	int64_t from, int64_t to)
{
	const bool meal = state->mode == CLOCK_MEAL;
	int count = 0;

	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];
		const bool fits = r->kind == (meal ? TIME_MEAL : TIME_WORK) &&
				  id_equal(&r->location, &state->location) &&
				  id_equal(&r->cost_code, &state->cost_code);

		if (!r->has_start || r->start.key.at_ms > from ||
			(r->has_end && r->end.key.at_ms < to) ||
			(!r->has_end && r->start.key.at_ms != state->since_ms))
			continue;
		count +=
			fits && r->start.key.at_ms == state->since_ms ? 1 : 100;
	}
	return count;
}

static void
expect_conserved(const struct time_fact *facts, size_t n,
	const struct time_records *records)
{
	struct track track;

	follow(facts, n, &track);
	for (size_t i = 0; i < track.n; i++) {
		const struct clock_state *state = &track.states[i];
		const int64_t from =
			i > 0 ? track.until[i - 1] : state->since_ms;

		if (track.until[i] > from && state->mode != CLOCK_OUT)
			assert_int_equal(
				holders(records, state, from, track.until[i]),
				1);
	}
}

/* One after the other, none over another, and none longer than it may be. */
static void
expect_in_line(const struct time_records *records)
{
	int64_t at = INT64_MIN;

	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];

		assert_true(r->has_start || r->has_end);
		if (r->has_start) {
			assert_true(r->start.key.at_ms >= at);
			at = r->start.key.at_ms;
		}
		if (r->has_end) {
			assert_true(r->end.key.at_ms >= at);
			at = r->end.key.at_ms;
		}
		if (r->has_start && r->has_end)
			assert_true(at - r->start.key.at_ms <= MAX_MS);
		for (size_t k = 0; k < i; k++)
			assert_false(id_equal(&records->records[k].id, &r->id));
	}
}

/* --- meals -----------------------------------------------------------------
 */

/* The day of each record: that of the GO out of OUT before it. */
static void
find_days(const struct time_records *records, int32_t *days)
{
	bool goes_on = false;

	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];
		bool begins = r->has_start && !goes_on;

		days[i] = begins || i == 0 ? r->date : days[i - 1];
		if (!r->has_start && !goes_on)
			continue; /* an orphan says nothing of what follows */
		/* a line of what was too long goes on with its stop */
		goes_on = r->has_end
				  ? r->end.kind != PUNCH_STOP
				  : i + 1 < records->count &&
					    !records->records[i + 1].has_start;
		if (!r->has_start && r->end.kind == PUNCH_STOP)
			goes_on = false;
	}
}

struct meals {
	int late, missing;
};

/* Of the records of one day, by the work before each break. */
static struct meals
meals_of_day(const struct time_records *records, const int32_t *days,
	int32_t day, int64_t now_ms)
{
	struct meals meals = {0};
	int64_t worked = 0;
	int taken = 0;

	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *r = &records->records[i];

		if (days[i] != day || !r->has_start || !(r->has_end || r->open))
			continue;
		if (r->kind == TIME_MEAL) {
			taken++;
			meals.late += worked > taken * STEP_MS;
		} else {
			worked += (r->has_end ? r->end.key.at_ms : now_ms) -
				  r->start.key.at_ms;
		}
	}
	while (worked > (taken + 1) * STEP_MS) {
		taken++;
		meals.missing++;
	}
	return meals;
}

static void
expect_meals(const struct time_fact *facts, size_t n,
	const struct time_records *records)
{
	int32_t days[2 * FACTS_MAX + 1];
	struct meals want = {0}, got = {0};

	find_days(records, days);
	for (size_t i = 0; i < records->count; i++) {
		bool seen = false;

		for (size_t k = 0; k < i; k++)
			seen = seen || days[k] == days[i];
		if (!seen) {
			struct meals day = meals_of_day(records, days, days[i],
				facts[n - 1].event.at_ms + MINUTE_MS);

			want.late += day.late;
			want.missing += day.missing;
		}
	}
	for (size_t i = 0; i < records->exception_count; i++) {
		got.late += records->exceptions[i].kind == TIME_LATE_MEAL;
		got.missing += records->exceptions[i].kind == TIME_MISSING_MEAL;
	}
	assert_int_equal(got.late, want.late);
	assert_int_equal(got.missing, want.missing);
}

/* --- the properties --------------------------------------------------------
 */

static void
test_time_is_conserved(void **state)
{
	struct time_fact facts[FACTS_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_facts(facts);
		struct time_records records;

		fold(facts, n, NULL, &records);
		expect_in_line(&records);
		expect_conserved(facts, n, &records);
		if (n > 0)
			expect_meals(facts, n, &records);
		time_records_release(&records);
	}
}

static void
test_order_of_arrival_does_not_matter(void **state)
{
	struct time_fact facts[FACTS_MAX], mixed[FACTS_MAX];

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_facts(facts);
		struct time_records records, other;
		struct time_facts given = {NULL, mixed, n,
			n > 0 ? facts[n - 1].event.at_ms + MINUTE_MS : 0};

		memcpy(mixed, facts, n * sizeof(*facts));
		shuffle(mixed, n);
		fold(facts, n, NULL, &records);
		time_fold(&rules, &given, true, &other);
		expect_same(&records, &other);
		time_records_release(&records);
		time_records_release(&other);
	}
}

/* Whether a void from the cut on takes back a punch before it. */
static bool
reaches_over(const struct time_fact *facts, size_t n, size_t cut)
{
	for (size_t i = cut; i < n; i++)
		for (size_t k = 0; k < cut; k++)
			if (facts[i].event.kind == PUNCH_VOID &&
				id_equal(&facts[i].event.target,
					&facts[k].event.id))
				return true;
	return false;
}

static bool
has(const struct time_records *records, const struct time_exception *wanted)
{
	for (size_t i = 0; i < records->exception_count; i++)
		if (same_exception(&records->exceptions[i], wanted))
			return true;
	return false;
}

static void
expect_same_behind(const struct time_records *whole,
	const struct time_records *part, const struct clock_event *last)
{
	const struct clock_key cut = clock_key_of(last);
	const size_t skip = whole->count - part->count;

	for (size_t i = 0; i < part->count; i++)
		assert_true(same_record(
			&part->records[i], &whole->records[skip + i]));
	for (size_t i = 0; i < part->exception_count; i++)
		assert_true(part->exceptions[i].kind == TIME_MISSING_MEAL ||
			    has(whole, &part->exceptions[i]));
	for (size_t i = 0; i < whole->exception_count; i++)
		assert_true(clock_key_compare(
				    &whole->exceptions[i].punch, &cut) <= 0 ||
			    has(part, &whole->exceptions[i]));
	assert_int_equal(part->state.mode, whole->state.mode);
	assert_int_equal(part->state.worked_ms, whole->state.worked_ms);
}

static void
test_a_fold_may_be_taken_up_anywhere(void **state)
{
	struct time_fact facts[FACTS_MAX];
	int taken_up = 0;

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = make_facts(facts), cut;
		struct time_records whole, before, behind;

		cut = (size_t)random_below((int)n + 1);
		if (cut == 0 || cut == n || reaches_over(facts, n, cut))
			continue;
		fold(facts, n, NULL, &whole);
		fold(facts, cut, NULL, &before);
		fold(facts + cut, n - cut, &before.state, &behind);
		assert_int_equal(whole.count,
			before.count - (before.state.mode != CLOCK_OUT) +
				behind.count);
		expect_same_behind(&whole, &behind, &facts[cut - 1].event);
		time_records_release(&whole);
		time_records_release(&before);
		time_records_release(&behind);
		taken_up++;
	}
	assert_true(taken_up > ROUNDS / 4);
}

static void
test_the_environment_makes_no_difference(void **state)
{
	static const char *const zones[] = {
		"UTC", "Asia/Kathmandu", "America/New_York"};
	struct time_fact facts[FACTS_MAX];

	for (int round = 0; round < 100; round++) {
		size_t n = make_facts(facts);
		struct time_records first, other;

		fold(facts, n, NULL, &first);
		for (size_t i = 0; i < 3; i++) {
			assert_int_equal(setenv("TZ", zones[i], 1), 0);
			assert_int_equal(setenv("LC_ALL", "C.UTF-8", 1), 0);
			tzset();
			assert_non_null(setlocale(LC_ALL, i ? "" : "C"));
			fold(facts, n, NULL, &other);
			expect_same(&first, &other);
			time_records_release(&other);
		}
		time_records_release(&first);
	}
}

static int
load_zone(void **state)
{
	(void)state;
	rules.zone = new_york = zone_file_load("America/New_York");
	return 0;
}

static int
free_zone(void **state)
{
	(void)state;
	zone_free(&new_york);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_time_is_conserved),
		cmocka_unit_test(test_order_of_arrival_does_not_matter),
		cmocka_unit_test(test_a_fold_may_be_taken_up_anywhere),
		cmocka_unit_test(test_the_environment_makes_no_difference),
	};

	return cmocka_run_group_tests_name(
		"time_property", tests, load_zone, free_zone);
}
