/* Corrections act on the timeline before the fold: clocks follow, what comes
 * late moves nothing that somebody has said, and the chain says it all. */

#include <stdlib.h>
#include <string.h>

#include "core/cause.h"
#include "lib/cmocka_all.h"
#include "lib/ledger_bench.h"
#include "lib/refold.h"
#include "service/ledger/correct.h"

#define MINUTE_MS (60 * INT64_C(1000))
#define HOUR_MS (60 * MINUTE_MS)

/* zones_load */
static int
utc(const char *name, struct zone **zone_out, struct err *err)
{
	(void)name;
	(void)err;
	*zone_out = zone_new_utc();
	return 0;
}

static struct ledger_correction
begin(const struct bench *b, enum correction_kind kind)
{
	return (struct ledger_correction){
		.company = b->company,
		.employee = b->employee,
		.author = {{7}},
		.now_ms = b->received_ms,
		.kind = kind,
		.reason = "forgot",
	};
}

static struct ledger_line
find(struct bench *b, const struct ledger_correction *it)
{
	struct ledger_line line;
	struct err err = {0};

	if (ledger_correct_find(b->db, it, &line, &err) < 0)
		fail_msg("%s", err.text);
	return line;
}

/* The seq of the correction. */
static int64_t
correct(struct bench *b, const struct ledger_correction *it)
{
	struct zones *zones = zones_new(utc);
	struct ledger_line line;
	struct err err = {0};
	int64_t seq = 0;

	if (db_begin(b->db, &err) < 0)
		fail_msg("%s", err.text);
	if (it->kind != CORRECTION_ADD) {
		line = find(b, it);
		assert_true(line.found && !line.held && !line.taken);
	}
	if (ledger_correct(b->db, zones, it,
		    it->kind == CORRECTION_ADD ? NULL : &line, &seq,
		    &err) < 0 ||
		db_commit(b->db, &err) < 0)
		fail_msg("%s", err.text);
	zones_free(&zones);
	return seq;
}

static int64_t
add(struct bench *b, enum punch_kind press, int64_t at_ms)
{
	struct ledger_correction it = begin(b, CORRECTION_ADD);

	it.press = press;
	it.has_at = true;
	it.at_ms = at_ms;
	if (press == PUNCH_GO)
		it.location = it.cost_code = (struct id){{9}};
	return correct(b, &it);
}

static struct ledger_correction
of(const struct bench *b, enum correction_kind kind, const struct id *punch)
{
	struct ledger_correction it = begin(b, kind);

	it.enrolment = b->enrolment;
	it.punch = *punch;
	return it;
}

