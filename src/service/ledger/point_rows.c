#include "point_rows.h"

#include <string.h>

static const char *const mode_words[] = {
#define X(name, number, wire) [CLOCK_##name] = (wire),
	CLOCK_MODES(X)
#undef X
};
#define MODE_COUNT (sizeof(mode_words) / sizeof(mode_words[0]))

#define FROM_EMPLOYEE                                                          \
	"SELECT " POINT_COLUMNS " FROM clock_point p"                          \
	" WHERE p.company = ?1 AND p.employee = ?2"

const char point_rows_load[] =
	FROM_EMPLOYEE " ORDER BY p.date DESC, p.part DESC LIMIT 1";

void
point_rows_bind_load(const struct point *point, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &point->company);
	db_bind_id(stmt, 2, &point->employee);
}

static int
take_mode(const char *word, enum clock_mode *mode_out)
{
	for (size_t i = 0; i < MODE_COUNT; i++) {
		if (mode_words[i] != NULL && strcmp(mode_words[i], word) == 0) {
			*mode_out = (enum clock_mode)i;
			return 0;
		}
	}
	return -1;
}

int
point_rows_take(struct point *point, const struct db_stmt *row, struct err *err)
{
	struct clock_state *state = &point->state;

	point->found = row != NULL && db_text(row, 3)[0] != '\0';
	*state = (struct clock_state){.mode = CLOCK_OUT};
	point->date = INT32_MIN;
	point->part = -1;
	point->punches = 0;
	if (!point->found)
		return 0;
	if (take_mode(db_text(row, 3), &state->mode) < 0)
		return err_set(err, ERR_INTERNAL,
			"a clock is damaged: run connectd verify");
	point->date = (int32_t)db_int(row, 0);
	point->part = (int32_t)db_int(row, 1);
	point->punches = (int32_t)db_int(row, 2);
	state->since_ms = db_int(row, 4);
	state->location = db_id(row, 5);
	state->cost_code = db_id(row, 6);
	state->last = db_id(row, 7);
	state->day_ms = db_int(row, 8);
	state->worked_ms = db_int(row, 9);
	state->meals_taken = (int)db_int(row, 10);
	state->folded.at_ms = db_int(row, 11);
	state->folded.number = db_int(row, 12);
	state->folded.enrolment = db_id(row, 13);
	state->folded.id = db_id(row, 14);
	return 0;
}

int
point_rows_before(
	struct db *db, struct point *point, int64_t at_ms, struct err *err)
{
	static const char sql[] = FROM_EMPLOYEE
		" AND p.at_ms < ?3 ORDER BY p.date DESC, p.part DESC LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	point_rows_bind_load(point, stmt);
	db_bind_int(stmt, 3, at_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	return point_rows_take(point, row ? stmt : NULL, err);
}

const char point_rows_save[] =
	"INSERT INTO clock_point (company, employee, date, part, punches,"
	" mode, since_ms, location, cost_code, last, day_ms, worked_ms,"
	" meals_taken, at_ms, number, enrolment, id)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	" ?15, ?16, ?17) ON CONFLICT (company, employee, date, part)"
	" DO UPDATE SET"
	" punches = excluded.punches, mode = excluded.mode,"
	" since_ms = excluded.since_ms, location = excluded.location,"
	" cost_code = excluded.cost_code, last = excluded.last,"
	" day_ms = excluded.day_ms, worked_ms = excluded.worked_ms,"
	" meals_taken = excluded.meals_taken, at_ms = excluded.at_ms,"
	" number = excluded.number, enrolment = excluded.enrolment,"
	" id = excluded.id";

void
point_rows_bind_save(const struct point *point, struct db_stmt *stmt)
{
	const struct clock_state *state = &point->state;

	point_rows_bind_load(point, stmt);
	db_bind_int(stmt, 3, point->date);
	db_bind_int(stmt, 4, point->part);
	db_bind_int(stmt, 5, point->punches);
	db_bind_text(stmt, 6, mode_words[state->mode]);
	db_bind_int(stmt, 7, state->since_ms);
	db_bind_id(stmt, 8, &state->location);
	db_bind_id(stmt, 9, &state->cost_code);
	db_bind_id(stmt, 10, &state->last);
	db_bind_int(stmt, 11, state->day_ms);
	db_bind_int(stmt, 12, state->worked_ms);
	db_bind_int(stmt, 13, state->meals_taken);
	db_bind_int(stmt, 14, state->folded.at_ms);
	db_bind_int(stmt, 15, state->folded.number);
	/* as it is: a punch that a correction added has none */
	db_bind_blob(
		stmt, 16, state->folded.enrolment.bytes, sizeof(struct id));
	db_bind_id(stmt, 17, &state->folded.id);
}

static void
bind_put(void *ctx, struct db_stmt *stmt, size_t i)
{
	point_rows_bind_save(&((const struct point *)ctx)[i], stmt);
}

int
point_rows_put(
	struct db *db, const struct point *points, size_t n, struct err *err)
{
	const struct db_batch_call call = {
		bind_put, NULL, (void *)(uintptr_t)points, false};

	return db_batch(db, point_rows_save, n, &call, err);
}

int
point_rows_forget(struct db *db, const struct point *point, struct err *err)
{
	static const char sql[] =
		"DELETE FROM clock_point WHERE company = ?1"
		" AND employee = ?2 AND (date, part) > (?3, ?4)";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	point_rows_bind_load(point, stmt);
	db_bind_int(stmt, 3, point->date);
	db_bind_int(stmt, 4, point->part);
	return db_run(stmt, err);
}
