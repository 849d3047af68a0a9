#ifndef JOURNAL_READING_H
#define JOURNAL_READING_H

/* A journal on a disk that cannot be written: as far as it can be read. */

#include "inside.h"

/*
 * Opens a journal for reading, with what stands in its WAL, whether or not
 * the files that SQLite keeps beside it can be made. Yours to sqlite3_close.
 * ERR_DISK, ERR_BUSY, ERR_DATA.
 */
int
reading_open(const char *path, bool has_wal, sqlite3 **db_out, struct err *err);

/* Its words for everything that would write. Returns -1. */
int
reading_refuse(struct journal *journal, enum fail_doing doing, struct err *err);

#endif
