#ifndef ADMIN_VERIFIED_H
#define ADMIN_VERIFIED_H

/* What was found in the ledgers, in words. */

#include "service/ledger/ledger.h"

/* ERR_DATA, with company and row, unless they are sound. */
int verified(const struct ledger_report *report, struct err *err);

#endif
