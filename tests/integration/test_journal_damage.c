/*
 * The journal in trouble: damaged, foreign, newer and missing files, disks
 * that are full or closed, processes that are killed.
 */

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

#include "journal/journal.h"
#include "lib/sample_punch.h"
#include "lib/temp_dir.h"
#include "src/journal/schema.h"

#define FILLED 300

struct bench {
	char *dir;
	char *path;
	struct journal *journal;
	struct store store;
	struct account account;
	struct sample sample;
	struct err err;
};

static int
try_open(struct bench *bench)
{
	int rc = journal_open(bench->dir, NULL, &bench->journal, &bench->err);

	if (rc == 0)
		bench->store = journal_store(bench->journal);
	return rc;
}

static void
must_open(struct bench *bench)
{
	if (try_open(bench) != 0)
		fail_msg("open: %s", bench->err.text);
}

static void
must_close(struct bench *bench)
{
	journal_close(bench->journal);
	bench->journal = NULL;
}

static int
try_record(struct bench *bench, struct punch *punch)
{
	sample_go(&bench->sample, &bench->account, punch);
	return bench->store.ops->record(bench->store.self,
		bench->account.number, punch, 1, &bench->err);
}

static void
record(struct bench *bench, int n)
{
	struct punch punch;

	while (n-- > 0)
		if (try_record(bench, &punch) != 0)
			fail_msg("record: %s", bench->err.text);
}

static void
sign_in(struct bench *bench)
{
	sample_account(&bench->account);
	assert_int_equal(bench->store.ops->account_save(bench->store.self,
				 &bench->account, &bench->err),
		0);
}

/* FILLED punches at once, which is quicker. */
static void
fill(struct bench *bench)
{
	struct punch *punches = calloc(FILLED, sizeof(*punches));
	int i;

	for (i = 0; i < FILLED; i++)
		sample_go(&bench->sample, &bench->account, &punches[i]);
	assert_int_equal(
		bench->store.ops->record(bench->store.self,
			bench->account.number, punches, FILLED, &bench->err),
		0);
	free(punches);
}

static int
set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->dir = temp_dir_new();
	bench->path = temp_dir_path(bench->dir, JOURNAL_FILE);
	must_open(bench);
	sign_in(bench);
	fill(bench);
	must_close(bench);
	*state = bench;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *bench = *state;

	journal_close(bench->journal);
	temp_dir_free(&bench->dir);
	free(bench->path);
	free(bench);
	return 0;
}

static struct journal_report
verified(struct bench *bench)
{
	struct journal_report report;

	assert_int_equal(
		journal_verify(bench->journal, &report, &bench->err), 0);
	return report;
}

static void
assert_notice(struct bench *bench, const char *words)
{
	struct str text;

	str_init(&text, 4096);
	assert_int_equal(journal_notice(bench->journal, &text, &bench->err), 0);
	if (words == NULL)
		assert_int_equal(text.len, 0);
	else if (strstr(text.data, words) == NULL)
		fail_msg("no \"%s\" in: %s", words, text.data);
	str_release(&text);
}

/* Everything out of the WAL and into the file, by a connection of our own. */
static void
flatten(struct bench *bench)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)",
				 NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static off_t
size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_size : -1;
}

static void
overwrite(const char *path, off_t at, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, bytes, len, at), len);
	close(fd);
}

/* Where these bytes first stand in the file, from `from` on. */
static off_t
find_bytes(const char *path, const void *bytes, size_t len, off_t from)
{
	size_t size = (size_t)size_of(path);
	char *all = malloc(size);
	int fd = open(path, O_RDONLY);
	off_t at = -1;
	char *hit;

	assert_int_equal(read(fd, all, size), size);
	close(fd);
	hit = memmem(all + from, size - (size_t)from, bytes, len);
	if (hit != NULL)
		at = hit - all;
	free(all);
	return at;
}

static int
percent_used(struct bench *bench)
{
	struct queue_counts counts;

	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	return counts.room_percent_used;
}

