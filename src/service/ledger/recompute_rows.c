#include "recompute_rows.h"

#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "core/verdict.h"

/* --- what there is ------------------------------------------------------- */

static int
go_on(struct db *db, const char *sql, struct recompute_place *place,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &place->company);
	db_bind_blob(stmt, 2, place->id.bytes, sizeof(place->id.bytes));
	if (db_step(stmt, &place->found, err) < 0)
		return -1;
	if (place->found)
		place->id = db_id(stmt, 0);
	return 0;
}

int
recompute_rows_next_enrolment(
	struct db *db, struct recompute_place *place, struct err *err)
{
	return go_on(db,
		"SELECT enrolment FROM ledger WHERE company = ?1"
		" AND enrolment > ?2 ORDER BY enrolment LIMIT 1",
		place, err);
}

int
recompute_rows_next_person(
	struct db *db, struct recompute_place *place, struct err *err)
{
	return go_on(db,
		"SELECT employee FROM (SELECT employee FROM timeline"
		"  WHERE company = ?1 AND employee > ?2"
		"  ORDER BY employee LIMIT 1) AS a"
		" UNION SELECT employee FROM (SELECT employee FROM clock_point"
		"  WHERE company = ?1 AND employee > ?2"
		"  ORDER BY employee LIMIT 1) AS b"
		" ORDER BY employee LIMIT 1",
		place, err);
}

/* --- punches, and their lines -------------------------------------------- */

/* What the chain's last word on a press is. */
#define LAST(column) "COALESCE(v." column ", l." column ")"

/* What is kept of it. */
#define KEPT                                                                   \
	"t.seq, t.employee, t.enrolment, t.number, t.restated_ms, t.method,"   \
	" t.not_before_ms, t.not_after_ms, t.own_flags, t.at_ms, t.press_ms,"  \
	" t.flags, t.counts, t.corrected, t.id, t.kind, t.location,"           \
	" t.cost_code, t.target, t.boot, t.boottime_ms, t.has_chosen"

/* clang-format off */
static const char
	slice_sql[] =
		"SELECT l.seq, l.employee, l.number, l.bringer, l.wall_ms,"
		" l.chosen_ms, l.verdict, " LAST("restated_ms") ", " LAST("meth"
									  "od") ", " LAST("not_before_ms") ", " LAST(
			"not_after_ms") ", " LAST("flags") ","
							   " l.id, l.kind, "
							   "l.location, "
							   "l.cost_code, "
							   "l.target, l.boot,"
							   " l.boottime_ms, "
							   "l.has_chosen, " KEPT
							   " FROM ledger l "
							   "LEFT JOIN timeline "
							   "t"
							   "  ON t.company = "
							   "l.company AND "
							   "t.seq = l.seq"
							   " LEFT JOIN "
							   "ledger_event v ON "
							   "v.company = "
							   "l.company AND "
							   "v.seq ="
							   "  (SELECT max(seq) "
							   "FROM ledger_event "
							   "WHERE company = "
							   "l.company"
							   "   AND punch = "
							   "l.seq AND kind = "
							   "'restated')"
							   " WHERE l.company = "
							   "?1 AND l.enrolment "
							   "= ?2 AND l.number "
							   ">= ?3"
							   " AND (l.number, "
							   "l.id, l.seq) > "
							   "(?3, ?4, ?5)"
							   " ORDER BY "
							   "l.number, l.id, "
							   "l.seq LIMIT ?6";
/* clang-format on */

/* Five columns from this one on. */
static struct restated
read_restated(const struct db_stmt *stmt, int column)
{
	int method = restate_method_parse(db_text(stmt, column + 1));

	return (struct restated){
		.press_ms = db_int(stmt, column),
		.method = (enum restate_method)method,
		.not_before_ms = db_int(stmt, column + 2),
		.not_after_ms = db_int(stmt, column + 3),
		.flags = (unsigned)db_int(stmt, column + 4),
	};
}

static int
read_told(const struct db_stmt *stmt, struct recompute_line *line,
	struct err *err)
{
	struct timeline_row *row = &line->told.row;
	struct id bringer = db_id(stmt, 3);

	line->brought = !id_is_nil(&bringer);
	row->seq = db_int(stmt, 0);
	row->employee = db_id(stmt, 1);
	row->number = db_int(stmt, 2);
	row->restated = read_restated(stmt, 7);
	row->counts =
		strcmp(db_text(stmt, 6), verdict_name(VERDICT_RECORDED)) == 0;
	if (timeline_press_take(stmt, 12, &row->press, err) < 0)
		return -1;
	line->told.order = (struct order_item){
		.number = row->number,
		.id = row->press.id,
		.restated_ms = row->restated.press_ms,
		.is_exact = restate_is_exact(row->restated.method),
		.not_before_ms = row->restated.not_before_ms,
		.not_after_ms = row->restated.not_after_ms,
		.boot = row->press.boot,
		.boottime_ms = row->press.boottime_ms,
		.wall_ms = db_int(stmt, 4),
		.is_void = row->press.kind == PUNCH_VOID,
		.has_chosen = row->press.has_chosen,
		.chosen_ms = db_int(stmt, 5),
		.flags = row->restated.flags,
	};
	return 0;
}

