#ifndef SERVICE_CARD_REQUEST_ROWS_H
#define SERVICE_CARD_REQUEST_ROWS_H

/* Requests in the database. */

#include "service/company/hours.h"
#include "service/ledger/correct.h"
#include "wire/card.h"
#include "wire/request.h"

struct request_row {
	struct wire_request asked;
	struct id company;
	int64_t seq; /* of its row of the chain */
	struct id employee;
	int64_t asked_ms;
	enum request_state state;
	struct id decided_by; /* nil: nobody yet */
	int64_t decided_ms;
	char reason[LEDGER_REASON_BYTES];
};

/* The request of this id; *found_out false: there is none. */
int
request_rows_find(struct db *db, const struct id *company, const struct id *id,
	struct request_row *row_out, bool *found_out, struct err *err);

/* Keeps a new one. */
int
request_rows_add(struct db *db, const struct request_row *row, struct err *err);

/* Keeps state, decided_by, decided_ms and reason. */
int request_rows_decide(
	struct db *db, const struct request_row *row, struct err *err);

/* How many of an employee wait. */
int request_rows_waiting(struct db *db, const struct id *company,
	const struct id *employee, int64_t *count_out, struct err *err);

/* How many wait in a period, and whose the first of them is. */
int request_rows_in_period(struct db *db, const struct hours *hours,
	const struct period *period, int64_t *count_out, struct str *name_out,
	struct err *err);

/* Fills the requests of a card, by its employee and range. */
int request_rows_card(struct db *db, const struct hours *hours,
	struct wire_card *card, struct err *err);

#endif
