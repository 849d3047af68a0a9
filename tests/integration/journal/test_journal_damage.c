/* The journal in trouble: damaged, foreign, newer and missing files. */

#include "lib/cmocka_all.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/format/schema.h"
#include "journal/journal.h"
#include "lib/journal_bench.h"
#include "lib/sample_punch.h"
#include "lib/temp_dir.h"

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

/* A loss stays told until a person knows of it, and is named for ever. */
static void
assert_known_at_last(struct bench *bench, int64_t lost)
{
	struct queue_counts counts;
	int64_t known = -1;

	assert_notice(bench, lost > 0 ? "queue acknowledge" : NULL);
	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	assert_int_equal(counts.lost, lost);
	assert_int_equal(bench->store.ops->acknowledge(
				 bench->store.self, &known, &bench->err),
		0);
	assert_int_equal(known, lost);
	bench_close(bench);
	bench_open(bench);
	assert_notice(bench, NULL);
	assert_int_equal(bench_verified(bench).lost.count, lost);
	assert_int_equal(bench_verified(bench).unacknowledged, 0);
	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	assert_int_equal(counts.lost, 0);
}

/* The state after a recovery: sound, working, and honest about it. */
static void
assert_recovered(struct bench *bench, int64_t least, int64_t most)
{
	char *kept = temp_dir_path(bench->dir, JOURNAL_FILE ".damaged-1");
	struct journal_report report = bench_verified(bench);
	struct punch punch;

	assert_true(report.punches >= least);
	assert_true(report.punches <= most);
	assert_true(report.is_sound); /* what is named is not missing */
	assert_true(size_of(kept) >= 0);
	assert_notice(bench, "kept as");
	assert_int_equal(bench_percent_used(bench), 0);
	/* no number of the device is given twice */
	assert_int_equal(bench_try_record(bench, &punch), 0);
	assert_int_equal(punch.number, BENCH_FILLED + 1);
	assert_int_equal(journal_notice_seen(bench->journal, &bench->err), 0);
	bench_close(bench);
	/* once is enough: the next opening finds nothing to mend */
	bench_open(bench);
	assert_known_at_last(bench, report.lost.count);
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
	bench_open(bench);
	assert_notice(bench, "are missing (number");
	assert_recovered(bench, 1, BENCH_FILLED - 1);
}

static void
test_first_page_gone(void **state)
{
	struct bench *bench = *state;
	char zeros[SCHEMA_PAGE_BYTES];

	memset(zeros, 'x', sizeof(zeros));
	flatten(bench);
	overwrite(bench->path, 0, zeros, sizeof(zeros));
	bench_open(bench);
	assert_notice(bench, "300 punches were read back, none is missing");
	assert_recovered(bench, BENCH_FILLED, BENCH_FILLED);
}

static void
test_missing_file(void **state)
{
	struct bench *bench = *state;
	struct punch punch;

	assert_int_equal(unlink(bench->path), 0);
	bench_open(bench);
	/* the WAL still held them */
	assert_notice(bench, "300 punches were read back, none is missing");
	bench_close(bench);
	flatten(bench);
	assert_int_equal(truncate(bench->path, 0), 0);
	bench_open(bench);
	assert_notice(bench, "300 are missing (number 1-300");
	bench_sign_in(bench);
	assert_int_equal(bench_try_record(bench, &punch), 0);
	bench_assert_sound(bench);
	bench_close(bench);
}

static void
test_end_lost_with_the_wal(void **state)
{
	struct bench *bench = *state;
	char *wal = temp_dir_path(bench->dir, JOURNAL_FILE "-wal");
	char *damaged = temp_dir_path(bench->dir, JOURNAL_FILE ".damaged-1");

	flatten(bench); /* the WAL goes, and with it nothing */
	bench_open(bench);
	bench_record(bench, 2);
	bench_close(bench);
	assert_int_equal(unlink(wal), 0);
	bench_open(bench);
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
	bench_open(bench);
	bench_record(bench, 3);
	bench_close(bench);
	overwrite(wal, 32 + 24 + 4000, "rot", 3);
	bench_open(bench);
	assert_notice(bench, "were read back");
	bench_assert_sound(bench);
	assert_true(bench_verified(bench).punches >= BENCH_FILLED);
	free(wal);
}

/* Records one more, which is flipped on the disk, and opens what is left. */
static void
lose_the_newest(struct bench *bench)
{
	struct punch punch;
	off_t at;

	sample_go(&bench->sample, &bench->account, &punch);
	str_copy(punch.comment, sizeof(punch.comment), "was nine o'clock");
	assert_int_equal(bench->store.ops->record(bench->store.self,
				 bench->account.number, &punch, 1, &bench->err),
		0);
	bench_close(bench);
	flatten(bench);
	at = find_bytes(bench->path, "was nine", 8, 0);
	assert_true(at > 0);
	overwrite(bench->path, at, "was five", 8);
	bench_open(bench);
}

static void
test_newest_row_altered(void **state)
{
	struct bench *bench = *state;

	bench_open(bench);
	lose_the_newest(bench);
	assert_notice(bench, "1 is missing (number 301");
	bench_assert_sound(bench);
	assert_int_equal(bench_verified(bench).punches, BENCH_FILLED);
}

