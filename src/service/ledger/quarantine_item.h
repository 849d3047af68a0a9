#ifndef SERVICE_LEDGER_QUARANTINE_ITEM_H
#define SERVICE_LEDGER_QUARANTINE_ITEM_H

/* A punch that is held for review, as it is answered. */

#include <stdbool.h>

#include "base/jsonout.h"
#include "db/db.h"

/*
 * What it is called in an address: its place in the chain, as a UUID (RFC
 * 9562, version 8). The id of a punch is its device's word alone, and two
 * devices may say the same.
 */
struct id quarantine_item_id(int64_t seq);

/* The place of such an id; 0 when it is none. */
int64_t quarantine_item_seq(const struct id *id);

/* A row of quarantine_rows_page. */
void quarantine_item_write(struct jsonout *json, const struct db_stmt *row);

#endif