static void
expect(struct bench *b, enum clock_mode mode, int64_t since_ms)
{
	const struct ledger_clock_query query = {
		.company = b->company, .employee = b->employee};
	struct wire_clock got = {0};
	struct err err = {0};

	if (ledger_clock(b->db, &query, &got, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(got.state.mode, mode);
	assert_int_equal(got.state.since_ms, since_ms);
	refold_check(b->db, &b->company, &b->employee);
	bench_check(b);
}

static void
deliver(struct bench *b)
{
	free(bench_deliver(b).verdicts);
}

static void
test_a_stop_that_is_missing(void **state)
{
	struct bench *b = bench_new(*state);
	int64_t go_ms, seq;

	bench_punch(b, PUNCH_GO);
	go_ms = b->punches[0].pressed.wall_ms;
	deliver(b);
	bench_pass(b, 3 * HOUR_MS);
	expect(b, CLOCK_IN, go_ms);
	seq = add(b, PUNCH_STOP, go_ms + HOUR_MS);
	assert_int_equal(seq, 2);
	expect(b, CLOCK_OUT, go_ms + HOUR_MS);
	/* and what is pressed goes on behind it */
	bench_punch(b, PUNCH_GO);
	deliver(b);
	expect(b, CLOCK_IN, b->punches[0].pressed.wall_ms);
	bench_free(&b);
}

/* One that was added is corrected like any other. */
static void
test_what_was_added_is_changed_and_removed(void **state)
{
	struct bench *b = bench_new(*state);
	struct ledger_correction it;
	int64_t go_ms, seq;

	bench_punch(b, PUNCH_GO);
	go_ms = b->punches[0].pressed.wall_ms;
	deliver(b);
	bench_pass(b, 3 * HOUR_MS);
	seq = add(b, PUNCH_STOP, go_ms + HOUR_MS);
	it = begin(b, CORRECTION_CHANGE);
	it.punch = ledger_seq_id(seq);
	it.has_at = true;
	it.at_ms = go_ms + 2 * HOUR_MS;
	correct(b, &it);
	expect(b, CLOCK_OUT, go_ms + 2 * HOUR_MS);
	it.kind = CORRECTION_REMOVE;
	it.has_at = false;
	correct(b, &it);
	expect(b, CLOCK_IN, go_ms);
	assert_true(find(b, &it).taken);
	bench_free(&b);
}

static void
test_job_and_time_are_changed(void **state)
{
	struct bench *b = bench_new(*state);
	struct ledger_correction it;
	struct ledger_line line;
	int64_t go_ms;

	bench_punch(b, PUNCH_GO);
	go_ms = b->punches[0].pressed.wall_ms;
	deliver(b);
	it = of(b, CORRECTION_CHANGE, &b->punches[0].id);
	it.has_job = true;
	it.location = (struct id){{5}};
	it.cost_code = (struct id){{6}};
	correct(b, &it);
	expect(b, CLOCK_IN, go_ms);
	/* the later one says the time, and the job stays */
	it.has_job = false;
	it.has_at = true;
	it.at_ms = go_ms - HOUR_MS;
	correct(b, &it);
	expect(b, CLOCK_IN, go_ms - HOUR_MS);
	line = find(b, &it);
	assert_int_equal(line.location.bytes[0], 5);
	assert_int_equal(line.cost_code.bytes[0], 6);
	bench_free(&b);
}

/* A press that the order moves, or a better contact, once somebody has said
 * when it was. */
static void
test_what_comes_late_moves_it_no_more(void **state)
{
	struct bench *b = bench_new(*state);
	struct ledger_correction it;
	struct id second;
	int64_t at_ms;

	bench_punch(b, PUNCH_GO)->number = 1;
	second = bench_punch(b, PUNCH_STOP)->id;
	b->punches[1].number = 5;
	deliver(b);
	at_ms = b->received_ms - 30 * MINUTE_MS;
	it = of(b, CORRECTION_CHANGE, &second);
	it.has_at = true;
	it.at_ms = at_ms;
	correct(b, &it);
	bench_pass(b, MINUTE_MS);
	/* it comes behind, and would lift what was pressed before it */
	bench_punch(b, PUNCH_GO)->number = 4;
	deliver(b);
	assert_int_equal(bench_ask(b, "SELECT at_ms FROM timeline"
				      " WHERE corrected <> 0"),
		at_ms);
	bench_check(b);
	refold_check(b->db, &b->company, &b->employee);
	bench_free(&b);
}

/* Sent once more, it is answered as before. */
static void
test_removed_it_was_recorded_all_the_same(void **state)
{
	struct bench *b = bench_new(*state);
	struct ledger_correction it;
	struct wire_verdicts again;

	bench_punch(b, PUNCH_GO);
	deliver(b);
	it = of(b, CORRECTION_REMOVE, &b->punches[0].id);
	correct(b, &it);
	expect(b, CLOCK_OUT, 0);
	again = bench_deliver_again(b);
	assert_int_equal(again.verdicts[0].kind, VERDICT_DUPLICATE);
	assert_int_equal(again.verdicts[0].first, VERDICT_RECORDED);
	free(again.verdicts);
	/* a void of it undoes nothing */
	bench_punch(b, PUNCH_VOID)->target = it.punch;
	deliver(b);
	expect(b, CLOCK_OUT, 0);
	bench_free(&b);
}

static void
test_an_undo_is_taken_back(void **state)
{
	struct bench *b = bench_new(*state);
	struct ledger_correction it;
	struct id first;
	int64_t go_ms;

	first = bench_punch(b, PUNCH_GO)->id;
	go_ms = b->punches[0].pressed.wall_ms;
	bench_punch(b, PUNCH_VOID)->target = first;
	deliver(b);
	expect(b, CLOCK_OUT, 0);
	it = of(b, CORRECTION_REMOVE, &b->punches[1].id);
	correct(b, &it);
	expect(b, CLOCK_IN, go_ms);
	bench_free(&b);
}

static void
test_held_and_foreign_ones_are_told(void **state)
{
	struct bench *b = bench_new(*state);
	struct ledger_correction it;

	bench_punch(b, PUNCH_GO);
	b->items[0].causes = CAUSE_CLOCK_OFF;
	deliver(b);
	it = of(b, CORRECTION_REMOVE, &b->punches[0].id);
	assert_true(find(b, &it).held);
	it.employee.bytes[0] ^= 1;
	assert_false(find(b, &it).found);
	it = of(b, CORRECTION_REMOVE, &b->enrolment);
	assert_false(find(b, &it).found);
	/* nor is the line of a punch one that was added */
	it.enrolment = (struct id){{0}};
	it.punch = ledger_seq_id(1);
	assert_false(find(b, &it).found);
	bench_free(&b);
}

/* Whatever is changed of a correction behind its back. */
static void
test_damage_is_found(void **state)
{
	static const char *const damages[] = {
		"UPDATE correction SET at_ms = at_ms + 1 WHERE kind = 0",
		"UPDATE correction SET at_ms = at_ms + 1 WHERE kind = 1",
		"UPDATE correction SET kind = 2 WHERE kind = 1",
		"UPDATE correction SET punch = 1 WHERE kind = 0",
		"UPDATE correction SET id = employee WHERE kind = 0",
		"UPDATE correction SET employee = id",
		"UPDATE correction SET press = 'go'",
		"UPDATE correction SET location = id",
		"UPDATE correction SET cost_code = id",
		"UPDATE correction SET comment = 'x'",
		"UPDATE correction SET reason = 'x'",
		"UPDATE correction SET author = id",
		"UPDATE correction SET made_ms = 1",
		"DELETE FROM correction WHERE kind = 1",
		"DELETE FROM correction",
		"INSERT INTO correction SELECT company, 99, kind, punch, id,"
		" employee, press, at_ms, location, cost_code, comment, reason,"
		" author, made_ms, request FROM correction WHERE kind = 1",
		"UPDATE timeline SET corrected = 0",
		"UPDATE timeline SET at_ms = at_ms - 1 WHERE seq = 2",
		"UPDATE timeline SET press_ms = 3 WHERE seq = 2",
		"UPDATE timeline SET counts = 0 WHERE seq = 2",
		"UPDATE timeline SET kind = 'meal' WHERE corrected > 0",
		"UPDATE timeline SET id = employee WHERE corrected > 0",
		"UPDATE timeline SET location = id WHERE corrected > 0",
		"UPDATE timeline SET cost_code = id WHERE corrected > 0",
		"DELETE FROM timeline WHERE seq = 2",
		"UPDATE timeline SET counts = 1",
		"UPDATE ledger_change SET new = old WHERE what = 'punch.add'",
		"UPDATE ledger_change SET what = 'punch.remove'"
		" WHERE what = 'punch.change'",
	};
	struct bench *b = bench_new(*state);
	struct ledger_correction it;
	struct id second;

	bench_punch(b, PUNCH_GO);
	deliver(b);
	add(b, PUNCH_STOP, b->received_ms);
	bench_pass(b, MINUTE_MS);
	bench_punch(b, PUNCH_GO);
	second = bench_punch(b, PUNCH_STOP)->id;
	deliver(b);
	it = of(b, CORRECTION_CHANGE, &second);
	it.has_at = true;
	it.at_ms = b->received_ms + 1;
	correct(b, &it);
	it = of(b, CORRECTION_REMOVE, &b->punches[0].id);
	correct(b, &it);
	bench_check(b);
	bench_unlock(b);
	bench_run(b, "DROP TABLE IF EXISTS kept_a");
	bench_run(b, "CREATE TABLE kept_a AS SELECT * FROM timeline");
	bench_run(b, "CREATE TABLE kept_b AS SELECT * FROM correction");
	bench_run(b, "CREATE TABLE kept_c AS SELECT * FROM ledger_change");
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		bench_run(b, damages[i]);
		if (bench_verify(b).sound)
			fail_msg("%s: sound", damages[i]);
		bench_run(b, "DELETE FROM timeline");
		bench_run(b, "DELETE FROM correction");
		bench_run(b, "DELETE FROM ledger_change");
		bench_run(b, "INSERT INTO timeline SELECT * FROM kept_a");
		bench_run(b, "INSERT INTO correction SELECT * FROM kept_b");
		bench_run(b, "INSERT INTO ledger_change SELECT * FROM kept_c");
		bench_check(b);
	}
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_stop_that_is_missing),
		ON_BOTH(test_what_was_added_is_changed_and_removed),
		ON_BOTH(test_job_and_time_are_changed),
		ON_BOTH(test_what_comes_late_moves_it_no_more),
		ON_BOTH(test_removed_it_was_recorded_all_the_same),
		ON_BOTH(test_an_undo_is_taken_back),
		ON_BOTH(test_held_and_foreign_ones_are_told),
		ON_BOTH(test_damage_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
