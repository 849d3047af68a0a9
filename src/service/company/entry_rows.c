#include "entry_rows.h"

#include "db/batch.h"

/* A batch; `made` keeps what is bound until its statement has run. */
struct entries {
	entry_rows_next *next;
	void *ctx;
	struct entry_row made;
};

static void
bind_entry(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct entries *it = ctx;
	struct entry_row *row = &it->made;

	*row = (struct entry_row){0};
	it->next(it->ctx, i, row);
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, row->number);
	db_bind_text(stmt, 4, row->name);
	db_bind_int(stmt, 5, row->since_ms);
	db_bind_int(stmt, 6, row->changed_seq);
}

int
entry_rows_add_locations(struct db *db, size_t n, entry_rows_next *next,
	void *ctx, struct err *err)
{
	struct entries entries = {.next = next, .ctx = ctx};
	const struct db_batch_call call = {.bind = bind_entry, .ctx = &entries};

	return db_batch(db,
		"INSERT INTO location (company, id, number, name,"
		" all_cost_codes, since_ms, changed_seq)"
		" VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)",
		n, &call, err);
}
