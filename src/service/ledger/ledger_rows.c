#include "ledger_rows.h"

#include <string.h>

#include "core/cause.h"

#define ROW_COLUMNS                                                            \
	"company, seq, id, enrolment, number, employee, pressed_by, kind,"     \
	" location, cost_code, target, forced, wall_ms, boottime_ms, boot,"    \
	" zone, offset_s, has_chosen, chosen_ms, comment, bringer,"            \
	" sent_wall_ms, sent_boottime_ms, sent_boot, sent_highest,"            \
	" received_ms, restated_ms, method, anchor_boottime_ms,"               \
	" anchor_received_ms, not_before_ms, not_after_ms, flags, verdict,"    \
	" content, hash"

const char ledger_rows_insert[] =
	"INSERT INTO ledger (" ROW_COLUMNS ")"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	" ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27,"
	" ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36)";

#define EVENT_COLUMNS                                                          \
	"company, seq, kind, at_ms, punch, cause, enrolment, number,"          \
	" restated_ms, method, anchor_boottime_ms, anchor_received_ms,"        \
	" not_before_ms, not_after_ms, flags, hash"

const char ledger_rows_insert_event[] =
	"INSERT INTO ledger_event (" EVENT_COLUMNS ")"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	" ?14, ?15, ?16)";

static void
bind_punch(const struct punch *punch, struct db_stmt *stmt)
{
	db_bind_id(stmt, 3, &punch->id);
	db_bind_id(stmt, 4, &punch->enrolment);
	db_bind_int(stmt, 5, punch->number);
	db_bind_id(stmt, 6, &punch->employee);
	db_bind_id(stmt, 7, &punch->pressed_by);
	db_bind_text(stmt, 8, punch_kind_name(punch->kind));
	db_bind_id(stmt, 9, &punch->location);
	db_bind_id(stmt, 10, &punch->cost_code);
	db_bind_id(stmt, 11, &punch->target);
	db_bind_int(stmt, 12, punch->forced);
	db_bind_int(stmt, 13, punch->pressed.wall_ms);
	db_bind_int(stmt, 14, punch->pressed.boottime_ms);
	db_bind_id(stmt, 15, &punch->pressed.boot);
	db_bind_text(stmt, 16, punch->pressed.zone);
	db_bind_int(stmt, 17, punch->pressed.offset_s);
	db_bind_int(stmt, 18, punch->has_chosen);
	db_bind_int(stmt, 19, punch->chosen_ms);
	db_bind_text(stmt, 20, punch->comment);
}

static void
bind_restated(const struct restated *restated, int from, struct db_stmt *stmt)
{
	db_bind_int(stmt, from, restated->press_ms);
	db_bind_text(stmt, from + 1, restate_method_name(restated->method));
	db_bind_int(stmt, from + 2, restated->anchor_boottime_ms);
	db_bind_int(stmt, from + 3, restated->anchor_received_ms);
	db_bind_int(stmt, from + 4, restated->not_before_ms);
	db_bind_int(stmt, from + 5, restated->not_after_ms);
	db_bind_int(stmt, from + 6, restated->flags);
}

void
ledger_rows_bind(const struct ledger_row *row, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &row->company);
	db_bind_int(stmt, 2, row->seq);
	bind_punch(row->punch, stmt);
	db_bind_id(stmt, 21, &row->bringer);
	db_bind_int(stmt, 22, row->carrier.now.wall_ms);
	db_bind_int(stmt, 23, row->carrier.now.boottime_ms);
	db_bind_id(stmt, 24, &row->carrier.now.boot);
	db_bind_int(stmt, 25, row->carrier.highest);
	db_bind_int(stmt, 26, row->carrier.received_ms);
	bind_restated(&row->restated, 27, stmt);
	db_bind_text(stmt, 34, row->verdict);
	db_bind_blob(stmt, 35, row->content.bytes, HASH_BYTES);
	db_bind_blob(stmt, 36, row->hash.bytes, HASH_BYTES);
}

void
ledger_rows_bind_event(const struct ledger_event *event, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &event->company);
	db_bind_int(stmt, 2, event->seq);
	db_bind_text(stmt, 3, ledger_row_event_word(event->kind));
	db_bind_int(stmt, 4, event->at_ms);
	db_bind_int(stmt, 5, event->punch);
	db_bind_text(stmt, 6, event->cause);
	db_bind_id(stmt, 7, &event->enrolment);
	db_bind_int(stmt, 8, event->number);
	bind_restated(&event->restated, 9, stmt);
	db_bind_blob(stmt, 16, event->hash.bytes, HASH_BYTES);
}

