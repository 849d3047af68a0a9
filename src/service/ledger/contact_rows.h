#ifndef SERVICE_LEDGER_CONTACT_ROWS_H
#define SERVICE_LEDGER_CONTACT_ROWS_H

/* Contacts of an enrolment that were put away. */

#include "core/contact.h"
#include "db/batch.h"

struct contact_row {
	struct id company;
	struct id enrolment;
	struct contact contact;
};
/* Puts a contact away: statement, values. */
extern const char contact_rows_insert[];
void contact_rows_bind(const struct contact_row *row, struct db_stmt *stmt);

/* Whether any was made in the boot of this one. */
int contact_rows_knows_boot(struct db *db, const struct contact_row *of,
	bool *knows_out, struct err *err);

#define CONTACT_ROWS_MAX 96 /* room that contact_rows_around wants */

/*
 * The contacts that bound a press and anchor it: where->contact has its clocks,
 * its number, and by when that was told at the latest. In no order, perhaps
 * some twice.
 */
int contact_rows_around(struct db *db, const struct contact_row *where,
	struct contact *contacts_out, size_t *count_out, struct err *err);

#endif
