#ifndef SERVICE_CARD_BOARD_ROWS_H
#define SERVICE_CARD_BOARD_ROWS_H

/* Where the clocks of people stand, as a viewer sees them. */

#include "db/db.h"
#include "service/ledger/points.h"

struct board_query {
	struct id company;
	struct id viewer;
	bool sees_all;
	struct id after; /* from behind this one, by id */
	size_t limit;
	struct id group;    /* in it alone; nil: whoever */
	struct id location; /* IN or MEAL there alone; nil: wherever */
};

struct board_person {
	struct id employee;
	struct clock_state state;
};

/* Those who are active, into an array with room for limit. */
int board_rows_list(struct db *db, const struct board_query *query,
	struct board_person *people_out, size_t *count_out, struct err *err);

#endif