static int
start_page(struct db *db, const char *sql, const struct id *company,
	int64_t above, struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db, sql, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, company);
	db_bind_int(*stmt_out, 2, above);
	return 0;
}

int
ledger_rows_page(struct db *db, const struct id *company, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err)
{
	static const char sql[] =
		"SELECT " ROW_COLUMNS " FROM ledger WHERE company = ?1"
		" AND seq > ?2 ORDER BY seq LIMIT ?3";

	if (start_page(db, sql, company, above, stmt_out, err) < 0)
		return -1;
	db_bind_int(*stmt_out, 3, limit);
	return 0;
}

int
ledger_rows_event_page(struct db *db, const struct id *company, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err)
{
	static const char sql[] =
		"SELECT " EVENT_COLUMNS " FROM ledger_event WHERE company = ?1"
		" AND seq > ?2 ORDER BY seq LIMIT ?3";

	if (start_page(db, sql, company, above, stmt_out, err) < 0)
		return -1;
	db_bind_int(*stmt_out, 3, limit);
	return 0;
}

/* --- reading ------------------------------------------------------------- */

static bool
read_hash(const struct db_stmt *stmt, int column, struct hash *hash_out)
{
	size_t len;
	const void *bytes = db_blob(stmt, column, &len);

	if (len != HASH_BYTES)
		return false;
	memcpy(hash_out->bytes, bytes, HASH_BYTES);
	return true;
}

/* Columns that hold an id, a truth, or text: what no program writes there
 * would read as if it were something else, and be hashed as that. */
static bool
holds_id(const struct db_stmt *stmt, int column)
{
	size_t len;

	(void)db_blob(stmt, column, &len);
	return len == 0 || len == sizeof(struct id);
}

static bool
holds_truth(const struct db_stmt *stmt, int column)
{
	int64_t value = db_int(stmt, column);

	return value == 0 || value == 1;
}

static bool
holds_text(const struct db_stmt *stmt, int column)
{
	size_t len;

	(void)db_blob(stmt, column, &len);
	return len == strlen(db_text(stmt, column));
}

static bool
is_as_written(const struct db_stmt *stmt)
{
	static const int ids[] = {0, 2, 3, 5, 6, 8, 9, 10, 14, 20, 23};
	static const int texts[] = {7, 15, 19, 27, 33};
	int64_t offset_s = db_int(stmt, 16);

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!holds_id(stmt, ids[i]))
			return false;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!holds_text(stmt, texts[i]))
			return false;
	return holds_truth(stmt, 11) && holds_truth(stmt, 17) &&
	       offset_s >= INT32_MIN && offset_s <= INT32_MAX;
}

static bool
read_punch(const struct db_stmt *stmt, struct punch *punch_out)
{
	struct punch punch = {0};
	struct err err;

	punch.id = db_id(stmt, 2);
	punch.enrolment = db_id(stmt, 3);
	punch.number = db_int(stmt, 4);
	punch.employee = db_id(stmt, 5);
	punch.pressed_by = db_id(stmt, 6);
	if (punch_kind_parse(db_text(stmt, 7), &punch.kind, &err) < 0)
		return false;
	punch.location = db_id(stmt, 8);
	punch.cost_code = db_id(stmt, 9);
	punch.target = db_id(stmt, 10);
	punch.forced = db_int(stmt, 11) != 0;
	punch.pressed.wall_ms = db_int(stmt, 12);
	punch.pressed.boottime_ms = db_int(stmt, 13);
	punch.pressed.boot = db_id(stmt, 14);
	if (!str_copy(punch.pressed.zone, sizeof(punch.pressed.zone),
		    db_text(stmt, 15)))
		return false;
	punch.pressed.offset_s = (int32_t)db_int(stmt, 16);
	punch.has_chosen = db_int(stmt, 17) != 0;
	punch.chosen_ms = db_int(stmt, 18);
	if (!str_copy(punch.comment, sizeof(punch.comment), db_text(stmt, 19)))
		return false;
	*punch_out = punch;
	return true;
}

static bool
read_restated(
	const struct db_stmt *stmt, int from, struct restated *restated_out)
{
	int method = restate_method_parse(db_text(stmt, from + 1));
	int64_t flags = db_int(stmt, from + 6);

	*restated_out = (struct restated){
		.press_ms = db_int(stmt, from),
		.method = (enum restate_method)method,
		.anchor_boottime_ms = db_int(stmt, from + 2),
		.anchor_received_ms = db_int(stmt, from + 3),
		.not_before_ms = db_int(stmt, from + 4),
		.not_after_ms = db_int(stmt, from + 5),
		.flags = (unsigned)flags,
	};
	return method >= 0 && flags >= 0 && flags <= INT32_MAX;
}

