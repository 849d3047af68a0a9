#ifndef SERVICE_LEDGER_CONTACT_ROWS_H
#define SERVICE_LEDGER_CONTACT_ROWS_H

/* Contacts of an enrolment that were put away, in runs: a row holds some of one
 * boot that came one after the other. */

#include "contact_bytes.h"
#include "db/batch.h"

#define CONTACT_RUN_MAX 8

struct contact_run {
	struct id company;
	struct id enrolment;
	struct id boot;
	int64_t highest;     /* told when they were put away: it never falls */
	int64_t received_ms; /* of the last */
	int64_t boottime_ms; /* of the last, by its own clock */
	unsigned char contacts[CONTACT_RUN_MAX * CONTACT_BYTES];
	size_t count;
};

/* Adds a contact of its boot, while there is room. */
void contact_run_add(struct contact_run *run, const struct contact *contact);

/* Puts a run away: statement, values. */
extern const char contact_rows_insert[];
void contact_rows_bind(const struct contact_run *run, struct db_stmt *stmt);

/* A contact, or what one is asked for. */
struct contact_where {
	struct id company;
	struct id enrolment;
	struct contact contact;
};

/* Whether any was made in the boot of this one. */
int contact_rows_knows_boot(struct db *db, const struct contact_where *of,
	bool *knows_out, struct err *err);

#define CONTACT_ROWS_MAX 208 /* room that contact_rows_around wants */

/*
 * The contacts that bound a press and anchor it: where->contact has its clocks,
 * its number, and by when that was told at the latest. In no order, perhaps
 * some twice, and others that came with them.
 */
int contact_rows_around(struct db *db, const struct contact_where *where,
	struct contact *contacts_out, size_t *count_out, struct err *err);

#endif
