/* What stands, and what becomes known of it later. */

#include "lib/cmocka_all.h"

#include <stdlib.h>

#include "lib/ledger_bench.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)

/* Delivers what is gathered, or nothing, by a message that took so long. */
static void
deliver_slowly(struct bench *b, int64_t took_ms)
{
	b->received_ms += took_ms;
	free(bench_deliver(b).verdicts);
	b->now.wall_ms += took_ms;
	b->now.boottime_ms += took_ms;
}

/* The first word after the press was so slow that the machine seemed to have
 * been paused; a quick one tells. */
static void
a_pause_that_was_none_is_taken_back(void **state)
{
	struct bench *b = bench_new(*state);

	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	bench_pass(b, HOUR_MS);
	bench_punch(b, PUNCH_STOP);
	deliver_slowly(b, 45000);
	assert_int_equal(bench_ask(b, "SELECT flags FROM timeline"
				      " WHERE number = 2"),
		RESTATE_BETWEEN);
	bench_pass(b, MINUTE_MS);
	free(bench_deliver(b).verdicts);
	assert_int_equal(bench_ask(b, "SELECT flags FROM timeline"
				      " WHERE number = 2"),
		0);
	assert_int_equal(
		bench_ask(b, "SELECT b.at_ms - a.at_ms FROM timeline AS a,"
			     " timeline AS b WHERE a.number = 1"
			     " AND b.number = 2"),
		HOUR_MS + 2000);
	bench_check(b);
	bench_free(&b);
}

/* All that go by a slow contact go by the quicker one then: their distances are
 * those of the boot's clock, and none is flagged for a few milliseconds. */
static void
presses_of_a_boot_stand_by_one_clock(void **state)
{
	struct bench *b = bench_new(*state);

	for (int i = 0; i < 6; i++) {
		bench_punch(b, i % 2 ? PUNCH_STOP : PUNCH_GO);
		deliver_slowly(b, i < 5 ? 900 - i * 20 : 100);
	}
	bench_pass(b, MINUTE_MS);
	free(bench_deliver(b).verdicts);
	assert_int_equal(
		bench_ask(b, "SELECT count(*) FROM timeline AS a JOIN timeline"
			     " AS b ON b.number = a.number + 1 JOIN ledger AS"
			     " l ON l.seq = a.seq JOIN ledger AS m"
			     " ON m.seq = b.seq WHERE b.at_ms - a.at_ms ="
			     " m.boottime_ms - l.boottime_ms"),
		5);
	assert_int_equal(
		bench_ask(b, "SELECT count(*) FROM timeline WHERE flags <> 0"),
		0);
	bench_check(b);
	bench_free(&b);
}

/* It was told by a contact of which many presses since then know nothing, and
 * each of these let one go: those are put away some at a time. */
static void
expect_late_press_bounded(struct bench *b, int since)
{
	int64_t first_ms, told_ms;
	struct punch *late;

	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	first_ms = b->received_ms;
	bench_pass(b, HOUR_MS);
	bench_punch(b, PUNCH_STOP)->number = 3;
	free(bench_deliver(b).verdicts);
	told_ms = b->received_ms;
	for (int i = 0; i < since; i++) {
		bench_pass(b, HOUR_MS);
		bench_punch(b, i % 2 ? PUNCH_STOP : PUNCH_GO)->number = i + 4;
		free(bench_deliver(b).verdicts);
	}
	bench_pass(b, HOUR_MS);
	late = bench_punch(b, PUNCH_STOP);
	late->number = 2;
	free(bench_deliver(b).verdicts);
	assert_true(
		bench_ask(b, "SELECT at_ms FROM timeline WHERE number = 2") >=
		first_ms - 30000);
	assert_true(
		bench_ask(b, "SELECT at_ms FROM timeline WHERE number = 2") <=
		told_ms + 30000);
	bench_check(b);
}

static void
a_late_press_goes_by_contacts_not_put_away_yet(void **state)
{
	struct bench *b = bench_new(*state);

	expect_late_press_bounded(b, 3);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM contact"), 0);
	bench_free(&b);
}

static void
a_late_press_goes_by_contacts_put_away(void **state)
{
	struct bench *b = bench_new(*state);

	expect_late_press_bounded(b, 20);
	assert_int_equal(
		bench_ask(b, "SELECT CAST(sum(length(contacts)) AS BIGINT)"
			     " FROM contact"),
		16 * 48);
	bench_free(&b);
}

/* However many came with it: the contact before bounds a press, also when it
 * is restated again. */
