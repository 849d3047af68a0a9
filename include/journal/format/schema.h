#ifndef JOURNAL_FORMAT_SCHEMA_H
#define JOURNAL_FORMAT_SCHEMA_H

/*
 * The format of the journal's file. Each step brings it from one version to
 * the next in one transaction that ends in PRAGMA user_version.
 */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define SCHEMA_APPLICATION_ID 0x43434c4b /* "CCLK" */
/* A row never overflows its page: recovery counts on it. */
#define SCHEMA_PAGE_BYTES 4096

struct schema {
	const char *const *steps; /* steps[v]: from version v to v + 1 */
	int version;              /* the one this program knows */
};

/* The schema of this program. */
extern const struct schema schema_now;

/* What is found in a file before anything is changed in it. */
enum schema_state {
	SCHEMA_CURRENT,
	SCHEMA_OLDER, /* or empty: schema_upgrade is due */
	SCHEMA_FOREIGN
};

/*
 * Looks whether the file is ours and of which version. ERR_CONFIG: newer than
 * this program. Otherwise as SQLite fails.
 */
int schema_look(sqlite3 *db, const struct schema *schema,
	enum schema_state *state_out, struct err *err);

/* Creates or upgrades, each step atomic. */
int schema_upgrade(sqlite3 *db, const struct schema *schema, struct err *err);

#endif
