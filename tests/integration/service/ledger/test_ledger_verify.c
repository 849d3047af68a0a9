/* What was changed behind the ledger's back is found. */

#include "lib/cmocka_all.h"

#include <stdlib.h>

#include "core/cause.h"
#include "lib/ledger_bench.h"

static void
changes_of_the_chain_are_found(void **state)
{
	static const struct {
		const char *sql;
		int64_t seq;
	} damages[] = {
		{"UPDATE ledger SET comment = 'y' WHERE seq = 2", 2},
		{"UPDATE ledger SET number = number + 9 WHERE seq = 2", 2},
		{"UPDATE ledger SET verdict = 'quarantined' WHERE seq = 3", 3},
		{"UPDATE ledger SET employee = enrolment WHERE seq = 1", 1},
		{"UPDATE ledger SET kind = 'gone' WHERE seq = 1", 1},
		{"UPDATE ledger SET hash = content WHERE seq = 2", 2},
		{"UPDATE ledger SET restated_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET anchor_boottime_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET anchor_received_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET not_before_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET not_after_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET method = 'z' WHERE seq = 2", 2},
		{"UPDATE ledger SET method = 'wall' WHERE seq = 2", 2},
		{"UPDATE ledger SET flags = flags + 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET received_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET sent_wall_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET sent_boottime_ms = 1 WHERE seq = 2", 2},
		{"UPDATE ledger SET sent_boot = enrolment WHERE seq = 2", 2},
		{"UPDATE ledger SET sent_highest = 99 WHERE seq = 2", 2},
		{"UPDATE ledger SET bringer = enrolment WHERE seq = 2", 2},
		/* what would read as if nothing had been changed */
		{"UPDATE ledger SET bringer = substr(enrolment, 1, 2)"
		 " WHERE seq = 2",
			2},
		{"UPDATE ledger SET offset_s = offset_s + 4294967296"
		 " WHERE seq = 2",
			2},
		{"UPDATE ledger SET forced = forced + 2 WHERE seq = 2", 2},
		{"UPDATE ledger_event SET cause = 'left' WHERE seq = 5", 5},
		{"UPDATE ledger_event SET punch = 1 WHERE seq = 5", 5},
		{"UPDATE ledger_event SET kind = 'restated' WHERE seq = 5", 5},
		{"DELETE FROM ledger_event", 5},
		{"DELETE FROM ledger WHERE seq = 1", 1},
		{"DELETE FROM ledger WHERE seq = 4", 4},
		{"DELETE FROM ledger_head", 5},
		{"UPDATE ledger_head SET last_seq = 3", 5},
	};
	struct test_database *database = *state;

	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct test_database *own =
			test_database_new(database->postgres);
		struct bench *b = bench_new(own);
		struct ledger_report report;

		for (int k = 0; k < 4; k++)
			bench_punch(b, k % 2 ? PUNCH_STOP : PUNCH_GO);
		b->items[3].causes = CAUSE_CLOCK_OFF;
		free(bench_deliver(b).verdicts);
		report = bench_verify(b);
		assert_true(report.sound);
		assert_int_equal(report.rows, 5);
		assert_int_equal(report.companies, 3); /* two are silent */
		bench_unlock(b);
		bench_run(b, damages[i].sql);
		report = bench_verify(b);
		assert_false(report.sound);
		if (report.seq != damages[i].seq)
			fail_msg("%s: %s", damages[i].sql, report.what);
		assert_true(id_equal(&report.company, &b->company));
		assert_true(report.what[0] != '\0');
		bench_free(&b);
		test_database_free(&own);
	}
}

/* What follows from the chain: put aside, and brought back. */
#define KEEP(table) "CREATE TABLE kept_" table " AS SELECT * FROM " table
#define EMPTY(table) "DELETE FROM " table
#define FILL(table) "INSERT INTO " table " SELECT * FROM kept_" table

static void
keep(struct bench *b)
{
	bench_run(b, KEEP("timeline"));
	bench_run(b, KEEP("enrolment_state"));
	bench_run(b, KEEP("clock_point"));
}

static void
bring_back(struct bench *b)
{
	bench_run(b, EMPTY("timeline"));
	bench_run(b, EMPTY("enrolment_state"));
	bench_run(b, EMPTY("clock_point"));
	bench_run(b, FILL("timeline"));
	bench_run(b, FILL("enrolment_state"));
	bench_run(b, FILL("clock_point"));
}

/* Two days of somebody, with a fork, one that is held, one that was brought,
 * one that came late, and an Undo: rows 1 to 9. */
static void
live_two_days(struct bench *b)
{
	struct id first;

	first = bench_punch(b, PUNCH_GO)->id;
	bench_punch(b, PUNCH_VOID)->target = first;
	bench_punch(b, PUNCH_GO);
	bench_pass(b, 86400000);
	bench_punch(b, PUNCH_STOP)->number = 5;
	free(bench_deliver(b).verdicts);
	bench_punch(b, PUNCH_GO)->number = 4;
	bench_punch(b, PUNCH_GO)->number = 5;
	b->items[0].causes = CAUSE_NO_PERMISSION;
	bench_punch(b, PUNCH_GO)->enrolment.bytes[3] ^= 1;
	free(bench_deliver(b).verdicts);
}

