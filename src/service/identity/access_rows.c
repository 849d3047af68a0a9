#include "access_rows.h"

#define FORGET_MAX 64 /* rows that one call deletes */

int
access_rows_add(struct db *db, const struct session_row *session,
	const struct hash *hash, int64_t until_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO access_token (hash, company, session,"
		    " until_ms) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	db_bind_id(stmt, 2, &session->company);
	db_bind_id(stmt, 3, &session->id);
	db_bind_int(stmt, 4, until_ms);
	return db_run(stmt, err);
}

int
access_rows_forget(struct db *db, int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM access_token WHERE hash IN ("
		    "SELECT hash FROM access_token WHERE until_ms < ?1"
		    " ORDER BY until_ms LIMIT ?2)",
		    &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 1, now_ms);
	db_bind_int(stmt, 2, FORGET_MAX);
	return db_run(stmt, err);
}

int
access_rows_keep(struct db *db, const struct session_row *session,
	int64_t newest, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM access_token"
		    " WHERE company = ?1 AND session = ?2"
		    " AND hash NOT IN (SELECT hash FROM access_token"
		    "  WHERE company = ?1 AND session = ?2"
		    "  ORDER BY until_ms DESC, hash LIMIT ?3)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &session->company);
	db_bind_id(stmt, 2, &session->id);
	db_bind_int(stmt, 3, newest);
	return db_run(stmt, err);
}

#define NEWEST_SESSIONS                                                        \
	"(SELECT id FROM session WHERE company = ?1 AND employee = ?2"         \
	" ORDER BY used_ms DESC, id LIMIT ?3)"

int
access_rows_keep_sessions(struct db *db, const struct session_row *session,
	int64_t newest, struct err *err)
{
	static const char *const statements[] = {
		"DELETE FROM access_token WHERE company = ?1"
		" AND session IN (SELECT id FROM session"
		"  WHERE company = ?1 AND employee = ?2"
		"  AND id NOT IN " NEWEST_SESSIONS ")",
		"DELETE FROM session WHERE company = ?1 AND employee = ?2"
		" AND id NOT IN " NEWEST_SESSIONS,
	};
	struct db_stmt *stmt;

	for (size_t i = 0; i < 2; i++) {
		if (db_prepare(db, statements[i], &stmt, err) < 0)
			return -1;
		db_bind_id(stmt, 1, &session->company);
		db_bind_id(stmt, 2, &session->employee);
		db_bind_int(stmt, 3, newest);
		if (db_run(stmt, err) < 0)
			return -1;
	}
	return 0;
}
