#ifndef SERVICE_IDENTITY_KIOSK_CODE_ROWS_H
#define SERVICE_IDENTITY_KIOSK_CODE_ROWS_H

/* Codes that enrol a kiosk, by the name that their first characters are. */

#include "crypto/password.h"
#include "db/db.h"
#include "wire/kiosk.h"

#define KIOSK_CODE_NAME 4 /* characters */

struct kiosk_code {
	struct id company; /* nil: there is no such code */
	char name[KIOSK_CODE_NAME + 1];
	char hash[PASSWORD_HASH_BYTES];
	struct wire_kiosk_wanted kiosk;
	struct id author;
	int64_t until_ms;
};

/* Adds it, and forgets those of the company that are over. *added_out is false
 * when another one is called so. */
int kiosk_code_rows_add(struct db *db, const struct kiosk_code *code,
	int64_t now_ms, bool *added_out, struct err *err);

/*
 * Counts a try of this name in the company of this Company ID. The code, where
 * there is one that is still good, made by somebody who still works here; a nil
 * company otherwise.
 */
int kiosk_code_rows_try(struct db *db, const char *company_id, const char *name,
	int64_t now_ms, struct kiosk_code *code_out, struct err *err);

/* Takes it away; whether it was still there. */
int kiosk_code_rows_use(struct db *db, const struct kiosk_code *code,
	bool *used_out, struct err *err);

/* Whether there is such a location, and it is active. */
int kiosk_code_rows_place(struct db *db, const struct id *company,
	const struct id *location, bool *found_out, struct err *err);

#endif
