#ifndef SERVICE_LEDGER_CONTACT_ROWS_H
#define SERVICE_LEDGER_CONTACT_ROWS_H

/* Contacts of an enrolment: those put away, and those in rows of punches. */

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

#define CONTACT_ROWS_MAX 112 /* room that contact_rows_around wants */

/*
 * The contacts around a number and, within a boot, around a moment of it:
 * those that bound a press of this number and anchor it. Appends to
 * contacts_out, in no order, perhaps some twice.
 */
int contact_rows_around(struct db *db, const struct contact_row *where,
	struct contact *contacts_out, size_t *count, struct err *err);

#endif