/* What follows from the chain is worked out again: whoever changes it, the
 * times, the clocks, is found. */
static void
changes_of_what_follows_are_found(void **state)
{
	static const struct {
		const char *sql;
		int64_t seq;
	} damages[] = {
		{"UPDATE timeline SET at_ms = at_ms - 1 WHERE seq = 3", 3},
		{"UPDATE timeline SET press_ms = press_ms - 1 WHERE seq = 3",
			3},
		{"UPDATE timeline SET restated_ms = 9 WHERE seq = 1", 1},
		{"UPDATE timeline SET method = 'wall' WHERE seq = 1", 1},
		{"UPDATE timeline SET method = 'z' WHERE seq = 1", 1},
		{"UPDATE timeline SET not_before_ms = 9 WHERE seq = 2", 2},
		{"UPDATE timeline SET not_after_ms = 9 WHERE seq = 2", 2},
		{"UPDATE timeline SET own_flags = 1 WHERE seq = 3", 3},
		{"UPDATE timeline SET flags = 0 WHERE seq = 4", 4},
		{"UPDATE timeline SET number = 8 WHERE seq = 3", 3},
		{"UPDATE timeline SET employee = enrolment WHERE seq = 3", 3},
		{"UPDATE timeline SET enrolment = employee WHERE seq = 3", 3},
		{"UPDATE timeline SET counts = 0 WHERE seq = 3", 3},
		{"UPDATE timeline SET corrected = 1 WHERE seq = 3", 3},
		{"UPDATE timeline SET counts = 1 WHERE counts = 0 AND"
		 " number = 4",
			5},
		{"UPDATE timeline SET at_ms = 1 WHERE seq ="
		 " (SELECT max(seq) FROM timeline)",
			8},
		{"DELETE FROM timeline WHERE seq = 2", 2},
		{"UPDATE timeline SET seq = 99 WHERE seq = 3", 3},
		{"INSERT INTO timeline SELECT company, 99, employee,"
		 " enrolment, number, at_ms, press_ms, restated_ms, method,"
		 " not_before_ms, not_after_ms, own_flags, flags, counts,"
		 " corrected, id, kind, location, cost_code, target, boot,"
		 " boottime_ms, has_chosen FROM timeline WHERE seq = 3",
			99},
		{"UPDATE timeline SET id = employee WHERE seq = 3", 3},
		{"UPDATE timeline SET kind = 'meal' WHERE seq = 3", 3},
		{"UPDATE timeline SET kind = 'z' WHERE seq = 3", 3},
		{"UPDATE timeline SET location = id WHERE seq = 3", 3},
		{"UPDATE timeline SET cost_code = NULL WHERE seq = 3", 3},
		{"UPDATE timeline SET target = id WHERE seq = 3", 3},
		{"UPDATE timeline SET boot = id WHERE seq = 3", 3},
		{"UPDATE timeline SET boottime_ms = 9 WHERE seq = 3", 3},
		{"UPDATE timeline SET has_chosen = 1 WHERE seq = 3", 3},
		{"UPDATE enrolment_state SET fork_from = 0", 7},
		{"UPDATE enrolment_state SET recorded = recorded + 1", 7},
		{"UPDATE enrolment_state SET order_press_ms = 1", 7},
		{"DELETE FROM enrolment_state", 7},
		{"UPDATE clock_point SET since_ms = since_ms + 1", 0},
		{"UPDATE clock_point SET mode = 'out' WHERE mode = 'in'", 0},
		{"UPDATE clock_point SET mode = 'z'", 0},
		{"UPDATE clock_point SET worked_ms = worked_ms + 1", 0},
		{"UPDATE clock_point SET punches = punches + 1", 0},
		{"UPDATE clock_point SET location = last", 0},
		{"UPDATE clock_point SET id = enrolment", 0},
		{"UPDATE clock_point SET date = date + 7", 0},
		{"UPDATE clock_point SET employee = enrolment", 0},
		{"DELETE FROM clock_point WHERE date ="
		 " (SELECT min(date) FROM clock_point)",
			0},
		{"DELETE FROM clock_point", 0},
		{"INSERT INTO clock_point SELECT company, employee, date, 1,"
		 " punches, mode, since_ms, location, cost_code, last, day_ms,"
		 " worked_ms, meals_taken, at_ms, number, enrolment, id"
		 " FROM clock_point",
			0},
	};
	struct bench *b = bench_new(*state);

	live_two_days(b);
	bench_check(b);
	keep(b);
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		struct ledger_report report;

		bench_run(b, damages[i].sql);
		report = bench_verify(b);
		if (report.sound || report.seq != damages[i].seq)
			fail_msg("%s: %lld %s", damages[i].sql,
				(long long)report.seq, report.what);
		assert_true(report.what[0] != '\0');
		bring_back(b);
	}
	bench_check(b);
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(changes_of_the_chain_are_found),
		ON_BOTH(changes_of_what_follows_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
