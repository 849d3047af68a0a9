/* GET /v1/audit: who changed what, the newest first. */
#include "service/company/audit_list.h"

#include <string.h>

#include "audit_list_rows.h"
#include "base/jsonout.h"
#include "base/str.h"
#include "calendar/civil.h"
#include "kind_hooks.h"
#include "records_answer.h"
#include "service/company/people_rows.h"
#include "service/desk/paged.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "sight.h"

enum argument {
	ARGUMENT_AUTHOR, /* filters first: they stay in the next page's */
	ARGUMENT_SUBJECT,
	ARGUMENT_SINCE,
	ARGUMENT_CURSOR,
	ARGUMENT_LIMIT,
	ARGUMENT_COUNT
};
#define FILTER_COUNT ARGUMENT_CURSOR

#define AUDIT_ABOUT_BYTES 2048

/* The filters, as they are to stand in the next page's address. */
static int
read_filters(struct query_argument *arguments, struct audit_query *query_out,
	struct err *err)
{
	struct query_argument *since = &arguments[ARGUMENT_SINCE];
	const char *author = arguments[ARGUMENT_AUTHOR].value;
	const char *subject = arguments[ARGUMENT_SUBJECT].value;
	char text[CIVIL_RFC3339_BYTES];

	if (author[0] != '\0' && id_parse(author, &query_out->author, err) < 0)
		return err_wrap(err, "the argument author");
	if (subject[0] != '\0' &&
		id_parse(subject, &query_out->subject, err) < 0)
		return err_wrap(err, "the argument subject");
	if (since->value[0] == '\0')
		return 0;
	if (civil_parse_rfc3339(since->value, &query_out->since_ms, err) < 0)
		return err_wrap(err, "the argument since");
	(void)str_copy(since->value, sizeof(since->value),
		civil_format_rfc3339(query_out->since_ms, text));
	return 0;
}

/* What is known by a name for people: how somebody signs in, else the number,
 * else the name. */
static void
write_author(struct jsonout *json, const struct db_stmt *stmt)
{
	char name[NAME_BYTES];
	uint8_t given_len;

	for (int column = AUDIT_LIST_USERNAME; column < AUDIT_LIST_GIVEN;
		column++) {
		if (db_text(stmt, column)[0] == '\0')
			continue;
		jsonout_text(json, "by", db_text(stmt, column));
		return;
	}
	people_rows_name(
		stmt, AUDIT_LIST_GIVEN, AUDIT_LIST_GIVEN + 1, name, &given_len);
	if (name[0] != '\0')
		jsonout_text(json, "by", name);
	else
		jsonout_null(json, "by");
}

/* "punch 21 of 0104 Dana Whitfield", "0104 Dana Whitfield on Dana's laptop",
 * "Gate 1"; null of what has a name elsewhere, or none. */
static void
write_about(struct jsonout *json, const struct db_stmt *stmt)
{
	const char *device = db_text(stmt, AUDIT_LIST_DEVICE);
	int64_t punch = db_int(stmt, AUDIT_LIST_PUNCH);
	struct str about;

	str_init(&about, AUDIT_ABOUT_BYTES);
	if (punch != 0)
		str_addf(&about, "punch %lld of ", (long long)punch);
	people_rows_add_label(&about, stmt, AUDIT_LIST_WHOSE);
	if (device[0] != '\0')
		str_addf(&about, "%s%s", about.len > 0 ? " on " : "", device);
	if (about.len > 0)
		jsonout_text(json, "about", about.data);
	else
		jsonout_null(json, "about");
	str_release(&about);
}

/* An old or new value of this change, as far as it is of whom one sees. */
static void
write_value(struct jsonout *json, const struct sight *sight, const char *what,
	const char *key, const char *value)
{
	const struct description *of = kinds_noted(what);
	struct str seen;

	if (value[0] == '\0') {
		jsonout_null(json, key);
		return;
	}
	if (of == NULL) {
		jsonout_json(json, key, value);
		return;
	}
	str_init(&seen, AUDIT_VALUE_BYTES + sizeof("null,"));
	sight_cut(sight, of, strchr(what, '.') + 1, value, &seen);
	jsonout_json(json, key, seen.data);
	str_release(&seen);
}

static void
write_row(struct jsonout *json, const struct db_stmt *stmt,
	const struct sight *sight, const struct audit_row *row)
{
	char at[CIVIL_RFC3339_BYTES];

	jsonout_object(json, NULL);
	jsonout_int(json, "seq", row->seq);
	jsonout_text(json, "at", civil_format_rfc3339(row->at_ms, at));
	jsonout_text(json, "what", row->what);
	jsonout_id(json, "subject", &row->subject);
	write_about(json, stmt);
	write_value(json, sight, row->what, "old", row->old);
	write_value(json, sight, row->what, "new", row->new);
	write_author(json, stmt);
	jsonout_id(json, "author", &row->author);
	jsonout_id(json, "device", &row->device);
	jsonout_object_end(json);
}

/* One more than the page holds is asked for, and tells of the next one. */
static int
write_page(struct call *call, const struct audit_query *query,
	const struct sight *sight, int64_t *next_out, struct err *err)
{
	const size_t limit = query->limit - 1;
	struct audit_row row = {.seq = 0};
	struct jsonout json;
	struct db_stmt *stmt;
	bool found = true;

	if (audit_list_rows_page(call->db, query, &stmt, err) < 0)
		return -1;
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	*next_out = 0;
	for (size_t n = 0;; n++) {
		const int64_t last = row.seq;

		if (db_step(stmt, &found, err) < 0)
			return -1;
		if (!found)
			break;
		if (n == limit || call->reply->body.len > PAGED_BYTES) {
			*next_out = last;
			break;
		}
		if (!audit_rows_read(stmt, &row))
			return err_set(err, ERR_INTERNAL,
				"the ledger is damaged: run connectd verify");
		write_row(&json, stmt, sight, &row);
	}
	db_reset(call->db);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	return 0;
}

int
audit_list_handle(struct call *call, struct err *err)
{
	struct query_argument arguments[ARGUMENT_COUNT] = {
		[ARGUMENT_AUTHOR] = {.name = "author"},
		[ARGUMENT_SUBJECT] = {.name = "subject"},
		[ARGUMENT_SINCE] = {.name = "since"},
		[ARGUMENT_CURSOR] = {.name = "cursor"},
		[ARGUMENT_LIMIT] = {.name = "limit"},
	};
	struct audit_query query = {.viewer = records_viewer(call)};
	struct sight sight;
	struct paged paged;
	int64_t next;
	int rc;

	if (!records_may(call, ACCESS_AUDIT))
		return 0;
	if (query_parse(call->request->query, arguments, ARGUMENT_COUNT, err) <
			0 ||
		paged_read(&arguments[ARGUMENT_CURSOR],
			&arguments[ARGUMENT_LIMIT], &paged, err) < 0 ||
		read_filters(arguments, &query, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	query.below = paged.cursor;
	query.limit = paged.limit + 1;
	if (sight_load(call->db, &query.viewer, NULL, &sight, err) < 0)
		return -1;
	rc = write_page(call, &query, &sight, &next, err);
	sight_release(&sight);
	if (rc < 0)
		return -1;
	reply_json(call->reply);
	if (next != 0)
		paged_link(call->reply, "/v1/audit", next, paged.limit,
			arguments, FILTER_COUNT);
	return 0;
}
