#ifndef SERVICE_LEDGER_LEDGER_ROWS_H
#define SERVICE_LEDGER_LEDGER_ROWS_H

/* The rows of the chain in the database. */

#include "db/db.h"
#include "ledger_row.h"

/* Inserts a punch, an event. A punch whose id stands there is ERR_DATA. */
extern const char ledger_rows_insert[];
void ledger_rows_bind(const struct ledger_row *row, struct db_stmt *stmt);
extern const char ledger_rows_insert_event[];
void
ledger_rows_bind_event(const struct ledger_event *event, struct db_stmt *stmt);

/* Pages of the chain, by company, seq above ?2, at most ?3: all columns. */
int ledger_rows_page(struct db *db, const struct id *company, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err);
int
ledger_rows_event_page(struct db *db, const struct id *company, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err);

/*
 * Reads all columns of such a row, punch_out with it. Texts are borrowed from
 * the statement's row. False when a column holds what no program wrote.
 */
bool ledger_rows_read(const struct db_stmt *stmt, struct punch *punch_out,
	struct ledger_row *row_out);
bool ledger_rows_read_event(
	const struct db_stmt *stmt, struct ledger_event *event_out);

/* The punch of a row, and its carrier. ERR_INTERNAL when it is damaged. */
int ledger_rows_find(struct db *db, const struct id *company, int64_t seq,
	struct punch *punch_out, struct ledger_row *row_out, struct err *err);

/* The head of a company's chain; a hash of another length reads as zeroes. */
int ledger_rows_head(struct db *db, const struct id *company, bool *found_out,
	int64_t *last_seq_out, struct hash *hash_out, struct err *err);

/* The next company behind *id that has a ledger or a head. */
int ledger_rows_next_company(
	struct db *db, struct id *id, bool *found_out, struct err *err);

/* The causes of a punch's quarantine, a set of bits of core/cause.h. */
int ledger_rows_causes(struct db *db, const struct id *company, int64_t seq,
	unsigned *causes_out, struct err *err);

#endif
