/*
 * Rows of several versions of the format in one damaged file: a column that
 * comes later makes no older row unreadable.
 */

#include "lib/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "journal/format/row.h"
#include "journal/format/schema.h"
#include "lib/journal_bench.h"
#include "lib/sample_punch.h"
#include "lib/temp_dir.h"
#include "src/journal/salvage/prove.h"
#include "src/journal/salvage/salvage.h"

/* As if a version before this one had known no comment and had hashed its
 * rows in another way, and the next one a mood. */
#define PATTERNS 16
#define OLDER_COLUMNS "NIIIBBBBIbbbIIIBTIiLLI"
#define NEWER_COLUMNS "NIIIBBBBIbbbIIIBTIiTLLIT"

static void
older_digest(const struct kept_punch *kept, struct hash *digest_out)
{
	struct hash plain;

	row_digest(kept, &plain);
	hash_chain(&plain, "older", 5, digest_out);
}

#define FIRST_19                                                               \
	"?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "   \
	"?16, ?17, ?18, ?19, "

static const struct pattern patterns[] = {
	{
		.table = PATTERN_PUNCH,
		.columns = OLDER_COLUMNS,
		.insert = "INSERT INTO found_punch VALUES(" FIRST_19
			  "'', ?20, ?21, ?22, :content, :pattern)",
		.state = 21,
		.digest = older_digest,
	},
	{
		.table = PATTERN_PUNCH,
		.columns = NEWER_COLUMNS,
		.insert = "INSERT INTO found_punch VALUES(" FIRST_19
			  "?20, ?21, ?22, ?23, :content, :pattern)",
		.state = 22,
		.digest = row_digest,
	},
};

/* A table that rows of today go into. */
#define COLUMNS_23                                                             \
	"number INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i, j, k, l, m, "  \
	"n, o, p, q, r, s, t, u, v"

/* Today's patterns and those two. */
static struct pattern_list
all_versions(struct pattern all[static PATTERNS])
{
	size_t n = pattern_now.count;

	assert_true(n + 2 <= PATTERNS);
	memcpy(all, pattern_now.patterns, n * sizeof(*all));
	memcpy(all + n, patterns, sizeof(patterns));
	return (struct pattern_list){all, n + 2};
}

static void
run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* Behind `link`, which moves on. */
static void
put_row(sqlite3 *db, const char *insert, const struct kept_punch *kept,
	const struct hash *digest, struct hash *link)
{
	struct hash before = *link;
	sqlite3_stmt *stmt;

	row_link(&before, digest, link);
	assert_int_equal(
		sqlite3_prepare_v2(db, insert, -1, &stmt, NULL), SQLITE_OK);
	row_bind_punch(stmt, kept, digest, link);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
}

/* One more of the fixture's punches. */
static struct kept_punch
next_punch(struct bench *bench, int64_t number)
{
	struct kept_punch kept = {.number = number, .account = 1};

	sample_go(&bench->sample, &bench->account, &kept.punch);
	kept.punch.enrolment = bench->account.device;
	kept.punch.number = number;
	return kept;
}

/* What is read back of `path`, all of it proven. */
static struct proof
read_back(const char *path, const struct pattern_list *list)
{
	struct damaged damaged = {.path = path};
	struct proof proof = {0};
	struct err err = {0};
	sqlite3 *db;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(schema_upgrade(db, &schema_now, &err), 0);
	assert_int_equal(salvage_run(db, path, list, &err), 0);
	assert_int_equal(prove_run(db, &damaged, list, &proof, &err), 0);
	sqlite3_close(db);
	return proof;
}

