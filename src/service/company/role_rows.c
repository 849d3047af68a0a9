#include "role_rows.h"

#include <string.h>

#include "core/role.h"
#include "service/company/role.h"

#define RECORD_TABLE "role"
#define RECORD_KEY "name"

const struct record_kind role_rows = RECORD_KIND(role_description, ROLE_FIELDS);

int
role_rows_load(struct db *db, const struct id *company, const struct id *role,
	permission_set *permissions_out, bool *active_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*permissions_out = 0;
	*active_out = true;
	if (id_is_nil(role))
		return 0;
	if (db_prepare(db,
		    "SELECT " ROLE_PERMISSIONS_SQL ", r.is_administrator,"
		    " r.active FROM role r WHERE r.company = ?1 AND r.id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, role);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row) {
		*permissions_out =
			role_permissions(db_int(stmt, 0), db_int(stmt, 1) != 0);
		*active_out = db_int(stmt, 2) != 0;
	}
	db_reset(db);
	return 0;
}

static int
add_permission(struct db *db, const struct id *company, const struct id *role,
	const char *const words[2], struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO role_permission (company, role, permission,"
		    " level) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, role);
	db_bind_text(stmt, 3, words[0]);
	db_bind_text(stmt, 4, words[1]);
	return db_run(stmt, err);
}

int
role_rows_save(struct db *db, const struct id *company, const struct id *role,
	permission_set permissions, struct err *err)
{
	size_t count;
	const struct permission_row *all = permission_table(&count);
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM role_permission WHERE company = ?1"
		    " AND role = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, role);
	if (db_run(stmt, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *const words[] = {
			all[i].name, permission_level(permissions, &all[i])};

		if (strcmp(words[1], "none") != 0 &&
			add_permission(db, company, role, words, err) < 0)
			return -1;
	}
	return 0;
}
