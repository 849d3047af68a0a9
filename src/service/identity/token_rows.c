#include "token_rows.h"

#include <string.h>

static void
bind(struct db_stmt *stmt, const struct token_row *row)
{
	db_bind_blob(stmt, 1, row->hash.bytes, sizeof(row->hash.bytes));
	db_bind_id(stmt, 2, &row->company);
	db_bind_id(stmt, 3, &row->session);
	db_bind_int(stmt, 4, row->until_ms);
}

int
token_rows_add_access(
	struct db *db, const struct token_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO access_token (hash, company, session,"
		    " until_ms) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, row);
	return db_run(stmt, err);
}

int
token_rows_add_refresh(
	struct db *db, const struct token_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO refresh_token (hash, company, session,"
		    " until_ms, parent) VALUES (?1, ?2, ?3, ?4, ?5)",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, row);
	if (row->parent != NULL)
		db_bind_blob(stmt, 5, row->parent->bytes,
			sizeof(row->parent->bytes));
	return db_run(stmt, err);
}

/* Whether both columns hold the same bytes. */
static bool
is_same(const struct db_stmt *stmt, int a, int b)
{
	size_t a_len, b_len;
	const void *a_bytes = db_blob(stmt, a, &a_len);
	const void *b_bytes = db_blob(stmt, b, &b_len);

	return a_len > 0 && a_len == b_len &&
	       memcmp(a_bytes, b_bytes, a_len) == 0;
}

int
token_rows_place(struct db *db, const struct hash *hash,
	struct token_place *place_out, struct err *err)
{
	struct db_stmt *stmt;
	size_t len;
	bool row;

	if (db_prepare(db,
		    "SELECT s.head, t.parent, t.hash FROM refresh_token t"
		    " JOIN session s ON s.company = t.company"
		    "  AND s.id = t.session"
		    " WHERE t.hash = ?1",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_INTERNAL, "the refresh token is gone");
	(void)db_blob(stmt, 0, &len);
	*place_out = (struct token_place){
		.is_first = len == 0,
		.is_head = is_same(stmt, 0, 2),
		.is_next = is_same(stmt, 0, 1),
	};
	return 0;
}

int
token_rows_forget(struct db *db, const struct id *company,
	const struct id *session, int64_t now_ms, struct err *err)
{
	static const char *const sql[] = {
		"DELETE FROM access_token WHERE company = ?1 AND session = ?2"
		" AND until_ms < ?3",
		"DELETE FROM refresh_token WHERE company = ?1 AND session = ?2"
		" AND until_ms < ?3",
	};

	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		struct db_stmt *stmt;

		if (db_prepare(db, sql[i], &stmt, err) < 0)
			return -1;
		db_bind_id(stmt, 1, company);
		db_bind_id(stmt, 2, session);
		db_bind_int(stmt, 3, now_ms);
		if (db_run(stmt, err) < 0)
			return -1;
	}
	return 0;
}
