#include "audit_rows.h"

#include <string.h>

#define COLUMNS                                                                \
	" company, seq, at_ms, author, device, what, subject, old, new, hash "

int
audit_rows_insert(struct db *db, const struct audit_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO ledger_change (" COLUMNS ") VALUES (?1, ?2,"
		    " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_int(stmt, 2, row->seq);
	db_bind_int(stmt, 3, row->at_ms);
	db_bind_id(stmt, 4, &row->author);
	db_bind_id(stmt, 5, &row->device);
	db_bind_text(stmt, 6, row->what);
	db_bind_id(stmt, 7, &row->subject);
	db_bind_text(stmt, 8, row->old);
	db_bind_text(stmt, 9, row->new);
	db_bind_blob(stmt, 10, row->hash.bytes, HASH_BYTES);
	return db_run(stmt, err);
}

int
audit_rows_page(struct db *db, const struct id *company, int64_t above,
	int64_t limit, struct db_stmt **stmt_out, struct err *err)
{
	if (db_prepare(db,
		    "SELECT" COLUMNS "FROM ledger_change WHERE company = ?1"
		    " AND seq > ?2 ORDER BY seq LIMIT ?3",
		    stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, company);
	db_bind_int(*stmt_out, 2, above);
	db_bind_int(*stmt_out, 3, limit);
	return 0;
}

bool
audit_rows_read(const struct db_stmt *stmt, struct audit_row *row_out)
{
	size_t len;
	const void *hash = db_blob(stmt, 9, &len);

	*row_out = (struct audit_row){
		.company = db_id(stmt, 0),
		.seq = db_int(stmt, 1),
		.at_ms = db_int(stmt, 2),
		.author = db_id(stmt, 3),
		.device = db_id(stmt, 4),
		.what = db_text(stmt, 5),
		.subject = db_id(stmt, 6),
		.old = db_text(stmt, 7),
		.new = db_text(stmt, 8),
	};
	if (len != HASH_BYTES)
		return false;
	memcpy(row_out->hash.bytes, hash, HASH_BYTES);
	return true;
}
