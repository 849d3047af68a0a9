/* The catalogue cache where it is damaged, of another version, or cannot be
 * read. */

#include <sqlite3.h>

#include "cache_bench.h"
#include "lib/fault_vfs.h"

static void
test_damage_is_begun_anew(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	static const char *const rot[] = {"not a database at all", ""};
	size_t i;

	for (i = 0; i < 2; i++) {
		put(bench, &oak, 1, "c1");
		catalog_cache_close(bench->file);
		free(temp_dir_write(bench->dir, CATALOG_CACHE_FILE, rot[i]));
		bench_open(bench, bench->dir);
		assert_cursor(bench, "");
		assert_each(bench, ENTRY_LOCATION, NULL, "");
		put(bench, &oak, 1, "c2");
		assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
	}
}

/* What an earlier version kept has no usernames: it is fetched again. */
static void
test_an_earlier_version_is_begun_anew(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	char *path = temp_dir_path(bench->dir, CATALOG_CACHE_FILE);
	sqlite3 *db;

	put(bench, &oak, 1, "c1");
	catalog_cache_close(bench->file);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db,
			"ALTER TABLE entry RENAME COLUMN username TO other;"
			"PRAGMA user_version = 1",
			NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	bench_open(bench, bench->dir);
	assert_cursor(bench, "");
	assert_each(bench, ENTRY_LOCATION, NULL, "");
	put(bench, &oak, 1, "c2");
	assert_each(bench, ENTRY_LOCATION, NULL, "Oak.");
	free(path);
}

static void
test_damage_met_later(void **state)
{
	struct bench *bench = *state;
	char *path = temp_dir_path(bench->dir, CATALOG_CACHE_FILE);
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	char page[4096];
	FILE *file;
	int i;

	put(bench, &oak, 1, "c1");
	catalog_cache_close(bench->file);
	memset(page, 0x5a, sizeof(page));
	file = fopen(path, "r+");
	assert_non_null(file);
	fseek(file, 4096, SEEK_SET); /* all but the first page */
	for (i = 0; i < 5; i++)
		fwrite(page, sizeof(page), 1, file);
	fclose(file);
	bench_open(bench, bench->dir);
	assert_cursor(bench, "");
	assert_each(bench, ENTRY_LOCATION, NULL, "");
	put(bench, &oak, 1, "c2");
	reopen(bench);
	assert_cursor(bench, "c2");
	free(path);
}

/* A fault of reading is not a fault of the file. */
static void
test_a_read_that_fails_once(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	struct entry found;
	int reads, at;

	put(bench, &oak, 1, "c1");
	fault_vfs_install();
	reopen(bench);
	assert_string_equal(first_location(bench), "Oak.");
	reads = fault_vfs_count();
	assert_true(reads > 3);
	for (at = 0; at < reads; at++) {
		reopen(bench);
		fault_vfs_reads(at, 1);
		assert_string_equal(first_location(bench), "Oak.");
		reopen(bench);
		fault_vfs_reads(at, 1);
		assert_int_equal(
			bench->cache.ops->find(bench->cache.self, 1,
				ENTRY_LOCATION, &oak.id, &found, &bench->err),
			0);
		reopen(bench);
		fault_vfs_reads(at, 1);
		assert_cursor(bench, "c1");
	}
	catalog_cache_close(bench->file);
	fault_vfs_remove();
	bench_open(bench, bench->dir);
}

static void
test_a_disk_that_cannot_be_read(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	struct entry elm = entry(ENTRY_LOCATION, 1, "1", "Elm");
	int at;

	put(bench, &oak, 1, "c1");
	fault_vfs_install();
	for (at = 0; at < 6; at++) {
		reopen(bench);
		fault_vfs_reads(at, 1000);
		/* said, in place of an empty list */
		assert_non_null(strstr(first_location(bench), "disk failed"));
	}
	/* what the service tells anew is held in memory meanwhile */
	reopen(bench);
	fault_vfs_reads(0, 1000);
	assert_cursor(bench, "");
	put(bench, &elm, 1, "c1");
	assert_string_equal(first_location(bench), "Elm.");
	catalog_cache_close(bench->file);
	fault_vfs_remove();
	bench_open(bench, bench->dir);
	assert_string_equal(first_location(bench), "Oak."); /* kept */
}

/* What is read first is whole, what comes then is not, each time. */
static void
test_damage_behind_what_is_whole(void **state)
{
	struct bench *bench = *state;
	struct entry elm = entry(ENTRY_LOCATION, 1, "1", "Elm");
	struct entry dig = entry(ENTRY_COST_CODE, 1, "01", "Dig");
	char *path = temp_dir_path(bench->dir, CATALOG_CACHE_FILE);
	sqlite3_stmt *stmt;
	sqlite3 *db;
	FILE *file;
	int page;

	put(bench, &elm, 1, "c1");
	put(bench, &dig, 1, "c2");
	assert_each(bench, ENTRY_COST_CODE, &elm.id, "Dig."); /* in order */
	catalog_cache_close(bench->file);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
				 "SELECT rootpage FROM sqlite_schema "
				 "WHERE name = 'entry_order'",
				 -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	page = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	file = fopen(path, "r+");
	assert_non_null(file);
	fseek(file, (page - 1) * 4096L, SEEK_SET);
	fputs("this was an index once", file);
	fclose(file);
	bench_open(bench, bench->dir);
	assert_each(bench, ENTRY_COST_CODE, &elm.id, "");
	assert_cursor(bench, ""); /* thrown away */
	free(path);
}

/* A column's name that changed: our own statements no longer fit. */
static void
test_a_schema_that_is_not_ours(void **state)
{
	struct bench *bench = *state;
	struct entry oak = entry(ENTRY_LOCATION, 2, "10", "Oak");
	char *path = temp_dir_path(bench->dir, CATALOG_CACHE_FILE);
	sqlite3 *db;

	put(bench, &oak, 1, "c1");
	catalog_cache_close(bench->file);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				 "ALTER TABLE entry "
				 "RENAME COLUMN active TO bctive",
				 NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	bench_open(bench, bench->dir);
	assert_string_equal(first_location(bench), "");
	put(bench, &oak, 1, "c2");
	assert_string_equal(first_location(bench), "Oak.");
	free(path);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_an_earlier_version_is_begun_anew),
		T(test_damage_is_begun_anew),
		T(test_damage_met_later),
		T(test_a_read_that_fails_once),
		T(test_a_disk_that_cannot_be_read),
		T(test_damage_behind_what_is_whole),
		T(test_a_schema_that_is_not_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
