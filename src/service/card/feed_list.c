/* GET /v1/changes, GET /v1/changes/heads: what has changed, in its order. */
#include <string.h>

#include "base/number.h"
#include "feed_cursor.h"
#include "feed_may.h"
#include "service/card/feed.h"
#include "service/desk/paged.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

bool
feed_may(struct call *call)
{
	if (access_allows(ACCESS_FEED, call->caller.permissions, ACCESS_OWN))
		return true;
	reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
	return false;
}

/* The cursor behind what was told: the same where nothing was, as long as it
 * is fresh. */
static void
move_on(const struct call *call, struct feed_cursor *cursor, int64_t seq)
{
	const int64_t today = call->now_ms / DAY_MS;

	if (seq > cursor->seq || today - cursor->made > FEED_CURSOR_FRESH_DAYS)
		cursor->made = today;
	cursor->seq = seq;
}

/* Its tag stands for a reader who is where the feed is. */
static void
tag(const struct call *call, const char *cursor)
{
	struct str state;

	str_init(&state, 256);
	str_add(&state, call->caller.company.bytes, sizeof(struct id));
	str_addz(&state, cursor);
	reply_tag(call->reply, state.data, state.len);
	str_release(&state);
}

/* One more than the page holds is asked for. *seq_out is what was told last. */
static int
write_items(struct call *call, struct jsonout *json, size_t limit,
	int64_t *seq_out, bool *more_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row = true;

	if (feed_list_rows_changes(call->db, &call->caller, *seq_out,
		    (int64_t)limit + 1, &stmt, err) < 0)
		return -1;
	jsonout_array(json, "items");
	for (size_t n = 0;; n++) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row || n == limit || call->reply->body.len > PAGED_BYTES)
			break;
		*seq_out = feed_list_rows_seq(stmt);
		feed_list_rows_write(json, stmt);
	}
	db_reset(call->db);
	jsonout_array_end(json);
	*more_out = row;
	return 0;
}

static int
write_page(struct call *call, const struct feed_now *now,
	struct feed_cursor *cursor, size_t limit, struct err *err)
{
	struct reply *reply = call->reply;
	char text[FEED_CURSOR_BYTES];
	struct jsonout json;
	int64_t seq = cursor->seq;
	bool more = false;

	feed_cursor_format(call, cursor, text);
	if (cursor->seq == now->last_seq) {
		tag(call, text);
		if (reply_not_modified(reply, call->request->if_none_match))
			return 0;
	}
	jsonout_init(&json, &reply->body);
	jsonout_object(&json, NULL);
	if (write_items(call, &json, limit, &seq, &more, err) < 0)
		return -1;
	/* What was not for the caller need not be looked through again. */
	if (!more && seq < now->last_seq)
		seq = now->last_seq;
	move_on(call, cursor, seq);
	feed_cursor_format(call, cursor, text);
	jsonout_text(&json, "cursor", text);
	jsonout_bool(&json, "more", more);
	jsonout_object_end(&json);
	reply_json(reply);
	return 0;
}

int
feed_changes(struct call *call, struct err *err)
{
	struct query_argument arguments[] = {
		{.name = "cursor"}, {.name = "limit"}};
	const char *limit_text = arguments[1].value;
	long long limit = PAGED_DEFAULT;
	struct feed_cursor cursor;
	struct feed_now now;

	if (!feed_may(call))
		return 0;
	if (feed_list_rows_now(call->db, &call->caller, &now, err) < 0)
		return -1;
	if (query_parse(call->request->query, arguments, 2, err) < 0 ||
		(limit_text[0] != '\0' && number_parse(limit_text, 1, PAGED_MAX,
						  &limit, err) < 0) ||
		feed_cursor_parse(
			call, arguments[0].value, &now, &cursor, err) < 0) {
		reply_problem(call->reply,
			err->kind == ERR_NOT_FOUND ? PROBLEM_CURSOR_EXPIRED
						   : PROBLEM_UNPROCESSABLE,
			err->text);
		return 0;
	}
	return write_page(call, &now, &cursor, (size_t)limit, err);
}

int
feed_heads(struct call *call, struct err *err)
{
	struct feed_cursor cursor = {.made = call->now_ms / DAY_MS};
	char text[FEED_CURSOR_BYTES];
	struct jsonout json;
	struct feed_now now;

	if (!feed_may(call))
		return 0;
	if (query_parse(call->request->query, NULL, 0, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (feed_list_rows_now(call->db, &call->caller, &now, err) < 0)
		return -1;
	cursor.seq = now.last_seq;
	cursor.scope = now.scope;
	feed_cursor_format(call, &cursor, text);
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_text(&json, "cursor", text);
	jsonout_object_end(&json);
	reply_json(call->reply);
	return 0;
}
