#ifndef SQLITE_VALUE_H
#define SQLITE_VALUE_H

/* Ids and texts into a statement and out of its row. */

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"

/* Binds an id as a blob of 16 bytes that must outlive the step; nil: NULL. */
void value_bind_id(sqlite3_stmt *stmt, int column, const struct id *id);

/* An id; NULL is nil. False when it is neither, and *id_out is nil. */
bool value_read_id(sqlite3_stmt *stmt, int column, struct id *id_out);

/* A text into a buffer. False when it is NULL or too long. */
bool
value_read_text(sqlite3_stmt *stmt, int column, char *buf_out, size_t size);

#endif
