/* The ledger: what is answered stands, once, in order, and can be checked. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/cause.h"
#include "db/schema.h"
#include "lib/ledger_bench.h"
#include "lib/test_database.h"

static void
delivery_is_recorded_and_answered(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch *go = bench_punch(b, PUNCH_GO);
	struct punch *stop = bench_punch(b, PUNCH_STOP);
	struct wire_verdicts v = bench_deliver(b);

	assert_int_equal(v.count, 2);
	assert_true(id_equal(&v.verdicts[0].punch, &go->id));
	assert_true(id_equal(&v.verdicts[1].punch, &stop->id));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(v.verdicts[i].kind, VERDICT_RECORDED);
		assert_int_equal(v.verdicts[i].ledger_seq, i + 1);
		assert_int_equal(v.verdicts[i].flags, 0);
	}
	/* Pressed 1 s apart, delivered 1 s after the last. */
	assert_int_equal(v.verdicts[1].at_ms, b->received_ms - 1000);
	assert_int_equal(v.verdicts[0].at_ms, b->received_ms - 2000);
	assert_int_equal(v.own.watermark, 2);
	assert_int_equal(v.own.count, 0);
	assert_int_equal(bench_rows(b), 2);
	free(v.verdicts);
	bench_free(&b);
}

static void
same_delivery_twice_stands_once(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts first, second;

	bench_punch(b, PUNCH_GO);
	bench_punch(b, PUNCH_MEAL);
	first = bench_deliver(b);
	b->received_ms += 60000;
	second = bench_deliver_again(b);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(second.verdicts[i].kind, VERDICT_DUPLICATE);
		assert_int_equal(second.verdicts[i].first, VERDICT_RECORDED);
		assert_int_equal(second.verdicts[i].ledger_seq,
			first.verdicts[i].ledger_seq);
		assert_int_equal(
			second.verdicts[i].at_ms, first.verdicts[i].at_ms);
	}
	assert_int_equal(second.own.watermark, 2);
	assert_int_equal(bench_rows(b), 2);
	free(first.verdicts);
	free(second.verdicts);
	bench_free(&b);
}

static void
same_id_with_other_content_is_refused(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch *go = bench_punch(b, PUNCH_GO);
	struct punch kept = *go;
	struct wire_verdicts v = bench_deliver(b);

	free(v.verdicts);
	go->comment[0] = 'x';
	v = bench_deliver_again(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_REFUSED);
	assert_string_equal(
		v.verdicts[0].problem, problem_type(PROBLEM_ID_REUSED));
	free(v.verdicts);
	/* The same id as a new number: the insert finds out. */
	*go = kept;
	go->number = 2;
	v = bench_deliver_again(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_REFUSED);
	assert_string_equal(
		v.verdicts[0].problem, problem_type(PROBLEM_ID_REUSED));
	assert_int_equal(v.own.watermark, 2);
	free(v.verdicts);
	/* From another enrolment it is another punch: whoever learns an id
	 * takes nothing with it. */
	*go = kept;
	bench_other_enrolment(b);
	go->enrolment = b->enrolment;
	v = bench_deliver_again(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	free(v.verdicts);
	assert_int_equal(bench_rows(b), 2);
	bench_check(b);
	bench_free(&b);
}

static void
twins_in_one_delivery_stand_once(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch *first = bench_punch(b, PUNCH_GO);
	struct punch *same, *other;
	struct wire_verdicts v;

	bench_punch(b, PUNCH_STOP);
	same = bench_punch(b, PUNCH_GO);
	*same = *first;
	other = bench_punch(b, PUNCH_GO);
	other->id = first->id;
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	assert_int_equal(v.verdicts[1].kind, VERDICT_RECORDED);
	assert_int_equal(v.verdicts[2].kind, VERDICT_DUPLICATE);
	assert_int_equal(v.verdicts[2].ledger_seq, v.verdicts[0].ledger_seq);
	assert_int_equal(v.verdicts[3].kind, VERDICT_REFUSED);
	assert_int_equal(bench_rows(b), 2);
	free(v.verdicts);
	bench_check(b);
	bench_free(&b);
}

static void
decided_items_are_kept_apart_or_refused(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO);
	bench_punch(b, PUNCH_STOP);
	bench_punch(b, PUNCH_GO);
	b->items[0].causes = CAUSE_NO_PERMISSION | CAUSE_LEFT;
	b->items[1].refused = true;
	b->items[1].problem = PROBLEM_MALFORMED;
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_QUARANTINED);
	assert_int_equal(
		v.verdicts[0].causes, CAUSE_NO_PERMISSION | CAUSE_LEFT);
	assert_int_equal(v.verdicts[1].kind, VERDICT_REFUSED);
	assert_string_equal(
		v.verdicts[1].problem, problem_type(PROBLEM_MALFORMED));
	assert_int_equal(v.verdicts[1].ledger_seq, 0);
	assert_int_equal(v.verdicts[2].kind, VERDICT_RECORDED);
	/* A refused number is no gap. */
	assert_int_equal(v.own.watermark, 3);
	assert_int_equal(v.own.count, 0);
	assert_int_equal(bench_rows(b), 2);
	free(v.verdicts);
	/* Whatever is decided now, the first answer holds. */
	b->items[0].causes = 0;
	b->items[1].refused = false;
	v = bench_deliver_again(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_DUPLICATE);
	assert_int_equal(v.verdicts[0].first, VERDICT_QUARANTINED);
	assert_int_equal(
		v.verdicts[0].causes, CAUSE_NO_PERMISSION | CAUSE_LEFT);
	/* Refused before, repaired now. */
	assert_int_equal(v.verdicts[1].kind, VERDICT_RECORDED);
	assert_int_equal(v.verdicts[2].kind, VERDICT_DUPLICATE);
	free(v.verdicts);
	bench_check(b);
	bench_free(&b);
}

