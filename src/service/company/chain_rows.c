#include <string.h>

#include "service/company/chain.h"

/* The trigger lets no number go back. */
const char chain_lock_sql[] =
	"UPDATE ledger_head SET last_seq = last_seq WHERE company = ?1"
	" RETURNING last_seq, hash";
const char chain_make_sql[] =
	"INSERT INTO ledger_head (company, last_seq, hash) VALUES (?1, 0, ?2)"
	" ON CONFLICT (company) DO NOTHING";
const char chain_save_sql[] = "UPDATE ledger_head SET last_seq = ?2,"
			      " hash = ?3 WHERE company = ?1";

bool
chain_read(const struct db_stmt *row, struct chain_head *head_out)
{
	size_t len;
	const void *hash = db_blob(row, 1, &len);

	if (len != HASH_BYTES)
		return false;
	head_out->last_seq = db_int(row, 0);
	memcpy(head_out->hash.bytes, hash, HASH_BYTES);
	return true;
}

static int
make(struct db *db, const struct id *company, struct err *err)
{
	static const struct hash zero;
	struct db_stmt *stmt;

	if (db_prepare(db, chain_make_sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_blob(stmt, 2, zero.bytes, HASH_BYTES);
	return db_run(stmt, err);
}

static int
lock(struct db *db, const struct id *company, struct chain_head *head_out,
	bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, chain_lock_sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out && !chain_read(stmt, head_out))
		return err_set(err, ERR_INTERNAL,
			"the head of a ledger is damaged: run connectd verify");
	db_reset(db);
	return 0;
}

int
chain_lock(struct db *db, const struct id *company, struct chain_head *head_out,
	struct err *err)
{
	bool found;

	if (lock(db, company, head_out, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	if (make(db, company, err) < 0 ||
		lock(db, company, head_out, &found, err) < 0)
		return -1;
	return found ? 0
		     : err_set(err, ERR_INTERNAL,
			       "the head of a ledger cannot be made");
}

int
chain_save(struct db *db, const struct id *company,
	const struct chain_head *head, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, chain_save_sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, head->last_seq);
	db_bind_blob(stmt, 3, head->hash.bytes, HASH_BYTES);
	return db_run(stmt, err);
}
