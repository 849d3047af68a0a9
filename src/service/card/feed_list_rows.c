#include "feed_list_rows.h"

#include "calendar/civil.h"
#include "calendar/date.h"
#include "core/time_record.h"
#include "service/company/viewset.h"

/* The viewer is ?2; ?3 is 1 who sees all. */
#define SEEN VIEWSET_SEES_SQL("?3", "?2", "r.employee")

#define ROW                                                                    \
	"SELECT r.feed_seq, r.revision, r.deleted, r.id, r.employee,"          \
	" e.number, r.kind, r.date, c.zone, r.start_ms, r.end_ms,"             \
	" r.shown_start_ms, r.shown_end_ms, r.location, l.number,"             \
	" r.cost_code, k.number, r.minutes, r.meal_minutes, r.reg, r.ot1,"     \
	" r.ot2, r.final, r.corrected_ms, r.changed_ms"                        \
	" FROM time_record r JOIN company c ON c.id = r.company"               \
	" LEFT JOIN employee e ON e.company = r.company"                       \
	"  AND e.id = r.employee"                                              \
	" LEFT JOIN location l ON l.company = r.company"                       \
	"  AND l.id = r.location"                                              \
	" LEFT JOIN cost_code k ON k.company = r.company"                      \
	"  AND k.id = r.cost_code"                                             \
	" WHERE r.company = ?1 AND " SEEN

enum column {
	COLUMN_SEQ,
	COLUMN_REVISION,
	COLUMN_DELETED,
	COLUMN_ID,
	COLUMN_EMPLOYEE,
	COLUMN_EMPLOYEE_NUMBER,
	COLUMN_KIND,
	COLUMN_DATE,
	COLUMN_ZONE,
	COLUMN_START,
	COLUMN_END,
	COLUMN_SHOWN_START,
	COLUMN_SHOWN_END,
	COLUMN_LOCATION,
	COLUMN_LOCATION_NUMBER,
	COLUMN_COST_CODE,
	COLUMN_COST_CODE_NUMBER,
	COLUMN_MINUTES,
	COLUMN_MEAL_MINUTES,
	COLUMN_REG,
	COLUMN_OT1,
	COLUMN_OT2,
	COLUMN_FINAL,
	COLUMN_CORRECTED,
	COLUMN_CHANGED
};

static int
prepare(struct db *db, const char *sql, const struct caller *caller,
	struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db, sql, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &caller->company);
	db_bind_id(*stmt_out, 2, &caller->employee);
	db_bind_int(*stmt_out, 3, caller->viewset == VIEWSET_ALL);
	return 0;
}

int
feed_list_rows_now(struct db *db, const struct caller *caller,
	struct feed_now *now_out, struct err *err)
{
	/* A viewset that is left alone keeps its number. */
	static const char sql[] =
		"SELECT COALESCE((SELECT last_seq FROM feed_head"
		"  WHERE company = ?1), 0),"
		" CASE WHEN CAST(?3 AS BIGINT) = 1 THEN -1 ELSE"
		" COALESCE((SELECT max(changed_seq) FROM viewset_member"
		"  WHERE company = ?1 AND viewer = ?2), 0) END";
	struct db_stmt *stmt;
	bool row;

