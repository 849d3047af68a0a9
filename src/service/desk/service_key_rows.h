#ifndef SERVICE_DESK_SERVICE_KEY_ROWS_H
#define SERVICE_DESK_SERVICE_KEY_ROWS_H

/* The service's own secrets, one for all its processes. */

#include <stdbool.h>

#include "crypto/hash.h"
#include "db/db.h"

/* The key of this name, if it was made. */
int service_key_rows_find(struct db *db, const char *name, struct hash *key_out,
	bool *found_out, struct err *err);

/* Makes it, unless somebody has. */
int service_key_rows_add(struct db *db, const char *name,
	const struct hash *key, struct err *err);

#endif
