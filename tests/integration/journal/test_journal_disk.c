/* The journal on disks that are full or closed, and in processes killed. */

#include "lib/cmocka_all.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/journal_bench.h"
#include "lib/temp_dir.h"

/* Runs in a child that is somebody ordinary. Its exit code. */
static int
in_child(int (*run)(struct bench *), struct bench *bench, bool nobody)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (nobody && geteuid() == 0 &&
			(setgid(65534) < 0 || setuid(65534) < 0))
			_exit(99);
		_exit(run(bench));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int
refused_for_permission(struct bench *bench)
{
	return bench_try_open(bench) < 0 && bench->err.kind == ERR_DISK &&
			       strstr(bench->err.text,
				       "nothing can be recorded") != NULL
		       ? 0
		       : 1;
}

/* 0500 would do for an owner: the files in it are there already. */
static void
test_a_directory_that_may_not_be_entered(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(chmod(bench->dir, 0), 0);
	assert_int_equal(in_child(refused_for_permission, bench, true), 0);
	assert_int_equal(chmod(bench->dir, 0700), 0);
}

/* Our own is made private; in another's anybody may put what they like. */
static void
test_a_directory_of_everybodys_is_refused(void **state)
{
	struct bench *bench = *state;
	struct stat st;

	assert_int_equal(chmod(bench->dir, 0777), 0);
	bench_open(bench);
	bench_close(bench);
	assert_int_equal(stat(bench->dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(bench->dir, 65534, 65534), 0);
	assert_int_equal(chmod(bench->dir, 0777), 0);
	assert_int_equal(bench_try_open(bench), -1);
	assert_int_equal(bench->err.kind, ERR_CONFIG);
	assert_non_null(strstr(bench->err.text, "chmod 0775"));
	assert_int_equal(chown(bench->dir, 0, 0), 0);
}

/* Put back from a copy, or removed, while it is open. */
static void
test_a_file_that_is_not_there_any_more(void **state)
{
	struct bench *bench = *state;
	struct punch punch;
	char *path, *aside;

	bench_open(bench);
	path = temp_dir_path(bench->dir, "journal.db");
	aside = temp_dir_path(bench->dir, "aside");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(rename(path, aside), 0);
		if (i == 1)
			free(temp_dir_write(bench->dir, "journal.db", "x"));
		assert_int_equal(bench_try_record(bench, &punch), -1);
		assert_int_equal(bench->err.kind, ERR_DATA);
		assert_non_null(strstr(bench->err.text, "not recorded"));
		assert_non_null(strstr(bench->err.text, "while it was open"));
		assert_int_equal(rename(aside, path), 0);
		assert_int_equal(bench_try_record(bench, &punch), 0);
	}
	assert_int_equal(bench_verified(bench).punches, BENCH_FILLED + 2);
	free(path);
	free(aside);
	bench_close(bench);
}

static int
always_network(const char *path, bool *network_out, struct err *err)
{
	(void)path;
	(void)err;
	*network_out = true;
	return 0;
}

