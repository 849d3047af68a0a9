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

const char point_rows_load[] = FROM_EMPLOYEE " ORDER BY p.date DESC LIMIT 1";

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

	point->found = row != NULL && db_text(row, 1)[0] != '\0';
	*state = (struct clock_state){.mode = CLOCK_OUT};
	point->date = INT32_MIN;
	if (!point->found)
		return 0;
	if (take_mode(db_text(row, 1), &state->mode) < 0)
		return err_set(err, ERR_INTERNAL,
			"a clock is damaged: run connectd verify");
	point->date = (int32_t)db_int(row, 0);
	state->since_ms = db_int(row, 2);
	state->location = db_id(row, 3);
	state->cost_code = db_id(row, 4);
	state->last = db_id(row, 5);
	state->day_ms = db_int(row, 6);
	state->worked_ms = db_int(row, 7);
	state->meals_taken = (int)db_int(row, 8);
	state->folded.at_ms = db_int(row, 9);
	state->folded.number = db_int(row, 10);
	state->folded.enrolment = db_id(row, 11);
	state->folded.id = db_id(row, 12);
	return 0;
}

int
point_rows_before(
	struct db *db, struct point *point, int32_t date, struct err *err)
{
	static const char sql[] =
		FROM_EMPLOYEE " AND p.date < ?3 ORDER BY p.date DESC LIMIT 1";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	point_rows_bind_load(point, stmt);
	db_bind_int(stmt, 3, date);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	return point_rows_take(point, row ? stmt : NULL, err);
}

const char point_rows_save[] =
	"INSERT INTO clock_point (company, employee, date, mode, since_ms,"
	" location, cost_code, last, day_ms, worked_ms, meals_taken, at_ms,"
	" number, enrolment, id)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	" ?15) ON CONFLICT (company, employee, date) DO UPDATE SET"
	" mode = ?4, since_ms = ?5, location = ?6, cost_code = ?7, last = ?8,"
	" day_ms = ?9, worked_ms = ?10, meals_taken = ?11, at_ms = ?12,"
	" number = ?13, enrolment = ?14, id = ?15";

void
point_rows_bind_save(const struct point *point, struct db_stmt *stmt)
{
	const struct clock_state *state = &point->state;

	point_rows_bind_load(point, stmt);
	db_bind_int(stmt, 3, point->date);
	db_bind_text(stmt, 4, mode_words[state->mode]);
	db_bind_int(stmt, 5, state->since_ms);
	db_bind_id(stmt, 6, &state->location);
	db_bind_id(stmt, 7, &state->cost_code);
	db_bind_id(stmt, 8, &state->last);
	db_bind_int(stmt, 9, state->day_ms);
	db_bind_int(stmt, 10, state->worked_ms);
	db_bind_int(stmt, 11, state->meals_taken);
	db_bind_int(stmt, 12, state->folded.at_ms);
	db_bind_int(stmt, 13, state->folded.number);
	db_bind_id(stmt, 14, &state->folded.enrolment);
	db_bind_id(stmt, 15, &state->folded.id);
}

int
point_rows_forget(
	struct db *db, const struct point *point, int32_t date, struct err *err)
{
	static const char sql[] = "DELETE FROM clock_point WHERE company = ?1"
				  " AND employee = ?2 AND date >= ?3";
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	point_rows_bind_load(point, stmt);
	db_bind_int(stmt, 3, date);
	return db_run(stmt, err);
}
