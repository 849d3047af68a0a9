#ifndef ADMIN_VERIFIED_H
#define ADMIN_VERIFIED_H

/* The ledgers of a database checked, while a terminal says how far that is. */

#include "admin/admin.h"
#include "service/ledger/ledger.h"

struct db;

/*
 * Inside a transaction. ERR_DATA, with company and row, unless they are sound;
 * else *report_out tells how many there are.
 */
int verified(const struct admin_host *host, struct db *db,
	struct ledger_report *report_out, struct err *err);

#endif