static void
test_network_disk(void **state)
{
	struct bench *bench = *state;
	struct journal_options options = {.is_network = always_network};

	assert_int_equal(journal_open(bench->dir, &options, &bench->journal,
				 &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_CONFIG);
	assert_non_null(strstr(bench->err.text, "network"));
}

/* A file that takes up what is left of the disk, down to single blocks. */
static int
fill_disk(const char *dir)
{
	char *path = temp_dir_path(dir, "others");
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	static const char block[4096];

	while (write(fd, block, sizeof(block)) > 0)
		;
	free(path);
	return fd;
}

static int
longest(struct bench *bench)
{
	struct punch punch;

	sample_go(&bench->sample, &bench->account, &punch);
	memset(punch.comment, 'x', sizeof(punch.comment) - 1);
	return bench->store.ops->record(bench->store.self,
		bench->account.number, &punch, 1, &bench->err);
}

static void
full_disk(struct bench *bench)
{
	int64_t n = 0, warned = 0;
	int fd, rc;

	bench_open(bench);
	bench_sign_in(bench);
	bench_record(bench, 3);
	assert_int_equal(bench_percent_used(bench), 0);
	fd = fill_disk(bench->dir);
	while ((rc = longest(bench)) == 0 && n < 100000) {
		n++;
		if (n % 50 == 0) { /* other commands come and go */
			bench_close(bench);
			bench_open(bench);
		}
		if (warned == 0 && bench_percent_used(bench) >= 80)
			warned = n;
	}
	print_message("[   NOTE   ] %lld of the longest punches on a full "
		      "disk; warned after %lld\n",
		(long long)n, (long long)warned);
	assert_int_equal(rc, -1);
	assert_int_equal(bench->err.kind, ERR_FULL);
	assert_non_null(strstr(bench->err.text, "not recorded"));
	assert_true(n >= 1000);
	assert_true(warned > 0 && warned < n);
	bench_close(bench);
	bench_open(bench);
	assert_int_equal(bench_verified(bench).punches, n + 3);
	assert_int_equal(longest(bench), -1); /* still, and still loud */
	assert_int_equal(ftruncate(fd, 0), 0);
	close(fd);
	assert_int_equal(longest(bench), 0);
	bench_record(bench, 200);
	assert_int_equal(bench_verified(bench).punches, n + 204);
	assert_int_equal(bench_percent_used(bench), 0);
}

static void
test_full_disk(void **state)
{
	struct bench *bench = *state;
	struct bench small = {0};
	char *dir = temp_dir_new();

	if (geteuid() != 0 || mount("none", dir, "tmpfs", 0, "size=12m") < 0) {
		print_message("[   NOTE   ] no small disk without root\n");
		temp_dir_free(&dir);
		skip();
	}
	small.dir = temp_dir_path(dir, "state");
	(void)bench;
	full_disk(&small);
	journal_close(small.journal);
	free(small.dir);
	assert_int_equal(umount(dir), 0);
	temp_dir_free(&dir);
}

static bool
count_kept(void *ctx, const struct kept_punch *kept)
{
	(void)kept;
	++*(int *)ctx;
	return true;
}

/* What a disk that cannot be written still gives; 0, or where it went wrong. */
static int
read_only(struct bench *bench)
{
	const struct store_ops *ops = bench->store.ops;
	struct journal_report report;
	struct str notice;
	struct punch punch;
	bool mine;
	int n = 0;

	if (bench_try_open(bench) < 0)
		return 1;
	ops = bench->store.ops;
	if (ops->list(bench->store.self, STORE_WAITING, count_kept, &n,
		    &bench->err) < 0 ||
		n != BENCH_FILLED)
		return 2;
	if (journal_verify(bench->journal, &report, &bench->err) < 0 ||
		!report.is_sound || report.punches != BENCH_FILLED)
		return 3;
	if (bench_try_record(bench, &punch) == 0 ||
		bench->err.kind != ERR_DISK ||
		strstr(bench->err.text, "read-only") == NULL ||
		strstr(bench->err.text, "was not recorded") == NULL)
		return 4;
	/* what were answered could not be kept */
	if (ops->lead(bench->store.self, &mine, &bench->err) == 0 ||
		strstr(bench->err.text, "nothing is sent") == NULL)
		return 5;
	str_init(&notice, 4096);
	if (journal_notice(bench->journal, &notice, &bench->err) < 0 ||
		strstr(notice.data, "nothing can be recorded") == NULL)
		return 6;
	str_release(&notice);
	bench_close(bench);
	return 0;
}

static void
remove_beside(struct bench *bench, const char *suffix)
{
	char *path = temp_dir_path(bench->dir, suffix);

	assert_int_equal(unlink(path), 0);
	free(path);
}

/* Reading goes on, whatever SQLite finds beside the database. */
static void
test_read_only_disk(void **state)
{
	struct bench *bench = *state;
	sqlite3 *db;
	int i;

	for (i = 0; i < 4; i++) {
		if (i == 1) /* the index of the WAL is gone */
			remove_beside(bench, JOURNAL_FILE "-shm");
		if (i == 2) { /* no WAL either */
			assert_int_equal(
				sqlite3_open(bench->path, &db), SQLITE_OK);
			sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)",
				NULL, NULL, NULL);
			sqlite3_close(db);
		}
		if (i == 3)
			remove_beside(bench, "journal.lock");
		if (geteuid() != 0 ||
			mount(bench->dir, bench->dir, NULL, MS_BIND, NULL) < 0)
			skip();
		assert_int_equal(
			mount(NULL, bench->dir, NULL,
				MS_BIND | MS_REMOUNT | MS_RDONLY, NULL),
			0);
		assert_int_equal(in_child(read_only, bench, false), 0);
		assert_int_equal(umount(bench->dir), 0);
	}
}

/* A limit on file sizes fails a write as a full disk does, without root. */
static int
limited(struct bench *bench)
{
	struct rlimit limit = {4096, RLIM_INFINITY};
	struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
	struct punch punch;

	signal(SIGXFSZ, SIG_IGN);
	bench_open(bench);
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 2;
	if (bench_try_record(bench, &punch) == 0 ||
		bench->err.kind != ERR_FULL ||
		strstr(bench->err.text, "not recorded") == NULL)
		return 3;
	if (setrlimit(RLIMIT_FSIZE, &none) < 0)
		return 4;
	if (bench_try_record(bench, &punch) < 0 ||
		punch.number != BENCH_FILLED + 1)
		return 5;
	bench_close(bench);
	return 0;
}

static void
test_failing_write_then_recovers(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(in_child(limited, bench, false), 0);
	bench_open(bench);
	assert_int_equal(bench_verified(bench).punches, BENCH_FILLED + 1);
	bench_assert_sound(bench);
}

static void
test_killed_in_mid_write(void **state)
{
	struct bench *bench = *state;
	struct kept_punch last;
	int64_t confirmed = 0, seq;
	int round, status, pipes[2];

	for (round = 0; round < 10; round++) {
		pid_t pid;

		assert_int_equal(pipe(pipes), 0);
		pid = fork();
		if (pid == 0) {
			struct punch punch;

			bench_open(bench);
			while (bench_try_record(bench, &punch) == 0 &&
				write(pipes[1], &punch.number,
					sizeof(int64_t)) > 0)
				;
			_exit(1);
		}
		close(pipes[1]);
		while (confirmed < BENCH_FILLED + 20 * (round + 1) &&
			read(pipes[0], &seq, sizeof(seq)) == sizeof(seq))
			confirmed = seq;
		kill(pid, SIGKILL);
		while (read(pipes[0], &seq, sizeof(seq)) == sizeof(seq))
			confirmed = seq;
		close(pipes[0]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		bench_open(bench);
		assert_int_equal(bench->store.ops->last(
					 bench->store.self, &last, &bench->err),
			0);
		assert_true(last.punch.number >= confirmed);
		assert_true(last.punch.number <= confirmed + 1);
		assert_int_equal(
			bench_verified(bench).punches, last.punch.number);
		bench_close(bench);
	}
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(test_a_directory_that_may_not_be_entered),
		T(test_a_directory_of_everybodys_is_refused),
		T(test_a_file_that_is_not_there_any_more),
		T(test_network_disk),
		T(test_full_disk),
		T(test_read_only_disk),
		T(test_failing_write_then_recovers),
		T(test_killed_in_mid_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