	if (prepare(db, sql, caller, &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	now_out->last_seq = db_int(stmt, 0);
	/* Whether somebody sees themselves or those of a list is told apart,
	 * too: 2 bits. */
	now_out->scope = db_int(stmt, 1) < 0 ? 0
					     : db_int(stmt, 1) * 4 +
						       (int)caller->viewset + 1;
	db_reset(db);
	return 0;
}

int
feed_list_rows_changes(struct db *db, const struct caller *caller,
	int64_t above, int64_t limit, struct db_stmt **stmt_out,
	struct err *err)
{
	static const char sql[] =
		ROW " AND r.feed_seq > ?4 ORDER BY r.feed_seq LIMIT ?5";

	if (prepare(db, sql, caller, stmt_out, err) < 0)
		return -1;
	db_bind_int(*stmt_out, 4, above);
	db_bind_int(*stmt_out, 5, limit);
	return 0;
}

#define FILTERS(date)                                                          \
	" AND r.deleted = 0 AND " date " >= ?4 AND " date " <= ?5"             \
	" AND (CAST(?6 AS BYTEA) IS NULL OR r.employee = ?6)"                  \
	" AND (CAST(?7 AS BYTEA) IS NULL OR r.location = ?7)"                  \
	" AND (CAST(?8 AS BYTEA) IS NULL OR r.cost_code = ?8)"

static void
bind_filters(struct db_stmt *stmt, const struct feed_query *query)
{
	db_bind_int(stmt, 4, query->from);
	db_bind_int(stmt, 5, query->to);
	db_bind_id(stmt, 6, &query->employee);
	db_bind_id(stmt, 7, &query->location);
	db_bind_id(stmt, 8, &query->cost_code);
}

int
feed_list_rows_records(struct db *db, const struct caller *caller,
	const struct feed_query *query, int64_t limit,
	struct db_stmt **stmt_out, struct err *err)
{
	static const char sql[] = ROW FILTERS(
		"r.date") " AND r.changed_ms >= ?9"
			  " AND (CAST(?10 AS BIGINT) = 0 OR r.final = 1)"
			  " AND (r.date, r.employee, r.id) > (?11, ?12, ?13)"
			  " ORDER BY r.date, r.employee, r.id LIMIT ?14";
	struct db_stmt *stmt;

	if (prepare(db, sql, caller, stmt_out, err) < 0)
		return -1;
	stmt = *stmt_out;
	bind_filters(stmt, query);
	db_bind_int(stmt, 9, query->updated_since_ms);
	db_bind_int(stmt, 10, query->final);
	db_bind_int(stmt, 11, query->date);
	db_bind_blob(stmt, 12, query->behind_employee.bytes, sizeof(struct id));
	db_bind_blob(stmt, 13, query->behind.bytes, sizeof(struct id));
	db_bind_int(stmt, 14, limit);
	return 0;
}

int
feed_list_rows_through(struct db *db, const struct caller *caller,
	const struct feed_query *query, int32_t *through_out, struct err *err)
{
	static const char sql[] =
		"SELECT min(CASE WHEN r.final = 0 THEN r.date END),"
		" max(r.date), (SELECT max(last_date) FROM closed_period"
		"  WHERE company = ?1) FROM time_record r"
		" WHERE r.company = ?1 AND " SEEN FILTERS("r.date");
	int64_t open, last, closed;
	struct db_stmt *stmt;
	bool row;

	if (prepare(db, sql, caller, &stmt, err) < 0)
		return -1;
	bind_filters(stmt, query);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	open = db_int(stmt, 0); /* 0: none; nothing was pressed in 1970 */
	last = db_int(stmt, 1);
	closed = db_int(stmt, 2);
	if (open > 0)
		last = open - 1;
	else if (closed > last)
		last = closed < query->to ? closed : query->to;
	else if (last == 0)
		last = (int64_t)query->from - 1;
	*through_out = (int32_t)last;
	db_reset(db);
	return 0;
}

/* --- sums ----------------------------------------------------------------- */

#define SUMS(date)                                                             \
	" r.final, count(*), CAST(sum(r.minutes) AS BIGINT),"                  \
	" CAST(sum(r.meal_minutes) AS BIGINT), CAST(sum(r.reg) AS BIGINT),"    \
	" CAST(sum(r.ot1) AS BIGINT), CAST(sum(r.ot2) AS BIGINT)"              \
	" FROM time_record r WHERE r.company = ?1 AND " SEEN                   \
	FILTERS(date) " AND r.changed_ms >= ?9"                                \
		      " AND (CAST(?10 AS BIGINT) = 0 OR r.final = 1)"
#define BY_DATE(date)                                                          \
	"SELECT " date "," SUMS(date) " GROUP BY " date ", r.final"            \
				      " ORDER BY " date ", r.final"
#define BY_JOB(date)                                                           \
	"SELECT r.location, r.cost_code," SUMS(                                \
		date) " GROUP BY r.location, r.cost_code, r.final"             \
		      " ORDER BY r.location, r.cost_code, r.final"

/* To find records by their dates, one by one, takes as long as to read so many
 * times as many in their order. */
#define WIDE_PART 6

/* Whether the query's dates are so many of all that all is to be read. */
static int
is_wide(struct db *db, const struct caller *caller,
	const struct feed_query *query, bool *wide_out, struct err *err)
{
	static const char sql[] =
		"SELECT (SELECT date FROM time_record WHERE company = ?1"
		"  AND deleted = 0 ORDER BY date LIMIT 1),"
		" (SELECT date FROM time_record WHERE company = ?1"
		"  AND deleted = 0 ORDER BY date DESC LIMIT 1)";
	int64_t first, last, from, to;
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &caller->company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	first = db_int(stmt, 0);
	last = db_int(stmt, 1);
	db_reset(db);
	from = query->from > first ? query->from : first;
	to = query->to < last ? query->to : last;
	*wide_out = (to - from + 1) * WIDE_PART >= last - first + 1;
	return 0;
}

int
feed_list_rows_sums(struct db *db, const struct caller *caller,
	const struct feed_query *query, enum feed_by by,
	struct db_stmt **stmt_out, struct err *err)
{
	/* no index of SQLite's is of an expression */
	static const char *const sqls[][2] = {
		[FEED_BY_DATE] = {BY_DATE("r.date"), BY_DATE("+r.date")},
		[FEED_BY_JOB] = {BY_JOB("r.date"), BY_JOB("+r.date")},
	};
	bool wide;

	if (is_wide(db, caller, query, &wide, err) < 0 ||
		prepare(db, sqls[by][wide], caller, stmt_out, err) < 0)
		return -1;
	bind_filters(*stmt_out, query);
	db_bind_int(*stmt_out, 9, query->updated_since_ms);
	db_bind_int(*stmt_out, 10, query->final);
	return 0;
}

/* --- a row ---------------------------------------------------------------- */

int64_t
feed_list_rows_seq(const struct db_stmt *row)
{
	return db_int(row, COLUMN_SEQ);
}

void
feed_list_rows_place(const struct db_stmt *row, struct feed_query *query)
{
	query->date = (int32_t)db_int(row, COLUMN_DATE);
	query->behind_employee = db_id(row, COLUMN_EMPLOYEE);
	query->behind = db_id(row, COLUMN_ID);
}

static void
write_id(struct jsonout *json, const char *key, const struct db_stmt *row,
	enum column column)
{
	const struct id id = db_id(row, (int)column);

	jsonout_id(json, key, &id);
}

static void
write_time(struct jsonout *json, const char *key, const struct db_stmt *row,
	enum column column)
{
	char text[CIVIL_RFC3339_BYTES];
	int64_t at_ms = db_int(row, (int)column);

	if (at_ms == 0)
		jsonout_null(json, key);
	else
		jsonout_text(json, key, civil_format_rfc3339(at_ms, text));
}

static void
write_job(struct jsonout *json, const struct db_stmt *row)
{
	write_id(json, "location", row, COLUMN_LOCATION);
	jsonout_text(
		json, "location_number", db_text(row, COLUMN_LOCATION_NUMBER));
	write_id(json, "cost_code", row, COLUMN_COST_CODE);
	jsonout_text(json, "cost_code_number",
		db_text(row, COLUMN_COST_CODE_NUMBER));
}

static void
write_times(struct jsonout *json, const struct db_stmt *row)
{
	char date[DATE_BYTES];

	jsonout_text(json, "date",
		date_format((int32_t)db_int(row, COLUMN_DATE), date));
	jsonout_text(json, "zone", db_text(row, COLUMN_ZONE));
	write_time(json, "start", row, COLUMN_START);
	write_time(json, "end", row, COLUMN_END);
	write_time(json, "shown_start", row, COLUMN_SHOWN_START);
	write_time(json, "shown_end", row, COLUMN_SHOWN_END);
}

static void
write_figures(struct jsonout *json, const struct db_stmt *row)
{
	jsonout_int(json, "minutes", db_int(row, COLUMN_MINUTES));
	jsonout_int(json, "meal_minutes", db_int(row, COLUMN_MEAL_MINUTES));
	jsonout_int(json, "reg", db_int(row, COLUMN_REG));
	jsonout_int(json, "ot1", db_int(row, COLUMN_OT1));
	jsonout_int(json, "ot2", db_int(row, COLUMN_OT2));
	jsonout_bool(json, "final", db_int(row, COLUMN_FINAL) != 0);
	write_time(json, "corrected_at", row, COLUMN_CORRECTED);
	write_time(json, "updated_at", row, COLUMN_CHANGED);
}

void
feed_list_rows_write(struct jsonout *json, const struct db_stmt *row)
{
	const bool deleted = db_int(row, COLUMN_DELETED) != 0;

	jsonout_object(json, NULL);
	jsonout_text(json, "op", deleted ? "delete" : "put");
	write_id(json, "id", row, COLUMN_ID);
	jsonout_int(json, "revision", db_int(row, COLUMN_REVISION));
	write_id(json, "employee", row, COLUMN_EMPLOYEE);
	if (!deleted) {
		jsonout_text(json, "employee_number",
			db_text(row, COLUMN_EMPLOYEE_NUMBER));
		jsonout_text(json, "kind",
			time_record_kind_name((enum time_record_kind)db_int(
				row, COLUMN_KIND)));
		write_times(json, row);
		write_job(json, row);
		write_figures(json, row);
	}
	jsonout_object_end(json);
}

void
feed_list_rows_write_sum(
	struct jsonout *json, const struct db_stmt *row, enum feed_by by)
{
	static const char *const sums[] = {
		"records", "minutes", "meal_minutes", "reg", "ot1", "ot2"};
	char date[DATE_BYTES];
	int column = 0;

	jsonout_object(json, NULL);
	if (by == FEED_BY_DATE) {
		jsonout_text(json, "date",
			date_format((int32_t)db_int(row, column++), date));
	} else {
		const struct id location = db_id(row, column++);
		const struct id cost_code = db_id(row, column++);

		jsonout_id(json, "location", &location);
		jsonout_id(json, "cost_code", &cost_code);
	}
	jsonout_bool(json, "final", db_int(row, column++) != 0);
	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		jsonout_int(json, sums[i], db_int(row, column++));
	jsonout_object_end(json);
}