static void
read_kept(const struct db_stmt *stmt, int column, struct timeline_row *kept)
{
	struct err ignored;

	kept->seq = db_int(stmt, column);
	kept->employee = db_id(stmt, column + 1);
	kept->enrolment = db_id(stmt, column + 2);
	kept->number = db_int(stmt, column + 3);
	kept->restated = read_restated(stmt, column + 4);
	kept->at_ms = db_int(stmt, column + 9);
	kept->press_ms = db_int(stmt, column + 10);
	kept->flags = (unsigned)db_int(stmt, column + 11);
	kept->counts = db_int(stmt, column + 12) != 0;
	kept->corrected = db_int(stmt, column + 13);
	/* of no kind: not like any that is worked out */
	if (timeline_press_take(stmt, column + 14, &kept->press, &ignored) < 0)
		kept->press = (struct timeline_press){
			.kind = (enum punch_kind)PUNCH_KIND_COUNT};
}

int
recompute_rows_slice(struct db *db, const struct timeline_item *behind,
	struct recompute_line *lines_out, size_t *count_out, struct err *err)
{
	const struct timeline_row *where = &behind->row;
	struct db_stmt *stmt;
	size_t count = 0;
	bool row;

	if (db_prepare(db, slice_sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &where->company);
	db_bind_id(stmt, 2, &where->enrolment);
	db_bind_int(stmt, 3, where->number);
	db_bind_blob(stmt, 4, behind->order.id.bytes, sizeof(struct id));
	db_bind_int(stmt, 5, where->seq);
	db_bind_int(stmt, 6, RECOMPUTE_LINES_MAX);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		lines_out[count] = (struct recompute_line){
			.told.row = {.company = where->company,
				.enrolment = where->enrolment},
			.kept.company = where->company,
		};
		if (read_told(stmt, &lines_out[count], err) < 0)
			return -1;
		read_kept(stmt, 20, &lines_out[count++].kept);
	}
	*count_out = count;
	return 0;
}

int
recompute_rows_line(struct db *db, const struct timeline_row *where,
	struct timeline_row *kept_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	*kept_out = (struct timeline_row){.company = where->company};
	if (db_prepare(db,
		    "SELECT " KEPT " FROM timeline t"
		    " WHERE t.company = ?1 AND t.seq = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &where->company);
	db_bind_int(stmt, 2, where->seq);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		read_kept(stmt, 0, kept_out);
	db_reset(db);
	return 0;
}

int
recompute_rows_stray(struct db *db, const struct id *company, int64_t *seq_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT t.seq FROM timeline t LEFT JOIN ledger l"
		" ON l.company = t.company AND l.seq = t.seq"
		" LEFT JOIN correction k ON k.company = t.company"
		"  AND k.seq = t.seq AND k.kind = 0"
		" WHERE t.company = ?1 AND l.seq IS NULL AND k.seq IS NULL"
		" ORDER BY t.seq LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*seq_out = row ? db_int(stmt, 0) : 0;
	return 0;
}

int
recompute_rows_next_point(struct db *db, struct point *point, struct err *err)
{
	static const char sql[] = "SELECT " POINT_COLUMNS " FROM clock_point p"
				  " WHERE p.company = ?1 AND p.employee = ?2"
				  " AND (p.date, p.part) > (?3, ?4)"
				  " ORDER BY p.date, p.part LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	point_rows_bind_load(point, stmt);
	db_bind_int(stmt, 3, point->date);
	db_bind_int(stmt, 4, point->part);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (point_rows_take(point, row ? stmt : NULL, err) == 0)
		return 0;
	/* Of no mode: not like any that is worked out. */
	point->found = true;
	point->date = (int32_t)db_int(stmt, 0);
	point->punches = -1;
	return 0;
}

int
recompute_rows_total(struct db *db, int64_t *total_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT CAST(coalesce(sum(last_seq), 0) AS BIGINT)"
		    " FROM ledger_head",
		    &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	*total_out = db_int(stmt, 0);
	db_reset(db);
	return 0;
}

int
recompute_rows_standings(struct db *db, const struct id *company,
	struct recompute_standing **list_out, size_t *count_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT change_seq, employee, first_date, last_date, level,"
		" author, at_ms FROM approval WHERE company = ?1"
		" UNION ALL SELECT change_seq, NULL, first_date, last_date, 0,"
		" NULL, 0 FROM closed_period WHERE company = ?1 ORDER BY 1";
	struct db_stmt *stmt;
	size_t cap = 0;
	bool row;

	*list_out = NULL;
	*count_out = 0;
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*list_out = mem_grow(
			*list_out, &cap, *count_out + 1, sizeof(**list_out));
		(*list_out)[(*count_out)++] = (struct recompute_standing){
			.change_seq = db_int(stmt, 0),
			.employee = db_id(stmt, 1),
			.first = (int32_t)db_int(stmt, 2),
			.last = (int32_t)db_int(stmt, 3),
			.level = (int)db_int(stmt, 4),
			.author = db_id(stmt, 5),
			.at_ms = db_int(stmt, 6),
		};
	}
}
