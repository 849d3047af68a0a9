#include "correction_rows.h"

#include <string.h>

#include "base/jsonout.h"
#include "calendar/civil.h"

static const char *const whats[] = {
#define X(name, number, wire) [CORRECTION_##name] = "punch." wire,
	CORRECTIONS(X)
#undef X
		[CORRECTION_ROW_KEEP] = "punch.keep",
	[CORRECTION_ROW_FOLLOW] = "punch.follow",
};
#define WHAT_COUNT (sizeof(whats) / sizeof(whats[0]))

const char *
correction_rows_what(int kind)
{
	return whats[kind];
}

bool
correction_rows_is(const char *what)
{
	for (size_t i = 0; i < WHAT_COUNT; i++)
		if (strcmp(whats[i], what) == 0)
			return true;
	return false;
}

void
correction_rows_encode(const struct correction_row *row, struct str *out)
{
	char at[CIVIL_RFC3339_BYTES];
	struct jsonout json;

	jsonout_init(&json, out);
	jsonout_object(&json, NULL);
	jsonout_int(&json, "line", row->punch);
	jsonout_id(&json, "punch", &row->id);
	jsonout_text(&json, "kind", punch_kind_name(row->press));
	jsonout_text(&json, "at", civil_format_rfc3339(row->at_ms, at));
	jsonout_id(&json, "location", &row->location);
	jsonout_id(&json, "cost_code", &row->cost_code);
	jsonout_text(&json, "comment", row->comment);
	jsonout_text(&json, "reason", row->reason);
	if (!id_is_nil(&row->request))
		jsonout_id(&json, "request", &row->request);
	jsonout_object_end(&json);
}

#define COLUMNS                                                                \
	"company, seq, kind, punch, id, employee, press, at_ms, location,"     \
	" cost_code, comment, reason, author, made_ms, request"

int
correction_rows_insert(
	struct db *db, const struct correction_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO correction (" COLUMNS ") VALUES (?1, ?2, ?3,"
		    " ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_int(stmt, 2, row->seq);
	db_bind_int(stmt, 3, row->kind);
	db_bind_int(stmt, 4, row->punch);
	db_bind_id(stmt, 5, &row->id);
	db_bind_id(stmt, 6, &row->employee);
	db_bind_text(stmt, 7, punch_kind_name(row->press));
	db_bind_int(stmt, 8, row->at_ms);
	db_bind_id(stmt, 9, &row->location);
	db_bind_id(stmt, 10, &row->cost_code);
	db_bind_text(stmt, 11, row->comment);
	db_bind_text(stmt, 12, row->reason);
	db_bind_id(stmt, 13, &row->author);
	db_bind_int(stmt, 14, row->made_ms);
	db_bind_id(stmt, 15, &row->request);
	return db_run(stmt, err);
}

static int
damaged(struct err *err)
{
	return err_set(err, ERR_INTERNAL,
		"the ledger is damaged: run connectd verify");
}

/* A row of COLUMNS; a kind that is none reads as an addition of nothing. */
static void
take(const struct db_stmt *stmt, struct correction_row *row_out)
{
	int64_t kind = db_int(stmt, 2);
	struct err err;

	*row_out = (struct correction_row){
		.company = db_id(stmt, 0),
		.seq = db_int(stmt, 1),
		.kind = kind >= 0 && kind < (int64_t)WHAT_COUNT
				? (int)kind
				: CORRECTION_ADD,
		.punch = db_int(stmt, 3),
		.id = db_id(stmt, 4),
		.employee = db_id(stmt, 5),
		.at_ms = db_int(stmt, 7),
		.location = db_id(stmt, 8),
		.cost_code = db_id(stmt, 9),
		.author = db_id(stmt, 12),
		.made_ms = db_int(stmt, 13),
		.request = db_id(stmt, 14),
	};
	if (punch_kind_parse(db_text(stmt, 6), &row_out->press, &err) < 0)
		row_out->press = PUNCH_VOID;
	(void)str_copy(
		row_out->comment, sizeof(row_out->comment), db_text(stmt, 10));
	(void)str_copy(
		row_out->reason, sizeof(row_out->reason), db_text(stmt, 11));
}

int
correction_rows_next(struct db *db, struct correction_row *row, bool *found_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT " COLUMNS " FROM correction WHERE company = ?1"
		    " AND seq > ?2 ORDER BY seq LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_int(stmt, 2, row->seq);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		take(stmt, row);
	db_reset(db);
	return 0;
}

int
correction_rows_next_kept(struct db *db, const struct id *company,
	const struct id *employee, int64_t *seq, int64_t *line_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT k.seq, k.punch FROM correction k JOIN timeline t"
		" ON t.company = k.company AND t.seq = k.punch"
		" AND t.corrected = k.seq WHERE k.company = ?1 AND k.seq > ?2"
		" AND k.kind = ?3 AND (CAST(?5 AS BIGINT) = 1"
		"  OR k.employee = ?4) ORDER BY k.seq LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, *seq);
	db_bind_int(stmt, 3, CORRECTION_ROW_KEEP);
	db_bind_id(stmt, 4, employee);
	db_bind_int(stmt, 5, id_is_nil(employee));
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*seq = row ? db_int(stmt, 0) : 0;
	*line_out = row ? db_int(stmt, 1) : 0;
	db_reset(db);
	return 0;
}

int
correction_rows_add_line(
	struct db *db, const struct timeline_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, timeline_rows_insert, &stmt, err) < 0)
		return -1;
	timeline_rows_bind(row, stmt);
	return db_run(stmt, err);
}

/* --- the punch as it stands ----------------------------------------------- */

#define LINE                                                                   \
	"SELECT t.seq, t.kind, t.at_ms, t.location, t.cost_code, t.counts,"    \
	" t.corrected FROM timeline t WHERE t.company = ?1"                    \
	" AND t.employee = ?2"

static int
start_line(struct db *db, const struct ledger_correction *it,
	struct db_stmt **stmt_out, struct err *err)
{
	const bool added = id_is_nil(&it->enrolment);

	if (db_prepare(db,
		    added ? LINE " AND t.enrolment = ?4 AND t.seq = ?3"
			  : LINE " AND t.enrolment = ?4"
				 " AND t.seq IN (SELECT seq FROM ledger"
				 "  WHERE company = ?1 AND id = ?3)",
		    stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &it->company);
	db_bind_id(*stmt_out, 2, &it->employee);
	if (added)
		db_bind_int(*stmt_out, 3, ledger_seq_of(&it->punch));
	else
		db_bind_id(*stmt_out, 3, &it->punch);
	db_bind_blob(*stmt_out, 4, it->enrolment.bytes, sizeof(struct id));
	return 0;
}

int
correction_rows_line(struct db *db, const struct ledger_correction *it,
	struct ledger_line *line_out, struct err *err)
{
	struct db_stmt *stmt;

	*line_out = (struct ledger_line){.found = false};
	if (start_line(db, it, &stmt, err) < 0 ||
		db_step(stmt, &line_out->found, err) < 0)
		return -1;
	if (!line_out->found)
		return 0;
	line_out->seq = db_int(stmt, 0);
	if (punch_kind_parse(db_text(stmt, 1), &line_out->press, err) < 0)
		return damaged(err);
	line_out->at_ms = db_int(stmt, 2);
	line_out->location = db_id(stmt, 3);
	line_out->cost_code = db_id(stmt, 4);
	line_out->held = db_int(stmt, 5) == 0 && db_int(stmt, 6) == 0;
	line_out->taken = db_int(stmt, 5) == 0 && db_int(stmt, 6) != 0;
	db_reset(db);
	return 0;
}
