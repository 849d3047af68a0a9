#include "db/check.h"

#include <string.h>

#include "driver.h"

struct db_place
db_place(const struct db *db)
{
	return db->place;
}

int
db_check_place(struct db *db, struct err *err)
{
	return db->ops->check_place != NULL ? db->ops->check_place(db, err) : 0;
}

/* Whether a setting of the PostgreSQL server is on. */
static int
is_on(struct db *db, const char *name, bool *on_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, "SELECT current_setting(?1)", &stmt, err) < 0)
		return -1;
	db_bind_text(stmt, 1, name);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*on_out = row && strcmp(db_text(stmt, 0), "on") == 0;
	db_reset(db);
	return 0;
}

int
db_check_writable(struct db *db, struct err *err)
{
	bool read_only;

	if (db_check_place(db, err) < 0)
		return -1;
	if (db->ops->check_room != NULL)
		return db->ops->check_room(db, err);
	if (is_on(db, "transaction_read_only", &read_only, err) < 0)
		return -1;
	if (read_only)
		return err_set(err, ERR_UNAVAILABLE,
			"database: the server is read only, as a standby is: "
			"no punch can be recorded in it");
	return 0;
}

int
db_check_durable(struct db *db, struct err *err)
{
	static const char *const wanted[] = {"fsync", "full_page_writes"};
	bool on;

	if (db->ops->dialect != DB_POSTGRESQL)
		return 0; /* read back when it was opened */
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (is_on(db, wanted[i], &on, err) < 0)
			return -1;
		if (!on)
			return err_set(err, ERR_CONFIG,
				"the database server runs with %s=off: a power "
				"cut can lose punches that were confirmed; "
				"switch it on",
				wanted[i]);
	}
	return 0;
}
