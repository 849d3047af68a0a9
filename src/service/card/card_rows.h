#ifndef SERVICE_CARD_CARD_ROWS_H
#define SERVICE_CARD_CARD_ROWS_H

/* What cards are asked of, in the database. */

#include "base/str.h"
#include "service/card/seen.h"

/* The company's rules; its zone by name. */
int card_rows_company(struct db *db, struct card_company *company,
	char zone_out[ZONE_NAME_BYTES], struct err *err);

#endif
