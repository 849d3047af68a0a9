/* Faults that pass, locks that never come, and rows that flipped. */

#include "lib/cmocka_all.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/journal.h"
#include "lib/fault_vfs.h"
#include "lib/journal_bench.h"
#include "lib/temp_dir.h"
#include "src/journal/guard.h"

static bool
exists(struct bench *bench, const char *name)
{
	char *path = temp_dir_path(bench->dir, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static size_t
waiting(struct bench *bench, struct punch punches_out[BENCH_FILLED])
{
	int64_t highest;
	size_t n;

	if (bench->store.ops->waiting(bench->store.self, BENCH_ENROLMENT,
		    punches_out, BENCH_FILLED, &n, &highest, &bench->err) < 0)
		fail_msg("%s", bench->err.text);
	return n;
}

/* A read that fails once is not noticed; one that goes on failing is said. */
static void
test_reads_that_fail(void **state)
{
	static struct punch punches[BENCH_FILLED];
	struct bench *bench = *state;
	struct punch punch;
	int64_t recorded = BENCH_FILLED;
	int reads, at;

	fault_vfs_install();
	bench_open(bench);
	waiting(bench, punches);
	bench_close(bench);
	reads = fault_vfs_count();
	assert_true(reads > 5);
	for (at = 0; at < reads; at++) {
		fault_vfs_reads(at, 1);
		if (bench_try_open(bench) == 0) {
			recorded += bench_try_record(bench, &punch) == 0;
			bench_close(bench);
		} else {
			fail_msg("read %d: %s", at, bench->err.text);
		}
		fault_vfs_reads(at, 100000);
		if (bench_try_open(bench) < 0) {
			assert_non_null(strstr(bench->err.text, "disk failed"));
			assert_non_null(strstr(
				bench->err.text, "nothing can be recorded"));
		} else {
			bench_close(bench);
		}
		fault_vfs_reads(0, 0);
		assert_false(exists(bench, JOURNAL_FILE ".damaged-1"));
	}
	bench_open(bench);
	bench_assert_sound(bench);
	assert_int_equal(bench_verified(bench).punches, recorded);
	bench_close(bench);
	fault_vfs_remove();
}

/* Somebody else who does not let go, and who can be named. */
static pid_t
hold(struct bench *bench)
{
	int ready[2];
	sqlite3 *db;
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		if (sqlite3_open(bench->path, &db) != SQLITE_OK ||
			sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) !=
				SQLITE_OK ||
			write(ready[1], "", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void
let_go(pid_t pid)
{
	int status;

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void
test_a_lock_that_never_comes(void **state)
{
	struct bench *bench = *state;
	struct journal_options options = {.busy_ms = 200};
	struct punch punch;
	char name[64];
	pid_t pid = hold(bench);

	assert_int_equal(journal_open(bench->dir, &options, &bench->journal,
				 &bench->err),
		0);
	bench->store = journal_store(bench->journal);
	assert_int_equal(bench_try_record(bench, &punch), -1);
	assert_int_equal(bench->err.kind, ERR_BUSY);
	snprintf(name, sizeof(name), "process %d", (int)pid);
	if (strstr(bench->err.text, name) == NULL ||
		strstr(bench->err.text, "was not recorded") == NULL)
		fail_msg("%s", bench->err.text);
	let_go(pid);
	assert_int_equal(bench_try_record(bench, &punch), 0);
}

/* Another one who is mending it for ever. */
static void
test_a_setup_that_never_ends(void **state)
{
	struct bench *bench = *state;
	struct journal_options options = {.busy_ms = 50};
	bool is_read_only;
	int fd;

	assert_int_equal(
		guard_open(bench->dir, &fd, &is_read_only, &bench->err), 0);
	assert_true(guard_try(fd, GUARD_USE, GUARD_ALONE));
	assert_int_equal(journal_open(bench->dir, &options, &bench->journal,
				 &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_BUSY);
	assert_non_null(strstr(bench->err.text, "process "));
	assert_non_null(strstr(bench->err.text, "mending"));
	close(fd);
	bench_open(bench);
}

/* Flips a bit in each copy of a row: of these bytes, wherever `near` follows
 * within the row. */
static void
flip(struct bench *bench, const void *bytes, size_t len, const char *near)
{
	static char all[4 * 1024 * 1024];
	int fd = open(bench->path, O_RDWR);
	size_t size = (size_t)read(fd, all, sizeof(all));
	char *hit = all - 1;
	int hits = 0;

	while ((hit = memmem(hit + 1, size - (size_t)(hit + 1 - all), bytes,
			len)) != NULL) {
		if (memmem(hit, 400, near, strlen(near)) == NULL)
			continue;
		*hit ^= 0x10;
		assert_int_equal(pwrite(fd, hit, 1, hit - all), 1);
		hits++;
	}
	assert_true(hits > 0);
	close(fd);
}

static void
flatten(struct bench *bench)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_close(db);
}

/* Five punches whose comments can be found in the file. */
static void
record_named(struct bench *bench, struct punch punches[5])
{
	bench_open(bench);
	for (int i = 0; i < 5; i++) {
		sample_go(&bench->sample, &bench->account, &punches[i]);
		snprintf(punches[i].comment, sizeof(punches[i].comment),
			"comment, number %d", i);
		assert_int_equal(bench->store.ops->record(bench->store.self,
					 bench->account.number, &punches[i], 1,
					 &bench->err),
			0);
	}
	bench_close(bench);
	flatten(bench);
}

/* What keeps it is not told in time: as if nobody had seen the last punch. */
static void
unlink_witness(struct bench *bench)
{
	char *path = temp_dir_path(bench->dir, "journal.lock");
	static const char none[64];
	int fd = open(path, O_WRONLY);

	assert_int_equal(pwrite(fd, none, sizeof(none), 0), sizeof(none));
	close(fd);
	free(path);
}

static bool
keep_loss(void *ctx, const struct store_loss *loss)
{
	*(struct store_loss *)ctx = *loss;
	return true;
}

/* The second of the five is told and not given; the others are. */
static void
assert_set_aside(struct bench *bench, const struct punch *damaged)
{
	static struct punch punches[BENCH_FILLED + 5];
	struct store_loss loss = {0};
	struct queue_counts counts;
	int64_t highest;
	size_t n;

	if (bench->store.ops->waiting(bench->store.self, BENCH_ENROLMENT,
		    punches, BENCH_FILLED + 5, &n, &highest, &bench->err) < 0)
		fail_msg("%s", bench->err.text);
	assert_int_equal(n, BENCH_FILLED + 4);
	for (size_t i = 0; i < n; i++)
		assert_int_not_equal(punches[i].number, damaged->number);
	assert_int_equal(bench->store.ops->losses(bench->store.self, keep_loss,
				 &loss, &bench->err),
		0);
	assert_int_equal(loss.first, damaged->number);
	assert_int_equal(loss.last, damaged->number);
	assert_true(loss.altered);
	assert_true(loss.after_ms > 0 && loss.before_ms > loss.after_ms);
	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	assert_int_equal(counts.waiting, BENCH_FILLED + 4);
	assert_int_equal(counts.lost, 1);
}

static void
test_a_flipped_row_is_set_aside(void **state)
{
	struct bench *bench = *state;
	struct punch punches[5];
	struct journal_report report;

	record_named(bench, punches);
	flip(bench, punches[1].comment, strlen(punches[1].comment),
		", number 1");
	bench_open(bench);
	assert_set_aside(bench, &punches[1]);
	bench_close(bench);
	/* the next one alone looks for a better copy, and finds none */
	bench_open(bench);
	report = bench_verified(bench);
	assert_true(report.is_sound);
	assert_int_equal(report.punches, BENCH_FILLED + 4);
	assert_int_equal(report.unacknowledged, 1);
	assert_string_equal(report.lost.words, "302");
}

/* Only what is read is flipped: an older copy of the page has it yet. */
static void
test_a_better_copy_is_found(void **state)
{
	struct bench *bench = *state;
	struct punch punches[5];
	static struct punch back[BENCH_FILLED + 5];
	char *wal = temp_dir_path(bench->dir, JOURNAL_FILE "-wal");
	char *aside = temp_dir_path(bench->dir, "aside");
	struct verdict verdict = {.kind = VERDICT_RECORDED, .ledger_seq = 1};
	struct queue_counts counts;
	int64_t highest;
	size_t n;

	record_named(bench, punches);
	bench_open(bench);
	verdict.punch = punches[1].id; /* its page goes into the WAL, whole */
	assert_int_equal(bench->store.ops->settle(bench->store.self,
				 BENCH_ENROLMENT, &verdict, 1, &n, &bench->err),
		0);
	bench_close(bench);
	assert_int_equal(rename(wal, aside), 0);
	flip(bench, punches[1].comment, strlen(punches[1].comment),
		", number 1");
	unlink_witness(bench);
	bench_open(bench);
	assert_int_equal(
		bench->store.ops->waiting(bench->store.self, BENCH_ENROLMENT,
			back, BENCH_FILLED + 5, &n, &highest, &bench->err),
		0);
	assert_int_equal(n, BENCH_FILLED + 4);
	bench_close(bench);
	assert_int_equal(rename(aside, wal), 0);
	bench_open(bench);
	assert_int_equal(bench_verified(bench).punches, BENCH_FILLED + 5);
	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	assert_int_equal(counts.waiting, BENCH_FILLED + 4);
	assert_int_equal(counts.lost, 0);
	free(wal);
	free(aside);
}

static void
test_a_flipped_id_is_set_aside(void **state)
{
	struct bench *bench = *state;
	struct punch punches[5];

	record_named(bench, punches);
	/* its row; the index of ids is the other place */
	flip(bench, &punches[1].id, sizeof(punches[1].id), ", number 1");
	bench_open(bench);
	assert_set_aside(bench, &punches[1]);
	/* an answer to the id that it had is for nobody */
	bench_record(bench, 1);
}

/* A flipped counter neither hides what waits nor makes it wait for ever. */
static void
test_a_flipped_counter(void **state)
{
	static const char *const wrong[] = {"0", "-7", "1000000"};
	struct bench *bench = *state;
	struct queue_counts counts;
	char sql[64];
	sqlite3 *db;

	for (size_t i = 0; i < 3; i++) {
		snprintf(sql, sizeof(sql), "UPDATE account SET waiting = %s",
			wrong[i]);
		assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
		assert_int_equal(
			sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		bench_open(bench);
		assert_int_equal(bench->store.ops->counts(bench->store.self,
					 &counts, &bench->err),
			0);
		/* too many is noticed once all are answered */
		if (i < 2)
			assert_int_equal(counts.waiting, BENCH_FILLED);
		bench_close(bench);
	}
}

/* What is closed needs nobody, and cannot be closed again. */
static void
test_closing(void **state)
{
	struct bench *bench = *state;
	static struct punch punches[BENCH_FILLED];
	struct verdict verdict = {
		.kind = VERDICT_REFUSED, .problem = "bad-punch"};
	struct queue_counts counts;
	struct kept_punch kept;
	size_t moved;

	bench_open(bench);
	waiting(bench, punches);
	verdict.punch = punches[0].id;
	assert_int_equal(
		bench->store.ops->settle(bench->store.self, BENCH_ENROLMENT,
			&verdict, 1, &moved, &bench->err),
		0);
	assert_int_equal(
		bench->store.ops->close(bench->store.self, &punches[0].id,
			"told Lee by phone", 1795000000000, &bench->err),
		0);
	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	assert_int_equal(counts.set_aside, 0);
	assert_int_equal(bench->store.ops->find(bench->store.self,
				 &punches[0].id, &kept, &bench->err),
		0);
	assert_int_equal(kept.state, KEPT_CLOSED);
	assert_int_equal(bench->store.ops->close(bench->store.self,
				 &punches[0].id, "again", 1, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	assert_int_equal(bench->store.ops->close(bench->store.self,
				 &punches[1].id, "it waits", 1, &bench->err),
		-1);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(test_reads_that_fail),
		T(test_a_lock_that_never_comes),
		T(test_a_setup_that_never_ends),
		T(test_a_flipped_row_is_set_aside),
		T(test_a_better_copy_is_found),
		T(test_a_flipped_id_is_set_aside),
		T(test_a_flipped_counter),
		T(test_closing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
