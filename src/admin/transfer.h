#ifndef ADMIN_TRANSFER_H
#define ADMIN_TRANSFER_H

/* A whole database from one place to another, checked before it counts. */

#include "admin/admin.h"
#include "base/str.h"
#include "db/db.h"
#include "service/ledger/ledger.h"

struct transfer {
	const struct admin_host *host;
	struct db *from;
	const struct db_source *to;
	bool told;   /* a company that stands there makes way */
	bool served; /* as of struct replace */
	/* What came of it. */
	int64_t rows;
	struct ledger_report found;
	struct str aside; /* where that company is now; empty: there was none */
};

/*
 * Does it. ERR_DATA when there is a company already, or when the ledger that
 * was copied is not sound: then nothing has changed. Release it in any case.
 */
int transfer_run(struct transfer *transfer, struct err *err);
void transfer_release(struct transfer *transfer);

#endif
