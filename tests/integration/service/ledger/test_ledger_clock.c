/*
 * The clock that is folded on from a stored point equals the one that is
 * folded from the beginning.
 */

#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "core/cause.h"
#include "lib/ledger_bench.h"
#include "lib/refold.h"

#define HOUR_MS INT64_C(3600000)

/* xorshift (Marsaglia 2003): the same histories every time. */
static uint32_t
random_below(uint64_t *seed, uint32_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32) % below;
}

static struct wire_clock
ask_clock(struct bench *b)
{
	const struct ledger_clock_query query = {.company = b->company,
		.employee = b->employee,
		.enrolment = b->enrolment,
		.now_ms = b->received_ms};
	struct wire_clock clock = {0};
	struct err err = {0};

	if (ledger_clock(b->db, &query, &clock, &err) < 0)
		fail_msg("%s", err.text);
	return clock;
}

static void
assert_same(struct bench *b)
{
	refold_check(b->db, &b->company, &b->employee);
}

/* What a person might do next: mostly sense, sometimes not; some hardly ever
 * stop. */
static void
press_something(struct bench *b, uint64_t *seed, bool stops, struct id *last)
{
	static const enum punch_kind kinds[] = {PUNCH_GO, PUNCH_GO, PUNCH_MEAL,
		PUNCH_RESUME, PUNCH_STOP, PUNCH_STOP};
	struct punch *punch;

	if (random_below(seed, 8) == 0 && !id_is_nil(last)) {
		bench_pass(b, random_below(seed, 40000));
		punch = bench_punch(b, PUNCH_VOID);
		punch->target = *last;
		return;
	}
	bench_pass(b, random_below(seed, 12) == 0
			      ? random_below(seed, 100) * HOUR_MS
			      : random_below(seed, 300) * 60000);
	punch = bench_punch(
		b, kinds[random_below(seed,
			   stops || random_below(seed, 15) == 0 ? 6 : 4)]);
	punch->location.bytes[1] = (uint8_t)random_below(seed, 3);
	if (punch->kind != PUNCH_GO)
		punch->location = (struct id){{0}};
	if (random_below(seed, 10) == 0)
		b->items[b->count - 1].causes = CAUSE_NO_PERMISSION;
	*last = punch->id;
}

static void
random_histories_fold_the_same(void **state)
{
	struct bench *b = bench_new(*state);
	uint64_t seed = UINT64_C(88172645463325252);

	for (int person = 0; person < 6; person++) {
		struct id last = {{0}};

		b->employee.bytes[9] = (uint8_t)person;
		for (int i = 0; i < 40; i++) {
			uint32_t presses = 1 + random_below(&seed, 12);

			while (presses-- > 0)
				press_something(
					b, &seed, person % 2 == 0, &last);
			free(bench_deliver(b).verdicts);
			assert_same(b);
		}
	}
	bench_check(b);
	bench_free(&b);
}

/* A clock is one row to read, also of somebody who presses what does nothing.
 */
static void
what_does_nothing_moves_the_point(void **state)
{
	struct bench *b = bench_new(*state);

	for (int i = 0; i < 300; i++)
		bench_punch(b, PUNCH_MEAL);
	free(bench_deliver(b).verdicts);
	assert_same(b);
	assert_int_equal(
		bench_ask(b, "SELECT max(number) FROM clock_point"), 300);
	assert_int_equal(ask_clock(b).state.mode, CLOCK_OUT);
	bench_free(&b);
}

/* One run that never ends: all of it is needed. */
static void
endless_run_is_read_to_its_beginning(void **state)
{
	struct bench *b = bench_new(*state);

	bench_punch(b, PUNCH_STOP);
	for (int i = 0; i < 300; i++) {
		bench_pass(b, 5 * HOUR_MS);
		bench_punch(b, PUNCH_GO);
	}
	free(bench_deliver(b).verdicts);
	assert_same(b);
	assert_true(ask_clock(b).state.worked_ms >= 299 * 5 * HOUR_MS);
	bench_free(&b);
}

static void
punches_of_one_instant_cross_a_page(void **state)
{
	struct bench *b = bench_new(*state);

	for (int i = 0; i < 200; i++) {
		struct punch *punch =
			bench_punch(b, i % 2 ? PUNCH_MEAL : PUNCH_RESUME);

		if (i == 0)
			punch->kind = PUNCH_GO;
		punch->pressed.boottime_ms = 5000;
		punch->location = punch->cost_code =
			(struct id){{i == 0 ? 3 : 0}};
	}
	free(bench_deliver(b).verdicts);
	assert_same(b);
	assert_int_equal(ask_clock(b).state.location.bytes[0], 3);
	bench_free(&b);
}

static void
nobody_is_out_and_the_watermark_is_the_enrolments(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_clock clock = ask_clock(b);

	assert_int_equal(clock.state.mode, CLOCK_OUT);
	assert_int_equal(clock.state.since_ms, 0);
	assert_int_equal(clock.watermark, 0);
	assert_int_equal(clock.now_ms, b->received_ms);
	bench_punch(b, PUNCH_GO);
	bench_punch(b, PUNCH_MEAL)->number = 3;
	free(bench_deliver(b).verdicts);
	clock = ask_clock(b);
	assert_int_equal(clock.state.mode, CLOCK_MEAL);
	assert_int_equal(clock.watermark, 1);
	/* Another company sees nothing of it. */
	b->company.bytes[5] = 1;
	clock = ask_clock(b);
	assert_int_equal(clock.state.mode, CLOCK_OUT);
	assert_int_equal(clock.watermark, 0);
	bench_free(&b);
}

/* A chosen time of long ago, taken back today: thousands of punches stand in
 * between. */
static void
an_undo_reaches_back_over_any_number(void **state)
{
	struct bench *b = bench_new(*state);
	int64_t long_ago_ms = b->received_ms;
	struct punch *go;
	struct id taken_back;

	for (int i = 0; i < 9; i++) {
		for (int k = 0; k < 500; k++)
			bench_punch(b, PUNCH_RESUME);
		free(bench_deliver(b).verdicts);
	}
	go = bench_punch(b, PUNCH_GO);
	go->has_chosen = true;
	go->chosen_ms = long_ago_ms;
	taken_back = go->id;
	free(bench_deliver(b).verdicts);
	assert_int_equal(ask_clock(b).state.mode, CLOCK_IN);
	bench_punch(b, PUNCH_VOID)->target = taken_back;
	free(bench_deliver(b).verdicts);
	assert_int_equal(ask_clock(b).state.mode, CLOCK_OUT);
	bench_check(b);
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(random_histories_fold_the_same),
		ON_BOTH(what_does_nothing_moves_the_point),
		ON_BOTH(endless_run_is_read_to_its_beginning),
		ON_BOTH(punches_of_one_instant_cross_a_page),
		ON_SQLITE(an_undo_reaches_back_over_any_number),
		ON_BOTH(nobody_is_out_and_the_watermark_is_the_enrolments),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
