#include "timeline_rows.h"

#include <string.h>

#define COLUMNS                                                                \
	"company, seq, employee, enrolment, number, at_ms, press_ms,"          \
	" restated_ms, method, not_before_ms, not_after_ms, own_flags, flags," \
	" counts, corrected, id, kind, location, cost_code, target, boot,"     \
	" boottime_ms, has_chosen"
#define T_PRESS                                                                \
	"t.id, t.kind, t.location, t.cost_code, t.target, t.boot,"             \
	" t.boottime_ms, t.has_chosen"
#define T_COLUMNS                                                              \
	"t.company, t.seq, t.employee, t.enrolment, t.number, t.at_ms,"        \
	" t.press_ms, t.restated_ms, t.method, t.not_before_ms,"               \
	" t.not_after_ms, t.own_flags, t.flags, t.counts, "                    \
	"t.corrected, " T_PRESS
#define COLUMN_COUNT 23

const char timeline_rows_insert[] =
	"INSERT INTO timeline (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
	" ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,"
	" ?21, ?22, ?23)";

void
timeline_rows_bind(const struct timeline_row *row, struct db_stmt *stmt)
{
	const struct restated *restated = &row->restated;

	db_bind_id(stmt, 1, &row->company);
	db_bind_int(stmt, 2, row->seq);
	db_bind_id(stmt, 3, &row->employee);
	/* as it is: one that a correction added has none */
	db_bind_blob(stmt, 4, row->enrolment.bytes, sizeof(struct id));
	db_bind_int(stmt, 5, row->number);
	db_bind_int(stmt, 6, row->at_ms);
	db_bind_int(stmt, 7, row->press_ms);
	db_bind_int(stmt, 8, restated->press_ms);
	db_bind_text(stmt, 9, restate_method_name(restated->method));
	db_bind_int(stmt, 10, restated->not_before_ms);
	db_bind_int(stmt, 11, restated->not_after_ms);
	db_bind_int(stmt, 12, restated->flags);
	db_bind_int(stmt, 13, row->flags);
	db_bind_int(stmt, 14, row->counts);
	db_bind_int(stmt, 15, row->corrected);
	timeline_press_bind(&row->press, stmt, 16);
}

static void
bind_update(void *ctx, struct db_stmt *stmt, size_t i)
{
	timeline_rows_bind(&((const struct timeline_row *)ctx)[i], stmt);
}

int
timeline_rows_update(struct db *db, const struct timeline_row *rows, size_t n,
	struct err *err)
{
	static const char sql[] =
		"UPDATE timeline SET employee = ?3, enrolment = ?4,"
		" number = ?5, at_ms = ?6, press_ms = ?7, restated_ms = ?8,"
		" method = ?9, not_before_ms = ?10, not_after_ms = ?11,"
		" own_flags = ?12, flags = ?13, counts = ?14,"
		" corrected = ?15, id = ?16, kind = ?17, location = ?18,"
		" cost_code = ?19, target = ?20, boot = ?21,"
		" boottime_ms = ?22, has_chosen = ?23"
		" WHERE company = ?1 AND seq = ?2";
	const struct db_batch_call call = {
		bind_update, NULL, (void *)(uintptr_t)rows, true};

	return db_batch(db, sql, n, &call, err);
}

static int
damaged(struct err *err)
{
	return err_set(err, ERR_INTERNAL,
		"the ledger is damaged: run connectd verify");
}

static int
take_row(const struct db_stmt *stmt, struct timeline_row *row_out,
	struct err *err)
{
	int method = restate_method_parse(db_text(stmt, 8));

	if (method < 0)
		return damaged(err);
	*row_out = (struct timeline_row){
		.company = db_id(stmt, 0),
		.seq = db_int(stmt, 1),
		.employee = db_id(stmt, 2),
		.enrolment = db_id(stmt, 3),
		.number = db_int(stmt, 4),
		.at_ms = db_int(stmt, 5),
		.press_ms = db_int(stmt, 6),
		.restated = {.press_ms = db_int(stmt, 7),
			.method = (enum restate_method)method,
			.not_before_ms = db_int(stmt, 9),
			.not_after_ms = db_int(stmt, 10),
			.flags = (unsigned)db_int(stmt, 11)},
		.flags = (unsigned)db_int(stmt, 12),
		.counts = db_int(stmt, 13) != 0,
		.corrected = db_int(stmt, 14),
	};
	return timeline_press_take(stmt, 15, &row_out->press, err);
}

