#ifndef DB_SOURCE_H
#define DB_SOURCE_H

/* The driver of a database, and what stands in one. */

#include "db/db.h"

/* The first driver that knows this URL, or NULL. */
const struct db_driver *source_driver(const struct db_source *source);

/* ERR_CONFIG: no driver knows it. Returns -1. */
int source_unknown(struct err *err);

/* How many companies stand in a database of this program; 0 in an empty one. */
int source_companies(struct db *db, int64_t *count_out, struct err *err);

#endif