static void
no_crowd_hides_the_contact_before(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch *forged;
	int64_t last_ms;

	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	bench_pass(b, 8 * HOUR_MS);
	bench_punch(b, PUNCH_STOP);
	free(bench_deliver(b).verdicts);
	last_ms = b->received_ms;
	bench_pass(b, MINUTE_MS);
	for (int i = 0; i < 40; i++)
		bench_punch(b, i % 2 ? PUNCH_STOP : PUNCH_GO);
	forged = &b->punches[b->count - 1];
	forged->pressed.boottime_ms -= 7 * HOUR_MS;
	forged->pressed.wall_ms -= 7 * HOUR_MS;
	deliver_slowly(b, 2000);
	for (int again = 0; again < 2; again++) {
		assert_true(
			bench_ask(b, "SELECT at_ms FROM timeline"
				     " WHERE number = 42") >= last_ms - 30000);
		assert_true(bench_ask(b, "SELECT flags FROM timeline"
					 " WHERE number = 42") &
			    RESTATE_MOVED);
		bench_pass(b, MINUTE_MS);
		free(bench_deliver(b).verdicts);
	}
	assert_true(bench_ask(b, "SELECT count(*) FROM ledger_event"
				 " WHERE kind = 'restated'") >= 39);
	bench_check(b);
	bench_free(&b);
}

/* Once the journal turns out to be one of two, what a contact of the other one
 * did to a press is taken back: no more than its own receipt bounds it. */
static void
a_fork_takes_bounds_away(void **state)
{
	struct bench *b = bench_new(*state);
	int64_t received_ms;

	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	/* Told by the copy: number 2 was there by now. */
	bench_pass(b, HOUR_MS);
	b->highest = 2;
	free(bench_deliver(b).verdicts);
	b->highest = -1;
	bench_pass(b, HOUR_MS);
	bench_punch(b, PUNCH_STOP);
	free(bench_deliver(b).verdicts);
	received_ms = b->received_ms;
	assert_true(bench_ask(b, "SELECT flags FROM timeline"
				 " WHERE number = 2") &
		    RESTATE_CLAMPED);
	bench_pass(b, MINUTE_MS);
	bench_punch(b, PUNCH_MEAL)->number = 2;
	free(bench_deliver(b).verdicts);
	assert_int_equal(bench_ask(b, "SELECT at_ms FROM timeline"
				      " WHERE number = 2 ORDER BY seq LIMIT 1"),
		received_ms - 1000);
	assert_int_equal(bench_ask(b, "SELECT not_after_ms FROM timeline"
				      " WHERE number = 2 ORDER BY seq LIMIT 1"),
		received_ms);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM timeline"
				      " WHERE number = 2 AND flags = 32"),
		2);
	bench_check(b);
	bench_free(&b);
}

/* A press that comes late, with a number before the fork, lifts all branches
 * behind it, also those behind one that stands later anyway. */
static void
a_late_press_moves_all_behind_a_fork(void **state)
{
	static const int64_t at_ms[] = {
		20 * MINUTE_MS, 10 * MINUTE_MS, 15 * MINUTE_MS};
	static const int64_t numbers[] = {2, 2, 1};
	struct bench *b = bench_new(*state);
	struct stamp begun = b->now;

	bench_pass(b, HOUR_MS);
	for (int i = 0; i < 3; i++) {
		struct punch *punch = bench_punch(b, PUNCH_GO);

		punch->number = numbers[i];
		punch->pressed.wall_ms = begun.wall_ms + at_ms[i];
		punch->pressed.boottime_ms = begun.boottime_ms + at_ms[i];
		b->highest = 2;
		if (i > 0)
			free(bench_deliver(b).verdicts);
	}
	assert_int_equal(
		bench_ask(b, "SELECT max(press_ms) - min(press_ms) FROM"
			     " timeline"),
		5 * MINUTE_MS);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM timeline AS a,"
				      " timeline AS b WHERE a.number = 1"
				      " AND b.press_ms = a.press_ms"),
		2);
	bench_check(b);
	bench_free(&b);
}

/* What a contact brings that knows less than was told may have its number
 * twice: it is flagged, however its clock was forged. */
static void
a_number_kept_for_a_roll_back_is_flagged(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch kept;

	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	kept = *bench_punch(b, PUNCH_STOP);
	b->count = 0;
	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	bench_pass(b, 9 * HOUR_MS);
	kept.pressed.boottime_ms += MINUTE_MS;
	kept.pressed.wall_ms += MINUTE_MS;
	b->punches[0] = kept;
	b->items[0] = (struct ledger_item){.punch = &b->punches[0]};
	b->count = 1;
	b->highest = 2;
	free(bench_deliver(b).verdicts);
	assert_true(bench_ask(b, "SELECT flags FROM timeline"
				 " WHERE number = 2") &
		    RESTATE_FORK);
	bench_check(b);
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_pause_that_was_none_is_taken_back),
		ON_BOTH(presses_of_a_boot_stand_by_one_clock),
		ON_BOTH(a_late_press_goes_by_contacts_not_put_away_yet),
		ON_BOTH(a_late_press_goes_by_contacts_put_away),
		ON_BOTH(no_crowd_hides_the_contact_before),
		ON_BOTH(a_fork_takes_bounds_away),
		ON_BOTH(a_late_press_moves_all_behind_a_fork),
		ON_BOTH(a_number_kept_for_a_roll_back_is_flagged),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
