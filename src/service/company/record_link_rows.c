#include "record_link_rows.h"

#include <stdlib.h>

#include "base/mem.h"
#include "db/batch.h"
#include "role_rows.h"

/* --- reading -------------------------------------------------------------- */

/* The members that a statement yields, owner by owner. */
struct members {
	struct id *ids;
	size_t count;
	size_t cap;
};

static int
keep(const struct field *field, void *record, struct members *members,
	struct err *err)
{
	int rc = members->count == 0
			 ? 0
			 : field_set_list(field, record, members->ids,
				   members->count, err);

	members->count = 0;
	return rc;
}

/* Of the records in their order; owners that are not among them are passed
 * over. */
static int
read_members(struct db_stmt *stmt, const struct description *description,
	const struct field *field, char *at, size_t n, struct err *err)
{
	struct members members = {NULL, 0, 0};
	bool row = true;
	int rc = 0;

	while (rc == 0 && n > 0) {
		struct id owner;

		rc = db_step(stmt, &row, err);
		if (rc < 0 || !row)
			break;
		owner = db_id(stmt, 0);
		while (rc == 0 && n > 0 &&
			id_compare(&((const struct record *)(void *)at)->id,
				&owner) < 0) {
			rc = keep(field, at, &members, err);
			at += description->bytes;
			n--;
		}
		if (n == 0 ||
			!id_equal(&((const struct record *)(void *)at)->id,
				&owner))
			continue;
		members.ids = mem_grow(members.ids, &members.cap,
			members.count + 1, sizeof(*members.ids));
		members.ids[members.count++] = db_id(stmt, 1);
	}
	if (rc == 0 && n > 0)
		rc = keep(field, at, &members, err);
	free(members.ids);
	return rc;
}

/* Records, one behind the other in the order of their ids. */
struct span {
	const struct id *company;
	char *records;
	size_t n;
};

static int
load_list(struct db *db, const struct record_kind *kind, size_t field,
	const struct span *span, struct err *err)
{
	const size_t bytes = kind->description->bytes;
	const struct record *first = (const void *)span->records;
	const struct record *last =
		(const void *)(span->records + (span->n - 1) * bytes);
	struct db_stmt *stmt;

	if (db_prepare(db, kind->links[field].load, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, span->company);
	db_bind_id(stmt, 2, &first->id);
	db_bind_id(stmt, 3, &last->id);
	if (read_members(stmt, kind->description,
		    &kind->description->fields[field], span->records, span->n,
		    err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

static int
load_levels(struct db *db, const struct record_kind *kind,
	const struct field *field, const struct span *span, struct err *err)
{
	char *at = span->records;

	for (size_t i = 0; i < span->n; i++, at += kind->description->bytes) {
		const struct record *record = (const void *)at;
		bool active;

		if (role_rows_load(db, span->company, &record->id,
			    field_levels(field, at), &active, err) < 0)
			return -1;
	}
	return 0;
}

int
record_link_rows_load(struct db *db, const struct record_kind *kind,
	const struct id *company, void *records, size_t n, struct err *err)
{
	const struct span span = {company, records, n};

	for (size_t i = 0; n > 0 && i < kind->description->count; i++) {
		const struct field *field = &kind->description->fields[i];

		if (field->type == FIELD_LIST &&
			load_list(db, kind, i, &span, err) < 0)
			return -1;
		if (field->type == FIELD_LEVELS &&
			load_levels(db, kind, field, &span, err) < 0)
			return -1;
	}
	return 0;
}

/* --- writing -------------------------------------------------------------- */

/* Those of one list that are not in the other, as a batch of statements. */
struct difference {
	const struct record_change *change;
	struct id *ids;
	size_t count;
};

static void
find_difference(const struct field_list *of, const struct field_list *without,
	struct difference *out)
{
	out->ids = mem_new(of->count + 1, sizeof(*out->ids));
	out->count = 0;
	for (size_t i = 0; i < of->count; i++)
		if (!field_list_has(without, &of->ids[i]))
			out->ids[out->count++] = of->ids[i];
}

static void
bind_member(void *ctx, struct db_stmt *stmt, size_t i)
{
	const struct difference *it = ctx;
	const struct record *owner = it->change->record;

	db_bind_id(stmt, 1, it->change->company);
	db_bind_id(stmt, 2, &owner->id);
	db_bind_id(stmt, 3, &it->ids[i]);
	db_bind_int(stmt, 4, it->change->now_ms);
	db_bind_int(stmt, 5, owner->version);
}

static int
save_part(struct db *db, const char *sql, const struct field_list *of,
	const struct field_list *without, struct difference *it,
	struct err *err)
{
	const struct db_batch_call call = {.bind = bind_member, .ctx = it};
	int rc = 0;

	find_difference(of, without, it);
	if (it->count > 0)
		rc = db_batch(db, sql, it->count, &call, err);
	free(it->ids);
	return rc;
}

static int
save_list(struct db *db, const struct record_link *link, struct difference *it,
	const struct field_list *now, const struct field_list *before,
	struct err *err)
{
	if (save_part(db, link->drop, before, now, it, err) < 0)
		return -1;
	return save_part(db, link->put, now, before, it, err);
}

int
record_link_rows_save(struct db *db, const struct record_kind *kind,
	const struct record_change *change, struct err *err)
{
	static const struct field_list none = {NULL, 0};
	const void *now = change->record, *before = change->before;
	const struct record *owner = now;
	struct difference it = {.change = change};

	for (size_t i = 0; i < kind->description->count; i++) {
		const struct field *field = &kind->description->fields[i];

		if (before != NULL && field_equal(field, now, before))
			continue;
		if (field->type == FIELD_LIST &&
			save_list(db, &kind->links[i], &it,
				field_list(field, now),
				before == NULL ? &none
					       : field_list(field, before),
				err) < 0)
			return -1;
		if (field->type == FIELD_LEVELS &&
			role_rows_save(db, change->company, &owner->id,
				*field_levels(field, now), err) < 0)
			return -1;
	}
	return 0;
}
