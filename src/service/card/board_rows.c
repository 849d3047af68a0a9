#include "board_rows.h"

#include <stdlib.h>

#include "base/mem.h"
#include "db/batch.h"
#include "service/company/viewset.h"
#include "service/ledger/points.h"

static const char people_sql[] =
	"SELECT e.id FROM employee e WHERE e.company = ?1 AND e.id > ?2"
	" AND e.active = 1 AND " VIEWSET_SEES_SQL(
		"?4", "?5", "e.id") " AND (CAST(?6 AS BIGINT) = 0 OR EXISTS"
				    "  (SELECT 1 FROM employee_group_member m "
				    "WHERE m.company = ?1"
				    "   AND m.employee_group = ?7 AND m.member "
				    "= e.id AND m.active = 1))"
				    " ORDER BY e.id LIMIT ?3";

/* One search for each of them, whichever way a planner would rather go. */
static const char point_sql[] = "SELECT " POINT_COLUMNS " FROM clock_point p"
				" WHERE p.company = ?1 AND p.employee = ?2"
				" ORDER BY p.date DESC, p.part DESC LIMIT 1";

/* Where their clocks stand. */
struct page {
	const struct board_query *query;
	struct point *points; /* of query->limit people */
	size_t count;
	int rc; /* of point_rows_take */
	struct err *err;
};

static int
read_people(struct db *db, struct page *page, const struct id *after,
	struct err *err)
{
	const struct board_query *query = page->query;
	struct db_stmt *stmt;

	page->count = 0;
	if (db_prepare(db, people_sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &query->company);
	/* the nil id would be NULL, behind which nothing is */
	db_bind_blob(stmt, 2, after->bytes, sizeof(after->bytes));
	db_bind_int(stmt, 3, (int64_t)query->limit);
	db_bind_int(stmt, 4, query->sees_all);
	db_bind_id(stmt, 5, &query->viewer);
	db_bind_int(stmt, 6, !id_is_nil(&query->group));
	db_bind_id(stmt, 7, &query->group);
	for (;;) {
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		page->points[page->count++].employee = db_id(stmt, 0);
	}
}

static void
bind_point(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct page *page = ctx;

	db_bind_id(stmt, 1, &page->query->company);
	db_bind_id(stmt, 2, &page->points[i].employee);
}

static void
take_point(void *ctx, size_t i, const struct db_stmt *row)
{
	struct page *page = ctx;

	if (page->rc == 0)
		page->rc = point_rows_take(&page->points[i], row, page->err);
}

static bool
is_wanted(const struct board_query *query, const struct clock_state *state)
{
	return id_is_nil(&query->location) ||
	       (state->mode != CLOCK_OUT &&
		       id_equal(&state->location, &query->location));
}

static int
list_page(struct db *db, struct page *page, const struct id *after,
	struct board_person *people_out, size_t *count_out, struct err *err)
{
	const struct db_batch_call call = {bind_point, take_point, page, false};

	if (read_people(db, page, after, err) < 0 ||
		db_batch(db, point_sql, page->count, &call, err) < 0)
		return -1;
	for (size_t i = 0; page->rc == 0 && i < page->count; i++) {
		const struct point *point = &page->points[i];

		if (*count_out < page->query->limit &&
			is_wanted(page->query, &point->state))
			people_out[(*count_out)++] = (struct board_person){
				point->employee, point->state};
	}
	return page->rc;
}

int
board_rows_list(struct db *db, const struct board_query *query,
	struct board_person *people_out, size_t *count_out, struct err *err)
{
	struct page page = {.query = query,
		.points = mem_new(query->limit + 1, sizeof(*page.points)),
		.err = err};
	struct id after = query->after;
	int rc = 0;

	*count_out = 0;
	do {
		rc = list_page(db, &page, &after, people_out, count_out, err);
		if (rc == 0 && page.count > 0)
			after = page.points[page.count - 1].employee;
	} while (rc == 0 && page.count == query->limit &&
		 *count_out < query->limit);
	free(page.points);
	return rc;
}
