#include "record_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "db/batch.h"
#include "record_link_rows.h"

#define FIRST_COLUMN 3 /* of the fields, behind id, changed_seq, since_ms */
#define FIRST_VALUE 5  /* behind company and those */

static void
read_field(const struct db_stmt *stmt, int *column, const struct field *field,
	void *it)
{
	switch (field->type) {
	case FIELD_TEXT:
		(void)str_copy(field_text(field, it), field->max + 1,
			db_text(stmt, (*column)++));
		break;
	case FIELD_BOOL:
		*field_bool(field, it) = db_int(stmt, (*column)++) != 0;
		break;
	case FIELD_INT:
	case FIELD_WORD:
		*field_int(field, it) = db_int(stmt, (*column)++);
		break;
	case FIELD_REF:
		*field_ref(field, it) = db_id(stmt, (*column)++);
		break;
	case FIELD_LIST:
	case FIELD_LEVELS:
		break; /* rows of their own */
	}
}

static void
read_row(const struct db_stmt *stmt, const struct description *description,
	void *it)
{
	struct record *record = it;
	int column = FIRST_COLUMN;

	field_release(description, it);
	record->id = db_id(stmt, 0);
	record->version = db_int(stmt, 1);
	record->since_ms = db_int(stmt, 2);
	for (size_t i = 0; i < description->count; i++)
		read_field(stmt, &column, &description->fields[i], it);
}

static void
bind_field(struct db_stmt *stmt, int *index, const struct field *field,
	const void *it)
{
	const char *text;

	switch (field->type) {
	case FIELD_TEXT:
		text = field_text(field, it);
		if (text[0] == '\0' && (field->flags & FIELD_UNSET) != 0)
			text = NULL;
		db_bind_text(stmt, (*index)++, text);
		break;
	case FIELD_BOOL:
		db_bind_int(stmt, (*index)++, *field_bool(field, it));
		break;
	case FIELD_INT:
	case FIELD_WORD:
		db_bind_int(stmt, (*index)++, *field_int(field, it));
		break;
	case FIELD_REF:
		db_bind_id(stmt, (*index)++, field_ref(field, it));
		break;
	case FIELD_LIST:
	case FIELD_LEVELS:
		break;
	}
}

static void
bind_row(struct db_stmt *stmt, const struct description *description,
	const struct id *company, const void *it)
{
	const struct record *record = it;
	int index = FIRST_VALUE;

	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &record->id);
	db_bind_int(stmt, 3, record->version);
	db_bind_int(stmt, 4, record->since_ms);
	for (size_t i = 0; i < description->count; i++)
		bind_field(stmt, &index, &description->fields[i], it);
}

/* The company, and from `index` on who sees what, where that matters. */
static void
bind_viewer(struct db_stmt *stmt, const struct record_kind *kind,
	const struct record_viewer *viewer, int index)
{
	db_bind_id(stmt, 1, &viewer->company);
	if (!kind->by_viewset)
		return;
	db_bind_int(stmt, index, viewer->sees_all);
	db_bind_id(stmt, index + 1, &viewer->employee);
}

int
record_rows_find(struct db *db, const struct record_kind *kind,
	const struct record_viewer *viewer, void *it, bool *found_out,
	struct err *err)
{
	const struct record *record = it;
	struct db_stmt *stmt;

	if (db_prepare(db, kind->find, &stmt, err) < 0)
		return -1;
	bind_viewer(stmt, kind, viewer, 3);
	db_bind_id(stmt, 2, &record->id);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		read_row(stmt, kind->description, it);
	db_reset(db);
	return *found_out ? record_link_rows_load(
				    db, kind, &viewer->company, it, 1, err)
			  : 0;
}

int
record_rows_exists(struct db *db, const struct record_kind *kind,
	const struct record_viewer *viewer, const struct id *id,
	bool *found_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, kind->find, &stmt, err) < 0)
		return -1;
	bind_viewer(stmt, kind, viewer, 3);
	db_bind_id(stmt, 2, id);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

