/* Batches that may be one statement: the same behaviour from both drivers. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/batch.h"
#include "lib/sql.h"

#define MANY 2500

static const char insert[] =
	"INSERT INTO refusal (company, enrolment, number, id, problem,"
	" refused_ms) VALUES (?1, ?1, ?2, ?3, '(' || ?4, 0)"
	" ON CONFLICT (company, enrolment, number, id)"
	" DO UPDATE SET problem = excluded.problem";
static const char find[] =
	"SELECT problem, number, NULL, id FROM refusal"
	" WHERE company = ?1 AND number <= ?2 ORDER BY number DESC LIMIT 1";

static const struct id company = {{0, 0xff, '\'', '\\', '{', '"', ','}};

struct batch {
	const char *problem;
	int64_t step; /* between two numbers, of which the first is it */
	size_t null;  /* this one has no problem, where it must */
	size_t rows;
	size_t given;
};

static void
bind_insert(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct batch *batch = ctx;
	static struct id id;

	memset(&id, 7, sizeof(id));
	memcpy(&id, &i, sizeof(i));
	db_bind_id(stmt, 1, &company);
	db_bind_int(stmt, 2, ((int64_t)i + 1) * batch->step);
	db_bind_id(stmt, 3, &id);
	if (i + 1 != batch->null)
		db_bind_text(stmt, 4, batch->problem);
}

/* Execution i asks for number i: found from the first step on. */
static void
bind_find(void *ctx, struct db_stmt *stmt, size_t i)
{
	(void)ctx;
	db_bind_id(stmt, 1, &company);
	db_bind_int(stmt, 2, (int64_t)i);
}

static void
on_find(void *ctx, size_t i, const struct db_stmt *row)
{
	struct batch *batch = ctx;
	int64_t number = (int64_t)i / batch->step * batch->step;
	size_t len;

	assert_int_equal(i, batch->given++);
	if (number == 0) {
		assert_null(row);
		return;
	}
	assert_non_null(row);
	batch->rows++;
	assert_int_equal(db_int(row, 1), number);
	assert_string_equal(db_text(row, 0) + 1, batch->problem);
	assert_null(db_blob(row, 2, &len));
	assert_non_null(db_blob(row, 3, &len));
	assert_int_equal(len, sizeof(struct id));
}

static int
insert_all(struct db *db, struct batch *batch, struct err *err)
{
	const struct db_batch_call call = {bind_insert, NULL, batch, true};

	return db_batch(db, insert, MANY, &call, err);
}

static void
find_all(struct db *db, struct batch *batch)
{
	const struct db_batch_call call = {bind_find, on_find, batch, false};
	struct err err = {0};

	batch->rows = batch->given = 0;
	assert_int_equal(db_batch(db, find, MANY, &call, &err), 0);
	assert_int_equal(batch->given, MANY);
	assert_int_equal(batch->rows, MANY - (size_t)batch->step);
}

static void
each_execution_gets_its_own_row(void **state)
{
	struct db *db = sql_open_current(*state);
	struct batch batch = {
		.problem = "d\xc3\xa9j\xc3\xa0 'vu' \\ {,} ?1", .step = 3};
	struct err err = {0};

	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(insert_all(db, &batch, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	find_all(db, &batch);
	/* What is there is saved again. */
	batch.problem = "";
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(insert_all(db, &batch, &err), 0);
	find_all(db, &batch);
	assert_int_equal(db_commit(db, &err), 0);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM refusal"), MANY);
	db_close(&db);
}

static void
value_that_is_missing_fails_them_all(void **state)
{
	struct db *db = sql_open_current(*state);
	struct batch batch = {.problem = "x", .step = 1, .null = 1700};
	struct err err = {0};

	assert_int_equal(db_begin(db, &err), 0);
	if (insert_all(db, &batch, &err) == 0)
		assert_int_equal(db_commit(db, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	db_rollback(db);
	assert_int_equal(sql_int(db, "SELECT count(*) FROM refusal"), 0);
	batch.null = 0;
	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(insert_all(db, &batch, &err), 0);
	assert_int_equal(db_commit(db, &err), 0);
	find_all(db, &batch);
	db_close(&db);
}

static void
new_connection_learns_it_again(void **state)
{
	static const char terminate[] =
		"SELECT count(pg_terminate_backend(pid, 9000)) FROM"
		" pg_stat_activity WHERE application_name = 'connectd'"
		" AND pid <> pg_backend_pid()";
	struct db *db = sql_open_current(*state);
	struct batch batch = {.problem = "x", .step = 1};
	struct err err = {0};
	struct db *other;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(db_begin(db, &err), 0);
		assert_int_equal(insert_all(db, &batch, &err), 0);
		assert_int_equal(db_commit(db, &err), 0);
		find_all(db, &batch);
		other = sql_open(*state);
		assert_true(sql_int(other, terminate) >= 1);
		db_close(&other);
	}
	db_close(&db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(each_execution_gets_its_own_row),
		ON_BOTH(value_that_is_missing_fails_them_all),
		ON_POSTGRES(new_connection_learns_it_again),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