/* Refused punches, every other number of so many. */
static void
deliver_refused(struct bench *b, int64_t first, int64_t step, int count)
{
	for (int i = 0; i < count; i++) {
		bench_punch(b, PUNCH_STOP)->number = first + step * i;
		b->items[i].refused = true;
		b->items[i].problem = PROBLEM_MALFORMED;
	}
	free(bench_deliver(b).verdicts);
}

/* Whoever sends what is refused for ever fills no disk with it. */
static void
refusals_are_bounded(void **state)
{
	struct bench *b = bench_new(*state);

	/* In order, as a journal sends them: what is known is forgotten. */
	deliver_refused(b, 1, 1, 400);
	deliver_refused(b, 401, 1, 400);
	deliver_refused(b, 801, 1, 1);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM refusal"), 1);
	/* With gaps, as none does. */
	for (int i = 0; i < 4; i++)
		deliver_refused(b, 1000 + 800 * i, 2, 400);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM refusal"), 1000);
	bench_free(&b);
}

static void
refused_number_is_known_from_then_on(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	/* The second number comes first, and is refused. */
	bench_punch(b, PUNCH_STOP)->number = 2;
	b->items[0].refused = true;
	b->items[0].problem = PROBLEM_MALFORMED;
	str_copy(b->items[0].detail, sizeof(b->items[0].detail), "of nobody");
	free(bench_deliver(b).verdicts);
	/* Sent again it is answered the same, and stands once. */
	v = bench_deliver_again(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_REFUSED);
	assert_string_equal(
		v.verdicts[0].problem, problem_type(PROBLEM_MALFORMED));
	assert_string_equal(v.verdicts[0].detail, "of nobody");
	assert_int_equal(v.own.watermark, 0);
	free(v.verdicts);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM refusal"), 1);
	assert_int_equal(bench_rows(b), 0);
	/* Nobody asks for it when the others are here. */
	bench_punch(b, PUNCH_GO)->number = 1;
	bench_punch(b, PUNCH_GO)->number = 3;
	v = bench_deliver(b);
	assert_int_equal(v.own.watermark, 3);
	assert_int_equal(v.own.count, 0);
	free(v.verdicts);
	bench_free(&b);
}

/* A press that its own boot clock puts behind its delivery goes by the wall
 * clock: no later than it came, and flagged. */
static void
contradicting_times_are_flagged(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch *go = bench_punch(b, PUNCH_GO);
	struct wire_verdicts v;

	go->pressed.boottime_ms = b->now.boottime_ms + 3600000;
	go->pressed.wall_ms = b->now.wall_ms + 3600000;
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	assert_int_equal(v.verdicts[0].method, RESTATE_WALL);
	assert_int_equal(v.verdicts[0].at_ms, b->received_ms);
	assert_true(v.verdicts[0].flags & RESTATE_FUTURE);
	assert_true(v.verdicts[0].flags & RESTATE_DIFFERS);
	free(v.verdicts);
	bench_free(&b);
}