/* The state after a recovery: sound, working, and honest about it. */
static void
assert_recovered(struct bench *bench, int64_t least, int64_t most)
{
	char *kept = temp_dir_path(bench->dir, JOURNAL_FILE ".damaged-1");
	struct journal_report report = verified(bench);
	struct punch punch;

	assert_true(report.punches >= least);
	assert_true(report.punches <= most);
	assert_int_equal(report.altered, 0);
	assert_int_equal(report.missing, 0); /* named, so not missing */
	assert_true(report.structure_ok);
	assert_true(size_of(kept) >= 0);
	assert_notice(bench, "kept as");
	assert_int_equal(percent_used(bench), 0);
	/* no number of the device is given twice */
	assert_int_equal(try_record(bench, &punch), 0);
	assert_int_equal(punch.device_seq, FILLED + 1);
	assert_int_equal(journal_notice_seen(bench->journal, &bench->err), 0);
	must_close(bench);
	must_open(bench);
	assert_notice(bench, NULL);
	must_close(bench);
	/* once is enough: the next opening finds nothing to mend */
	must_open(bench);
	assert_notice(bench, NULL);
	free(kept);
}

static void
test_truncated_file(void **state)
{
	struct bench *bench = *state;
	off_t half;

	flatten(bench);
	/* the account's row, the first punches, ten pages of more */
	half = find_bytes(bench->path, "America/New_York", 16, 0);
	half = find_bytes(
		bench->path, "America/New_York", 16, half + SCHEMA_PAGE_BYTES);
	half = find_bytes(bench->path, "America/New_York", 16,
		half + 10 * SCHEMA_PAGE_BYTES);
	half -= half % SCHEMA_PAGE_BYTES;
	assert_int_equal(truncate(bench->path, half), 0);
	must_open(bench);
	assert_notice(bench, "are missing (number");
	assert_recovered(bench, 1, FILLED - 1);
}

static void
test_first_page_gone(void **state)
{
	struct bench *bench = *state;
	char zeros[SCHEMA_PAGE_BYTES];

	memset(zeros, 'x', sizeof(zeros));
	flatten(bench);
	overwrite(bench->path, 0, zeros, sizeof(zeros));
	must_open(bench);
	assert_notice(bench, "300 punches were read back, none is missing");
	assert_recovered(bench, FILLED, FILLED);
}

static void
test_missing_file(void **state)
{
	struct bench *bench = *state;
	struct punch punch;

	assert_int_equal(unlink(bench->path), 0);
	must_open(bench);
	/* the WAL still held them */
	assert_notice(bench, "300 punches were read back, none is missing");
	must_close(bench);
	flatten(bench);
	assert_int_equal(truncate(bench->path, 0), 0);
	must_open(bench);
	assert_notice(bench, "300 are missing (number 1-300");
	sign_in(bench);
	assert_int_equal(try_record(bench, &punch), 0);
	assert_int_equal(verified(bench).missing, 0);
	must_close(bench);
}

static void
test_end_lost_with_the_wal(void **state)
{
	struct bench *bench = *state;
	char *wal = temp_dir_path(bench->dir, JOURNAL_FILE "-wal");
	char *damaged = temp_dir_path(bench->dir, JOURNAL_FILE ".damaged-1");

	flatten(bench); /* the WAL goes, and with it nothing */
	must_open(bench);
	record(bench, 2);
	must_close(bench);
	assert_int_equal(unlink(wal), 0);
	must_open(bench);
	assert_notice(bench, "2 are missing (number 301-302");
	assert_true(size_of(damaged) > 0);
	free(wal);
	free(damaged);
}

/* A rotten frame hides all behind it from SQLite, not from us. */
static void
test_rotten_wal_frame(void **state)
{
	struct bench *bench = *state;
	char *wal = temp_dir_path(bench->dir, JOURNAL_FILE "-wal");

	flatten(bench);
	must_open(bench);
	record(bench, 3);
	must_close(bench);
	overwrite(wal, 32 + 24 + 4000, "rot", 3);
	must_open(bench);
	assert_notice(bench, "were read back");
	assert_int_equal(verified(bench).altered, 0);
	assert_true(verified(bench).punches >= FILLED);
	free(wal);
}

