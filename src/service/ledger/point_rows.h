#ifndef SERVICE_LEDGER_POINT_ROWS_H
#define SERVICE_LEDGER_POINT_ROWS_H

/*
 * Where clocks stand, in the database: a point behind each part of a local
 * date. What comes late is folded again from the last point before it.
 */

#include "core/clock.h"
#include "db/batch.h"

#define POINT_PUNCHES 64

struct point {
	struct id company;
	struct id employee;
	bool found;      /* as loaded; false: OUT, and nothing known */
	int32_t date;    /* local, of the punch that it stands behind */
	int32_t part;    /* of the date, from 0 */
	int32_t punches; /* in the part; POINT_PUNCHES at most */
	struct clock_state state;
};

/* Loads the last point of an employee: bind, take its row. */
extern const char point_rows_load[];
void point_rows_bind_load(const struct point *point, struct db_stmt *stmt);
int point_rows_take(
	struct point *point, const struct db_stmt *row, struct err *err);

/* The last point behind a punch that counts before at_ms. */
int point_rows_before(
	struct db *db, struct point *point, int64_t at_ms, struct err *err);

/* The columns of a point that point_rows_take reads, of a table named p. */
#define POINT_COLUMNS                                                          \
	"p.date, p.part, p.punches, p.mode, p.since_ms, p.location,"           \
	" p.cost_code, p.last, p.day_ms, p.worked_ms, p.meals_taken,"          \
	" p.at_ms, p.number, p.enrolment, p.id"
#define POINT_COLUMN_COUNT 15

/* Writes the point of its part: statement, values. */
extern const char point_rows_save[];
void point_rows_bind_save(const struct point *point, struct db_stmt *stmt);

/* Writes n of them. */
int point_rows_put(
	struct db *db, const struct point *points, size_t n, struct err *err);

/* Forgets all behind this point. */
int
point_rows_forget(struct db *db, const struct point *point, struct err *err);

#endif
