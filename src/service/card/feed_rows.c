#include "feed_rows.h"

#include "base/mem.h"
#include "db/batch.h"

/* --- the head ------------------------------------------------------------- */

static int
step_head(struct db_stmt *stmt, const struct id *company,
	struct feed_head *head_out, struct err *err)
{
	db_bind_id(stmt, 1, company);
	*head_out = (struct feed_head){.found = false};
	if (db_step(stmt, &head_out->found, err) < 0)
		return -1;
	if (!head_out->found)
		return 0;
	head_out->last_seq = db_int(stmt, 0);
	head_out->followed_seq = db_int(stmt, 1);
	head_out->today = (int32_t)db_int(stmt, 2);
	return 0;
}

int
feed_rows_head(struct db *db, const struct id *company,
	struct feed_head *head_out, struct err *err)
{
	static const char sql[] = "SELECT last_seq, followed_seq, today"
				  " FROM feed_head WHERE company = ?1";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	return step_head(stmt, company, head_out, err);
}

int
feed_rows_lock(struct db *db, const struct id *company,
	struct feed_head *head_out, struct err *err)
{
	static const char make[] =
		"INSERT INTO feed_head (company, last_seq, followed_seq, today)"
		" VALUES (?1, 0, 0, 0) ON CONFLICT (company) DO NOTHING";
	static const char lock[] =
		"UPDATE feed_head SET last_seq = last_seq WHERE company = ?1"
		" RETURNING last_seq, followed_seq, today";
	struct db_stmt *stmt;

	if (db_prepare(db, make, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_run(stmt, err) < 0 || db_prepare(db, lock, &stmt, err) < 0 ||
		step_head(stmt, company, head_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
feed_rows_save(struct db *db, const struct id *company,
	const struct feed_head *head, struct err *err)
{
	static const char sql[] =
		"UPDATE feed_head SET last_seq = ?2, followed_seq = ?3,"
		" today = ?4 WHERE company = ?1";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, head->last_seq);
	db_bind_int(stmt, 3, head->followed_seq);
	db_bind_int(stmt, 4, head->today);
	return db_run(stmt, err);
}

/* --- records -------------------------------------------------------------- */

static struct feed_record
take(const struct db_stmt *row)
{
	return (struct feed_record){
		.id = db_id(row, 0),
		.kind = (enum time_record_kind)db_int(row, 1),
		.date = (int32_t)db_int(row, 2),
		.at_ms = db_int(row, 3),
		.start_ms = db_int(row, 4),
		.end_ms = db_int(row, 5),
		.shown_start_ms = db_int(row, 6),
		.shown_end_ms = db_int(row, 7),
		.location = db_id(row, 8),
		.cost_code = db_id(row, 9),
		.minutes = (int)db_int(row, 10),
		.meal_minutes = (int)db_int(row, 11),
		.paid = {[PAY_REG] = (int)db_int(row, 12),
			[PAY_OT1] = (int)db_int(row, 13),
			[PAY_OT2] = (int)db_int(row, 14)},
		.final = db_int(row, 15) != 0,
		.corrected_ms = db_int(row, 16),
	};
}

static void
bind_place(struct db_stmt *stmt, const struct feed_place *place)
{
	db_bind_id(stmt, 1, &place->company);
	db_bind_id(stmt, 2, &place->employee);
	db_bind_int(stmt, 3, place->first);
	db_bind_int(stmt, 4, place->last);
}

int
feed_rows_read(struct db *db, const struct feed_place *place,
	struct feed_records *records_out, struct err *err)
{
	static const char sql[] =
		"SELECT id, kind, date, at_ms, start_ms, end_ms,"
		" shown_start_ms, shown_end_ms, location, cost_code, minutes,"
		" meal_minutes, reg, ot1, ot2, final, corrected_ms"
		" FROM time_record WHERE company = ?1 AND employee = ?2"
		" AND date >= ?3 AND date <= ?4 AND deleted = 0 ORDER BY id";
	struct feed_records *it = records_out;
	struct db_stmt *stmt;
	bool row;

	*it = (struct feed_records){.count = 0};
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_place(stmt, place);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		it->records = mem_grow(it->records, &it->cap, it->count + 1,
			sizeof(*it->records));
		it->records[it->count++] = take(stmt);
	}
}

int
feed_rows_before(struct db *db, const struct feed_place *place, int64_t at_ms,
	int32_t *date_out, struct err *err)
{
	static const char sql[] =
		"SELECT date FROM time_record WHERE company = ?1"
		" AND employee = ?2 AND date >= ?3 AND date <= ?4"
		" AND deleted = 0 AND at_ms < ?5"
		" ORDER BY date DESC, at_ms DESC LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_place(stmt, place);
	db_bind_int(stmt, 5, at_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*date_out = row ? (int32_t)db_int(stmt, 0) : INT32_MIN;
	db_reset(db);
	return 0;
}

int
feed_rows_final(struct db *db, const struct feed_place *place, int32_t today,
	struct period **spans_out, size_t *count_out, struct err *err)
{
	/* The levels are those of core/approval.h. */
	static const char sql[] =
		"SELECT p.first_date, p.last_date FROM closed_period p"
		" WHERE p.company = ?1 AND p.last_date >= ?3"
		" AND p.first_date <= ?4"
		" UNION ALL SELECT a.first_date, a.last_date FROM approval a"
		" JOIN company c ON c.id = a.company"
		" WHERE a.company = ?1 AND a.employee = ?2"
		" AND a.last_date >= ?3 AND a.first_date <= ?4"
		" AND a.last_date < ?5 AND a.level ="
		" CASE WHEN c.approve_sign_off = 1 THEN 2"
		" WHEN c.approve_supervisor = 1 THEN 1"
		" WHEN c.approve_employee = 1 THEN 0 ELSE -1 END";
	struct db_stmt *stmt;
	size_t cap = 0;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_place(stmt, place);
	db_bind_int(stmt, 5, today);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*spans_out = mem_grow(
			*spans_out, &cap, *count_out + 1, sizeof(**spans_out));
		(*spans_out)[(*count_out)++] = (struct period){
			(int32_t)db_int(stmt, 0), (int32_t)db_int(stmt, 1)};
	}
}

int
feed_rows_made(struct db *db, const struct feed_place *place,
	struct feed_made **made_out, size_t *count_out, struct err *err)
{
	static const char sql[] =
		"SELECT seq, made_ms FROM correction WHERE company = ?1"
		" AND employee = ?2 ORDER BY seq";
	struct db_stmt *stmt;
	size_t cap = 0;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &place->company);
	db_bind_id(stmt, 2, &place->employee);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*made_out = mem_grow(
			*made_out, &cap, *count_out + 1, sizeof(**made_out));
		(*made_out)[(*count_out)++] =
			(struct feed_made){db_int(stmt, 0), db_int(stmt, 1)};
	}
}

