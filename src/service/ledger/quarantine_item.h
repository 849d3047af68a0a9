#ifndef SERVICE_LEDGER_QUARANTINE_ITEM_H
#define SERVICE_LEDGER_QUARANTINE_ITEM_H

/* A punch that is held for review, as it is answered. */

#include "base/jsonout.h"
#include "db/db.h"

/* A row of quarantine_rows_page. */
void quarantine_item_write(struct jsonout *json, const struct db_stmt *row);

#endif
