#ifndef JOURNAL_FORMAT_SCHEMA_H
#define JOURNAL_FORMAT_SCHEMA_H

/*
 * The format of the journal's file. Each step brings it from one version to
 * the next in one transaction that ends in PRAGMA user_version. It always
 * changes a table: a version that is not that of the tables is damage.
 */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define SCHEMA_APPLICATION_ID 0x43434a31 /* "CCJ1" */
/* Journals from before the first release had this one. */
#define SCHEMA_EARLY_APPLICATION_ID 0x43434c4b

/* A row never overflows its page: recovery counts on it. */
#define SCHEMA_PAGE_BYTES 4096

/* What stands for the states of a punch: number.c. */
#define SCHEMA_WAITING 3
#define SCHEMA_ANSWERED 5
#define SCHEMA_SET_ASIDE 6
#define SCHEMA_CLOSED 9
#define SCHEMA_DAMAGED 10
/* One of them inside a statement. */
#define SCHEMA_STATE(state) SCHEMA_STATE_(state)
#define SCHEMA_STATE_(state) #state

struct schema {
	const char *const *steps; /* steps[v]: from version v to v + 1 */
	int version;              /* the one this program knows */
	const char *text; /* all that it makes, as sqlite_schema has it */
};

/* The schema of this program. */
extern const struct schema schema_now;

/* What is found in a file before anything is changed in it. */
enum schema_state {
	SCHEMA_CURRENT,
	SCHEMA_OLDER,   /* or empty: schema_upgrade is due */
	SCHEMA_ALTERED, /* ours, but not as this program makes it */
	SCHEMA_FOREIGN
};

/*
 * Looks whether the file is ours and of which version. ERR_CONFIG: newer than
 * this program, or from before the first release. Otherwise as SQLite fails.
 */
int schema_look(sqlite3 *db, const struct schema *schema,
	enum schema_state *state_out, struct err *err);

/* Creates or upgrades, each step atomic. */
int schema_upgrade(sqlite3 *db, const struct schema *schema, struct err *err);

#endif
