/* A PostgreSQL server that goes, stands still or is asked too much. */

#include "refusals.h"

static void
lost_connection_is_made_again(void **state)
{
	static const char terminate[] =
		"SELECT count(pg_terminate_backend(pid, 9000)) FROM "
		"pg_stat_activity"
		" WHERE application_name = 'connectd'"
		" AND pid <> pg_backend_pid()";
	struct db *db = sql_open_current(*state);
	struct db *other;
	struct many many = make_many(3);
	const struct db_batch_call call = {bind_many, on_many, &many, false};
	struct err err = {0};

	assert_int_equal(sql_int(db, count_refusals), 0);
	/* Idle: nobody notices. */
	other = sql_open(*state);
	assert_true(sql_int(other, terminate) >= 1);
	db_close(&other);
	assert_int_equal(sql_int(db, count_refusals), 0);
	assert_int_equal(
		sql_int(db, "SELECT count(*) FROM pg_settings"
			    " WHERE name = 'synchronous_commit'"
			    " AND setting = 'on' AND source = 'session'"),
		1);
	/* In a transaction: it fails, the next one does not. */
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, 2, &call, &err), 0);
	other = sql_open(*state);
	assert_true(sql_int(other, terminate) >= 1);
	assert_int_equal(db_batch(db, insert_refusal, 3, &call, &err), -1);
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	err_clear(&err);
	assert_int_equal(db_commit(db, &err), -1);
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	db_rollback(db);
	assert_int_equal(sql_int(db, count_refusals), 0);
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, 3, &call, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(sql_int(other, count_refusals), 3);
	free(many.rows);
	db_close(&other);
	db_close(&db);
}

/* Long enough for one that does not. */
#define SILENCE_MS 1000

static void
frozen_server_is_given_up(void **state)
{
	struct test_database *database = *state;
	struct db *db, *other = NULL;
	struct many many = make_many(3);
	const struct db_batch_call call = {bind_many, on_many, &many, false};
	struct db_source source = test_database_source(database->url);
	struct err err = {0};

	database->answer_ms = source.answer_ms = SILENCE_MS;
	db = sql_open_current(database);
	assert_int_equal(sql_int(db, count_refusals), 0);
	test_database_freeze();
	assert_int_equal(sql_failure(db, count_refusals), ERR_UNAVAILABLE);
	/* Nor does it take a new connection; this one tries for one. */
	assert_int_equal(db_open(&source, false, &other, &err), -1);
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_int_equal(sql_failure(db, count_refusals), ERR_UNAVAILABLE);
	test_database_thaw();
	assert_int_equal(sql_int(db, count_refusals), 0);
	/* In the middle of a transaction. */
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, 2, &call, &err), 0);
	test_database_freeze();
	assert_int_equal(db_batch(db, insert_refusal, 3, &call, &err), -1);
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_int_equal(db_commit(db, &err), -1);
	db_rollback(db);
	test_database_thaw();
	assert_int_equal(sql_int(db, count_refusals), 0);
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, 3, &call, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(sql_int(db, count_refusals), 3);
	free(many.rows);
	db_close(&db);
}

/* More than a socket holds, both ways: nobody waits for the other. */
static void
long_batch_does_not_stand_still(void **state)
{
	struct db *db = sql_open_current(*state);
	struct many many = make_many(30000);
	const struct db_batch_call call = {bind_many, on_many, &many, false};
	struct err err = {0};

	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_batch(db, insert_refusal, 30000, &call, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(sql_int(db, count_refusals), 30000);
	free(many.rows);
	db_close(&db);
}

static void
endless_statement_is_ended_by_the_server(void **state)
{
	static const char endless[] =
		"SELECT count(*) FROM generate_series(1, 1000000000000)";
	struct test_database *database = *state;
	struct db *db;

	database->answer_ms = SILENCE_MS;
	db = sql_open(database);
	assert_int_equal(sql_failure(db, endless), ERR_BUSY);
	/* It was told so: the connection is the same. */
	assert_int_equal(sql_int(db, "SELECT 1"), 1);
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_POSTGRES(lost_connection_is_made_again),
		ON_POSTGRES(frozen_server_is_given_up),
		ON_POSTGRES(long_batch_does_not_stand_still),
		ON_POSTGRES(endless_statement_is_ended_by_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
