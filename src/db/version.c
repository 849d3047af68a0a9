#include "db/version.h"

#include <assert.h>

#include "driver.h"

int
db_version(struct db *db, int64_t *version_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	assert(db->in_transaction);
	*version_out = DB_VERSION_UNKNOWN;
	if (db->ops->dialect != DB_SQLITE)
		return 0;
	if (db_prepare(db, "PRAGMA data_version", &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	if (row)
		*version_out = db_int(stmt, 0);
	db->ops->reset(stmt);
	return 0;
}