static void
test_newest_row_altered(void **state)
{
	struct bench *bench = *state;
	struct punch punch;
	off_t at;

	must_open(bench);
	sample_go(&bench->sample, &bench->account, &punch);
	str_copy(punch.comment, sizeof(punch.comment), "was nine o'clock");
	assert_int_equal(bench->store.ops->record(bench->store.self,
				 bench->account.number, &punch, 1, &bench->err),
		0);
	must_close(bench);
	flatten(bench);
	at = find_bytes(bench->path, "was nine", 8, 0);
	assert_true(at > 0);
	overwrite(bench->path, at, "was five", 8);
	must_open(bench);
	assert_notice(bench, "1 are missing (number 301");
	assert_int_equal(verified(bench).altered, 0);
	assert_int_equal(verified(bench).punches, FILLED);
}

static void
test_flipped_byte_is_found_by_verify(void **state)
{
	struct bench *bench = *state;
	struct journal_report report;
	off_t at;
	int i;

	flatten(bench);
	/* the zone's name, in the middle of some old row */
	at = 0;
	for (i = 0; i < 60; i++)
		at = find_bytes(bench->path, "America/New_York", 16, at) + 1;
	overwrite(bench->path, at - 1, "Amerika", 7);
	must_open(bench);
	assert_notice(bench, NULL); /* not at the end: opening is flat */
	report = verified(bench);
	assert_int_equal(report.punches, FILLED);
	assert_int_equal(report.altered, 1);
	assert_true(report.first_bad > 0 && report.first_bad < FILLED);
}

static bool
accept_any(void *ctx, const struct kept_punch *kept)
{
	(void)ctx;
	(void)kept;
	return true;
}

