#include "service_key_rows.h"

#include <string.h>

int
service_key_rows_find(struct db *db, const char *name, struct hash *key_out,
	bool *found_out, struct err *err)
{
	struct db_stmt *stmt;
	const void *bytes;
	size_t len;

	if (db_prepare(db, "SELECT bytes FROM service_key WHERE name = ?1",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, name);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out) {
		bytes = db_blob(stmt, 0, &len);
		*found_out = len == sizeof(key_out->bytes);
	}
	if (*found_out)
		memcpy(key_out->bytes, bytes, len);
	db_reset(db);
	return 0;
}

int
service_key_rows_add(struct db *db, const char *name, const struct hash *key,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO service_key (name, bytes) VALUES (?1, ?2)"
		    " ON CONFLICT (name) DO NOTHING",
		    &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, name);
	db_bind_blob(stmt, 2, key->bytes, sizeof(key->bytes));
	return db_run(stmt, err);
}
