#include "company_rows.h"

#include "core/clock.h"
#include "core/company.h"

#define RECORD_TABLE "company"

/* Its own id is what leads it, and it is made by company_rows_add. */
const struct record_kind company_rows = {
	.description = &company_description,
	.find = "SELECT id, changed_seq, since_ms" COMPANY_FIELDS(
		RECORD_COLUMN) " FROM company WHERE id = ?1 AND id = ?2",
	.update = "UPDATE company SET changed_seq = ?3, since_ms = "
		  "?4" COMPANY_FIELDS(
			  RECORD_SETTING) " WHERE id = ?1 AND id = ?2",
	.taken = (const char *const[]){COMPANY_FIELDS(RECORD_TAKEN)},
	.links = (const struct record_link[]){COMPANY_FIELDS(RECORD_LINK)},
};

int
company_rows_add(struct db *db, const struct company_row *row, bool *added_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO company (id, company_id, name, zone,"
		    " clock_in_out, since_ms, created_ms, max_record_minutes)"
		    " VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5, ?6)"
		    " ON CONFLICT (company_id) DO NOTHING RETURNING id",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->id);
	db_bind_text(stmt, 2, row->company_id);
	db_bind_text(stmt, 3, row->name);
	db_bind_text(stmt, 4, row->zone);
	db_bind_int(stmt, 5, row->now_ms);
	db_bind_int(stmt, 6, CLOCK_RECORD_MAX_MINUTES);
	if (db_step(stmt, added_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
company_rows_set_change(struct db *db, const struct id *company,
	int64_t change_seq, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, "UPDATE company SET change_seq = ?2 WHERE id = ?1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, change_seq);
	return db_run(stmt, err);
}

int
company_rows_next_change(struct db *db, const struct id *company,
	int64_t *change_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "UPDATE company SET change_seq = change_seq + 1"
		    " WHERE id = ?1 RETURNING change_seq",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_INTERNAL, "the company is gone");
	*change_out = db_int(stmt, 0);
	db_reset(db);
	return 0;
}

/* Whether a statement about the company finds a row. */
static int
has(struct db *db, const char *sql, const struct id *company, bool *found_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

int
company_rows_has_punches(struct db *db, const struct id *company,
	bool *found_out, struct err *err)
{
	return has(db, "SELECT 1 FROM ledger WHERE company = ?1 LIMIT 1",
		company, found_out, err);
}

int
company_rows_has_closed(struct db *db, const struct id *company,
	bool *found_out, struct err *err)
{
	return has(db, "SELECT 1 FROM closed_period WHERE company = ?1 LIMIT 1",
		company, found_out, err);
}
