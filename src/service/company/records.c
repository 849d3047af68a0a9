#include "records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "company_rows.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "wire/record.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 1000

static bool
may(struct call *call, enum access access)
{
	if (access_allows(access, call->caller.permissions, ACCESS_OWN))
		return true;
	reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
	return false;
}

/* --- reading -------------------------------------------------------------- */

static int
read_page(const char *query, struct id *after_out, size_t *limit_out,
	struct err *err)
{
	struct query_argument arguments[] = {
		{.name = "cursor"}, {.name = "limit"}};
	const char *cursor = arguments[0].value;
	const char *limit = arguments[1].value;
	long long number = LIMIT_DEFAULT;

	*after_out = (struct id){{0}};
	if (query_parse(query, arguments, 2, err) < 0)
		return -1;
	if (cursor[0] != '\0' && id_parse(cursor, after_out, err) < 0)
		return err_wrap(err, "the argument cursor");
	if (limit[0] != '\0' &&
		number_parse(limit, 1, LIMIT_MAX, &number, err) < 0)
		return err_wrap(err, "the argument limit");
	*limit_out = (size_t)number;
	return 0;
}

static void
answer_page(struct call *call, const struct description *description,
	const struct record_page *page, size_t limit)
{
	struct reply *reply = call->reply;
	size_t shown = page->count < limit ? page->count : limit;
	const struct record *last;
	char cursor[ID_TEXT_BYTES];

	wire_records_encode(description, page->records, shown,
		call->caller.permissions, &reply->body);
	reply_json(reply);
	if (page->count <= limit)
		return;
	last = (const void *)((const char *)page->records +
			      (shown - 1) * description->bytes);
	snprintf(reply->link, sizeof(reply->link),
		"<%s?cursor=%s&limit=%zu>; rel=\"next\"", description->path,
		id_format(&last->id, cursor), limit);
}