static void
gaps_are_told_until_they_are_filled(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch *late;
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO);
	bench_punch(b, PUNCH_STOP)->number = 4;
	bench_punch(b, PUNCH_GO)->number = 6;
	v = bench_deliver(b);
	assert_int_equal(v.own.watermark, 1);
	assert_int_equal(v.own.count, 3);
	assert_int_equal(v.own.numbers[0], 2);
	assert_int_equal(v.own.numbers[1], 3);
	assert_int_equal(v.own.numbers[2], 5);
	free(v.verdicts);
	late = bench_punch(b, PUNCH_STOP);
	late->number = 3;
	bench_punch(b, PUNCH_GO)->number = 2;
	v = bench_deliver(b);
	assert_int_equal(v.own.watermark, 4);
	assert_int_equal(v.own.count, 1);
	assert_int_equal(v.own.numbers[0], 5);
	/* The device's order holds for those that came late, too. */
	assert_true(v.verdicts[1].at_ms <= v.verdicts[0].at_ms);
	assert_int_equal(
		bench_ask(b, "SELECT count(*) FROM timeline AS a, timeline AS b"
			     " WHERE a.number < b.number"
			     " AND a.at_ms > b.at_ms"),
		0);
	free(v.verdicts);
	bench_punch(b, PUNCH_STOP)->number = 5;
	v = bench_deliver(b);
	assert_int_equal(v.own.watermark, 6);
	assert_int_equal(v.own.count, 0);
	free(v.verdicts);
	bench_check(b);
	bench_free(&b);
}

static void
long_gap_is_told_in_part(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO)->number = 1000000;
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	assert_int_equal(v.own.watermark, 0);
	assert_int_equal(v.own.count, 32);
	assert_int_equal(v.own.numbers[31], 32);
	free(v.verdicts);
	bench_free(&b);
}

/* One number out of reach costs nobody anything, and leaves no trace. */
static void
number_out_of_reach_is_refused(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO)->number = INT64_C(9007199254740991);
	b->highest = INT64_C(9007199254740991);
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_REFUSED);
	assert_string_equal(
		v.verdicts[0].problem, problem_type(PROBLEM_FAR_NUMBER));
	assert_int_equal(v.highest, 0);
	free(v.verdicts);
	assert_int_equal(bench_rows(b), 0);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM refusal"), 0);
	b->highest = -1;
	b->next_seq = 1;
	bench_punch(b, PUNCH_GO);
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	assert_int_equal(v.highest, 1);
	free(v.verdicts);
	bench_free(&b);
}

/* Both branches are kept and flagged, also what was there before. */
static void
two_punches_of_one_number_are_a_fork(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO);
	bench_punch(b, PUNCH_STOP);
	free(bench_deliver(b).verdicts);
	bench_punch(b, PUNCH_GO)->number = 2;
	bench_punch(b, PUNCH_STOP)->number = 3;
	bench_punch(b, PUNCH_GO)->number = 3;
	v = bench_deliver(b);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(v.verdicts[i].kind, VERDICT_RECORDED);
		assert_int_equal(v.verdicts[i].flags, RESTATE_FORK);
	}
	assert_true(v.forked);
	free(v.verdicts);
	assert_int_equal(
		bench_ask(b, "SELECT count(*) FROM timeline WHERE flags = 32"),
		4);
	assert_int_equal(
		bench_ask(b, "SELECT flags FROM timeline WHERE number = 1"), 0);
	assert_int_equal(bench_ask(b, "SELECT forks FROM enrolment_state"), 2);
	assert_int_equal(
		bench_ask(b, "SELECT fork_from FROM enrolment_state"), 2);
	/* It is told in the chain, once. */
	assert_int_equal(bench_ask(b, "SELECT number FROM ledger_event"
				      " WHERE kind = 'forked'"),
		2);
	bench_check(b);
	bench_free(&b);
}

