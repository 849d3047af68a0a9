#ifndef SERVICE_CARD_CARD_EDIT_ROWS_H
#define SERVICE_CARD_CARD_EDIT_ROWS_H

/* What a correction names, in the database. */

#include <stdbool.h>

#include "base/id.h"
#include "db/db.h"

struct job_names {
	struct id company;
	struct id location;
	struct id cost_code;
};

/* Whether the company has such a location, and such a cost code; one that is
 * not active may be what was worked on. */
int card_edit_rows_job(struct db *db, const struct job_names *names,
	bool *location_out, bool *cost_code_out, struct err *err);

#endif
