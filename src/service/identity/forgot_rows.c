#include "forgot_rows.h"

int
forgot_rows_add(struct db *db, const char *company_id, const char *username,
	int64_t now_ms, struct err *err)
{
	struct id_source source = {0};
	struct db_stmt *stmt;
	struct id id;

	if (id_make(&source, now_ms, &id, err) < 0 ||
		db_prepare(db,
			"INSERT INTO letter_wish (id, company_id, username,"
			" asked_ms) VALUES (?1, ?2, ?3, ?4)",
			&stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &id);
	db_bind_text(stmt, 2, company_id);
	db_bind_text(stmt, 3, username);
	db_bind_int(stmt, 4, now_ms);
	return db_run(stmt, err);
}
