#ifndef SERVICE_IDENTITY_KIOSKS_NOTE_H
#define SERVICE_IDENTITY_KIOSKS_NOTE_H

/* What making a code and using it share. */

#include "kiosk_code_rows.h"
#include "service/company/audit.h"

#define KIOSKS_CODE_LEN 8

/* Notes `row` in the company's chain, of this code: its name and its kiosk, no
 * more. */
int kiosks_note(struct db *db, struct audit_row *row,
	const struct kiosk_code *code, struct err *err);

#endif
