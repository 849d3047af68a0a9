#include "record_rows.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"
#include "db/batch.h"

#define FIRST_COLUMN 3 /* of the fields, behind id, changed_seq, since_ms */
#define FIRST_VALUE 5  /* behind company and those */

static void
read_row(const struct db_stmt *stmt, const struct description *description,
	void *it)
{
	struct record *record = it;

	field_clear(description, it);
	record->id = db_id(stmt, 0);
	record->version = db_int(stmt, 1);
	record->since_ms = db_int(stmt, 2);
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];
		int column = FIRST_COLUMN + (int)i;

		switch (field->type) {
		case FIELD_TEXT:
			(void)str_copy(field_text(field, it), field->max + 1,
				db_text(stmt, column));
			break;
		case FIELD_BOOL:
			*field_bool(field, it) = db_int(stmt, column) != 0;
			break;
		}
	}
}

static void
bind_row(struct db_stmt *stmt, const struct description *description,
	const struct id *company, const void *it)
{
	const struct record *record = it;

	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &record->id);
	db_bind_int(stmt, 3, record->version);
	db_bind_int(stmt, 4, record->since_ms);
	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];
		int index = FIRST_VALUE + (int)i;

		switch (field->type) {
		case FIELD_TEXT:
			db_bind_text(stmt, index, field_text(field, it));
			break;
		case FIELD_BOOL:
			db_bind_int(stmt, index, *field_bool(field, it));
			break;
		}
	}
}

int
record_rows_find(struct db *db, const struct record_kind *kind,
	const struct id *company, void *it, bool *found_out, struct err *err)
{
	const struct record *record = it;
	struct db_stmt *stmt;

	if (db_prepare(db, kind->find, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &record->id);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		read_row(stmt, kind->description, it);
	db_reset(db);
	return 0;
}

int
record_rows_list(struct db *db, const struct record_kind *kind,
	struct record_page *page, struct err *err)
{
	char *at = page->records;
	struct db_stmt *stmt;
	bool row = true;

	if (db_prepare(db, kind->list, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, page->company);
	/* the nil id would be NULL, behind which nothing is */
	db_bind_blob(stmt, 2, page->after.bytes, sizeof(page->after.bytes));
	db_bind_int(stmt, 3, (int64_t)page->max);
	for (page->count = 0; page->count < page->max; page->count++) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		read_row(stmt, kind->description, at);
		at += kind->description->bytes;
	}
	db_reset(db);
	return 0;
}

int
record_rows_taken(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *it,
	const struct field **taken_out, struct err *err)
{
	const struct record *record = it;

	*taken_out = NULL;
	for (size_t i = 0; i < kind->description->count; i++) {
		const struct field *field = &kind->description->fields[i];
		struct db_stmt *stmt;
		bool row;

		if ((field->flags & FIELD_UNIQUE) == 0 ||
			field_text(field, it)[0] == '\0')
			continue;
		if (db_prepare(db, kind->taken[i], &stmt, err) < 0)
			return -1;
		db_bind_id(stmt, 1, company);
		db_bind_text(stmt, 2, field_text(field, it));
		db_bind_id(stmt, 3, &record->id);
		if (db_step(stmt, &row, err) < 0)
			return -1;
		db_reset(db);
		if (row) {
			*taken_out = field;
			return 0;
		}
	}
	return 0;
}

static int
run(struct db *db, const char *sql, const struct record_kind *kind,
	const struct id *company, const void *record, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_row(stmt, kind->description, company, record);
	return db_run(stmt, err);
}

int
record_rows_insert(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *record, struct err *err)
{
	return run(db, kind->insert, kind, company, record, err);
}

int
record_rows_update(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *record, struct err *err)
{
	return run(db, kind->update, kind, company, record, err);
}

/* A batch; `made` keeps what is bound until its statement has run. */
struct adding {
	const struct record_batch *batch;
	void *made;
};

static void
bind_next(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct adding *it = ctx;
	const struct description *description = it->batch->kind->description;

	field_clear(description, it->made);
	it->batch->next(it->batch->ctx, i, it->made);
	bind_row(stmt, description, it->batch->company, it->made);
}

int
record_rows_add(struct db *db, const struct record_batch *batch, size_t n,
	struct err *err)
{
	struct adding adding = {
		.batch = batch,
		.made = mem_new(1, batch->kind->description->bytes),
	};
	const struct db_batch_call call = {.bind = bind_next, .ctx = &adding};
	int rc = db_batch(db, batch->kind->insert, n, &call, err);

	free(adding.made);
	return rc;
}
