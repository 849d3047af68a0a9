/* The database interface: the same behaviour from both drivers. */

#include <dirent.h>
#include <unistd.h>

#include "db/version.h"
#include "refusals.h"

static const char create_things[] =
	"CREATE TABLE things (a BIGINT, b TEXT, c TEXT)";

static void
values_come_back_as_they_were(void **state)
{
	struct db *db = sql_open_current(*state);
	struct refusal r = {{{0, 1, 0xff, '\'', '\\'}}, {{2}}, {{3}}, 1,
		"d\xc3\xa9j\xc3\xa0 'vu' \\ \n ?1"};
	struct db_stmt *stmt = sql_prepare(db, insert_refusal);
	struct err err = {0};
	bool row = false;
	size_t len = 0;
	struct id company;

	bind_refusal(stmt, &r);
	assert_int_equal(db_step(stmt, &row, &err), 0);
	assert_true(row);
	assert_int_equal(db_step(stmt, &row, &err), 0);
	assert_false(row);
	stmt = sql_prepare(db,
		"SELECT company, problem, refused_ms, NULL, enrolment"
		" FROM refusal WHERE company = ?1 AND problem = ?2"
		" AND problem <> '?3'");
	db_bind_id(stmt, 1, &r.company);
	db_bind_text(stmt, 2, r.problem);
	assert_int_equal(db_step(stmt, &row, &err), 0);
	assert_true(row);
	company = db_id(stmt, 0);
	assert_true(id_equal(&company, &r.company));
	assert_string_equal(db_text(stmt, 1), r.problem);
	assert_true(db_int(stmt, 2) == INT64_MIN);
	assert_string_equal(db_text(stmt, 3), "");
	assert_null(db_blob(stmt, 3, &len));
	assert_int_equal(len, 0);
	assert_non_null(db_blob(stmt, 4, &len));
	assert_int_equal(len, 16);
	db_close(&db);
}

static void
what_is_not_bound_is_null(void **state)
{
	struct db *db = sql_open(*state);
	struct db_stmt *stmt;
	struct id nil = {{0}};
	struct err err = {0};

	sql_run(db, create_things);
	stmt = sql_prepare(db, "INSERT INTO things VALUES (?1, ?2, ?3)");
	db_bind_int(stmt, 1, 7);
	db_bind_text(stmt, 2, NULL);
	assert_int_equal(db_run(stmt, &err), 0);
	/* The value of the last time is gone. */
	stmt = sql_prepare(db, "INSERT INTO things VALUES (?1, ?2, ?3)");
	db_bind_id(stmt, 1, &nil);
	assert_int_equal(db_run(stmt, &err), 0);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM things"
				     " WHERE b IS NULL AND c IS NULL"),
		2);
	assert_int_equal(
		sql_int(db, "SELECT count(*) FROM things WHERE a IS NULL"), 1);
	db_close(&db);
}

static void
rollback_leaves_nothing_and_commit_all(void **state)
{
	struct db *db = sql_open(*state);
	struct db *other;
	struct err err = {0};

	sql_run(db, create_things);
	other = sql_open(*state);
	assert_int_equal(db_begin(db, &err), 0);
	sql_run(db, "INSERT INTO things VALUES (1, 'x', NULL)");
	assert_int_equal(sql_int(other, "SELECT count(*) FROM things"), 0);
	db_rollback(db);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM things"), 0);
	assert_int_equal(db_begin(db, &err), 0);
	sql_run(db, "INSERT INTO things VALUES (1, 'x', NULL)");
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(sql_int(other, "SELECT count(*) FROM things"), 1);
	db_close(&other);
	db_close(&db);
}

static void
reading_transaction_sees_one_moment(void **state)
{
	struct db *db = sql_open(*state);
	struct db *other = sql_open(*state);
	struct err err = {0};

	sql_run(db, create_things);
	assert_int_equal(db_begin_read(other, &err), 0);
	assert_int_equal(sql_int(other, "SELECT count(*) FROM things"), 0);
	sql_run(db, "INSERT INTO things VALUES (1, 'x', NULL)");
	assert_int_equal(sql_int(other, "SELECT count(*) FROM things"), 0);
	db_rollback(other);
	assert_int_equal(sql_int(other, "SELECT count(*) FROM things"), 1);
	db_close(&other);
	db_close(&db);
}

static void
half_read_rows_do_not_hold_the_past(void **state)
{
	struct db *db = sql_open(*state);
	struct db *other = sql_open(*state);
	struct db_stmt *stmt;
	struct err err = {0};
	bool row = false;

	sql_run(db, create_things);
	sql_run(db, "INSERT INTO things VALUES (1, 'x', NULL), (2, 'y', NULL)");
	stmt = sql_prepare(other, "SELECT a FROM things ORDER BY a");
	assert_int_equal(db_step(stmt, &row, &err), 0);
	assert_int_equal(db_int(stmt, 0), 1);
	sql_run(db, "INSERT INTO things VALUES (3, 'z', NULL)");
	db_reset(other);
	assert_int_equal(sql_int(other, "SELECT count(*) FROM things"), 3);
	db_close(&other);
	db_close(&db);
}

