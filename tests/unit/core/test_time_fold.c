/* Time records: what the properties and the vectors of tests/data/time do not
 * say of them: ids, spans of rules, corrections, what is held, reasons. */
#include "core/time_fold.h"

#include <stdio.h>
#include <string.h>

#include "core/restate.h"
#include "lib/clock_scene.h"
#include "lib/cmocka_all.h"
#include "src/core/sha256.h"

#define MINUTE_MS INT64_C(60000)

static struct time_span spans[] = {
	{.from_ms = INT64_MIN,
		.policy.meal = {.tracked = true,
			.length_minutes = 30,
			.due_after_minutes = 240},
		.max_record_minutes = 960},
	{.from_ms = SCENE_AT(24, 0),
		.policy.meal = {.tracked = true,
			.length_minutes = 60,
			.due_after_minutes = 120},
		.max_record_minutes = 120},
};
static struct time_rules rules = {.spans = spans, .span_count = 1};

static struct time_fact facts[16];
static size_t count;
static struct time_records records;

static int
begin(void **state)
{
	(void)state;
	count = 0;
	rules.span_count = 1;
	return 0;
}

static int
finish(void **state)
{
	(void)state;
	time_records_release(&records);
	return 0;
}

static struct time_fact *
add(enum punch_kind kind, int64_t at_ms)
{
	struct time_fact *fact = &facts[count++];

	*fact = (struct time_fact){
		.event = {.id = scene_id((int)count),
			.kind = kind,
			.enrolment = scene_id(99),
			.number = (int64_t)count,
			.at_ms = at_ms,
			.boot = scene_id(77),
			.boottime_ms = at_ms},
		.claimed_ms = at_ms,
		.restated_ms = at_ms,
		.ordered_ms = at_ms,
	};
	if (kind == PUNCH_GO) {
		fact->event.location = scene_id(JOB_A);
		fact->event.cost_code = scene_id(JOB_A + 1);
	}
	return fact;
}

static void
fold_at(int64_t now_ms)
{
	const struct time_facts given = {NULL, facts, count, now_ms};

	time_records_release(&records);
	time_fold(&rules, &given, true, &records);
}

static void
fold(void)
{
	fold_at(facts[count - 1].event.at_ms);
}

static void
expect_record(size_t i, enum time_record_kind kind, int64_t start, int64_t end)
{
	assert_in_range(i, 0, records.count - 1);
	assert_int_equal(records.records[i].kind, kind);
	assert_int_equal(records.records[i].has_start, start != 0);
	assert_int_equal(records.records[i].has_end, end != 0);
	assert_int_equal(records.records[i].start.key.at_ms, start);
	assert_int_equal(records.records[i].end.key.at_ms, end);
}

