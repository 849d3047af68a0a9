#ifndef DB_SQLITE_H
#define DB_SQLITE_H

/* Databases in a SQLite file: whatever is not a URL is the name of one. */

#include "db/db.h"

/* For a list of drivers (struct db_source). */
extern const struct db_driver sqlite_driver;

#endif