static bool
take_loss(void *ctx, const struct store_loss *loss)
{
	int64_t *known = ctx;

	known[loss->acknowledged] += loss->last - loss->first + 1;
	return true;
}

/* A loss that a person knows is not told again by a second recovery. */
static void
test_a_known_loss_stays_known(void **state)
{
	struct bench *bench = *state;
	int64_t known = -1, losses[2] = {0, 0};

	bench_open(bench);
	lose_the_newest(bench);
	assert_notice(bench, "1 is missing (number 301");
	/* who says so has seen what was said of it, too */
	assert_int_equal(bench->store.ops->acknowledge(
				 bench->store.self, &known, &bench->err),
		0);
	assert_int_equal(known, 1);
	assert_notice(bench, NULL);
	lose_the_newest(bench);
	assert_notice(bench, "1 is missing (number 302");
	assert_int_equal(bench->store.ops->losses(bench->store.self, take_loss,
				 losses, &bench->err),
		0);
	assert_int_equal(losses[true], 1);
	assert_int_equal(losses[false], 1);
	assert_int_equal(bench_verified(bench).lost.count, 2);
	assert_int_equal(bench_verified(bench).unacknowledged, 1);
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
	bench_open(bench);
	assert_notice(bench, NULL); /* not at the end: opening is flat */
	report = bench_verified(bench);
	assert_int_equal(report.punches, BENCH_FILLED);
	assert_int_equal(report.altered.count, 1);
	assert_false(report.is_sound);
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
	bench_open(bench);
	assert_int_equal(bench->store.ops->list(bench->store.self, STORE_ALL,
				 accept_any, NULL, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_DATA);
	assert_non_null(strstr(bench->err.text, "start it again"));
	bench_close(bench);
	bench_open(bench);
	assert_notice(bench, "are missing (number");
	assert_recovered(bench, BENCH_FILLED - 20, BENCH_FILLED - 1);
}

static void
test_no_recovery_under_others(void **state)
{
	struct bench *bench = *state;
	struct bench other = *bench;
	char rot[SCHEMA_PAGE_BYTES] = {0};
	struct stat before, after;

	flatten(bench);
	bench_open(bench);
	overwrite(bench->path, 0, rot, sizeof(rot));
	assert_int_equal(stat(bench->path, &before), 0);
	assert_int_equal(bench_try_open(&other), -1);
	assert_int_equal(other.err.kind, ERR_DATA);
	assert_non_null(strstr(other.err.text, "another connect-clock"));
	assert_int_equal(stat(bench->path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	bench_close(bench);
	bench_open(&other);
	assert_notice(&other, "none is missing");
	bench_close(&other);
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
	bench_open(bench);
	assert_int_equal(bench_verified(bench).punches, BENCH_FILLED);
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

	assert_int_equal(bench_try_open(&other), -1);
	assert_int_equal(other.err.kind, ERR_CONFIG);
	assert_non_null(strstr(other.err.text, "not a journal"));
	assert_int_equal(find_bytes(path, "my shopping list", 16, 0), 0);
	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "CREATE TABLE mine(x)", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(bench_try_open(&other), -1);
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
	assert_int_equal(bench_try_open(bench), -1);
	assert_int_equal(bench->err.kind, ERR_CONFIG);
	assert_non_null(strstr(bench->err.text,
		"written by a newer connect-clock (format 99"));
	assert_non_null(strstr(bench->err.text, "nothing is lost"));
	assert_int_equal(
		journal_export(bench->dir, count_lines, &lines, &bench->err),
		0);
	assert_int_equal(lines, BENCH_FILLED);
}

/* The next version, and one whose step is cut off in its middle. */
static void
test_upgrade_is_all_or_nothing(void **state)
{
	struct bench *bench = *state;
	const char *steps[8];
	struct schema next = {.steps = steps, .version = schema_now.version};
	enum schema_state found;
	sqlite3 *db;

	memcpy(steps, schema_now.steps,
		(size_t)schema_now.version * sizeof(*steps));
	steps[next.version++] =
		"ALTER TABLE punch ADD COLUMN mood TEXT; SELECT no_such()";
	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	assert_int_equal(schema_upgrade(db, &next, &bench->err), -1);
	assert_int_equal(schema_look(db, &schema_now, &found, &bench->err), 0);
	assert_int_equal(found, SCHEMA_CURRENT);
	assert_int_not_equal(
		sqlite3_exec(db, "SELECT mood FROM punch", NULL, NULL, NULL),
		SQLITE_OK);
	steps[schema_now.version] = "ALTER TABLE punch ADD COLUMN mood TEXT";
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

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(test_truncated_file),
		T(test_first_page_gone),
		T(test_missing_file),
		T(test_end_lost_with_the_wal),
		T(test_rotten_wal_frame),
		T(test_newest_row_altered),
		T(test_a_known_loss_stays_known),
		T(test_flipped_byte_is_found_by_verify),
		T(test_damage_in_the_middle),
		T(test_no_recovery_under_others),
		T(test_swap_cut_short),
		T(test_foreign_file),
		T(test_newer_version),
		T(test_upgrade_is_all_or_nothing),
		T(test_nothing_deletes_or_changes_a_punch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
