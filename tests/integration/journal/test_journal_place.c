/* What may stand in the journal's place, and what its header may say. */

#include "lib/cmocka_all.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "journal/journal.h"
#include "lib/journal_bench.h"
#include "lib/temp_dir.h"

#define HEADER_BYTES 100

/* Everything out of the WAL and into the file. */
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

static void
overwrite(const char *path, off_t at, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, bytes, len, at), len);
	close(fd);
}

/* Whatever was done to the file: every punch is there, or it is refused in
 * words that are no confession. */
static void
assert_all_there(struct bench *bench, const char *what, int at)
{
	if (bench_try_open(bench) < 0)
		fail_msg("%s %d: %s", what, at, bench->err.text);
	/* what no opening can see is mended by the one after it is met */
	if (!bench_verified(bench).is_sound) {
		bench_close(bench);
		bench_open(bench);
	}
	bench_assert_sound(bench);
	if (bench_verified(bench).punches < BENCH_FILLED)
		fail_msg("%s %d: %d punches", what, at,
			(int)bench_verified(bench).punches);
	if (bench_verified(bench).lost.count != 0)
		fail_msg("%s %d: lost %s", what, at,
			bench_verified(bench).lost.words);
	bench_record(bench, 1);
	bench_close(bench);
}

/* Each byte of the header, one bit or all of them. */
static void
test_every_byte_of_the_header(void **state)
{
	static const unsigned char masks[] = {0x01, 0x80, 0xff};
	struct bench *bench = *state;
	unsigned char header[HEADER_BYTES], byte;
	int at, fd;

	flatten(bench);
	fd = open(bench->path, O_RDONLY);
	assert_int_equal(read(fd, header, sizeof(header)), sizeof(header));
	close(fd);
	for (at = 0; at < HEADER_BYTES; at += at < 24 ? 1 : 3) {
		byte = header[at] ^ masks[at % 3];
		overwrite(bench->path, at, &byte, 1);
		assert_all_there(bench, "header byte", at);
		flatten(bench);
		fd = open(bench->path, O_RDONLY);
		assert_int_equal(
			read(fd, header, sizeof(header)), HEADER_BYTES);
		close(fd);
	}
}

static void
test_versions_that_never_were(void **state)
{
	static const char *const versions[] = {
		"0", "-1", "-2147483648", "2", "99", "2147483647"};
	struct bench *bench = *state;
	char sql[64];
	sqlite3 *db;

	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
		snprintf(sql, sizeof(sql), "PRAGMA user_version = %s",
			versions[i]);
		assert_int_equal(
			sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		assert_all_there(bench, versions[i], 0);
	}
	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA application_id = 7", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_all_there(bench, "application_id", 0);
}

/* Each place of the tables' texts that a bit may flip in. */
static void
test_a_schema_that_flipped(void **state)
{
	struct bench *bench = *state;
	static char page[4096];
	char *hit;
	int fd, i;

	for (i = 0; i < 12; i++) {
		flatten(bench);
		fd = open(bench->path, O_RDWR);
		assert_int_equal(pread(fd, page, sizeof(page), 0), 4096);
		hit = memmem(page, sizeof(page), "company_id", 10);
		if (hit == NULL) /* further pages hold the rest */
			hit = page + 3000;
		hit[i] ^= 0x02;
		assert_int_equal(pwrite(fd, page, sizeof(page), 0), 4096);
		close(fd);
		assert_all_there(bench, "schema", i);
	}
}

static void
test_a_journal_from_before(void **state)
{
	struct bench *bench = *state;
	sqlite3 *db;

	assert_int_equal(unlink(bench->path), 0);
	bench_close(bench);
	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db,
			"PRAGMA journal_mode = WAL;"
			"CREATE TABLE punch(number INTEGER PRIMARY KEY,"
			" account INTEGER, device_seq INTEGER, id BLOB);"
			"INSERT INTO punch VALUES(1, 1, 1, x'0102');"
			"PRAGMA application_id = 0x43434c4b;"
			"PRAGMA user_version = 2",
			NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(bench_try_open(bench), -1);
	assert_int_equal(bench->err.kind, ERR_CONFIG);
	assert_non_null(strstr(bench->err.text, "before the first release"));
	assert_non_null(strstr(bench->err.text, "queue export"));
}

static bool
count_lines(void *ctx, const char *line)
{
	*(int *)ctx += strstr(line, "\"table\":\"punch\"") != NULL;
	return true;
}

static void
test_it_can_be_taken_out(void **state)
{
	struct bench *bench = *state;
	int lines = 0;

	test_a_journal_from_before(state);
	assert_int_equal(
		journal_export(bench->dir, count_lines, &lines, &bench->err),
		0);
	assert_int_equal(lines, 1);
}

