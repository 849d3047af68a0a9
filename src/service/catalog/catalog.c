/* GET /v1/catalog: what the person may choose, page by page, then changes. */
#include "service/catalog/catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "catalog_rows.h"
#include "cursor.h"
#include "service/desk/access.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "service/desk/seal.h"
#include "wire/wire.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX 1000

enum argument {
	ARGUMENT_SINCE,
	ARGUMENT_LIMIT,
	ARGUMENT_COUNT
};

/* Whose entries a caller may see at all: without Clock In For only one's own,
 * whatever the viewset. */
static enum viewset
scope_of(const struct caller *caller)
{
	return access_allows(ACCESS_CATALOG, caller->permissions, ACCESS_SEEN)
		       ? caller->viewset
		       : VIEWSET_SELF;
}

/* The tag stands for the catalogue of this person at one change. */
static void
tag(struct call *call, enum viewset scope, int64_t change_seq)
{
	struct str state;

	str_init(&state, 256);
	str_add(&state, call->caller.company.bytes,
		sizeof(call->caller.company.bytes));
	str_add(&state, call->caller.employee.bytes,
		sizeof(call->caller.employee.bytes));
	str_addf(&state, "%d/%lld", (int)scope, (long long)change_seq);
	reply_tag(call->reply, state.data, state.len);
	str_release(&state);
}

/* A cursor and its seal behind a '~': what was given out to this person. */
static int
read_cursor(struct call *call, char *text, struct cursor *cursor_out,
	struct err *err)
{
	char *seal = strrchr(text, '~');

	if (text[0] != '\0' &&
		(seal == NULL || !seal_fits(call, text, (size_t)(seal - text),
					 seal + 1)))
		return err_set(err, ERR_DATA,
			"the cursor is not one of this service for this "
			"person: begin anew without it");
	if (seal != NULL)
		*seal = '\0';
	return cursor_parse(text, cursor_out, err);
}

static void
write_cursor(
	const struct call *call, const struct cursor *cursor, struct str *out)
{
	char seal[SEAL_TEXT_BYTES];

	cursor_format(cursor, out);
	seal_make(call, out->data, out->len, seal);
	str_addf(out, "~%s", seal);
}

static int
read_arguments(struct call *call, struct cursor *cursor_out, size_t *limit_out,
	struct err *err)
{
	struct query_argument arguments[ARGUMENT_COUNT] = {
		[ARGUMENT_SINCE] = {.name = "since"},
		[ARGUMENT_LIMIT] = {.name = "limit"},
	};
	const char *limit = arguments[ARGUMENT_LIMIT].value;
	long long number = LIMIT_DEFAULT;

	if (query_parse(call->request->query, arguments, ARGUMENT_COUNT, err) <
		0)
		return -1;
	if (limit[0] != '\0' &&
		number_parse(limit, 1, LIMIT_MAX, &number, err) < 0) {
		err->kind = ERR_DATA;
		return err_wrap(err, "the argument limit");
	}
	*limit_out = (size_t)number;
	return read_cursor(
		call, arguments[ARGUMENT_SINCE].value, cursor_out, err);
}

static void
answer(struct call *call, struct catalog_rows *rows,
	const struct cursor *cursor, size_t limit)
{
	struct reply *reply = call->reply;
	struct wire_catalog page = {
		.entries = rows->entries,
		.count = rows->count,
		.more = cursor->horizon != 0,
	};
	struct str text;

	str_init(&text, sizeof(page.cursor) - 1);
	write_cursor(call, cursor, &text);
	str_copy(page.cursor, sizeof(page.cursor), text.data);
	str_release(&text);
	wire_catalog_encode(&page, &reply->body);
	reply_json(reply);
	if (page.more)
		snprintf(reply->link, sizeof(reply->link),
			"</v1/catalog?since=%s&limit=%zu>; rel=\"next\"",
			page.cursor, limit);
	else
		tag(call, cursor->scope, cursor->since);
}

/* Reads on from the cursor until the page is full or the run has ended. */
static int
read_page(struct call *call, struct cursor *cursor, struct catalog_rows *rows,
	struct err *err)
{
	while (cursor->horizon != 0 && !catalog_rows_full(rows)) {
		if (catalog_rows_read(
			    rows, call->db, &call->caller, cursor, err) < 0)
			return -1;
	}
	return 0;
}

int
catalog_handle(struct call *call, struct err *err)
{
	enum viewset scope = scope_of(&call->caller);
	int64_t change_seq = call->caller.change_seq;
	struct catalog_rows rows;
	struct cursor cursor;
	size_t limit = 0;
	int rc;

	if (read_arguments(call, &cursor, &limit, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	/* In the middle of a run there is more to tell, whatever the tag. */
	if (cursor.horizon == 0) {
		tag(call, scope, change_seq);
		if (reply_not_modified(
			    call->reply, call->request->if_none_match))
			return 0;
		call->reply->etag[0] = '\0';
	}
	catalog_rows_init(&rows, limit);
	cursor_begin(&cursor, scope, change_seq);
	rc = read_page(call, &cursor, &rows, err);
	if (rc == 0)
		answer(call, &rows, &cursor, limit);
	catalog_rows_release(&rows);
	return rc;
}