static void
other_boots_are_restated_by_their_anchor(void **state)
{
	struct bench *b = bench_new(*state);
	struct punch *kept;
	struct id old_boot = b->now.boot;
	int64_t old_boottime_ms, old_received_ms;
	struct wire_verdicts v;

	/* A delivery in the old boot, then a punch, then a reboot, then a
	 * clock that is a day off. */
	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	old_boottime_ms = b->now.boottime_ms;
	old_received_ms = b->received_ms;
	bench_reboot(b);
	bench_punch(b, PUNCH_STOP)->number = 3;
	free(bench_deliver(b).verdicts);
	bench_reboot(b);
	kept = bench_punch(b, PUNCH_STOP);
	kept->number = 2;
	kept->pressed.boot = old_boot;
	kept->pressed.boottime_ms = old_boottime_ms + 500;
	kept->pressed.wall_ms += 86400000;
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	assert_int_equal(v.verdicts[0].at_ms, old_received_ms + 500);
	assert_int_equal(
		v.verdicts[0].flags, RESTATE_DIFFERS | RESTATE_STEPPED);
	assert_int_equal(bench_ask(b, "SELECT count(*) FROM ledger"
				      " WHERE method = 'anchor'"),
		1);
	free(v.verdicts);
	bench_free(&b);
}

static void
moved_clock_is_noted(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	assert_int_equal(bench_ask(b, "SELECT steps FROM enrolment_state"), 0);
	bench_punch(b, PUNCH_STOP);
	b->now.wall_ms -= 7200000;
	v = bench_deliver(b);
	/* Noted, and of no effect: the time comes from the boot clock. */
	assert_int_equal(v.verdicts[0].flags, RESTATE_STEPPED);
	assert_int_equal(v.verdicts[0].at_ms, b->received_ms - 1000);
	assert_int_equal(bench_ask(b, "SELECT steps FROM enrolment_state"), 1);
	free(v.verdicts);
	bench_free(&b);
}

/* Also in a boot that never came near the service: its presses show it. */
static void
a_clock_moved_between_two_presses_is_noted(void **state)
{
	struct bench *b = bench_new(*state);

	bench_punch(b, PUNCH_GO);
	b->now.wall_ms += 3600000;
	bench_punch(b, PUNCH_STOP);
	bench_reboot(b);
	bench_pass(b, 60000);
	free(bench_deliver(b).verdicts);
	assert_int_equal(bench_ask(b, "SELECT steps FROM enrolment_state"), 1);
	bench_free(&b);
}

/* What an enrolment brings that is lost is held for review, once, and says
 * nothing of the numbers of the one that brings it. */
static void
what_is_brought_is_held_once(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO)->enrolment.bytes[3] ^= 1;
	b->highest = 0;
	v = bench_deliver(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_QUARANTINED);
	assert_int_equal(v.verdicts[0].causes, CAUSE_BROUGHT);
	assert_int_equal(v.verdicts[0].at_ms, b->received_ms - 1000);
	assert_int_equal(v.verdicts[0].not_before_ms, 0);
	assert_int_equal(v.own.watermark, 0);
	assert_int_equal(v.highest, 0);
	free(v.verdicts);
	v = bench_deliver_again(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_DUPLICATE);
	assert_int_equal(v.verdicts[0].first, VERDICT_QUARANTINED);
	assert_int_equal(v.verdicts[0].causes, CAUSE_BROUGHT);
	free(v.verdicts);
	assert_int_equal(bench_rows(b), 1);
	bench_check(b);
	bench_free(&b);
}

static void
empty_delivery_tells_the_numbers(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;

	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	v = bench_deliver(b);
	assert_int_equal(v.count, 0);
	assert_int_equal(v.own.watermark, 1);
	free(v.verdicts);
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(delivery_is_recorded_and_answered),
		ON_BOTH(same_delivery_twice_stands_once),
		ON_BOTH(same_id_with_other_content_is_refused),
		ON_BOTH(twins_in_one_delivery_stand_once),
		ON_BOTH(decided_items_are_kept_apart_or_refused),
		ON_BOTH(refused_number_is_known_from_then_on),
		ON_BOTH(refusals_are_bounded),
		ON_BOTH(contradicting_times_are_flagged),
		ON_BOTH(gaps_are_told_until_they_are_filled),
		ON_BOTH(long_gap_is_told_in_part),
		ON_BOTH(number_out_of_reach_is_refused),
		ON_BOTH(two_punches_of_one_number_are_a_fork),
		ON_BOTH(other_boots_are_restated_by_their_anchor),
		ON_BOTH(moved_clock_is_noted),
		ON_BOTH(a_clock_moved_between_two_presses_is_noted),
		ON_BOTH(what_is_brought_is_held_once),
		ON_BOTH(empty_delivery_tells_the_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