static int
prepare_page(struct db *db, const struct record_kind *kind,
	const struct record_page *page, struct db_stmt **stmt_out,
	struct err *err)
{
	const bool all = page->called == NULL;

	if (db_prepare(db, all ? kind->list : kind->called, stmt_out, err) < 0)
		return -1;
	bind_viewer(*stmt_out, kind, &page->viewer, all ? 4 : 3);
	if (!all) {
		db_bind_text(*stmt_out, 2, page->called);
		return 0;
	}
	/* the nil id would be NULL, behind which nothing is */
	db_bind_blob(
		*stmt_out, 2, page->after.bytes, sizeof(page->after.bytes));
	db_bind_int(*stmt_out, 3, (int64_t)page->max);
	return 0;
}

int
record_rows_list(struct db *db, const struct record_kind *kind,
	struct record_page *page, struct err *err)
{
	char *at = page->records;
	struct db_stmt *stmt;
	bool row = true;

	if (prepare_page(db, kind, page, &stmt, err) < 0)
		return -1;
	for (page->count = 0; page->count < page->max; page->count++) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		read_row(stmt, kind->description, at);
		at += kind->description->bytes;
	}
	db_reset(db);
	return record_link_rows_load(db, kind, &page->viewer.company,
		page->records, page->count, err);
}

/* Whether a row that is read has the same text, however it is written. */
static int
find_alike(struct db_stmt *stmt, const char *text, bool *found_out,
	struct err *err)
{
	struct str own, other;
	bool row = true;
	int rc = 0;

	str_init(&own, SIZE_MAX / 2);
	str_init(&other, SIZE_MAX / 2);
	text_fold(&own, text, strlen(text));
	*found_out = false;
	while (rc == 0 && row && !*found_out) {
		const char *read;

		rc = db_step(stmt, &row, err);
		if (rc < 0 || !row)
			break;
		read = db_text(stmt, 0);
		str_clear(&other);
		text_fold(&other, read, strlen(read));
		*found_out = strcmp(own.data, other.data) == 0;
	}
	str_release(&own);
	str_release(&other);
	return rc;
}

/* Whether the value of this field is another one's, by a statement that has
 * the company already. */
static int
is_taken(struct db *db, struct db_stmt *stmt, const struct field *field,
	const void *it, bool *taken_out, struct err *err)
{
	const struct record *record = it;
	const char *text = field_text(field, it);
	int rc;

	db_bind_id(stmt, 2, &record->id);
	if ((field->flags & FIELD_DISTINCT) != 0) {
		rc = find_alike(stmt, text, taken_out, err);
	} else {
		db_bind_text(stmt, 3, text);
		rc = db_step(stmt, taken_out, err);
	}
	if (rc == 0)
		db_reset(db);
	return rc;
}

int
record_rows_taken(struct db *db, const struct record_kind *kind,
	const struct id *company, const void *it,
	const struct field **taken_out, struct err *err)
{
	*taken_out = NULL;
	for (size_t i = 0; i < kind->description->count; i++) {
		const struct field *field = &kind->description->fields[i];
		const unsigned once = FIELD_UNIQUE | FIELD_DISTINCT;
		struct db_stmt *stmt;
		bool taken;

		if ((field->flags & once) == 0 ||
			field_text(field, it)[0] == '\0')
			continue;
		if (db_prepare(db, kind->taken[i], &stmt, err) < 0)
			return -1;
		db_bind_id(stmt, 1, company);
		if (is_taken(db, stmt, field, it, &taken, err) < 0)
			return -1;
		if (taken) {
			*taken_out = field;
			return 0;
		}
	}
	return 0;
}

int
record_rows_save(struct db *db, const struct record_kind *kind,
	const struct record_change *change, struct err *err)
{
	const char *sql = change->before == NULL ? kind->insert : kind->update;
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_row(stmt, kind->description, change->company, change->record);
	if (db_run(stmt, err) < 0)
		return -1;
	return record_link_rows_save(db, kind, change, err);
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