/* Prepares a statement about an enrolment: ?1 company, ?2 enrolment, ?3. */
static int
prepare(struct db *db, const char *sql, const struct timeline_row *where,
	struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db, sql, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &where->company);
	db_bind_id(*stmt_out, 2, &where->enrolment);
	db_bind_int(*stmt_out, 3, where->number);
	return 0;
}

#define ITEMS                                                                  \
	"SELECT " T_COLUMNS ", l.wall_ms, l.chosen_ms"                         \
	" FROM ledger l JOIN timeline t"                                       \
	" ON t.company = l.company AND t.seq = l.seq"                          \
	" WHERE l.company = ?1 AND l.enrolment = ?2 AND l.bringer IS NULL"

static int
take_item(const struct db_stmt *stmt, struct timeline_item *item_out,
	struct err *err)
{
	struct timeline_row *row = &item_out->row;

	if (take_row(stmt, row, err) < 0)
		return -1;
	item_out->order = (struct order_item){
		.number = row->number,
		.id = row->press.id,
		.restated_ms = row->restated.press_ms,
		.is_exact = restate_is_exact(row->restated.method),
		.not_before_ms = row->restated.not_before_ms,
		.not_after_ms = row->restated.not_after_ms,
		.boot = row->press.boot,
		.boottime_ms = row->press.boottime_ms,
		.wall_ms = db_int(stmt, COLUMN_COUNT),
		.has_chosen = row->press.has_chosen,
		.chosen_ms = db_int(stmt, COLUMN_COUNT + 1),
		.is_void = row->press.kind == PUNCH_VOID,
		.flags = row->restated.flags,
	};
	return 0;
}

int
timeline_rows_point(struct db *db, const struct timeline_row *where,
	struct order_point *point_out, struct err *err)
{
	static const char sql[] = ITEMS
		" AND l.number < ?3 AND t.method IN ('same-boot', 'anchor')"
		" ORDER BY l.number DESC, l.id DESC LIMIT 1";
	struct timeline_item item;
	struct db_stmt *stmt;
	bool row;