static void
batch_answers_each_in_order(void **state)
{
	struct db *db = sql_open_current(*state);
	struct many many = make_many(2000);
	const struct db_batch_call call = {bind_many, on_many, &many, false};
	struct err err = {0};

	/* Two the same: the second yields no row. */
	many.rows[1999] = many.rows[7];
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, many.n, &call, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(many.given, 1999);
	assert_true(many.in_order);
	assert_int_equal(sql_int(db, count_refusals), 1999);
	free(many.rows);
	db_close(&db);
}

static void
batch_that_fails_leaves_the_connection_usable(void **state)
{
	struct db *db = sql_open_current(*state);
	struct many many = make_many(50);
	const struct db_batch_call call = {bind_many, on_many, &many, false};
	struct err err = {0};

	many.rows[20].problem = NULL; /* NOT NULL */
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, many.n, &call, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	db_rollback(db);
	assert_int_equal(many.given, 20);
	assert_int_equal(sql_int(db, count_refusals), 0);
	many.rows[20].problem = "y";
	err_clear(&err);
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, many.n, &call, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(sql_int(db, count_refusals), 50);
	free(many.rows);
	db_close(&db);
}

static void
errors_have_their_kind(void **state)
{
	struct db *db = sql_open_current(*state);

	assert_int_equal(sql_failure(db, "SELECT nonsense"), ERR_INTERNAL);
	assert_int_equal(
		sql_failure(
			db, "INSERT INTO ledger_head VALUES (NULL, 0, NULL)"),
		ERR_DATA);
	db_close(&db);
}

static void
two_writers_wait_or_are_told(void **state)
{
	struct test_database *database = *state;
	struct db *db = sql_open_current(database);
	struct many many = make_many(1);
	const struct db_batch_call call = {bind_many, on_many, &many, false};
	struct err err = {0};

	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, 1, &call, &err), 0);
	if (!database->postgres) {
		/* A second writer without patience. */
		struct db *other = sql_open(database);

		sql_run(db, "SELECT 1 WHERE 1 = 0");
		assert_int_equal(sql_int(other, "PRAGMA busy_timeout=1"), 1);
		assert_int_equal(db_begin(other, &err), -1);
		assert_int_equal(err.kind, ERR_BUSY);
		db_close(&other);
	}
	db_rollback(db);
	free(many.rows);
	db_close(&db);
}

static const char insert_ledger[] =
	"INSERT INTO ledger (company, seq, id, enrolment, number, employee,"
	" pressed_by, kind, forced, wall_ms, boottime_ms, zone, offset_s,"
	" has_chosen, chosen_ms, comment, sent_wall_ms, sent_boottime_ms,"
	" sent_highest, received_ms, restated_ms, method, anchor_boottime_ms,"
	" anchor_received_ms, not_before_ms, not_after_ms, flags, verdict,"
	" content, hash) VALUES (?1, ?2, ?3, ?1, 1, ?1, ?1, 'go', 0, 0, 0, '',"
	" 0, 0, 0, '', 0, 0, 0, 0, 0, 'wall', 0, 0, 0, 0, 0, 'recorded', ?1,"
	" ?1)";
static const char insert_event[] =
	"INSERT INTO ledger_event (company, seq, kind, punch, at_ms, cause, "
	"number,"
	" restated_ms, method, anchor_boottime_ms, anchor_received_ms,"
	" not_before_ms, not_after_ms, flags, hash) VALUES (?1, 2, 'cause', 1,"
	" 0, 'left', 0, 0, 'wall', 0, 0, 0, 0, 0, ?1)";
static const char insert_head[] = "INSERT INTO ledger_head VALUES (?1, 5, ?1)";

static void
add_row(struct db *db, int64_t seq, const struct id *id)
{
	const struct id other = {{9}};
	struct db_stmt *stmt = sql_prepare(db, insert_ledger);
	struct err err;

	db_bind_id(stmt, 1, &other);
	db_bind_int(stmt, 2, seq);
	db_bind_id(stmt, 3, id);
	assert_int_equal(db_run(stmt, &err), 0);
}

