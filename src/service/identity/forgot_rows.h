#ifndef SERVICE_IDENTITY_FORGOT_ROWS_H
#define SERVICE_IDENTITY_FORGOT_ROWS_H

/* Who forgot a password, as it was typed. */

#include "db/db.h"

/* Writes it down, for the outbox. The username is folded. */
int forgot_rows_add(struct db *db, const char *company_id, const char *username,
	int64_t now_ms, struct err *err);

#endif
