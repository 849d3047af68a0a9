#ifndef SERVICE_COMPANY_AUDIT_H
#define SERVICE_COMPANY_AUDIT_H

/*
 * Who changed what, when, from which device: a row of the company's hash chain
 * (service/company/chain.h) for every administrative change, written in the
 * transaction that makes it, and never changed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "db/db.h"
#include "service/company/chain.h"

#define AUDIT_WHAT_BYTES 80
#define AUDIT_VALUE_BYTES (1024 * 1024) /* of an old or a new value */

struct audit_row {
	struct id company;
	int64_t seq; /* of the chain */
	int64_t at_ms;
	struct id author; /* nil: the service's own command line */
	struct id device; /* nil: none */
	const char *what; /* "role.name"; "role.add" */
	struct id subject;
	const char *old; /* JSON, "" where there was nothing */
	const char *new;
	struct hash hash;
};

/* Appends it to the chain; seq and hash are worked out here. */
int audit_add(struct db *db, struct audit_row *row, struct err *err);

/* The same behind a head that is locked and at hand: it moves on, and is not
 * written yet. */
int audit_add_behind(struct db *db, struct chain_head *head,
	struct audit_row *row, struct err *err);

/* Pages of them, above ?2, at most ?3 (service/ledger/ledger_verify.c). */
int audit_rows_page(struct db *db, const struct id *company, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err);

/* A row of such a page; its texts last until the next step. False when a
 * column holds what no program wrote. */
bool audit_rows_read(const struct db_stmt *stmt, struct audit_row *row_out);

/* Works out `hash` from all other members. */
void audit_chain(struct audit_row *row, const struct hash *previous);

#endif
