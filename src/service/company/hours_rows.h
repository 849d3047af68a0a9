#ifndef SERVICE_COMPANY_HOURS_ROWS_H
#define SERVICE_COMPANY_HOURS_ROWS_H

/* What held until a date: policies of a group, groups of a person. */

#include "db/db.h"

/* The record that something is of, and the date until which it held, which is
 * not in it. */
struct hours_end {
	const struct id *company;
	const struct id *of;
	int32_t until;
};

/* The next that held until behind this date: column 0 says until when, column
 * 1 the JSON of a policy group, or the id of the group that a person was in. */
int hours_rows_policy(struct db *db, const struct hours_end *behind,
	struct db_stmt **stmt_out, bool *found_out, struct err *err);
int hours_rows_group(struct db *db, const struct hours_end *behind,
	struct db_stmt **stmt_out, bool *found_out, struct err *err);

/* It held until then, unless something else did; and what was to hold since
 * then never does. */
int hours_rows_end_policy(struct db *db, const struct hours_end *end,
	const char *json, struct err *err);
int hours_rows_end_group(struct db *db, const struct hours_end *end,
	const struct id *group, struct err *err);

/* The last date of the closed periods that end from this date on; the one
 * before it, where there are none. */
int hours_rows_closed(struct db *db, const struct id *company, int32_t from,
	int32_t *last_out, struct err *err);

#endif
