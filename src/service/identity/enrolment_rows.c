#include "enrolment_rows.h"

#include "base/str.h"

/* Of an enrolment n on a device d. */
#define REVOKED                                                                \
	"CASE WHEN n.revoked_ms > 0 THEN n.revoked_ms ELSE d.revoked_ms END"

#define ENROLMENT                                                              \
	"SELECT n.company, n.id, n.device, n.employee, n.previous,"            \
	" n.begun_ms, n.ended_ms, n.ended_at_number, " REVOKED                 \
	" FROM enrolment n"                                                    \
	" JOIN device d ON d.company = n.company AND d.id = n.device"

static int
read_one(struct db_stmt *stmt, bool *found_out, struct enrolment *out,
	struct err *err)
{
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (!*found_out)
		return 0;
	*out = (struct enrolment){
		.company = db_id(stmt, 0),
		.id = db_id(stmt, 1),
		.device = db_id(stmt, 2),
		.employee = db_id(stmt, 3),
		.previous = db_id(stmt, 4),
		.begun_ms = db_int(stmt, 5),
		.ended_ms = db_int(stmt, 6),
		.ended_at_number = db_int(stmt, 7),
		.revoked_ms = db_int(stmt, 8),
	};
	return 0;
}

int
enrolment_rows_find(struct db *db, const struct id *company,
	const struct id *id, bool *found_out, struct enrolment *enrolment_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, ENROLMENT " WHERE n.company = ?1 AND n.id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, id);
	return read_one(stmt, found_out, enrolment_out, err);
}

int
enrolment_rows_find_by_credential(struct db *db, const struct hash *hash,
	bool *found_out, struct enrolment *enrolment_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    ENROLMENT " JOIN delivery_credential t"
			      " ON t.company = n.company AND t.enrolment = n.id"
			      " WHERE t.hash = ?1",
		    &stmt, err) < 0)
		return -1;
	db_bind_blob(stmt, 1, hash->bytes, sizeof(hash->bytes));
	return read_one(stmt, found_out, enrolment_out, err);
}

int
enrolment_rows_add(
	struct db *db, const struct enrolment *enrolment, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO enrolment (company, id, device, employee,"
		    " previous, begun_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &enrolment->company);
	db_bind_id(stmt, 2, &enrolment->id);
	db_bind_id(stmt, 3, &enrolment->device);
	db_bind_id(stmt, 4, &enrolment->employee);
	db_bind_id(stmt, 5, &enrolment->previous);
	db_bind_int(stmt, 6, enrolment->begun_ms);
	return db_run(stmt, err);
}

static void
bind(struct db_stmt *stmt, const struct enrolment *enrolment)
{
	db_bind_id(stmt, 1, &enrolment->company);
	db_bind_id(stmt, 2, &enrolment->id);
}

/* The highest number that the ledger heard of an enrolment n. */
#define HIGHEST                                                                \
	"COALESCE((SELECT h.highest FROM enrolment_state h"                    \
	"  WHERE h.company = n.company AND h.enrolment = n.id), 0)"

int
enrolment_rows_end(struct db *db, const struct enrolment *enrolment,
	int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE enrolment AS n SET ended_ms = ?3,"
		    " ended_at_number = " HIGHEST
		    " WHERE company = ?1 AND id = ?2 AND ended_ms = 0",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, enrolment);
	db_bind_int(stmt, 3, now_ms);
	return db_run(stmt, err);
}

int
enrolment_rows_highest(struct db *db, const struct enrolment *enrolment,
	int64_t *number_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT " HIGHEST " FROM enrolment n"
		    " WHERE n.company = ?1 AND n.id = ?2",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, enrolment);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*number_out = db_int(stmt, 0);
	return 0;
}

int
enrolment_rows_revoke(struct db *db, const struct id *company,
	const struct id *id, int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE enrolment SET revoked_ms = ?3"
		    " WHERE company = ?1 AND id = ?2 AND revoked_ms = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, id);
	db_bind_int(stmt, 3, now_ms);
	return db_run(stmt, err);
}

int
enrolment_rows_list(struct db *db, const struct id *company,
	const struct id *employee, struct wire_enrolment_items *items,
	struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT n.id, n.device, d.name, n.previous, n.begun_ms,"
		    " n.ended_ms, " REVOKED ", " HIGHEST " FROM enrolment n"
		    " JOIN device d ON d.company = n.company"
		    "  AND d.id = n.device"
		    " WHERE n.company = ?1 AND n.employee = ?2"
		    " ORDER BY n.begun_ms DESC, n.id DESC LIMIT ?3",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	db_bind_int(stmt, 3, WIRE_LISTED_MAX);
	for (items->count = 0;; items->count++) {
		struct wire_enrolment_item *item = &items->items[items->count];

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		*item = (struct wire_enrolment_item){
			.id = db_id(stmt, 0),
			.employee = *employee,
			.device = db_id(stmt, 1),
			.previous = db_id(stmt, 3),
			.begun_ms = db_int(stmt, 4),
			.ended_ms = db_int(stmt, 5),
			.revoked_ms = db_int(stmt, 6),
			.highest = db_int(stmt, 7),
		};
		(void)str_copy(item->device_name, sizeof(item->device_name),
			db_text(stmt, 2));
	}
}

int
enrolment_rows_count(struct db *db, const struct enrolment *of,
	int64_t since_ms, int64_t *person_out, int64_t *device_out,
	struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN device = ?3"
		    " THEN 1 ELSE 0 END), 0) AS BIGINT) FROM enrolment"
		    " WHERE company = ?1 AND employee = ?2 AND begun_ms > ?4",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &of->company);
	db_bind_id(stmt, 2, &of->employee);
	db_bind_id(stmt, 3, &of->device);
	db_bind_int(stmt, 4, since_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*person_out = db_int(stmt, 0);
	*device_out = db_int(stmt, 1);
	return 0;
}

int
enrolment_rows_add_credential(struct db *db, const struct enrolment *enrolment,
	const struct hash *hash, int64_t now_ms, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO delivery_credential (company, enrolment,"
		    " hash, created_ms) VALUES (?1, ?2, ?3, ?4)",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, enrolment);
	db_bind_blob(stmt, 3, hash->bytes, sizeof(hash->bytes));
	db_bind_int(stmt, 4, now_ms);
	return db_run(stmt, err);
}

int
enrolment_rows_keep_credentials(struct db *db,
	const struct enrolment *enrolment, int64_t newest,
	const struct hash *shown, struct err *err)
{
	static const struct hash none = {{0}};
	const struct hash *kept = shown != NULL ? shown : &none;
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "DELETE FROM delivery_credential"
		    " WHERE company = ?1 AND enrolment = ?2 AND hash <> ?3"
		    " AND hash NOT IN (SELECT hash FROM delivery_credential"
		    "  WHERE company = ?1 AND enrolment = ?2"
		    "  ORDER BY created_ms DESC, hash LIMIT ?4)",
		    &stmt, err) < 0)
		return -1;
	bind(stmt, enrolment);
	db_bind_blob(stmt, 3, kept->bytes, sizeof(kept->bytes));
	db_bind_int(stmt, 4, newest);
	return db_run(stmt, err);
}
