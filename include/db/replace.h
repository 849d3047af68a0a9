#ifndef DB_REPLACE_H
#define DB_REPLACE_H

/*
 * A database anew, where there is none yet or in the place of one. Nobody
 * finds it there before it is whole, and what stood there is set aside, never
 * deleted: a SQLite file under another name, a PostgreSQL server's tables in a
 * schema of their own.
 */

#include <stdbool.h>

#include "base/str.h"
#include "db/db.h"

struct replace {
	const struct db_driver *driver;
	struct db *db;    /* the new one: empty, in a transaction */
	struct str path;  /* of a file: where it is to stand */
	struct str made;  /* and where it stands until then */
	struct str aside; /* where what stood there is; empty: nothing did */
	/* It is to be served from: a file that root makes is then of whoever
	 * its directory is of, as whom a service runs. Set it before the end.
	 */
	bool served;
};

/*
 * Begins one. Commit it->db before replace_end. ERR_DATA when a company stands
 * there, unless `told`; ERR_BUSY when a connectd uses it; those of db_open.
 */
int replace_begin(struct replace *it, const struct db_source *source, bool told,
	struct err *err);

/* Puts it into its place, durably, and closes it. */
int replace_end(struct replace *it, struct err *err);

/* Ends it, also after an error: what was not put into its place is gone. */
void replace_release(struct replace *it);

#endif
