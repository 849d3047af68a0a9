#ifndef DB_SQLITE_FILE_H
#define DB_SQLITE_FILE_H

/* The place of a SQLite database, before SQLite opens it. */

#include <sqlite3.h>
#include <stdbool.h>

#include "base/err.h"

/*
 * Makes sure that the file is there (made when `create`, private to the user,
 * its name durable) and not on a network file system. ERR_DISK,
 * ERR_CONFIG.
 */
int sqlite_file_prepare(const char *path, bool create, struct err *err);

/*
 * Makes sure that an open database's file is as long as its first page says:
 * SQLite itself reads what is missing of the last page as zeros. The caller
 * holds a read transaction in it, so that nobody writes it meanwhile. ERR_DATA,
 * ERR_DISK.
 */
int sqlite_file_check_whole(sqlite3 *conn, const char *path, struct err *err);

/* What the file is called is durable then. ERR_DISK. */
int sqlite_file_keep_name(const char *path, struct err *err);

/* ERR_FULL when its disk has less than a mebibyte left, or is read only. */
int sqlite_file_check_room(const char *path, struct err *err);

#endif