int
records_list(struct call *call, const struct records *records, struct err *err)
{
	const struct description *description = records->kind->description;
	struct record_page page = {.company = &call->caller.company};
	size_t limit = 0;
	int rc;

	if (!may(call, records->see))
		return 0;
	if (read_page(call->request->query, &page.after, &limit, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	/* one more tells whether there is a next page */
	page.max = limit + 1;
	page.records = mem_new(page.max, description->bytes);
	rc = record_rows_list(call->db, records->kind, &page, err);
	if (rc == 0)
		answer_page(call, description, &page, limit);
	free(page.records);
	return rc;
}

/* The version as the tag that If-Match names. */
static void
tag(struct call *call, const void *it)
{
	const struct record *record = it;

	snprintf(call->reply->etag, sizeof(call->reply->etag), "\"%lld\"",
		(long long)record->version);
}

static void
answer(struct call *call, const struct records *records, const void *record)
{
	wire_record_encode(records->kind->description, record,
		call->caller.permissions, &call->reply->body);
	tag(call, record);
	reply_json(call->reply);
}

int
records_get(struct call *call, const struct records *records, struct err *err)
{
	void *it = mem_new(1, records->kind->description->bytes);
	struct record *record = it;
	bool found = false;
	int rc = 0;

	record->id = call->id;
	if (may(call, records->see)) {
		rc = record_rows_find(call->db, records->kind,
			&call->caller.company, it, &found, err);
		if (rc == 0 && !found)
			reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	}
	if (found) {
		tag(call, it);
		if (!reply_not_modified(
			    call->reply, call->request->if_none_match))
			answer(call, records, it);
	}
	free(it);
	return rc;
}

/* --- writing -------------------------------------------------------------- */

/* What comes of it; only the first is written. */
enum outcome {
	OUTCOME_WRITTEN,
	OUTCOME_SAME, /* it is so already */
	OUTCOME_MISSING,
	OUTCOME_ID_TAKEN,
	OUTCOME_STALE,
	OUTCOME_TAKEN, /* a field's value is another one's */
};

struct edit {
	struct call *call;
	const struct record_kind *kind;
	void *asked; /* what the request says */
	void *made;  /* what was there, and what is made of it */
	field_set given;
	enum outcome outcome;
	const struct field *taken;
};

/* Ends the transaction without a trace: nobody has to be told of a change. */
static int
leave(struct edit *edit, enum outcome outcome, struct err *err)
{
	edit->outcome = outcome;
	return err_set(err, ERR_DATA, "nothing is written");
}

/*
 * What was there of this id, and the number of the change. The company's row
 * is locked by it: from here on nobody else writes, on PostgreSQL too.
 */
static int
begin_edit(struct edit *edit, struct db *db, int64_t *change_out,
	bool *found_out, struct err *err)
{
	const struct id *company = &edit->call->caller.company;
	struct record *made = edit->made;

	*made = *(const struct record *)edit->asked;
	if (company_rows_next_change(db, company, change_out, err) < 0)
		return -1;
	return record_rows_find(
		db, edit->kind, company, edit->made, found_out, err);
}

/* Writes what was made, unless it has what is another one's. */
static int
write_made(struct edit *edit, struct db *db, int64_t change, bool is_new,
	struct err *err)
{
	const struct id *company = &edit->call->caller.company;
	struct record *made = edit->made;

	if (record_rows_taken(
		    db, edit->kind, company, edit->made, &edit->taken, err) < 0)
		return -1;
	if (edit->taken != NULL)
		return leave(edit, OUTCOME_TAKEN, err);
	made->version = change;
	edit->outcome = OUTCOME_WRITTEN;
	return is_new ? record_rows_insert(
				db, edit->kind, company, edit->made, err)
		      : record_rows_update(
				db, edit->kind, company, edit->made, err);
}

/* The same record sent again is no other one. */
static int
add(void *ctx, struct db *db, struct err *err)
{
	struct edit *edit = ctx;
	const struct description *description = edit->kind->description;
	const field_set all = ~(field_set)0;
	struct record *made = edit->made;
	int64_t change;
	bool found;

	if (begin_edit(edit, db, &change, &found, err) < 0)
		return -1;
	if (found)
		return leave(edit,
			field_copy(description, edit->asked, edit->made, all)
				? OUTCOME_ID_TAKEN
				: OUTCOME_SAME,
			err);
	(void)field_copy(description, edit->made, edit->asked, all);
	made->since_ms = edit->call->now_ms;
	return write_made(edit, db, change, true, err);
}

static bool
names_version(const char *if_match, int64_t version)
{
	char wanted[32];
	size_t len = (size_t)snprintf(
		wanted, sizeof(wanted), "\"%lld\"", (long long)version);
	const char *at = if_match;

	if (strcmp(if_match, "*") == 0)
		return true;
	while (*at != '\0') {
		size_t item = strcspn(at, ", ");

		if (item == len && memcmp(at, wanted, len) == 0)
			return true;
		at += item + strspn(at + item, ", ");
	}
	return false;
}

/* Whether it can be chosen: what that means to punches has a date. */
static field_set
active_of(const struct description *description)
{
	for (size_t i = 0; i < description->count; i++)
		if (strcmp(description->fields[i].name, "active") == 0)
			return (field_set)1 << i;
	return 0;
}

/* What is so already needs no version: it may be the second try. */
static int
change(void *ctx, struct db *db, struct err *err)
{
	struct edit *edit = ctx;
	const struct description *description = edit->kind->description;
	field_set active = active_of(description) & edit->given;
	struct record *made = edit->made;
	int64_t number;
	bool found, moved;

	if (begin_edit(edit, db, &number, &found, err) < 0)
		return -1;
	if (!found)
		return leave(edit, OUTCOME_MISSING, err);
	moved = field_copy(description, edit->made, edit->asked, active);
	if (moved)
		made->since_ms = edit->call->now_ms;
	if (!field_copy(description, edit->made, edit->asked, edit->given) &&
		!moved)
		return leave(edit, OUTCOME_SAME, err);
	if (!names_version(edit->call->request->if_match, made->version))
		return leave(edit, OUTCOME_STALE, err);
	return write_made(edit, db, number, false, err);
}

static void
answer_edit(const struct edit *edit, const struct records *records)
{
	struct reply *reply = edit->call->reply;
	char pointer[64];

	switch (edit->outcome) {
	case OUTCOME_WRITTEN:
	case OUTCOME_SAME:
		answer(edit->call, records, edit->made);
		break;
	case OUTCOME_MISSING:
		reply_problem(reply, PROBLEM_NOT_FOUND, "");
		break;
	case OUTCOME_ID_TAKEN:
		reply_problem_at(reply, PROBLEM_ID_TAKEN,
			problem_remedy(PROBLEM_ID_TAKEN), "/id");
		break;
	case OUTCOME_STALE:
		reply_problem(reply, PROBLEM_STALE, "");
		break;
	case OUTCOME_TAKEN:
		snprintf(pointer, sizeof(pointer), "/%s", edit->taken->name);
		reply_problem_at(reply, PROBLEM_TAKEN,
			problem_remedy(PROBLEM_TAKEN), pointer);
		break;
	}
}

/* Whether the caller may change each of the fields that were given. */
static bool
may_change(struct call *call, const struct description *description,
	field_set given)
{
	char pointer[64];

	for (size_t i = 0; i < description->count; i++) {
		const struct field *field = &description->fields[i];

		if ((given >> i & 1) == 0 ||
			permission_has(call->caller.permissions, field->change))
			continue;
		snprintf(pointer, sizeof(pointer), "/%s", field->name);
		reply_problem_at(call->reply, PROBLEM_FORBIDDEN, "", pointer);
		return false;
	}
	return true;
}

/* Reads the request and does it. */
static int
run_edit(struct edit *edit, const struct records *records,
	enum wire_record_use use, struct err *err)
{
	const struct description *description = records->kind->description;
	struct call *call = edit->call;
	struct wire_record asked = {.record = edit->asked};
	int rc;

	if (wire_record_decode(call->request->body, call->request->body_bytes,
		    description, use, &asked, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	edit->given = asked.given;
	if (use == WIRE_RECORD_CHANGE)
		((struct record *)edit->asked)->id = call->id;
	if (!may_change(call, description, edit->given))
		return 0;
	call_end_reading(call, NULL);
	rc = store_write(call->desk->store,
		use == WIRE_RECORD_NEW ? add : change, edit, err);
	if (rc < 0 && edit->outcome == OUTCOME_WRITTEN)
		return -1;
	answer_edit(edit, records);
	if (use == WIRE_RECORD_NEW && edit->outcome == OUTCOME_WRITTEN)
		reply_created(call->reply);
	return 0;
}

static int
edit_record(struct call *call, const struct records *records,
	enum wire_record_use use, struct err *err)
{
	const struct description *description = records->kind->description;
	struct edit edit = {
		.call = call,
		.kind = records->kind,
		.asked = mem_new(1, description->bytes),
		.made = mem_new(1, description->bytes),
	};
	int rc = run_edit(&edit, records, use, err);

	free(edit.asked);
	free(edit.made);
	return rc;
}

int
records_post(struct call *call, const struct records *records, struct err *err)
{
	if (!may(call, records->edit))
		return 0;
	return edit_record(call, records, WIRE_RECORD_NEW, err);
}

int
records_patch(struct call *call, const struct records *records, struct err *err)
{
	if (!may(call, records->edit))
		return 0;
	if (call->request->if_match == NULL) {
		reply_problem(call->reply, PROBLEM_VERSION_WANTED, "");
		return 0;
	}
	return edit_record(call, records, WIRE_RECORD_CHANGE, err);
}
