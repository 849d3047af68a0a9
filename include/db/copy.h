#ifndef DB_COPY_H
#define DB_COPY_H

/*
 * All that is worth keeping of a database into another one, of any kind, from
 * one moment: others may write meanwhile.
 *
 * Left out is what is good for this service alone, and only now: its keys,
 * sessions and their tokens, mails and their links, failed sign-ins. So nobody
 * is signed in by a copy, and what was ended after it was made does not begin
 * again.
 */

#include "db/db.h"

struct copy_watch {
	/* So many rows are copied, of about so many. */
	void (*on_rows)(void *ctx, int64_t done, int64_t total);
	void *ctx;
};

/*
 * Copies `from` into `to`, which is empty and in a transaction, and is then of
 * the same version. *rows_out gets how many rows. ERR_CONFIG when `from` is
 * empty, or none of this program.
 */
int copy_database(struct db *from, struct db *to,
	const struct copy_watch *watch, int64_t *rows_out, struct err *err);

#endif
