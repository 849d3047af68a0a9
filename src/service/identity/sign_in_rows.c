#include "sign_in_rows.h"

#include <string.h>

#include "base/str.h"

int
sign_in_rows_find(struct db *db, const char *company_id, const char *username,
	struct sign_in_row *row_out, struct err *err)
{
	struct sign_in_row row = {.found = false};
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT e.company, e.id, e.password_hash"
		    " FROM company c"
		    " JOIN employee e ON e.company = c.id"
		    " WHERE c.company_id = ?1 AND e.username = ?2"
		    " AND e.active = 1 AND e.verified = 1"
		    " AND e.role IS NOT NULL"
		    " AND e.password_hash IS NOT NULL",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, company_id);
	db_bind_text(stmt, 2, username);
	if (db_step(stmt, &row.found, err) < 0)
		return -1;
	if (row.found) {
		row.company = db_id(stmt, 0);
		row.employee = db_id(stmt, 1);
		str_copy(row.hash, sizeof(row.hash), db_text(stmt, 2));
	}
	*row_out = row;
	return 0;
}

/* What all of that cost begin with, for LIKE. */
static void
pattern_of(const char *hash, char pattern_out[PASSWORD_HASH_BYTES])
{
	size_t len = password_head_len(hash);

	memcpy(pattern_out, hash, len);
	memcpy(pattern_out + len, "$%", sizeof("$%"));
}

int
sign_in_rows_other_cost(struct db *db, char (*hashes)[PASSWORD_HASH_BYTES],
	size_t count, char hash_out[PASSWORD_HASH_BYTES], bool *found_out,
	struct err *err)
{
	char patterns[SIGN_IN_COSTS_MAX][PASSWORD_HASH_BYTES] = {""};
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT password_hash FROM employee"
		    " WHERE password_hash NOT LIKE ?1"
		    " AND password_hash NOT LIKE ?2"
		    " AND password_hash NOT LIKE ?3"
		    " AND password_hash NOT LIKE ?4 LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	for (size_t i = 0; i < SIGN_IN_COSTS_MAX; i++) {
		if (i < count)
			pattern_of(hashes[i], patterns[i]);
		db_bind_text(stmt, (int)i + 1, patterns[i]);
	}
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		str_copy(hash_out, PASSWORD_HASH_BYTES, db_text(stmt, 0));
	db_reset(db);
	return 0;
}

int
sign_in_rows_rehash(struct db *db, const struct sign_in_row *row,
	const char *hash, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE employee SET password_hash = ?4"
		    " WHERE company = ?1 AND id = ?2 AND password_hash = ?3",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->employee);
	db_bind_text(stmt, 3, row->hash);
	db_bind_text(stmt, 4, hash);
	return db_run(stmt, err);
}
