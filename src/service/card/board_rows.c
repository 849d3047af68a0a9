#include "board_rows.h"

#include "service/company/viewset.h"

/* Of an employee's last point. */
#define LAST(column)                                                           \
	"(SELECT " column " FROM clock_point b WHERE b.company = ?1"           \
	" AND b.employee = e.id ORDER BY b.date DESC, b.part DESC LIMIT 1)"

static const char sql[] =
	"SELECT " POINT_COLUMNS ", e.id FROM employee e"
	" LEFT JOIN clock_point p ON p.company = ?1 AND p.employee = e.id"
	"  AND p.date = " LAST("b.date") " AND p.part = " LAST(
		"b.part") " WHERE e.company = ?1 AND e.id > ?2 AND e.active = 1"
			  " AND " VIEWSET_SEES_SQL("?4", "?5",
				  "e.id") " AND (CAST(?6 AS BIGINT) = 0 OR "
					  "EXISTS"
					  "  (SELECT 1 FROM "
					  "employee_group_member m "
					  "WHERE m.company = ?1"
					  "   AND m.employee_group = ?7 AND "
					  "m.member "
					  "= e.id AND m.active = 1))"
					  " AND (CAST(?8 AS BIGINT) = 0"
					  "  OR p.mode <> 'out' AND p.location "
					  "= ?9)"
					  " ORDER BY e.id LIMIT ?3";

static void
bind(const struct board_query *query, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &query->company);
	/* the nil id would be NULL, behind which nothing is */
	db_bind_blob(stmt, 2, query->after.bytes, sizeof(query->after.bytes));
	db_bind_int(stmt, 3, (int64_t)query->limit);
	db_bind_int(stmt, 4, query->sees_all);
	db_bind_id(stmt, 5, &query->viewer);
	db_bind_int(stmt, 6, !id_is_nil(&query->group));
	db_bind_id(stmt, 7, &query->group);
	db_bind_int(stmt, 8, !id_is_nil(&query->location));
	db_bind_id(stmt, 9, &query->location);
}

int
board_rows_list(struct db *db, const struct board_query *query,
	struct board_person *people_out, size_t *count_out, struct err *err)
{
	struct db_stmt *stmt;

	*count_out = 0;
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind(query, stmt);
	for (;;) {
		struct board_person *person = &people_out[*count_out];
		struct point point;
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		if (point_rows_take(&point, stmt, err) < 0)
			return -1;
		person->employee = db_id(stmt, POINT_COLUMN_COUNT);
		person->state = point.state;
		(*count_out)++;
	}
}
