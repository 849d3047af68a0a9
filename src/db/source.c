#include "source.h"

#include "db/schema.h"
#include "driver.h"

const struct db_driver *
source_driver(const struct db_source *source)
{
	const struct db_driver *const *at = source->drivers;

	while (*at != NULL && !(*at)->takes(source->url))
		at++;
	return *at;
}

bool
db_holds_secret(const struct db_source *source)
{
	const struct db_driver *driver = source_driver(source);

	return driver != NULL && driver->holds_secret != NULL &&
	       driver->holds_secret(source->url);
}

int
source_unknown(struct err *err)
{
	return err_set(err, ERR_CONFIG,
		"the database is neither a file nor postgresql://…");
}

int
source_companies(struct db *db, int64_t *count_out, struct err *err)
{
	struct db_stmt *stmt;
	int version;
	bool row;

	if (schema_find(db, &version, err) < 0)
		return -1;
	if (version == 0) {
		*count_out = 0;
		return 0;
	}
	if (db_prepare(db, "SELECT count(*) FROM company", &stmt, err) < 0 ||
		db_step(stmt, &row, err) < 0)
		return -1;
	*count_out = db_int(stmt, 0);
	db_reset(db);
	return 0;
}