static void
ledger_is_append_only(void **state)
{
	struct test_database *database = *state;
	struct db *db = sql_open_current(database);
	struct id id = {{9}};
	struct err err = {0};
	struct db_stmt *stmt;

	add_row(db, 1, &id);
	stmt = sql_prepare(db, insert_event);
	db_bind_id(stmt, 1, &id);
	assert_int_equal(db_run(stmt, &err), 0);
	stmt = sql_prepare(db, insert_head);
	db_bind_id(stmt, 1, &id);
	assert_int_equal(db_run(stmt, &err), 0);
	assert_int_equal(sql_failure(db, "UPDATE ledger_event SET cause = 'x'"),
		ERR_DATA);
	assert_int_equal(sql_failure(db, "DELETE FROM ledger_event"), ERR_DATA);
	assert_int_equal(
		sql_failure(db, "UPDATE ledger SET comment = 'x'"), ERR_DATA);
	assert_int_equal(sql_failure(db, "DELETE FROM ledger"), ERR_DATA);
	assert_int_equal(sql_failure(db, "DELETE FROM ledger_head"), ERR_DATA);
	assert_int_equal(sql_failure(db, "UPDATE ledger_head SET last_seq = 4"),
		ERR_DATA);
	if (database->postgres)
		assert_int_equal(
			sql_failure(db, "TRUNCATE ledger, ledger_event"),
			ERR_DATA);
	else
		sql_run(db, "INSERT OR REPLACE INTO ledger_head"
			    " SELECT company, 1, hash FROM ledger_head");
	assert_int_equal(sql_int(db, "SELECT last_seq FROM ledger_head"), 5);
	for (int other = 0; !database->postgres && other < 2; other++) {
		/* Another program has not switched that on. */
		if (other)
			sql_run(db, "PRAGMA recursive_triggers=OFF");
		assert_int_equal(sql_failure(db, "INSERT OR REPLACE INTO ledger"
						 " SELECT * FROM ledger"),
			ERR_DATA);
		assert_int_equal(sql_failure(db, "INSERT OR REPLACE"
						 " INTO ledger_event"
						 " SELECT * FROM ledger_event"),
			ERR_DATA);
	}
	assert_int_equal(sql_int(db, "SELECT count(*) FROM ledger"
				     " WHERE comment = ''"),
		1);
	sql_run(db, "UPDATE ledger_head SET last_seq = 6");
	db_close(&db);
}

/* Files that SQLite made for what it may have to undo. */
static int
count_temporary_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	struct dirent *entry;
	char name[4096];
	int count = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		ssize_t n = readlinkat(
			dirfd(dir), entry->d_name, name, sizeof(name) - 1);

		name[n < 0 ? 0 : n] = '\0';
		if (strstr(name, "etilqs") != NULL)
			count++;
	}
	closedir(dir);
	return count;
}

/* Ids in no order touch the most pages. */
static void
rows_of_a_group_are_written_once(void **state)
{
	struct db *db = sql_open_current(*state);
	struct err err = {0};

	assert_int_equal(db_begin(db, &err), 0);
	for (unsigned i = 1; i <= 4096; i++) {
		unsigned place = i * 2654435761u;
		struct id id = {{0}};

		memcpy(id.bytes, &place, sizeof(place));
		add_row(db, i, &id);
	}
	assert_int_equal(count_temporary_files(), 0);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM ledger"), 4096);
	db_close(&db);
}

static int64_t
version_of(struct db *db)
{
	struct err err = {0};
	int64_t version = 0;

	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_version(db, &version, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	return version;
}

static void
version_tells_whether_another_has_written(void **state)
{
	const struct test_database *database = *state;
	struct db *db = sql_open_current(*state), *other = sql_open(*state);
	int64_t before = version_of(db);

	if (database->postgres)
		assert_int_equal(before, DB_VERSION_UNKNOWN);
	else
		assert_int_not_equal(before, DB_VERSION_UNKNOWN);
	sql_run(db, create_things);
	assert_int_equal(version_of(db), before);
	assert_int_equal(sql_int(other, "SELECT count(*) FROM things"), 0);
	assert_int_equal(version_of(db), before);
	sql_run(other, "INSERT INTO things VALUES (1, 'b', 'c')");
	if (!database->postgres)
		assert_int_not_equal(version_of(db), before);
	before = version_of(db);
	sql_run(db, "DELETE FROM things");
	assert_int_equal(version_of(db), before);
	db_close(&other);
	db_close(&db);
}

static void
failed_transaction_does_not_commit(void **state)
{
	struct db *db = sql_open_current(*state);
	struct err err = {0};

	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(sql_failure(db, "SELECT nonsense"), ERR_INTERNAL);
	assert_int_equal(db_commit(db, &err), -1);
	db_rollback(db);
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(values_come_back_as_they_were),
		ON_BOTH(what_is_not_bound_is_null),
		ON_BOTH(rollback_leaves_nothing_and_commit_all),
		ON_BOTH(reading_transaction_sees_one_moment),
		ON_BOTH(half_read_rows_do_not_hold_the_past),
		ON_BOTH(batch_answers_each_in_order),
		ON_BOTH(batch_that_fails_leaves_the_connection_usable),
		ON_BOTH(errors_have_their_kind),
		ON_BOTH(two_writers_wait_or_are_told),
		ON_BOTH(ledger_is_append_only),
		ON_SQLITE(rows_of_a_group_are_written_once),
		ON_BOTH(version_tells_whether_another_has_written),
		ON_POSTGRES(failed_transaction_does_not_commit),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