static void
expect_exceptions(size_t n, const enum time_exception_kind *kinds)
{
	assert_int_equal(records.exception_count, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(records.exceptions[i].kind, kinds[i]);
}

static const struct time_reason *
reason(enum time_reason_kind kind)
{
	for (size_t i = 0; i < records.reason_count; i++)
		if (records.reasons[i].kind == kind)
			return &records.reasons[i];
	return NULL;
}

/* --- ids ------------------------------------------------------------------ */

static void
expect_digest(const char *text, const char *hex)
{
	uint8_t digest[SHA256_BYTES];
	char got[2 * SHA256_BYTES + 1];

	sha256_short((const uint8_t *)text, strlen(text), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(got + 2 * i, 3, "%02x", digest[i]);
	assert_string_equal(got, hex);
}

/* FIPS 180-4's example, the digest of nothing, and the longest. */
static void
test_sha256(void **state)
{
	expect_digest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9c"
			     "b410ff61f20015ad");
	expect_digest("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c"
			  "a495991b7852b855");
	expect_digest("1234567890123456789012345678901234567890"
		      "123456789012345",
		"03c3a70e99ed5eeccd80f73771fcf1ece643d939d9ecc76f25544b0233f708"
		"e9");
}

static void
test_the_id_of_a_record_is_made_of_its_first_punch(void **state)
{
	struct clock_key key = {.at_ms = 5, .number = 7};
	char text[ID_TEXT_BYTES];
	struct id id, other;

	for (uint8_t i = 0; i < 16; i++) {
		key.enrolment.bytes[i] = i;
		key.id.bytes[i] = (uint8_t)(i + 16);
	}
	id = time_record_id(&key, TIME_WORK);
	assert_string_equal(
		id_format(&id, text), "1b170dcb-8d81-835a-bf2c-1e096158e067");
	other = time_record_id(&key, TIME_MEAL);
	assert_string_equal(id_format(&other, text),
		"8b44d96f-2143-84bc-95fe-5ccb132bd5d5");
	key.at_ms = 6;
	key.number = 8;
	other = time_record_id(&key, TIME_WORK);
	assert_true(id_equal(&id, &other));
}

/* A late punch cuts a record in two: its first part stays the same record. */
static void
test_an_edit_leaves_the_id(void **state)
{
	struct id id;

	add(PUNCH_GO, SCENE_AT(8, 0));
	add(PUNCH_STOP, SCENE_AT(16, 0));
	fold();
	id = records.records[0].id;
	add(PUNCH_GO, SCENE_AT(12, 0));
	fold();
	assert_int_equal(records.count, 2);
	assert_true(id_equal(&records.records[0].id, &id));
	assert_false(id_equal(&records.records[1].id, &id));
}

/* --- rules that change ---------------------------------------------------- */

static void
test_the_span_of_an_instant(void **state)
{
	rules.span_count = 2;
	assert_ptr_equal(time_rules_at(&rules, INT64_MIN), &spans[0]);
	assert_ptr_equal(time_rules_at(&rules, SCENE_AT(24, 0) - 1), &spans[0]);
	assert_ptr_equal(time_rules_at(&rules, SCENE_AT(24, 0)), &spans[1]);
	assert_ptr_equal(time_rules_at(&rules, INT64_MAX), &spans[1]);
	assert_null(policy_at(spans, 0, 5));
	/* before the first one there is none but the first */
	assert_ptr_equal(policy_at(&spans[1], 1, 0), &spans[1]);
}

static void
test_the_maximum_is_that_of_the_end(void **state)
{
	rules.span_count = 2;
	add(PUNCH_GO, SCENE_AT(21, 0));
	add(PUNCH_GO, SCENE_AT(24, 0) - 1);
	add(PUNCH_STOP, SCENE_AT(26, 0) - 1);
	fold();
	expect_record(0, TIME_WORK, SCENE_AT(21, 0), SCENE_AT(24, 0) - 1);
	expect_record(1, TIME_WORK, SCENE_AT(24, 0) - 1, SCENE_AT(26, 0) - 1);
	/* three hours that end under the second rule are too long for it */
	facts[1].event.at_ms = SCENE_AT(24, 0);
	fold();
	expect_record(0, TIME_WORK, SCENE_AT(21, 0), 0);
	expect_record(1, TIME_WORK, SCENE_AT(24, 0), SCENE_AT(26, 0) - 1);
	assert_int_equal(reason(TIME_BY_OVER_MAXIMUM)->minutes, 120);
}

static void
test_a_break_is_as_long_as_at_its_end(void **state)
{
	const enum time_exception_kind short_meal[] = {TIME_SHORT_MEAL};

	rules.span_count = 2;
	add(PUNCH_GO, SCENE_AT(23, 0));
	add(PUNCH_MEAL, SCENE_AT(23, 15));
	add(PUNCH_RESUME, SCENE_AT(23, 59));
	fold();
	expect_exceptions(0, NULL);
	facts[2].event.at_ms = SCENE_AT(24, 0);
	fold();
	expect_exceptions(1, short_meal);
	assert_int_equal(reason(TIME_BY_MEAL_SHORT)->minutes, 60);
}

/* A shift over midnight goes by the rules of the day that it began on. */
static void
test_a_meal_is_due_by_the_rules_of_the_day(void **state)
{
	const enum time_exception_kind missing[] = {TIME_MISSING_MEAL};

	rules.span_count = 2;
	spans[1].max_record_minutes = 960;
	add(PUNCH_GO, SCENE_AT(22, 0));
	add(PUNCH_STOP, SCENE_AT(26, 0));
	fold();
	expect_exceptions(0, NULL);
	facts[1].event.at_ms++;
	fold();
	expect_exceptions(1, missing);
	assert_int_equal(records.exceptions[0].at_ms, SCENE_AT(26, 0));
	spans[1].max_record_minutes = 120;
}

/* --- corrections ---------------------------------------------------------- */

static void
test_a_change_keeps_what_was(void **state)
{
	struct time_fact *stop;

	add(PUNCH_GO, SCENE_AT(8, 0));
	stop = add(PUNCH_STOP, SCENE_AT(15, 0));
	stop->ordered_ms = SCENE_AT(16, 0);
	stop->flags = RESTATE_DIFFERS;
	stop->correction = scene_id(50);
	fold();
	expect_record(0, TIME_WORK, SCENE_AT(8, 0), SCENE_AT(15, 0));
	/* an editor's word for it is trusted */
	expect_exceptions(1, (enum time_exception_kind[]){TIME_MISSING_MEAL});
	assert_int_equal(reason(TIME_BY_CORRECTED)->from, SCENE_AT(16, 0));
	assert_int_equal(reason(TIME_BY_CORRECTED)->to, SCENE_AT(15, 0));
	assert_true(
		id_equal(&reason(TIME_BY_CORRECTED)->other, &stop->correction));
}

static void
test_what_was_taken_back_is_gone_with_its_void(void **state)
{
	struct time_fact *undo;

	add(PUNCH_GO, SCENE_AT(8, 0));
	add(PUNCH_STOP, SCENE_AT(9, 0));
	undo = add(PUNCH_VOID, SCENE_AT(9, 0) + 10);
	undo->event.target = scene_id(2);
	add(PUNCH_STOP, SCENE_AT(10, 0));
	facts[1].taken = true;
	facts[1].correction = scene_id(50);
	fold();
	assert_int_equal(records.count, 1);
	expect_record(0, TIME_WORK, SCENE_AT(8, 0), SCENE_AT(10, 0));
	expect_exceptions(0, NULL);
	assert_int_equal(reason(TIME_BY_TAKEN)->from, SCENE_AT(9, 0));
	/* the same id of another enrolment is another punch */
	facts[1].event.enrolment = scene_id(98);
	fold();
	expect_exceptions(1, (enum time_exception_kind[]){TIME_UNEXPECTED});
}

static void
test_what_is_held_counts_for_nothing(void **state)
{
	add(PUNCH_GO, SCENE_AT(8, 0));
	add(PUNCH_STOP, SCENE_AT(9, 0))->held = true;
	fold_at(SCENE_AT(9, 30));
	expect_record(0, TIME_WORK, SCENE_AT(8, 0), 0);
	assert_true(records.records[0].open);
	expect_exceptions(1, (enum time_exception_kind[]){TIME_HELD});
	facts[1].held = false;
	fold_at(SCENE_AT(9, 30));
	expect_record(0, TIME_WORK, SCENE_AT(8, 0), SCENE_AT(9, 0));
	expect_exceptions(0, NULL);
}

/* --- reasons -------------------------------------------------------------- */

static void
test_reasons_lead_from_the_claim_to_what_counts(void **state)
{
	struct time_fact *go = add(PUNCH_GO, SCENE_AT(8, 0));
	struct time_fact *stop;

	go->claimed_ms = SCENE_AT(10, 0);
	go->restated_ms = SCENE_AT(7, 50);
	stop = add(PUNCH_STOP, SCENE_AT(9, 0));
	stop->event.has_chosen = true;
	stop->claimed_ms = SCENE_AT(9, 10);
	stop->restated_ms = SCENE_AT(9, 20);
	fold();
	assert_int_equal(reason(TIME_BY_RESTATED)->from, SCENE_AT(10, 0));
	assert_int_equal(reason(TIME_BY_RESTATED)->to, SCENE_AT(7, 50));
	assert_int_equal(reason(TIME_BY_LIFTED)->from, SCENE_AT(7, 50));
	assert_int_equal(reason(TIME_BY_LIFTED)->to, SCENE_AT(8, 0));
	assert_int_equal(reason(TIME_BY_CHOSEN)->from, SCENE_AT(9, 20));
	assert_int_equal(reason(TIME_BY_CHOSEN)->to, SCENE_AT(9, 10));
	assert_int_equal(reason(TIME_BY_CLAMPED)->from, SCENE_AT(9, 10));
	assert_int_equal(reason(TIME_BY_CLAMPED)->to, SCENE_AT(9, 0));
	assert_int_equal(reason(TIME_BY_ENDED_BY)->to, SCENE_AT(9, 0));
}

static void
test_an_undone_punch_is_told(void **state)
{
	add(PUNCH_GO, SCENE_AT(8, 0));
	add(PUNCH_STOP, SCENE_AT(9, 0));
	add(PUNCH_VOID, SCENE_AT(9, 0) + 30000)->event.target = scene_id(2);
	fold();
	assert_int_equal(records.count, 1);
	assert_true(records.records[0].open);
	expect_exceptions(0, NULL);
	assert_true(
		id_equal(&reason(TIME_BY_VOIDED)->other, &facts[1].event.id));
}

static void
test_nothing_is_told_unasked(void **state)
{
	const struct time_facts given = {NULL, facts, 2, SCENE_AT(17, 0)};

	add(PUNCH_GO, SCENE_AT(8, 0))->claimed_ms = 0;
	add(PUNCH_STOP, SCENE_AT(17, 0));
	time_fold(&rules, &given, false, &records);
	assert_int_equal(records.count, 1);
	assert_int_equal(records.reason_count, 0);
}

static void
test_a_void_of_nothing_undid_nothing(void **state)
{
	add(PUNCH_GO, SCENE_AT(8, 0));
	add(PUNCH_VOID, SCENE_AT(8, 1))->event.target = scene_id(1);
	fold();
	expect_exceptions(1, (enum time_exception_kind[]){TIME_UNEXPECTED});
	assert_null(reason(TIME_BY_VOIDED));
}

/* --- taken up ------------------------------------------------------------- */

static void
expect_due(const struct clock_state *from, int64_t now_ms, int64_t due_ms)
{
	const struct time_facts given = {from, facts, 0, now_ms};

	time_records_release(&records);
	time_fold(&rules, &given, true, &records);
	expect_exceptions(1, (enum time_exception_kind[]){TIME_MISSING_MEAL});
	assert_int_equal(records.exceptions[0].at_ms, due_ms);
	assert_int_equal(reason(TIME_BY_MEAL_DUE)->to, due_ms);
	assert_int_equal(reason(TIME_BY_MEAL_DUE)->minutes, 240);
}

/* Of a break that was due before the state, the instant is known where there
 * was nothing but work; else only that it was before. */
static void
test_a_meal_that_fell_due_before(void **state)
{
	struct clock_state from = {.mode = CLOCK_IN,
		.since_ms = SCENE_AT(13, 0),
		.day_ms = SCENE_AT(8, 0),
		.worked_ms = 300 * MINUTE_MS};

	expect_due(&from, SCENE_AT(14, 0), SCENE_AT(12, 0));
	from.since_ms = SCENE_AT(13, 30);
	expect_due(&from, SCENE_AT(14, 0), SCENE_AT(13, 30));
	/* falls due behind it */
	from.worked_ms = 200 * MINUTE_MS;
	expect_due(&from, SCENE_AT(14, 11), SCENE_AT(14, 10));
}

/* --- what never ended ----------------------------------------------------- */

static void
test_what_is_too_old_is_open_no_more(void **state)
{
	add(PUNCH_GO, SCENE_AT(8, 0));
	fold_at(SCENE_AT(24, 0));
	assert_true(records.records[0].open);
	fold_at(SCENE_AT(24, 0) + 1);
	assert_false(records.records[0].open);
	/* what did not count as work missed no meal */
	expect_exceptions(1, (enum time_exception_kind[]){TIME_MISSING_STOP});
	assert_int_equal(reason(TIME_BY_OVER_MAXIMUM)->minutes, 960);
	/* without a maximum it takes a day */
	spans[0].max_record_minutes = 0;
	fold_at(SCENE_AT(32, 0));
	assert_true(records.records[0].open);
	fold_at(SCENE_AT(32, 0) + 1);
	assert_false(records.records[0].open);
	assert_int_equal(reason(TIME_BY_OVER_MAXIMUM)->minutes, 1440);
	spans[0].max_record_minutes = 960;
}

/* --- what is never rounded ------------------------------------------------ */

static void
expect_exact(size_t i, bool start, bool end)
{
	assert_in_range(i, 0, records.count - 1);
	assert_int_equal(records.records[i].start.exact, start);
	assert_int_equal(records.records[i].end.exact, end);
}

static void
test_what_touches_a_break_is_exact(void **state)
{
	add(PUNCH_GO, SCENE_AT(8, 0));
	add(PUNCH_MEAL, SCENE_AT(9, 0));
	add(PUNCH_RESUME, SCENE_AT(10, 0));
	add(PUNCH_MEAL, SCENE_AT(11, 0));
	add(PUNCH_GO, SCENE_AT(12, 0));
	add(PUNCH_GO, SCENE_AT(13, 0));
	add(PUNCH_MEAL, SCENE_AT(14, 0));
	add(PUNCH_STOP, SCENE_AT(15, 0));
	fold();
	assert_int_equal(records.count, 7);
	expect_exact(0, false, true);
	expect_exact(1, true, true);
	expect_exact(2, true, true);
	expect_exact(3, true, true);
	expect_exact(4, true, false); /* by a GO that ended a break */
	expect_exact(5, false, true);
	expect_exact(6, true, true);
}

/* A break that was forgotten was none: the next morning begins as any. */
static void
test_a_go_behind_a_break_that_was_none_is_not(void **state)
{
	add(PUNCH_GO, SCENE_AT(8, 0));
	add(PUNCH_MEAL, SCENE_AT(9, 0));
	add(PUNCH_GO, SCENE_AT(25, 0));
	fold();
	expect_exact(2, true, false);
	facts[2].event.at_ms++;
	fold();
	expect_exact(2, false, false);
	/* End Break is a button of breaks, whatever it ended */
	facts[2].event.kind = PUNCH_RESUME;
	fold();
	assert_int_equal(records.count, 4);
	expect_exact(3, true, false);
}

static void
test_nothing_known_is_no_record(void **state)
{
	fold_at(5);
	assert_int_equal(records.count, 0);
	assert_int_equal(records.exception_count, 0);
	assert_int_equal(records.state.mode, CLOCK_OUT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, finish)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_sha256),
		TEST(test_the_id_of_a_record_is_made_of_its_first_punch),
		TEST(test_an_edit_leaves_the_id),
		TEST(test_the_span_of_an_instant),
		TEST(test_the_maximum_is_that_of_the_end),
		TEST(test_a_break_is_as_long_as_at_its_end),
		TEST(test_a_meal_is_due_by_the_rules_of_the_day),
		TEST(test_a_change_keeps_what_was),
		TEST(test_what_was_taken_back_is_gone_with_its_void),
		TEST(test_what_is_held_counts_for_nothing),
		TEST(test_reasons_lead_from_the_claim_to_what_counts),
		TEST(test_an_undone_punch_is_told),
		TEST(test_a_void_of_nothing_undid_nothing),
		TEST(test_a_meal_that_fell_due_before),
		TEST(test_nothing_is_told_unasked),
		TEST(test_what_is_too_old_is_open_no_more),
		TEST(test_what_touches_a_break_is_exact),
		TEST(test_a_go_behind_a_break_that_was_none_is_not),
		TEST(test_nothing_known_is_no_record),
	};

	return cmocka_run_group_tests_name("time_fold", tests, NULL, NULL);
}
