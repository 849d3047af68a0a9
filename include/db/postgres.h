#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

/* Databases of a PostgreSQL server: postgresql://… or postgres://…, as libpq
 * reads them. */

#include "db/db.h"

/* For a list of drivers (struct db_source). */
extern const struct db_driver postgres_driver;

#endif
