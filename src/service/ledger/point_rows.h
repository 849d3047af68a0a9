#ifndef SERVICE_LEDGER_POINT_ROWS_H
#define SERVICE_LEDGER_POINT_ROWS_H

/*
 * Where clocks stand, in the database: a point behind each part of a local
 * date. What comes late is folded again from the last point before it.
 */

#include "db/batch.h"
#include "service/ledger/points.h"

#define POINT_PUNCHES 64

/* Loads the last point of an employee: bind, point_rows_take of its row. */
extern const char point_rows_load[];
void point_rows_bind_load(const struct point *point, struct db_stmt *stmt);

/* The last point behind a punch that counts before at_ms. */
int point_rows_before(
	struct db *db, struct point *point, int64_t at_ms, struct err *err);

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