	*point_out = (struct order_point){.number = 0};
	if (prepare(db, sql, where, &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return 0;
	if (take_item(stmt, &item, err) < 0)
		return -1;
	item.order.press_ms = item.row.press_ms;
	*point_out = order_point_behind(&item.order);
	return 0;
}

int
timeline_rows_slice(struct db *db, const struct timeline_row *where,
	struct timeline_item *items_out, size_t max, size_t *count_out,
	struct err *err)
{
	static const char sql[] =
		ITEMS " AND l.number >= ?3 ORDER BY l.number, l.id LIMIT ?4";
	struct db_stmt *stmt;
	size_t count = 0;
	bool row;

	if (prepare(db, sql, where, &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 4, (int64_t)max);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		if (take_item(stmt, &items_out[count++], err) < 0)
			return -1;
	}
	*count_out = count;
	return 0;
}

int
timeline_rows_of_boot(struct db *db, const struct timeline_row *where,
	const struct contact *since, int64_t *seqs_out, size_t *count_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT seq FROM ledger WHERE company = ?1 AND enrolment = ?2"
		" AND number <= ?3 AND boot = ?4 AND received_ms >= ?5"
		" AND bringer IS NULL ORDER BY number DESC LIMIT ?6";
	struct db_stmt *stmt;
	size_t count = 0;
	bool row;

	if (prepare(db, sql, where, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 4, &since->now.boot);
	db_bind_int(stmt, 5, since->received_ms);
	db_bind_int(stmt, 6, TIMELINE_AGAIN_MAX);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		seqs_out[count++] = db_int(stmt, 0);
	}
	*count_out = count;
	return 0;
}

int
timeline_rows_unforked(struct db *db, const struct timeline_row *where,
	struct timeline_row *rows_out, int64_t *received_out, size_t *count_out,
	struct err *err)
{
	/* 32: RESTATE_FORK */
	static const char sql[] =
		"SELECT " T_COLUMNS ", l.received_ms,"
		" COALESCE(v.anchor_boottime_ms, l.anchor_boottime_ms),"
		" COALESCE(v.anchor_received_ms, l.anchor_received_ms)"
		" FROM ledger l JOIN timeline t"
		"  ON t.company = l.company AND t.seq = l.seq"
		" LEFT JOIN ledger_event v ON v.company = l.company"
		"  AND v.seq = (SELECT max(seq) FROM ledger_event"
		"   WHERE company = l.company AND punch = l.seq"
		"   AND kind = 'restated')"
		" WHERE l.company = ?1 AND l.enrolment = ?2 AND l.number >= ?3"
		" AND l.bringer IS NULL AND (t.own_flags & 32) = 0"
		" ORDER BY l.number, l.id LIMIT ?4";
	struct db_stmt *stmt;
	size_t n = 0;
	bool row;

	if (prepare(db, sql, where, &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 4, TIMELINE_UNFORKED_MAX);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		if (take_row(stmt, &rows_out[n], err) < 0)
			return -1;
		rows_out[n].restated.anchor_boottime_ms =
			db_int(stmt, COLUMN_COUNT + 1);
		rows_out[n].restated.anchor_received_ms =
			db_int(stmt, COLUMN_COUNT + 2);
		received_out[n++] = db_int(stmt, COLUMN_COUNT);
	}
	*count_out = n;
	return 0;
}

int
timeline_rows_taken(struct db *db, const struct timeline_row *where,
	const struct id *id, bool *taken_out, struct err *err)
{
	static const char sql[] =
		"SELECT 1 FROM ledger WHERE company = ?1 AND enrolment = ?2"
		" AND number = ?3 AND bringer IS NULL AND id <> ?4 LIMIT 1";
	struct db_stmt *stmt;

	if (prepare(db, sql, where, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 4, id);
	return db_step(stmt, taken_out, err);
}

int
timeline_rows_find(struct db *db, const struct id *company, int64_t seq,
	struct timeline_row *row_out, struct err *err)
{
	static const char sql[] = "SELECT " COLUMNS " FROM timeline"
				  " WHERE company = ?1 AND seq = ?2";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, seq);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	return row ? take_row(stmt, row_out, err) : damaged(err);
}

static int
take_event(const struct db_stmt *stmt, struct clock_event *event_out,
	struct err *err)
{
	struct timeline_press press;

	if (timeline_press_take(stmt, 5, &press, err) < 0)
		return -1;
	*event_out = (struct clock_event){
		.id = press.id,
		.kind = press.kind,
		.location = press.location,
		.cost_code = press.cost_code,
		.target = press.target,
		.enrolment = db_id(stmt, 0),
		.number = db_int(stmt, 1),
		.at_ms = db_int(stmt, 2),
		.boot = press.boot,
		.boottime_ms = press.boottime_ms,
		.has_chosen = press.has_chosen,
		.not_before_ms = db_int(stmt, 3),
		.not_after_ms = db_int(stmt, 4),
	};
	return 0;
}

/* (at, number, enrolment, id) behind the place, in a form that both databases
 * search the index with. */
#define EVENTS                                                                 \
	"SELECT t.enrolment, t.number, t.at_ms, t.not_before_ms,"              \
	" t.not_after_ms, " T_PRESS " FROM timeline t"                         \
	" WHERE t.company = ?1 AND t.employee = ?2 AND t.at_ms >= ?3"          \
	" AND t.counts = 1 AND (t.at_ms, t.number, t.enrolment, t.id)"         \
	"  > (?3, ?4, ?5, ?6)"
#define IN_ORDER " ORDER BY t.at_ms, t.number, t.enrolment, t.id LIMIT ?7"

int
timeline_rows_events(struct db *db, const struct timeline_query *query,
	struct clock_event *events_out, size_t *count_out, struct err *err)
{
	const struct clock_key *behind = &query->behind;
	struct db_stmt *stmt;
	size_t count = 0;
	bool row;

	if (db_prepare(db,
		    query->voids ? EVENTS " AND t.kind = 'void'" IN_ORDER
				 : EVENTS IN_ORDER,
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &query->company);
	db_bind_id(stmt, 2, &query->employee);
	db_bind_int(stmt, 3, behind->at_ms);
	db_bind_int(stmt, 4, behind->number);
	db_bind_blob(stmt, 5, behind->enrolment.bytes, sizeof(struct id));
	db_bind_blob(stmt, 6, behind->id.bytes, sizeof(struct id));
	db_bind_int(stmt, 7, TIMELINE_EVENTS_MAX);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		if (take_event(stmt, &events_out[count++], err) < 0)
			return -1;
	}
	*count_out = count;
	return 0;
}

int
timeline_rows_when(struct db *db, const struct id *company,
	const struct punch *undo, int64_t *at_ms_out, struct err *err)
{
	static const char sql[] = "SELECT t.at_ms FROM ledger l JOIN timeline t"
				  " ON t.company = l.company AND t.seq = l.seq"
				  " WHERE l.company = ?1 AND l.enrolment = ?2"
				  " AND l.pressed_by = ?3 AND l.id = ?4";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &undo->enrolment);
	db_bind_id(stmt, 3, &undo->pressed_by);
	db_bind_id(stmt, 4, &undo->target);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*at_ms_out = row ? db_int(stmt, 0) : -1;
	return 0;
}