/* The next version adds a column; SQLite leaves the rows as they are. */
static void
test_a_column_that_came_later(void **state)
{
	struct bench *bench = *state;
	struct pattern all[PATTERNS];
	struct pattern_list list = all_versions(all);
	struct kept_punch kept = next_punch(bench, BENCH_FILLED + 1);
	struct hash link = {{0}}, digest;
	struct proof proof;
	sqlite3_stmt *stmt;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	run_sql(db, "ALTER TABLE punch ADD COLUMN mood TEXT DEFAULT 'fine'");
	assert_int_equal(sqlite3_prepare_v2(db,
				 "SELECT link FROM punch "
				 "ORDER BY number DESC LIMIT 1",
				 -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_true(row_read_hash(stmt, 0, &link));
	sqlite3_finalize(stmt);
	row_digest(&kept, &digest);
	put_row(db, "INSERT INTO punch VALUES(" PUNCH_PLACES ", 'glad')", &kept,
		&digest, &link);
	sqlite3_close(db);
	proof = read_back(bench->path, &list);
	assert_int_equal(proof.kept, BENCH_FILLED + 1);
	assert_int_equal(proof.lost.count, 0);
}

/* A version before: a column less, and a digest of its own. */
static void
test_rows_of_an_older_version(void **state)
{
	struct bench *bench = *state;
	char *path = temp_dir_path(bench->dir, "older.db");
	struct pattern all[PATTERNS];
	struct pattern_list list = all_versions(all);
	struct hash link = {{0}}, digest;
	struct proof proof;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run_sql(db, "CREATE TABLE punch(number INTEGER PRIMARY KEY, a, b, c, "
		    "d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, digest, "
		    "link, state)");
	for (int number = 1; number <= 3; number++) {
		struct kept_punch kept = next_punch(bench, number);

		kept.punch.comment[0] = '\0';
		older_digest(&kept, &digest);
		put_row(db,
			"INSERT INTO punch SELECT " FIRST_19
			"?21, ?22, ?23 WHERE ?20 = ''",
			&kept, &digest, &link);
	}
	sqlite3_close(db);
	proof = read_back(path, &list);
	assert_int_equal(proof.kept, 3);
	assert_int_equal(proof.lost.count, 0);
	/* who knows no such version proves nothing by it */
	assert_int_equal(read_back(path, &pattern_now).kept, 0);
	free(path);
}

static void
put_copy(sqlite3 *db, const char *table, const struct kept_punch *kept,
	struct hash *link)
{
	struct hash digest;
	char insert[1000];

	snprintf(insert, sizeof(insert), "INSERT INTO %s VALUES(%s)", table,
		PUNCH_PLACES);
	row_digest(kept, &digest);
	put_row(db, insert, kept, &digest, link);
}

/* One value of a row that was read back of `path`. */
static void
expect_read_back(const char *path, const char *sql, const char *want)
{
	struct damaged damaged = {.path = path};
	struct proof proof = {0};
	struct err err = {0};
	sqlite3_stmt *stmt;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(schema_upgrade(db, &schema_now, &err), 0);
	assert_int_equal(salvage_run(db, path, &pattern_now, &err), 0);
	assert_int_equal(
		prove_run(db, &damaged, &pattern_now, &proof, &err), 0);
	assert_int_equal(
		sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(stmt, 0), want);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

/* Two whole rows of one number: the one counts that the next is chained to. */
static void
check_copies(struct bench *bench, const char *name, bool is_followed_first)
{
	char *path = temp_dir_path(bench->dir, name);
	struct kept_punch first = next_punch(bench, 1);
	struct kept_punch two[2] = {next_punch(bench, 2), next_punch(bench, 2)};
	struct kept_punch third = next_punch(bench, 3);
	struct hash link = {{0}}, links[2];
	sqlite3 *db;

	str_copy(two[0].punch.comment, sizeof(two[0].punch.comment), "taken");
	str_copy(two[1].punch.comment, sizeof(two[1].punch.comment), "back");
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run_sql(db, "CREATE TABLE a(" COLUMNS_23 ");"
		    "CREATE TABLE b(" COLUMNS_23 ")");
	put_copy(db, "a", &first, &link);
	links[0] = links[1] = link;
	put_copy(db, is_followed_first ? "a" : "b", &two[0], &links[0]);
	put_copy(db, is_followed_first ? "b" : "a", &two[1], &links[1]);
	put_copy(db, "a", &third, &links[0]);
	sqlite3_close(db);
	expect_read_back(
		path, "SELECT comment FROM punch WHERE number = 2", "taken");
	expect_read_back(path, "SELECT count(*) FROM punch", "3");
	free(path);
}

static void
test_of_two_copies_the_followed_one_counts(void **state)
{
	check_copies(*state, "followed-first.db", true);
	check_copies(*state, "followed-last.db", false);
}

/* It was flipped and set aside; here it is whole: it waits as it did. */
static void
test_a_damaged_row_that_is_found_whole_waits(void **state)
{
	struct bench *bench = *state;
	char *path = temp_dir_path(bench->dir, "whole.db");
	struct kept_punch kept = next_punch(bench, 1);
	struct hash link = {{0}};
	sqlite3 *db;

	kept.state = KEPT_DAMAGED;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	run_sql(db, "CREATE TABLE a(" COLUMNS_23 ")");
	put_copy(db, "a", &kept, &link);
	sqlite3_close(db);
	expect_read_back(path,
		"SELECT state = " SCHEMA_STATE(SCHEMA_WAITING) " FROM punch",
		"1");
	free(path);
}

/* --- format 1, which knew no longest record --------------------------------
 */

static void
prepare(sqlite3 *db, const char *sql, sqlite3_stmt **stmt_out)
{
	assert_int_equal(
		sqlite3_prepare_v2(db, sql, -1, stmt_out, NULL), SQLITE_OK);
}

/* The journal as format 1 had written it. */
static void
make_first(const char *path)
{
	struct hash told;
	sqlite3_stmt *stmt;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	prepare(db,
		"SELECT name || char(10) || company_name || char(10) || "
		"company_zone || char(10) || permissions || ' ' || viewset || "
		"' ' || meal_tracked || ' ' || meal_length || ' ' || meal_due "
		"|| ' ' || meal_early || ' ' || clock_enabled || char(10) "
		"FROM account",
		&stmt);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	hash_bytes(sqlite3_column_text(stmt, 0),
		(size_t)sqlite3_column_bytes(stmt, 0), &told);
	sqlite3_finalize(stmt);
	prepare(db, "UPDATE account SET told = ?", &stmt);
	sqlite3_bind_blob(
		stmt, 1, told.bytes, sizeof(told.bytes), SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
	run_sql(db, "ALTER TABLE account DROP COLUMN max_record;"
		    "PRAGMA user_version = 1");
	sqlite3_close(db);
}

static void
read_account(struct bench *bench, struct account *account_out)
{
	assert_int_equal(bench->store.ops->account(
				 bench->store.self, account_out, &bench->err),
		0);
}

static void
assert_current(const char *path)
{
	enum schema_state state;
	struct err err = {0};
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(schema_look(db, &schema_now, &state, &err), 0);
	assert_int_equal(state, SCHEMA_CURRENT);
	sqlite3_close(db);
}

/* What it kept is believed, by what clocks went by then, until more is told. */
static void
test_the_first_format_is_brought_up_to_date(void **state)
{
	struct bench *bench = *state;
	struct account account;

	bench_close(bench);
	make_first(bench->path);
	bench_open(bench);
	read_account(bench, &account);
	assert_string_equal(account.person.name, "Dana Whitfield");
	assert_int_equal(account.person.max_record_minutes, 16 * 60);
	expect_read_back(
		bench->path, "SELECT name FROM account", "Dana Whitfield");
	account.person.max_record_minutes = 600;
	assert_int_equal(bench->store.ops->person_save(
				 bench->store.self, &account, &bench->err),
		0);
	bench_close(bench);
	assert_current(bench->path);
	bench_open(bench);
	read_account(bench, &account);
	assert_string_equal(account.person.name, "Dana Whitfield");
	assert_int_equal(account.person.max_record_minutes, 600);
	bench_close(bench);
	expect_read_back(bench->path, "SELECT max_record FROM account", "600");
	bench_open(bench);
}

/* A longest record that is not as it was written is not believed. */
static void
test_a_flipped_longest_record_is_told_again(void **state)
{
	struct bench *bench = *state;
	struct account account;
	sqlite3 *db;

	bench_close(bench);
	assert_int_equal(sqlite3_open(bench->path, &db), SQLITE_OK);
	run_sql(db, "UPDATE account SET max_record = max_record + 64");
	sqlite3_close(db);
	bench_open(bench);
	read_account(bench, &account);
	assert_string_equal(account.person.name, account.username);
	assert_int_equal(account.person.max_record_minutes, 16 * 60);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(test_a_column_that_came_later),
		T(test_rows_of_an_older_version),
		T(test_of_two_copies_the_followed_one_counts),
		T(test_a_damaged_row_that_is_found_whole_waits),
		T(test_the_first_format_is_brought_up_to_date),
		T(test_a_flipped_longest_record_is_told_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
