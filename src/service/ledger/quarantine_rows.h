#ifndef SERVICE_LEDGER_QUARANTINE_ROWS_H
#define SERVICE_LEDGER_QUARANTINE_ROWS_H

/* Punches that are held for review, and the decisions, in the database. */

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "service/desk/caller.h"

/* Columns of a punch that waits; of what is not there, or not seen, the number
 * and the names are empty. */
enum quarantine_column {
	QUARANTINE_SEQ,
	QUARANTINE_PUNCH,
	QUARANTINE_KIND,
	QUARANTINE_AT,
	QUARANTINE_RECEIVED,
	QUARANTINE_COMMENT,
	QUARANTINE_CAUSES, /* a set of bits of core/cause.h */
	/* Each an id, behind it a number and a name, of people two names. */
	QUARANTINE_EMPLOYEE,
	QUARANTINE_PRESSED_BY = QUARANTINE_EMPLOYEE + 4,
	QUARANTINE_LOCATION = QUARANTINE_PRESSED_BY + 4,
	QUARANTINE_COST_CODE = QUARANTINE_LOCATION + 3,
	QUARANTINE_DEVICE = QUARANTINE_COST_CODE + 3, /* an id and a name */
};

/* Those that wait and that the caller may see, with a seq above, at most so
 * many. */
int
quarantine_rows_page(struct db *db, const struct caller *caller, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err);

/* A punch that was held. */
struct quarantine_row {
	bool found; /* and it was held */
	bool decided;
	bool accepted;
	bool known; /* its employee is one of the company's */
	struct id employee;
	struct id punch;
};

/* The punch of this seq. */
int quarantine_rows_find(struct db *db, const struct id *company, int64_t seq,
	struct quarantine_row *row_out, struct err *err);

struct quarantine_decision {
	int64_t punch;      /* the seq of its row */
	int64_t change_seq; /* of the decision's */
	bool accepted;
};

/* Keeps a decision. */
int quarantine_rows_decide(struct db *db, const struct id *company,
	const struct quarantine_decision *decision, struct err *err);

/* The next punch behind this seq that waits, of the employee (nil: anybody),
 * and is held for what is shut alone; 0: there is none. */
int quarantine_rows_next_shut(struct db *db, const struct id *company,
	const struct id *employee, int64_t *seq, struct id *punch_out,
	struct err *err);

/* The next decision behind this punch's; *found_out false: there is none. */
int quarantine_rows_next(struct db *db, const struct id *company,
	struct quarantine_decision *decision, bool *found_out, struct err *err);

#endif