/* --- writing -------------------------------------------------------------- */

struct writing {
	const struct id *company;
	const struct feed_change *changes;
	int64_t now_ms;
	int64_t behind; /* feed_seq of the one before them */
};

static void
bind_change(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct writing *it = ctx;
	const struct feed_change *change = &it->changes[i];
	const struct feed_record *record = &change->record;

	db_bind_id(stmt, 1, it->company);
	db_bind_id(stmt, 2, &change->employee);
	db_bind_id(stmt, 3, &record->id);
	db_bind_int(stmt, 4, it->behind + 1 + (int64_t)i);
	db_bind_int(stmt, 5, it->now_ms);
	db_bind_int(stmt, 6, change->deleted);
	db_bind_int(stmt, 7, record->kind);
	db_bind_int(stmt, 8, record->date);
	db_bind_int(stmt, 9, record->at_ms);
	db_bind_int(stmt, 10, record->start_ms);
	db_bind_int(stmt, 11, record->end_ms);
	db_bind_int(stmt, 12, record->shown_start_ms);
	db_bind_int(stmt, 13, record->shown_end_ms);
	db_bind_id(stmt, 14, &record->location);
	db_bind_id(stmt, 15, &record->cost_code);
	db_bind_int(stmt, 16, record->minutes);
	db_bind_int(stmt, 17, record->meal_minutes);
	db_bind_int(stmt, 18, record->paid[PAY_REG]);
	db_bind_int(stmt, 19, record->paid[PAY_OT1]);
	db_bind_int(stmt, 20, record->paid[PAY_OT2]);
	db_bind_int(stmt, 21, record->final);
	db_bind_int(stmt, 22, record->corrected_ms);
}

int
feed_rows_write(struct db *db, const struct id *company,
	const struct feed_changes *changes, int64_t now_ms,
	struct feed_head *head, struct err *err)
{
	static const char sql[] =
		"INSERT INTO time_record (company, employee, id, feed_seq,"
		" changed_ms, revision, deleted, kind, date, at_ms, start_ms,"
		" end_ms, shown_start_ms, shown_end_ms, location, cost_code,"
		" minutes, meal_minutes, reg, ot1, ot2, final, corrected_ms)"
		" VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?11,"
		" ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)"
		" ON CONFLICT (company, employee, id) DO UPDATE SET"
		" revision = time_record.revision + 1,"
		" feed_seq = excluded.feed_seq,"
		" changed_ms = excluded.changed_ms,"
		" deleted = excluded.deleted, kind = excluded.kind,"
		" date = excluded.date, at_ms = excluded.at_ms,"
		" start_ms = excluded.start_ms, end_ms = excluded.end_ms,"
		" shown_start_ms = excluded.shown_start_ms,"
		" shown_end_ms = excluded.shown_end_ms,"
		" location = excluded.location,"
		" cost_code = excluded.cost_code, minutes = excluded.minutes,"
		" meal_minutes = excluded.meal_minutes, reg = excluded.reg,"
		" ot1 = excluded.ot1, ot2 = excluded.ot2,"
		" final = excluded.final,"
		" corrected_ms = excluded.corrected_ms";
	struct writing writing = {
		company, changes->changes, now_ms, head->last_seq};
	const struct db_batch_call call = {bind_change, NULL, &writing, false};

	head->last_seq += (int64_t)changes->count;
	return db_batch(db, sql, changes->count, &call, err);
}
