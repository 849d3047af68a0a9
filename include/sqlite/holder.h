#ifndef SQLITE_HOLDER_H
#define SQLITE_HOLDER_H

/* Who holds the lock that is waited for in vain. */

#include <stdbool.h>

#define HOLDER_BYTES 80

/*
 * Another process that has locked the database `path`, or its WAL, for
 * writing, in words: "process 1234 (sqlite3)". False when it cannot be known.
 */
bool holder_find(const char *path, char words_out[HOLDER_BYTES]);

/* Such words for a process by its id; without its name when that is gone. */
void holder_name(long pid, char words_out[HOLDER_BYTES]);

#endif
