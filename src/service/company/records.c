#include "records_answer.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "sight.h"
#include "wire/record.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 1000

bool
records_may(struct call *call, enum access access)
{
	if (access_allows(access, call->caller.permissions, ACCESS_OWN))
		return true;
	reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
	return false;
}

struct record_viewer
records_viewer(const struct call *call)
{
	return (struct record_viewer){
		.company = call->caller.company,
		.sees_all = call->caller.viewset == VIEWSET_ALL,
		.employee = call->caller.employee,
	};
}

/* Into a page of so many; `called` lasts as long as the arguments. */
static int
read_page(const char *query, struct query_argument arguments[3],
	struct record_page *page, size_t *limit_out, struct err *err)
{
	const char *cursor = arguments[0].value;
	const char *limit = arguments[1].value;
	long long number = LIMIT_DEFAULT;

	if (query_parse(query, arguments, 3, err) < 0)
		return -1;
	if (cursor[0] != '\0' && id_parse(cursor, &page->after, err) < 0)
		return err_wrap(err, "the argument cursor");
	if (limit[0] != '\0' &&
		number_parse(limit, 1, LIMIT_MAX, &number, err) < 0)
		return err_wrap(err, "the argument limit");
	if (arguments[2].value[0] != '\0')
		page->called = arguments[2].value;
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

/* Of people who are not seen nothing is told, in lists neither. */
static int
hide(struct db *db, const struct description *description,
	const struct record_page *page, struct err *err)
{
	char *at = page->records;
	struct sight sight;

	if (sight_load(db, &page->viewer, description, &sight, err) < 0)
		return -1;
	for (size_t i = 0; i < page->count; i++, at += description->bytes)
		sight_hide(&sight, description, at);
	sight_release(&sight);
	return 0;
}

int
records_list(struct call *call, const struct records *records, struct err *err)
{
	const struct description *description = records->kind->description;
	struct query_argument arguments[] = {{.name = "cursor"},
		{.name = "limit"}, {.name = records->kind->key}};
	struct record_page page = {.viewer = records_viewer(call)};
	size_t limit = 0;
	int rc;

	if (!records_may(call, records->see))
		return 0;
	if (read_page(call->request->query, arguments, &page, &limit, err) <
		0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	/* one more tells whether there is a next page */
	page.max = limit + 1;
	page.records = mem_new(page.max, description->bytes);
	rc = record_rows_list(call->db, records->kind, &page, err);
	if (rc == 0)
		rc = hide(call->db, description, &page, err);
	if (rc == 0)
		answer_page(call, description, &page, limit);
	for (size_t i = 0; i < page.max; i++)
		field_release(description,
			(char *)page.records + i * description->bytes);
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

void
records_answer(struct call *call, const struct records *records,
	const void *record, bool unseen)
{
	const struct description *description = records->kind->description;
	struct jsonout json;

	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	wire_record_encode_members(description, record,
		wire_record_seen(description, call->caller.permissions), &json);
	if (unseen)
		jsonout_bool(&json, "seen", false);
	jsonout_object_end(&json);
	tag(call, record);
	reply_json(call->reply);
}

int
records_get(struct call *call, const struct records *records, struct err *err)
{
	const struct record_viewer viewer = records_viewer(call);
	void *it = mem_new(1, records->kind->description->bytes);
	struct record *record = it;
	bool found = false;
	int rc = 0;

	record->id = call->id;
	if (records_may(call, records->see)) {
		rc = record_rows_find(
			call->db, records->kind, &viewer, it, &found, err);
		if (rc == 0 && !found)
			reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	}
	if (rc == 0 && found)
		rc = hide(call->db, records->kind->description,
			&(struct record_page){
				.viewer = viewer, .records = it, .count = 1},
			err);
	if (rc == 0 && found) {
		tag(call, it);
		if (!reply_not_modified(
			    call->reply, call->request->if_none_match))
			records_answer(call, records, it, false);
	}
	field_release(records->kind->description, it);
	free(it);
	return rc;
}
