#ifndef SERVICE_COMPANY_CHAIN_H
#define SERVICE_COMPANY_CHAIN_H

/*
 * The end of a company's hash chain, where whatever is to stay for good is
 * added: punches and what became known of them (service/ledger), changes that
 * people made (service/company/audit.h). Numbers run from 1 without gaps. It
 * is locked from when it is read to the end of the transaction, so that
 * several services on one database make one chain.
 */

#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "db/db.h"

struct chain_head {
	int64_t last_seq;
	struct hash hash;
};

/* Statements, for those who run many at once: lock (?1 company) yields the
 * columns of chain_read; make (?2 hash); save (?2 last_seq, ?3 hash). */
extern const char chain_lock_sql[];
extern const char chain_make_sql[];
extern const char chain_save_sql[];

/* The head in a row of chain_lock_sql; false when it is damaged. */
bool chain_read(const struct db_stmt *row, struct chain_head *head_out);

/* Locks the head of the company's chain, and makes it if there is none.
 * ERR_INTERNAL when it is damaged. */
int chain_lock(struct db *db, const struct id *company,
	struct chain_head *head_out, struct err *err);

/* Writes the head that was moved on. */
int chain_save(struct db *db, const struct id *company,
	const struct chain_head *head, struct err *err);

#endif