bool
ledger_rows_read(const struct db_stmt *stmt, struct punch *punch_out,
	struct ledger_row *row_out)
{
	*row_out = (struct ledger_row){
		.company = db_id(stmt, 0),
		.seq = db_int(stmt, 1),
		.punch = punch_out,
		.bringer = db_id(stmt, 20),
		.carrier = {.now = {.wall_ms = db_int(stmt, 21),
				    .boottime_ms = db_int(stmt, 22),
				    .boot = db_id(stmt, 23)},
			.highest = db_int(stmt, 24),
			.received_ms = db_int(stmt, 25)},
		.verdict = db_text(stmt, 33),
	};
	return is_as_written(stmt) && read_punch(stmt, punch_out) &&
	       read_restated(stmt, 26, &row_out->restated) &&
	       read_hash(stmt, 34, &row_out->content) &&
	       read_hash(stmt, 35, &row_out->hash);
}

bool
ledger_rows_read_event(
	const struct db_stmt *stmt, struct ledger_event *event_out)
{
	*event_out = (struct ledger_event){
		.company = db_id(stmt, 0),
		.seq = db_int(stmt, 1),
		.at_ms = db_int(stmt, 3),
		.punch = db_int(stmt, 4),
		.cause = db_text(stmt, 5),
		.enrolment = db_id(stmt, 6),
		.number = db_int(stmt, 7),
	};
	return holds_text(stmt, 2) && holds_text(stmt, 5) &&
	       holds_id(stmt, 6) && holds_text(stmt, 9) &&
	       ledger_row_event_kind(db_text(stmt, 2), &event_out->kind) &&
	       read_restated(stmt, 8, &event_out->restated) &&
	       read_hash(stmt, 15, &event_out->hash);
}

int
ledger_rows_find(struct db *db, const struct id *company, int64_t seq,
	struct punch *punch_out, struct ledger_row *row_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (ledger_rows_page(db, company, seq - 1, 1, &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	if (!row || db_int(stmt, 1) != seq ||
		!ledger_rows_read(stmt, punch_out, row_out))
		return err_set(err, ERR_INTERNAL,
			"the ledger is damaged: run connectd verify");
	row_out->verdict = ""; /* was the statement's */
	return 0;
}

int
ledger_rows_head(struct db *db, const struct id *company, bool *found_out,
	int64_t *last_seq_out, struct hash *hash_out, struct err *err)
{
	static const char sql[] = "SELECT last_seq, hash FROM ledger_head"
				  " WHERE company = ?1";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	*last_seq_out = *found_out ? db_int(stmt, 0) : 0;
	if (!*found_out || !read_hash(stmt, 1, hash_out))
		*hash_out = (struct hash){{0}};
	return 0;
}

int
ledger_rows_next_company(
	struct db *db, struct id *id, bool *found_out, struct err *err)
{
	static const char sql[] =
		"SELECT company FROM (SELECT company FROM ledger_head"
		"  WHERE company > ?1 ORDER BY company LIMIT 1) AS a"
		" UNION SELECT company FROM (SELECT company FROM ledger"
		"  WHERE company > ?1 ORDER BY company LIMIT 1) AS b"
		" UNION SELECT company FROM (SELECT company FROM ledger_event"
		"  WHERE company > ?1 ORDER BY company LIMIT 1) AS c"
		" UNION SELECT id FROM (SELECT id FROM company"
		"  WHERE id > ?1 ORDER BY id LIMIT 1) AS d"
		" ORDER BY company LIMIT 1";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, id->bytes, sizeof(id->bytes));
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		*id = db_id(stmt, 0);
	return 0;
}

int
ledger_rows_causes(struct db *db, const struct id *company, int64_t seq,
	unsigned *causes_out, struct err *err)
{
	static const char sql[] =
		"SELECT cause FROM ledger_event WHERE company = ?1"
		" AND punch = ?2 AND kind = 'cause'";
	struct db_stmt *stmt;
	bool row;

	if (start_page(db, sql, company, seq, &stmt, err) < 0)
		return -1;
	*causes_out = 0;
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*causes_out |= cause_parse(db_text(stmt, 0));
	}
}
