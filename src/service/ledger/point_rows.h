#ifndef SERVICE_LEDGER_POINT_ROWS_H
#define SERVICE_LEDGER_POINT_ROWS_H

/* Where clocks stand behind each local date, in the database. */

#include "core/clock.h"
#include "db/batch.h"

struct point {
	struct id company;
	struct id employee;
	bool found;   /* as loaded; false: OUT, and nothing known */
	int32_t date; /* local, of the punch that it stands behind */
	struct clock_state state;
};

/* Loads the last point of an employee: bind, take its row. */
extern const char point_rows_load[];
void point_rows_bind_load(const struct point *point, struct db_stmt *stmt);
int point_rows_take(
	struct point *point, const struct db_stmt *row, struct err *err);

/* The last point before a date. */
int point_rows_before(
	struct db *db, struct point *point, int32_t date, struct err *err);

/* The columns of a point that point_rows_take reads, of a table named p. */
#define POINT_COLUMNS                                                          \
	"p.date, p.mode, p.since_ms, p.location, p.cost_code, p.last,"         \
	" p.day_ms, p.worked_ms, p.meals_taken, p.at_ms, p.number,"            \
	" p.enrolment, p.id"
#define POINT_COLUMN_COUNT 13

/* Writes the point of its date: statement, values. */
extern const char point_rows_save[];
void point_rows_bind_save(const struct point *point, struct db_stmt *stmt);

/* Forgets all from a date on. */
int point_rows_forget(struct db *db, const struct point *point, int32_t date,
	struct err *err);

#endif
