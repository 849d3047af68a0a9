#ifndef SERVICE_LEDGER_POINTS_H
#define SERVICE_LEDGER_POINTS_H

/* Where clocks stand: a point behind each part of a local date. */

#include "core/clock.h"
#include "db/db.h"

struct point {
	struct id company;
	struct id employee;
	bool found;      /* as loaded; false: OUT, and nothing known */
	int32_t date;    /* local, of the punch that it stands behind */
	int32_t part;    /* of the date, from 0 */
	int32_t punches; /* in the part; POINT_PUNCHES at most */
	struct clock_state state;
};

/* The columns of a point that point_rows_take reads, of a table named p. */
#define POINT_COLUMNS                                                          \
	"p.date, p.part, p.punches, p.mode, p.since_ms, p.location,"           \
	" p.cost_code, p.last, p.day_ms, p.worked_ms, p.meals_taken,"          \
	" p.at_ms, p.number, p.enrolment, p.id"
#define POINT_COLUMN_COUNT 15

/* The point of such a row; NULL, or one that is all NULL: OUT, and nothing
 * known. */
int point_rows_take(
	struct point *point, const struct db_stmt *row, struct err *err);

#endif
