#include "role_rows.h"

#include <string.h>

static int
add_permission(struct db *db, const struct role_row *row, const char *name,
	const char *level, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO role_permission (company, role, permission,"
		    " level) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, name);
	db_bind_text(stmt, 4, level);
	return db_run(stmt, err);
}

static int
add_permissions(struct db *db, const struct role_row *row, struct err *err)
{
	size_t count;
	const struct permission_row *all = permission_table(&count);

	for (size_t i = 0; i < count; i++) {
		const char *level = permission_level(row->permissions, &all[i]);

		if (strcmp(level, "none") != 0 &&
			add_permission(db, row, all[i].name, level, err) < 0)
			return -1;
	}
	return 0;
}

int
role_rows_add(struct db *db, const struct role_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO role (company, id, name, is_administrator,"
		    " since_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, row->name);
	db_bind_int(stmt, 4, row->is_administrator);
	db_bind_int(stmt, 5, row->since_ms);
	if (db_run(stmt, err) < 0)
		return -1;
	return add_permissions(db, row, err);
}
