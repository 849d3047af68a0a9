#ifndef SQLITE_FAIL_H
#define SQLITE_FAIL_H

/* SQLite's failures in the words of a person whose time is at stake. */

#include <sqlite3.h>
#include <stdbool.h>

#include "base/err.h"

enum fail_doing {
	FAIL_OPENING,
	FAIL_READING,
	FAIL_WRITING,   /* anything but a punch */
	FAIL_RECORDING, /* a punch: says that it was not recorded */
	FAIL_DELIVERING /* says that nothing is sent */
};

/* Sets err from the last failure on this connection; NULL: there was no memory
 * for one. Returns -1. */
int fail_set(sqlite3 *db, enum fail_doing doing, struct err *err);

/* The same for a file of ours that could not be opened. Returns -1. */
int fail_open(const char *path, int errnum, struct err *err);

/* The same for one that may not be written, for this reason. Returns -1. */
int fail_read_only(
	const char *path, enum fail_doing doing, int errnum, struct err *err);

/* The same for one whose content is not right. Returns -1. */
int fail_damaged(const char *path, enum fail_doing doing, struct err *err);

/* The same for one that is open, while its path names another or none. */
int fail_moved(const char *path, enum fail_doing doing, struct err *err);

/* Whether this result means that the file's content is not right. */
bool fail_is_damage(int sqlite_rc);

/* Whether the last call on this connection (NULL: none) failed for want of
 * memory: so does the reading of a value, which is then NULL. */
bool fail_is_memory(sqlite3 *db);

#endif
