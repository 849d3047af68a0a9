#include "viewset_rows.h"

#include <stdlib.h>

#include "base/mem.h"

/* Whom the viewer ?2 is to see: viewset 2 is of employees, 3 of groups (enum
 * viewset). */
#define CHOSEN                                                                 \
	" SELECT c.member FROM viewset_employee c"                             \
	" JOIN employee e ON e.company = c.company AND e.id = c.viewer"        \
	" WHERE c.company = ?1 AND c.viewer = ?2 AND c.active = 1"             \
	" AND e.viewset = 2"                                                   \
	" UNION SELECT m.member FROM viewset_group c"                          \
	" JOIN employee e ON e.company = c.company AND e.id = c.viewer"        \
	" JOIN employee_group g ON g.company = c.company"                      \
	"  AND g.id = c.employee_group AND g.active = 1"                       \
	" JOIN employee_group_member m ON m.company = c.company"               \
	"  AND m.employee_group = c.employee_group AND m.active = 1"           \
	" WHERE c.company = ?1 AND c.viewer = ?2 AND c.active = 1"             \
	" AND e.viewset = 3"

int
viewset_rows_choose(struct db *db, const struct viewset_change *change,
	const struct id *viewer, const struct id *member, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO viewset_employee (company, viewer, member,"
		    " since_ms, changed_seq) VALUES (?1, ?2, ?3, ?4, ?5)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, change->company);
	db_bind_id(stmt, 2, viewer);
	db_bind_id(stmt, 3, member);
	db_bind_int(stmt, 4, change->now_ms);
	db_bind_int(stmt, 5, change->changed_seq);
	return db_run(stmt, err);
}

int
viewset_rows_find(struct db *db, const struct id *company,
	const struct id *viewer, const struct id *member, bool *found_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM viewset_member WHERE company = ?1"
		    " AND viewer = ?2 AND member = ?3 AND active = 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, viewer);
	db_bind_id(stmt, 3, member);
	return db_step(stmt, found_out, err);
}

static int
run(struct db *db, const char *sql, const struct viewset_change *change,
	const struct id *viewer, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, change->company);
	db_bind_id(stmt, 2, viewer);
	db_bind_int(stmt, 3, change->now_ms);
	db_bind_int(stmt, 4, change->changed_seq);
	return db_run(stmt, err);
}

int
viewset_rows_work_out(struct db *db, const struct viewset_change *change,
	const struct id *viewer, struct err *err)
{
	static const char drop[] =
		"UPDATE viewset_member SET active = 0, since_ms = ?3,"
		" changed_seq = ?4 WHERE company = ?1 AND viewer = ?2"
		" AND active = 1 AND member NOT IN (" CHOSEN ")";
	static const char put[] =
		"INSERT INTO viewset_member (company, viewer, member,"
		" since_ms, changed_seq)"
		" SELECT ?1, ?2, t.member, CAST(?3 AS BIGINT),"
		" CAST(?4 AS BIGINT) FROM (" CHOSEN ") t WHERE 1 = 1"
		" ON CONFLICT (company, viewer, member) DO UPDATE"
		" SET active = 1, since_ms = excluded.since_ms,"
		" changed_seq = excluded.changed_seq"
		" WHERE viewset_member.active = 0";

	if (run(db, drop, change, viewer, err) < 0)
		return -1;
	return run(db, put, change, viewer, err);
}

/* The ids that a statement yields of a company and one more. */
static int
list(struct db *db, const char *sql, const struct id *company,
	const struct id *of, struct field_list *out, struct err *err)
{
	struct db_stmt *stmt;
	size_t cap = 0;
	bool row = true;

	*out = (struct field_list){NULL, 0};
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, of);
	while (row) {
		if (db_step(stmt, &row, err) < 0) {
			free(out->ids);
			out->ids = NULL;
			return -1;
		}
		if (!row)
			break;
		out->ids = mem_grow(
			out->ids, &cap, out->count + 1, sizeof(*out->ids));
		out->ids[out->count++] = db_id(stmt, 0);
	}
	return 0;
}

int
viewset_rows_list(struct db *db, const struct id *company,
	const struct id *viewer, struct field_list *members_out,
	struct err *err)
{
	return list(db,
		"SELECT member FROM viewset_member WHERE company = ?1"
		" AND viewer = ?2 AND active = 1 UNION SELECT id FROM employee"
		" WHERE company = ?1 AND id = ?2 ORDER BY 1",
		company, viewer, members_out, err);
}

int
viewset_rows_work_out_group(struct db *db, const struct viewset_change *change,
	const struct id *group, struct err *err)
{
	struct field_list viewers;
	int rc = 0;

	if (list(db,
		    "SELECT viewer FROM viewset_group WHERE company = ?1"
		    " AND employee_group = ?2 AND active = 1 ORDER BY viewer",
		    change->company, group, &viewers, err) < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < viewers.count; i++)
		rc = viewset_rows_work_out(db, change, &viewers.ids[i], err);
	free(viewers.ids);
	return rc;
}

int
viewset_rows_gained(struct db *db, const struct viewset_change *change,
	const struct id *viewer, bool *gained_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM viewset_member v WHERE v.company = ?1"
		    " AND v.changed_seq = ?3 AND v.active = 1"
		    " AND (v.viewer = ?2 OR (v.member <> ?2"
		    " AND v.member <> v.viewer"
		    " AND NOT EXISTS (SELECT 1 FROM viewset_member o"
		    "  WHERE o.company = ?1 AND o.viewer = ?2"
		    "  AND o.member = v.member AND o.active = 1))) LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, change->company);
	db_bind_id(stmt, 2, viewer);
	db_bind_int(stmt, 3, change->changed_seq);
	if (db_step(stmt, gained_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
viewset_rows_beyond(struct db *db, const struct id *company,
	const struct id *viewer, const struct id *member, bool *beyond_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM viewset_member v WHERE v.company = ?1"
		    " AND v.viewer = ?3 AND v.active = 1 AND v.member <> ?2"
		    " AND NOT EXISTS (SELECT 1 FROM viewset_member o"
		    "  WHERE o.company = ?1 AND o.viewer = ?2"
		    "  AND o.member = v.member AND o.active = 1) LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, viewer);
	db_bind_id(stmt, 3, member);
	if (db_step(stmt, beyond_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}
