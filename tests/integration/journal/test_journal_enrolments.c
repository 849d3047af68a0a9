/* Several people of one machine, each with a run of numbers of their own. */

#include "lib/cmocka_all.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/journal.h"
#include "lib/journal_bench.h"
#include "lib/temp_dir.h"

static struct enrolment
current(struct bench *bench)
{
	struct enrolment enrolment = {0};

	if (bench->store.ops->enrolment_current(bench->store.self,
		    bench->account.number, &bench->account.person.id,
		    &enrolment, &bench->err) < 0)
		fail_msg("%s", bench->err.text);
	return enrolment;
}

static void
switch_to(struct bench *bench, uint8_t person)
{
	bench->account.person.id.bytes[15] = person;
	bench->sample.employee = bench->account.person.id;
	assert_int_equal(bench->store.ops->account_save(bench->store.self,
				 &bench->account, &bench->err),
		0);
}

static size_t
waiting_rows(struct bench *bench, struct enrolment rows[8])
{
	size_t n;

	if (bench->store.ops->enrolments_waiting(
		    bench->store.self, rows, 8, &n, &bench->err) < 0)
		fail_msg("%s", bench->err.text);
	return n;
}

static void
test_each_person_counts_from_one(void **state)
{
	struct bench *bench = *state;
	struct enrolment rows[8], dana, lee;
	struct punch punch;

	bench_open(bench);
	dana = current(bench);
	switch_to(bench, 9);
	/* signed in, but not enrolled: nothing could be delivered */
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_int_equal(bench->err.kind, ERR_AUTH);
	bench_sign_in(bench); /* Dana again, under another enrolment */
	switch_to(bench, 9);
	lee = (struct enrolment){.account = bench->account.number,
		.id = {{7}},
		.person = bench->account.person.id};
	assert_int_equal(bench->store.ops->enrolment_save(
				 bench->store.self, &lee, &bench->err),
		0);
	assert_int_equal(bench_try_record(bench, &punch), 0);
	assert_int_equal(punch.number, 1);
	assert_true(id_equal(&punch.enrolment, &lee.id));
	/* what was pressed under the first one waits under it */
	assert_int_equal(waiting_rows(bench, rows), 2);
	assert_true(id_equal(&rows[0].id, &dana.id));
	assert_true(rows[0].ended);
	assert_int_equal(rows[0].last_number, BENCH_FILLED);
	assert_true(id_equal(&rows[1].id, &lee.id));
	assert_int_equal(rows[1].last_number, 1);
}

/* Another process signed in somebody else, or nobody: one's own view of it is
 * old. */
static void
test_nobody_presses_for_who_is_signed_in_now(void **state)
{
	struct bench *bench = *state;
	struct enrolment before, after;
	struct punch punch;

	bench_open(bench);
	before = current(bench);
	switch_to(bench, 9);
	assert_int_equal(
		bench->store.ops->enrolment_save(bench->store.self,
			&(struct enrolment){.account = bench->account.number,
				.id = {{7}},
				.person = bench->account.person.id},
			&bench->err),
		0);
	bench->account.person.id = before.person;
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_int_equal(bench->err.kind, ERR_AUTH);
	assert_non_null(strstr(bench->err.text, "somebody else"));
	bench->account.signed_in = false;
	switch_to(bench, before.person.bytes[15]);
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_int_equal(bench->err.kind, ERR_AUTH);
	bench->account.signed_in = true;
	switch_to(bench, before.person.bytes[15]);
	assert_int_equal(bench_try_record(bench, &punch), 0);
	after = current(bench);
	assert_true(id_equal(&after.id, &before.id));
	assert_int_equal(after.last_number, before.last_number + 1);
}

static void
test_an_ended_one_takes_nothing_new(void **state)
{
	struct bench *bench = *state;
	struct enrolment next = {0}, old;
	struct punch punch;

	bench_open(bench);
	old = current(bench);
	next = (struct enrolment){.account = bench->account.number,
		.id = {{8}},
		.person = bench->account.person.id,
		.previous = old.id};
	assert_int_equal(bench->store.ops->enrolment_save(
				 bench->store.self, &next, &bench->err),
		0);
	next = current(bench);
	assert_true(id_equal(&next.previous, &old.id));
	assert_int_equal(bench_try_record(bench, &punch), 0);
	assert_int_equal(punch.number, 1);
	assert_true(id_equal(&punch.enrolment, &next.id));
	/* the old one again, as a clone that took its own may be told */
	assert_int_equal(bench->store.ops->enrolment_save(
				 bench->store.self, &old, &bench->err),
		0);
	assert_int_equal(bench_try_record(bench, &punch), 0);
	assert_int_equal(punch.number, BENCH_FILLED + 1);
	assert_int_equal(bench->store.ops->enrolment_end(
				 bench->store.self, old.row, &bench->err),
		0);
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_int_equal(bench->err.kind, ERR_AUTH);
	assert_int_equal(bench->store.ops->enrolment_find(bench->store.self,
				 &old.id, &next, &bench->err),
		0);
	assert_true(next.ended);
	assert_int_equal(next.last_number, BENCH_FILLED + 1);
}

/* Numbers that were lost are used up, also those at the end. */
static void
test_a_recovery_gives_no_number_again(void **state)
{
	struct bench *bench = *state;
	char *wal = temp_dir_path(bench->dir, JOURNAL_FILE "-wal");
	struct enrolment before, after;
	struct stat st;
	struct punch punch;

	bench_open(bench);
	before = current(bench);
	bench_close(bench);
	assert_int_equal(stat(wal, &st), 0);
	/* the end of the WAL: the last pages with punches go */
	assert_int_equal(truncate(wal, st.st_size / 20), 0);
	bench_open(bench);
	after = current(bench);
	assert_true(id_equal(&after.id, &before.id));
	assert_int_equal(after.last_number, BENCH_FILLED);
	assert_int_equal(bench_try_record(bench, &punch), 0);
	assert_int_equal(punch.number, BENCH_FILLED + 1);
	assert_true(bench_verified(bench).lost.count > 0);
	free(wal);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(test_each_person_counts_from_one),
		T(test_nobody_presses_for_who_is_signed_in_now),
		T(test_an_ended_one_takes_nothing_new),
		T(test_a_recovery_gives_no_number_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
