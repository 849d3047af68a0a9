#include "throttle_rows.h"

#define FORGET_MAX 64 /* rows that one call deletes */

static void
bind(struct db_stmt *stmt, const struct throttle_key *key)
{
	db_bind_text(stmt, 1, key->scope);
	db_bind_blob(stmt, 2, key->hash.bytes, sizeof(key->hash.bytes));
}

int
throttle_rows_count(struct db *db, const struct throttle_key *key,
	const struct throttle_window *window, int64_t *failures_out,
	int64_t *until_ms_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "INSERT INTO sign_in_failure AS f"
		    " (scope, key, window_ms, failures, until_ms)"
		    " VALUES (?1, ?2, ?3, 1, 0)"
		    " ON CONFLICT (scope, key) DO UPDATE SET"
		    " failures = CASE WHEN f.window_ms > ?4 OR f.until_ms > ?4"
		    "  THEN f.failures + 1 ELSE 1 END,"
		    " window_ms = CASE WHEN f.window_ms > ?4"
		    "  THEN f.window_ms ELSE ?3 END"
		    " RETURNING failures, until_ms",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, key);
	db_bind_int(stmt, 3, window->now_ms);
	db_bind_int(stmt, 4, window->since_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*failures_out = db_int(stmt, 0);
	*until_ms_out = db_int(stmt, 1);
	return 0;
}

int
throttle_rows_look(struct db *db, const struct throttle_key *key,
	int64_t *until_ms_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*until_ms_out = 0;
	if (db_prepare(db,
		    "SELECT until_ms FROM sign_in_failure"
		    " WHERE scope = ?1 AND key = ?2",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, key);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		*until_ms_out = db_int(stmt, 0);
	return 0;
}

int
throttle_rows_delay(struct db *db, const struct throttle_key *key,
	int64_t until_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE sign_in_failure SET until_ms = ?3"
		    " WHERE scope = ?1 AND key = ?2",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, key);
	db_bind_int(stmt, 3, until_ms);
	return db_run(stmt, err);
}

int
throttle_rows_forgive(struct db *db, const struct throttle_key *key, bool all,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE sign_in_failure SET"
		    " failures = CASE WHEN ?3 = 1 OR failures < 1"
		    "  THEN 0 ELSE failures - 1 END,"
		    " until_ms = 0 WHERE scope = ?1 AND key = ?2",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, key);
	db_bind_int(stmt, 3, all);
	return db_run(stmt, err);
}

int
throttle_rows_forget(
	struct db *db, int64_t window_ms, int64_t until_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM sign_in_failure WHERE (scope, key) IN ("
		    "SELECT scope, key FROM sign_in_failure"
		    " WHERE window_ms < ?1 AND until_ms < ?2"
		    " ORDER BY window_ms LIMIT ?3)",
		    &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 1, window_ms);
	db_bind_int(stmt, 2, until_ms);
	db_bind_int(stmt, 3, FORGET_MAX);
	return db_run(stmt, err);
}