/* Cut anywhere: what is left is there, what is not is named. */
static void
test_every_truncation(void **state)
{
	struct bench *bench = *state;
	struct journal_report report;
	char *dir = temp_dir_new();
	struct bench cut = {
		.dir = dir, .path = temp_dir_path(dir, JOURNAL_FILE)};
	static char all[4 * 1024 * 1024];
	ssize_t size;
	off_t at;
	int fd;

	flatten(bench);
	fd = open(bench->path, O_RDONLY);
	size = read(fd, all, sizeof(all));
	close(fd);
	assert_true(size > 100000 && size < (ssize_t)sizeof(all));
	for (at = 0; at < size; at += at < 200 ? 33 : 39989) {
		fd = open(cut.path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		assert_int_equal(write(fd, all, (size_t)at), at);
		close(fd);
		if (bench_try_open(&cut) == 0) {
			report = bench_verified(&cut);
			if (!report.is_sound)
				fail_msg("cut at %d: %s", (int)at,
					report.detail);
			bench_close(&cut);
		} else if (cut.err.kind != ERR_CONFIG) {
			fail_msg("cut at %d: %s", (int)at, cut.err.text);
		}
		temp_dir_free(&dir);
		dir = cut.dir = temp_dir_new();
		free(cut.path);
		cut.path = temp_dir_path(dir, JOURNAL_FILE);
	}
	free(cut.path);
	temp_dir_free(&dir);
}

static void
make_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
	assert_int_equal(
		bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

/* Puts something in a file's place, and back again. */
static void
assert_refused(struct bench *bench, const char *name, const char *words)
{
	char *path = temp_dir_path(bench->dir, name);

	if (bench_try_open(bench) == 0)
		fail_msg("%s as %s was taken", words, name);
	assert_int_equal(bench->err.kind, ERR_DISK);
	if (strstr(bench->err.text, words) == NULL ||
		strstr(bench->err.text, name) == NULL)
		fail_msg("%s as %s: %s", words, name, bench->err.text);
	assert_int_equal(remove(path), 0);
	free(path);
}

static void
test_what_is_no_file(void **state)
{
	static const char *const names[] = {JOURNAL_FILE, JOURNAL_FILE "-wal",
		JOURNAL_FILE "-shm", "journal.lock"};
	struct bench *bench = *state;

	for (size_t i = 0; i < 4; i++) {
		char *path = temp_dir_path(bench->dir, names[i]);
		char *aside = temp_dir_path(bench->dir, "aside");

		assert_int_equal(rename(path, aside), 0);
		assert_int_equal(mkfifo(path, 0600), 0);
		assert_refused(bench, names[i], "a pipe");
		assert_int_equal(mkdir(path, 0700), 0);
		assert_refused(bench, names[i], "a directory");
		assert_int_equal(symlink(names[i], path), 0);
		assert_refused(bench, names[i], "a symbolic link");
		make_socket(path);
		assert_refused(bench, names[i], "a socket");
		assert_int_equal(rename(aside, path), 0);
		bench_open(bench);
		bench_close(bench);
		free(path);
		free(aside);
	}
}

/* What SQLite would roll back into the journal, or wait for. */
static void
test_a_rollback_journal(void **state)
{
	struct bench *bench = *state;
	char *path = temp_dir_path(bench->dir, JOURNAL_FILE "-journal");
	char *damaged =
		temp_dir_path(bench->dir, JOURNAL_FILE ".damaged-1-journal");
	int lines = 0;

	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(
		journal_export(bench->dir, count_lines, &lines, &bench->err),
		-1);
	assert_refused(bench, JOURNAL_FILE "-journal", "a pipe");
	free(temp_dir_write(bench->dir, JOURNAL_FILE "-journal",
		"\xd9\xd5\x05\xf9 and what was never ours"));
	assert_all_there(bench, "rollback journal", 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(access(damaged, F_OK), 0);
	free(path);
	free(damaged);
}

static void
test_somebody_elses_file(void **state)
{
	struct bench *bench = *state;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(bench->path, 12345, 12345), 0);
	assert_int_equal(bench_try_open(bench), -1);
	assert_int_equal(bench->err.kind, ERR_DISK);
	assert_non_null(strstr(bench->err.text, "another user (number 12345)"));
	assert_int_equal(chown(bench->path, 0, 0), 0);
}

/* A file of no bytes where there never was a journal is begun. */
static void
test_an_empty_file(void **state)
{
	char *dir = temp_dir_new();
	struct bench bench = {
		.dir = dir, .path = temp_dir_write(dir, JOURNAL_FILE, "")};

	(void)state;
	bench_open(&bench);
	bench_sign_in(&bench);
	bench_record(&bench, 1);
	bench_assert_sound(&bench);
	bench_close(&bench);
	free(bench.path);
	temp_dir_free(&dir);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(test_every_byte_of_the_header),
		T(test_versions_that_never_were),
		T(test_a_schema_that_flipped),
		T(test_a_journal_from_before),
		T(test_it_can_be_taken_out),
		T(test_every_truncation),
		T(test_what_is_no_file),
		T(test_a_rollback_journal),
		T(test_somebody_elses_file),
		T(test_an_empty_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