/* Damage that is met later is mended at the next opening. */
static void
test_damage_in_the_middle(void **state)
{
	struct bench *bench = *state;
	char rot[SCHEMA_PAGE_BYTES];
	off_t at;

	memset(rot, 0xa5, sizeof(rot));
	flatten(bench);
	at = find_bytes(
		bench->path, "America/New_York", 16, 10 * SCHEMA_PAGE_BYTES);
	overwrite(bench->path, at - at % SCHEMA_PAGE_BYTES, rot, sizeof(rot));
	must_open(bench);
	assert_int_equal(bench->store.ops->list(bench->store.self, STORE_ALL,
				 accept_any, NULL, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_DATA);
	assert_non_null(strstr(bench->err.text, "start it again"));
	must_close(bench);
	must_open(bench);
	assert_notice(bench, "are missing (number");
	assert_recovered(bench, FILLED - 20, FILLED - 1);
}

static void
test_no_recovery_under_others(void **state)
{
	struct bench *bench = *state;
	struct bench other = *bench;
	char rot[SCHEMA_PAGE_BYTES] = {0};
	struct stat before, after;

	flatten(bench);
	must_open(bench);
	overwrite(bench->path, 0, rot, sizeof(rot));
	assert_int_equal(stat(bench->path, &before), 0);
	assert_int_equal(try_open(&other), -1);
	assert_int_equal(other.err.kind, ERR_DATA);
	assert_non_null(strstr(other.err.text, "another connect-clock"));
	assert_int_equal(stat(bench->path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	must_close(bench);
	must_open(&other);
	assert_notice(&other, "none is missing");
	must_close(&other);
}

/* A kill between any two steps of the swap is finished by the next opening. */
static void
test_swap_cut_short(void **state)
{
	struct bench *bench = *state;
	char *next = temp_dir_path(bench->dir, JOURNAL_FILE ".recovered");
	char *damaged = temp_dir_path(bench->dir, JOURNAL_FILE ".damaged-1");
	char *guard = temp_dir_path(bench->dir, "journal.lock");

	flatten(bench);
	assert_int_equal(rename(bench->path, next), 0);
	assert_int_equal(unlink(guard), 0);
	must_open(bench);
	assert_int_equal(verified(bench).punches, FILLED);
	assert_true(size_of(next) < 0);
	free(next);
	free(damaged);
	free(guard);
}

static void
test_foreign_file(void **state)
{
	struct bench *bench = *state;
	char *dir = temp_dir_new();
	char *path = temp_dir_write(dir, JOURNAL_FILE, "my shopping list\n");
	struct bench other = {.dir = dir, .path = path};
	sqlite3 *db;

	assert_int_equal(try_open(&other), -1);
	assert_int_equal(other.err.kind, ERR_CONFIG);
	assert_non_null(strstr(other.err.text, "not a journal"));
	assert_int_equal(find_bytes(path, "my shopping list", 16, 0), 0);
	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "CREATE TABLE mine(x)", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(try_open(&other), -1);
	assert_int_equal(other.err.kind, ERR_CONFIG);
	assert_non_null(strstr(other.err.text, "move it away"));
	(void)bench;
	free(path);
	temp_dir_free(&dir);
}

static bool
count_lines(void *ctx, const char *line)
{
	int *n = ctx;

	if (strstr(line, "\"table\":\"punch\"") != NULL)
		++*n;
	return true;
}

static void
test_newer_version(void **state)
{
	struct bench *bench = *state;
	sqlite3 *db;
	int lines = 0;

	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	sqlite3_exec(db,
		"ALTER TABLE punch ADD COLUMN mood TEXT;"
		"PRAGMA user_version = 99",
		NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(try_open(bench), -1);
	assert_int_equal(bench->err.kind, ERR_CONFIG);
	assert_non_null(strstr(bench->err.text,
		"written by a newer connect-clock (format 99"));
	assert_non_null(strstr(bench->err.text, "nothing is lost"));
	assert_int_equal(
		journal_export(bench->dir, count_lines, &lines, &bench->err),
		0);
	assert_int_equal(lines, FILLED);
}

/* The next version, and one whose step is cut off in its middle. */
static void
test_upgrade_is_all_or_nothing(void **state)
{
	struct bench *bench = *state;
	const char *good[] = {
		schema_now.steps[0], "ALTER TABLE punch ADD COLUMN mood TEXT"};
	const char *bad[] = {schema_now.steps[0],
		"ALTER TABLE punch ADD COLUMN mood TEXT; SELECT no_such()"};
	struct schema next = {.steps = bad, .version = 2};
	enum schema_state found;
	sqlite3 *db;

	assert_int_equal(schema_now.version, 1);
	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	assert_int_equal(schema_upgrade(db, &next, &bench->err), -1);
	assert_int_equal(schema_look(db, &schema_now, &found, &bench->err), 0);
	assert_int_equal(found, SCHEMA_CURRENT);
	assert_int_not_equal(
		sqlite3_exec(db, "SELECT mood FROM punch", NULL, NULL, NULL),
		SQLITE_OK);
	next.steps = good;
	assert_int_equal(schema_upgrade(db, &next, &bench->err), 0);
	assert_int_equal(
		sqlite3_exec(db, "SELECT mood FROM punch", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
test_nothing_deletes_or_changes_a_punch(void **state)
{
	struct bench *bench = *state;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	assert_int_not_equal(
		sqlite3_exec(db, "DELETE FROM punch", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(db, "UPDATE punch SET wall_ms = 0",
				     NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* --- disks --- */

/* Runs in a child that is somebody ordinary. Its exit code. */
static int
in_child(int (*run)(struct bench *), struct bench *bench, bool nobody)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (nobody && geteuid() == 0 &&
			(setgid(65534) != 0 || setuid(65534) != 0))
			_exit(99);
		_exit(run(bench));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int
refused_for_permission(struct bench *bench)
{
	return try_open(bench) == -1 && bench->err.kind == ERR_DISK &&
			       strstr(bench->err.text,
				       "nothing can be recorded")
		       ? 0
		       : 1;
}

static void
test_unwritable_directory(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(chmod(bench->dir, 0500), 0);
	assert_int_equal(in_child(refused_for_permission, bench, true), 0);
	assert_int_equal(chmod(bench->dir, 0700), 0);
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

	must_open(bench);
	sign_in(bench);
	record(bench, 3);
	assert_int_equal(percent_used(bench), 0);
	fd = fill_disk(bench->dir);
	while ((rc = longest(bench)) == 0 && n < 100000) {
		n++;
		if (n % 50 == 0) { /* other commands come and go */
			must_close(bench);
			must_open(bench);
		}
		if (warned == 0 && percent_used(bench) >= 80)
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
	must_close(bench);
	must_open(bench);
	assert_int_equal(verified(bench).punches, n + 3);
	assert_int_equal(longest(bench), -1); /* still, and still loud */
	assert_int_equal(ftruncate(fd, 0), 0);
	close(fd);
	assert_int_equal(longest(bench), 0);
	record(bench, 200);
	assert_int_equal(verified(bench).punches, n + 204);
	assert_int_equal(percent_used(bench), 0);
}

static void
test_full_disk(void **state)
{
	struct bench *bench = *state;
	struct bench small = {0};
	char *dir = temp_dir_new();

	if (geteuid() != 0 || mount("none", dir, "tmpfs", 0, "size=12m") != 0) {
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

static int
read_only(struct bench *bench)
{
	return try_open(bench) == -1 && bench->err.kind == ERR_DISK &&
			       strstr(bench->err.text,
				       "nothing can be recorded")
		       ? 0
		       : 1;
}

static void
test_read_only_disk(void **state)
{
	struct bench *bench = *state;

	if (geteuid() != 0 ||
		mount(bench->dir, bench->dir, NULL, MS_BIND, NULL) != 0)
		skip();
	assert_int_equal(mount(NULL, bench->dir, NULL,
				 MS_BIND | MS_REMOUNT | MS_RDONLY, NULL),
		0);
	assert_int_equal(in_child(read_only, bench, false), 0);
	assert_int_equal(umount(bench->dir), 0);
}

/* A limit on file sizes fails a write as a full disk does, without root. */
static int
limited(struct bench *bench)
{
	struct rlimit limit = {4096, RLIM_INFINITY};
	struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
	struct punch punch;

	signal(SIGXFSZ, SIG_IGN);
	must_open(bench);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 2;
	if (try_record(bench, &punch) != -1 || bench->err.kind != ERR_FULL ||
		strstr(bench->err.text, "not recorded") == NULL)
		return 3;
	if (setrlimit(RLIMIT_FSIZE, &none) != 0)
		return 4;
	if (try_record(bench, &punch) != 0 || punch.device_seq != FILLED + 1)
		return 5;
	must_close(bench);
	return 0;
}

static void
test_failing_write_then_recovers(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(in_child(limited, bench, false), 0);
	must_open(bench);
	assert_int_equal(verified(bench).punches, FILLED + 1);
	assert_int_equal(verified(bench).altered, 0);
}

/* --- kills --- */

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

			must_open(bench);
			while (try_record(bench, &punch) == 0 &&
				write(pipes[1], &punch.device_seq,
					sizeof(int64_t)) > 0)
				;
			_exit(1);
		}
		close(pipes[1]);
		while (confirmed < FILLED + 20 * (round + 1) &&
			read(pipes[0], &seq, sizeof(seq)) == sizeof(seq))
			confirmed = seq;
		kill(pid, SIGKILL);
		while (read(pipes[0], &seq, sizeof(seq)) == sizeof(seq))
			confirmed = seq;
		close(pipes[0]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		must_open(bench);
		assert_int_equal(bench->store.ops->last(
					 bench->store.self, &last, &bench->err),
			0);
		assert_true(last.punch.device_seq >= confirmed);
		assert_true(last.punch.device_seq <= confirmed + 1);
		assert_int_equal(
			verified(bench).punches, last.punch.device_seq);
		must_close(bench);
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_truncated_file),
		T(test_first_page_gone),
		T(test_missing_file),
		T(test_end_lost_with_the_wal),
		T(test_rotten_wal_frame),
		T(test_newest_row_altered),
		T(test_flipped_byte_is_found_by_verify),
		T(test_damage_in_the_middle),
		T(test_no_recovery_under_others),
		T(test_swap_cut_short),
		T(test_foreign_file),
		T(test_newer_version),
		T(test_upgrade_is_all_or_nothing),
		T(test_nothing_deletes_or_changes_a_punch),
		T(test_unwritable_directory),
		T(test_network_disk),
		T(test_full_disk),
		T(test_read_only_disk),
		T(test_failing_write_then_recovers),
		T(test_killed_in_mid_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
