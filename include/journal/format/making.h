#ifndef JOURNAL_FORMAT_MAKING_H
#define JOURNAL_FORMAT_MAKING_H

/*
 * A new journal file, made beside its place: whoever finds one there finds it
 * whole, also after a power cut.
 */

#include <sqlite3.h>

#include "base/err.h"

/* Puts into the new tables what there is to keep. -1 with err: not made. */
typedef int making_fill(sqlite3 *db, void *ctx, struct err *err);

/*
 * Makes the file `path` of mode 0600, in place of one that was left there, with
 * the tables of this program and what `fill` (NULL: nothing) puts into them,
 * in one transaction; it is on disk then. Rename it to its place, and sync the
 * directory. ERR_DISK, ERR_FULL.
 */
int making_run(const char *path, making_fill *fill, void *ctx, struct err *err);

/* Makes what was renamed in this directory last. ERR_DISK, ERR_FULL. */
int making_sync_dir(const char *dir, struct err *err);

#endif
