#ifndef SERVICE_CATALOG_CATALOG_ROWS_H
#define SERVICE_CATALOG_CATALOG_ROWS_H

/* The entries of one page of the catalogue, read from the database. */

#include <stdbool.h>
#include <stddef.h>

#include "core/entry.h"
#include "cursor.h"
#include "db/db.h"
#include "service/desk/caller.h"

struct catalog_rows {
	struct entry *entries; /* room for `limit` */
	size_t count;
	size_t limit;
	/* The lists of cost codes that entries borrow. */
	struct id **lists;
	size_t list_count;
	size_t list_cap;
	size_t listed; /* ids in all lists */
};

/* No entries, room for so many. Ends with catalog_rows_release. */
void catalog_rows_init(struct catalog_rows *rows, size_t limit);
void catalog_rows_release(struct catalog_rows *rows);

/* Whether the page is to be sent before anything is added. */
bool catalog_rows_full(const struct catalog_rows *rows);

/*
 * Reads on in the cursor's kind until the page is full or the kind has ended,
 * and moves the cursor.
 */
int catalog_rows_read(struct catalog_rows *rows, struct db *db,
	const struct caller *caller, struct cursor *cursor, struct err *err);

#endif
