#include "session_rows.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "service/company/may_sign_in.h"

#define FORGET_MAX 16 /* rows that one call deletes */

static void
bind_hash(struct db_stmt *stmt, int index, const struct hash *hash)
{
	db_bind_blob(stmt, index, hash->bytes, sizeof(hash->bytes));
}

/* Whether there is one in this column. */
static bool
read_hash(const struct db_stmt *stmt, int column, struct hash *hash_out)
{
	size_t len;
	const void *bytes = db_blob(stmt, column, &len);

	if (len == 0)
		return false;
	assert(len == sizeof(hash_out->bytes));
	memcpy(hash_out->bytes, bytes, len);
	return true;
}

int
session_rows_add(struct db *db, const struct session_row *row,
	const struct hash *family, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO session (company, id, employee, enrolment,"
		    " family, newest, created_ms, used_ms, until_ms,"
		    " person_since_ms)"
		    " SELECT company, ?2, id, ?4, ?5, ?6, ?7, ?8, ?9, since_ms"
		    " FROM employee WHERE company = ?1 AND id = ?3",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_id(stmt, 3, &row->employee);
	db_bind_id(stmt, 4, &row->enrolment);
	bind_hash(stmt, 5, family);
	bind_hash(stmt, 6, &row->newest);
	db_bind_int(stmt, 7, row->created_ms);
	db_bind_int(stmt, 8, row->used_ms);
	db_bind_int(stmt, 9, row->until_ms);
	return db_run(stmt, err);
}

/* By an update that changes nothing. */
int
session_rows_lock(struct db *db, const struct hash *family, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET used_ms = used_ms WHERE family = ?1",
		    &stmt, err) < 0)
		return -1;
	bind_hash(stmt, 1, family);
	return db_run(stmt, err);
}

/* What a session s is without, when it is good. */
#define ENROLMENT_OF                                                           \
	" LEFT JOIN enrolment n ON n.company = s.company"                      \
	"  AND n.id = s.enrolment"                                             \
	" LEFT JOIN device d ON d.company = n.company AND d.id = n.device"
#define IS_GOOD                                                                \
	" s.revoked_ms = 0 AND COALESCE(n.revoked_ms, 0) = 0"                  \
	" AND COALESCE(d.revoked_ms, 0) = 0 "

int
session_rows_find(struct db *db, const struct hash *family, int64_t now_ms,
	struct session_row *row_out, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT s.company, s.id, s.employee, s.enrolment,"
		    " n.device, s.newest, s.used, s.renewal, s.created_ms,"
		    " s.used_ms, s.until_ms FROM session s"
		    " JOIN employee e ON e.company = s.company"
		    "  AND e.id = s.employee" ENROLMENT_OF
		    " WHERE s.family = ?1 AND s.until_ms > ?2"
		    " AND e.role IS NOT NULL AND" IS_GOOD "AND" MAY_SIGN_IN
		    "AND" SESSION_STANDS,
		    &stmt, err) < 0)
		return -1;
	bind_hash(stmt, 1, family);
	db_bind_int(stmt, 2, now_ms);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	*row_out = (struct session_row){
		.company = db_id(stmt, 0),
		.id = db_id(stmt, 1),
		.employee = db_id(stmt, 2),
		.enrolment = db_id(stmt, 3),
		.device = db_id(stmt, 4),
		.created_ms = db_int(stmt, 8),
		.used_ms = db_int(stmt, 9),
		.until_ms = db_int(stmt, 10),
	};
	(void)read_hash(stmt, 5, &row_out->newest);
	row_out->was_used = read_hash(stmt, 6, &row_out->used) &&
			    read_hash(stmt, 7, &row_out->renewal);
	return 0;
}

int
session_rows_turn(struct db *db, const struct session_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET enrolment = ?3, newest = ?4,"
		    " used = ?5, renewal = ?6, used_ms = ?7, until_ms = ?8"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_id(stmt, 3, &row->enrolment);
	bind_hash(stmt, 4, &row->newest);
	bind_hash(stmt, 5, &row->used);
	bind_hash(stmt, 6, &row->renewal);
	db_bind_int(stmt, 7, row->used_ms);
	db_bind_int(stmt, 8, row->until_ms);
	return db_run(stmt, err);
}

int
session_rows_move(struct db *db, const struct id *company,
	const struct id *session, const struct id *enrolment, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET enrolment = ?3"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, session);
	db_bind_id(stmt, 3, enrolment);
	return db_run(stmt, err);
}

int
session_rows_end(struct db *db, const struct id *company,
	const struct id *session, int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = ?3, until_ms = ?3"
		    " WHERE company = ?1 AND id = ?2 AND revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, session);
	db_bind_int(stmt, 3, now_ms);
	return db_run(stmt, err);
}

int
session_rows_end_by_token(struct db *db, const struct hash *access,
	const struct hash *family, int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE session SET revoked_ms = ?3, until_ms = ?3"
		    " WHERE revoked_ms = 0 AND (family = ?2"
		    " OR (company, id) IN (SELECT company, session"
		    "  FROM access_token WHERE hash = ?1))",
		    &stmt, err) < 0)
		return -1;
	bind_hash(stmt, 1, access);
	bind_hash(stmt, 2, family);
	db_bind_int(stmt, 3, now_ms);
	return db_run(stmt, err);
}

int
session_rows_owner(struct db *db, const struct id *company,
	const struct id *session, struct id *employee_out, bool *found_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT employee FROM session"
		    " WHERE company = ?1 AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, session);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		*employee_out = db_id(stmt, 0);
	return 0;
}

int
session_rows_list(struct db *db, const struct id *company,
	const struct id *employee, int64_t now_ms,
	struct wire_session_items *items, struct err *err)
{
	struct db_stmt *stmt;
	bool row = true;

	if (db_prepare(db,
		    "SELECT s.id, s.enrolment, d.name, s.created_ms,"
		    " s.used_ms, s.until_ms FROM session s" ENROLMENT_OF
		    " WHERE s.company = ?1 AND s.employee = ?2"
		    " AND s.until_ms > ?3 AND" IS_GOOD
		    "ORDER BY s.created_ms DESC, s.id LIMIT ?4",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	db_bind_int(stmt, 3, now_ms);
	db_bind_int(stmt, 4, WIRE_LISTED_MAX);
	for (items->count = 0;; items->count++) {
		struct wire_session_item *item = &items->items[items->count];

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*item = (struct wire_session_item){
			.id = db_id(stmt, 0),
			.employee = *employee,
			.enrolment = db_id(stmt, 1),
			.created_ms = db_int(stmt, 3),
			.used_ms = db_int(stmt, 4),
			.until_ms = db_int(stmt, 5),
		};
		(void)str_copy(item->device_name, sizeof(item->device_name),
			db_text(stmt, 2));
	}
}

int
session_rows_forget(struct db *db, int64_t before_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM session WHERE (company, id) IN ("
		    "SELECT company, id FROM session WHERE until_ms < ?1"
		    " AND NOT EXISTS (SELECT 1 FROM access_token t"
		    "  WHERE t.company = session.company"
		    "  AND t.session = session.id)"
		    " ORDER BY until_ms LIMIT ?2)",
		    &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 1, before_ms);
	db_bind_int(stmt, 2, FORGET_MAX);
	return db_run(stmt, err);
}
