/* A punch that is confirmed is on the disk; one that is not is not there. */

#include "lib/cmocka_all.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/fault_vfs.h"
#include "lib/journal_bench.h"
#include "lib/temp_dir.h"

static int
set_up(void **state)
{
	int rc = bench_set_up(state);

	fault_vfs_install();
	return rc;
}

static int
tear_down(void **state)
{
	int rc = bench_tear_down(state);

	fault_vfs_remove();
	return rc;
}

/* As after a reboot: what processes shared is gone. */
static void
reopen(struct bench *bench)
{
	char *shared = temp_dir_path(bench->dir, JOURNAL_FILE "-shm");

	bench_close(bench);
	(void)unlink(shared);
	free(shared);
	bench_open(bench);
}

static void
test_a_confirmed_punch_is_on_the_disk(void **state)
{
	struct bench *bench = *state;
	struct punch punch;

	bench_open(bench);
	for (int i = 0; i < 10; i++) {
		if (bench_try_record(bench, &punch) < 0)
			fail_msg("%s", bench->err.text);
		assert_int_equal(fault_vfs_unsynced(), 0);
	}
	/* It is seen at all when something is not. */
	fault_vfs_fail_syncs(100);
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_int_not_equal(fault_vfs_unsynced(), 0);
}

/* The frames of a commit that could not be synced are whole in the WAL. */
static void
test_a_punch_that_was_not_confirmed_does_not_come_back(void **state)
{
	struct bench *bench = *state;
	struct kept_punch kept;
	struct punch punch, next;

	bench_open(bench);
	bench_record(bench, 1);
	fault_vfs_fail_syncs(1);
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_non_null(strstr(bench->err.text, "was not recorded"));
	reopen(bench);
	assert_int_equal(bench->store.ops->find(bench->store.self, &punch.id,
				 &kept, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	assert_int_equal(bench_verified(bench).punches, BENCH_FILLED + 1);
	if (bench_try_record(bench, &next) < 0)
		fail_msg("%s", bench->err.text);
	bench_assert_sound(bench);
}

/* A commit that failed is taken back: what comes next is not part of it. */
static void
test_a_commit_that_fails_is_taken_back(void **state)
{
	struct bench *bench = *state;
	struct punch punch, next;

	bench_open(bench);
	bench_record(bench, 1);
	fault_vfs_refuse_commits(true);
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_non_null(strstr(bench->err.text, "was not recorded"));
	fault_vfs_refuse_commits(false);
	if (bench_try_record(bench, &next) < 0)
		fail_msg("%s", bench->err.text);
	assert_int_equal(bench_verified(bench).punches, BENCH_FILLED + 2);
	bench_assert_sound(bench);
}

static void
test_what_was_not_answered_can_be_answered_again(void **state)
{
	struct bench *bench = *state;
	struct verdict verdict = {.kind = VERDICT_RECORDED, .ledger_seq = 1};
	struct punch punch;
	size_t moved;

	bench_open(bench);
	if (bench_try_record(bench, &punch) < 0)
		fail_msg("%s", bench->err.text);
	verdict.punch = punch.id;
	fault_vfs_fail_syncs(1);
	for (int i = 0; i < 2; i++) { /* by the disk, and by itself */
		fault_vfs_refuse_commits(i == 1);
		assert_int_equal(bench->store.ops->settle(bench->store.self,
					 BENCH_ENROLMENT, &verdict, 1, &moved,
					 &bench->err),
			-1);
	}
	fault_vfs_refuse_commits(false);
	if (bench->store.ops->settle(bench->store.self, BENCH_ENROLMENT,
		    &verdict, 1, &moved, &bench->err) < 0)
		fail_msg("%s", bench->err.text);
	assert_int_equal(moved, 1);
	if (bench_try_record(bench, &punch) < 0)
		fail_msg("%s", bench->err.text);
	bench_assert_sound(bench);
}

static void
test_a_disk_without_a_wal_is_refused(void **state)
{
	struct bench *bench = *state;
	char *dir = temp_dir_new();

	fault_vfs_deny_shared_memory();
	assert_int_equal(bench_try_open(bench), -1);
	assert_int_equal(
		journal_open(dir, NULL, &bench->journal, &bench->err), -1);
	assert_int_equal(bench->err.kind, ERR_DISK);
	assert_non_null(strstr(bench->err.text, "nothing is recorded"));
	temp_dir_free(&dir);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_a_confirmed_punch_is_on_the_disk),
		T(test_a_punch_that_was_not_confirmed_does_not_come_back),
		T(test_a_commit_that_fails_is_taken_back),
		T(test_what_was_not_answered_can_be_answered_again),
		T(test_a_disk_without_a_wal_is_refused),
	};

	return cmocka_run_group_tests_name("durable", tests, NULL, NULL);
}
