#include "letter_rows.h"

#include <string.h>

#include "base/text.h"

#define FORGET_MAX 8

int
letter_rows_lock(struct db *db, const struct id *company,
	const struct id *employee, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE employee SET verified = verified"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	return db_run(stmt, err);
}

int
letter_rows_end(struct db *db, const struct letter *letter, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE letter SET ended = 2, ended_ms = ?3,"
		    " token = '', code = '',"
		    " state = CASE state WHEN 1 THEN 4 ELSE state END"
		    " WHERE company = ?1 AND employee = ?2 AND ended = 0"
		    " AND token_hash IS NOT NULL",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &letter->company);
	db_bind_id(stmt, 2, &letter->employee);
	db_bind_int(stmt, 3, letter->now_ms);
	return db_run(stmt, err);
}

int
letter_rows_forget(struct db *db, int64_t before_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM letter WHERE (company, id) IN ("
		    "SELECT l.company, l.id FROM letter l"
		    " WHERE l.asked_ms < ?1 AND l.state <> 1"
		    " AND EXISTS (SELECT 1 FROM letter n"
		    "  WHERE n.company = l.company"
		    "  AND n.employee = l.employee"
		    "  AND n.asked_ms > l.asked_ms"
		    "  AND n.token_hash IS NOT NULL)"
		    " ORDER BY l.asked_ms LIMIT ?2)",
		    &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 1, before_ms);
	db_bind_int(stmt, 2, FORGET_MAX);
	return db_run(stmt, err);
}

static void
bind_hash(struct db_stmt *stmt, int index, const struct hash *hash)
{
	if (hash != NULL)
		db_bind_blob(stmt, index, hash->bytes, sizeof(hash->bytes));
}

int
letter_rows_add(struct db *db, const struct letter_row *row, struct err *err)
{
	const struct letter *letter = row->letter;
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO letter (company, id, employee, kind, email,"
		    " asked_ms, due_ms, state, token, code, token_hash,"
		    " code_hash)"
		    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 1, ?7, ?8, ?9, ?10)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &letter->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_id(stmt, 3, &letter->employee);
	db_bind_int(stmt, 4, letter->kind);
	db_bind_text(stmt, 5, letter->email);
	db_bind_int(stmt, 6, letter->now_ms);
	db_bind_text(stmt, 7, row->token);
	db_bind_text(stmt, 8, row->code);
	bind_hash(stmt, 9, row->token_hash);
	bind_hash(stmt, 10, row->code_hash);
	return db_run(stmt, err);
}

int
letter_rows_may_ask(struct db *db, const struct letter *letter, bool *may_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM employee e WHERE e.company = ?1"
		    " AND e.id = ?2 AND e.email = ?3 AND e.active = 1"
		    " AND e.role IS NOT NULL AND e.username IS NOT NULL"
		    " AND (SELECT COUNT(*) FROM letter l"
		    "  WHERE l.company = ?1 AND l.employee = ?2"
		    "  AND l.asked_ms > ?4) < ?5",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &letter->company);
	db_bind_id(stmt, 2, &letter->employee);
	db_bind_text(stmt, 3, letter->email);
	db_bind_int(stmt, 4, letter->now_ms - LETTER_ASKED_MS);
	db_bind_int(stmt, 5, LETTER_ASKED_MAX);
	if (db_step(stmt, may_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
letter_rows_last(struct db *db, const struct id *company,
	const struct id *employee, struct letter_last *last_out,
	struct err *err)
{
	struct letter_last last = {.kind = LETTER_VERIFY};
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT id, kind, state, ended, asked_ms, sent_ms, email,"
		    " said FROM letter WHERE company = ?1 AND employee = ?2"
		    " AND token_hash IS NOT NULL"
		    " ORDER BY asked_ms DESC, id DESC LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row) {
		last.id = db_id(stmt, 0);
		last.kind = (enum letter_kind)db_int(stmt, 1);
		last.state = (enum letter_state)db_int(stmt, 2);
		last.ended = (enum letter_end)db_int(stmt, 3);
		last.asked_ms = db_int(stmt, 4);
		last.sent_ms = db_int(stmt, 5);
		text_shorten(last.email, sizeof(last.email), db_text(stmt, 6));
		text_shorten(last.said, sizeof(last.said), db_text(stmt, 7));
	}
	db_reset(db);
	*last_out = last;
	return 0;
}
