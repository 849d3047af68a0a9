#ifndef SERVICE_LEDGER_TIMELINE_PRESS_H
#define SERVICE_LEDGER_TIMELINE_PRESS_H

/* What a line of the timeline says of the press itself. */

#include "core/punch.h"
#include "db/db.h"

/* What a clock goes by of a punch, as it is in force: what a correction says
 * stands over what was pressed. */
struct timeline_press {
	struct id id;
	enum punch_kind kind;
	struct id location;
	struct id cost_code;
	struct id target;
	struct id boot; /* of one that was added: none */
	int64_t boottime_ms;
	bool has_chosen;
};

/* That of a punch that nobody corrected. */
struct timeline_press timeline_press_of(const struct punch *punch);

/* Binds its eight values, in the order of the schema's columns, from a
 * parameter on. */
void timeline_press_bind(
	const struct timeline_press *press, struct db_stmt *stmt, int from);

/* Takes one from those columns, from one on. ERR_INTERNAL: it is damaged. */
int timeline_press_take(const struct db_stmt *stmt, int from,
	struct timeline_press *press_out, struct err *err);

#endif
