/* GET /v1/time-records: those of a range, by date; /v1/time-records/sums: what
 * they come to. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "calendar/civil.h"
#include "calendar/date.h"
#include "feed_list_rows.h"
#include "feed_may.h"
#include "service/card/feed.h"
#include "service/company/viewset.h"
#include "service/desk/paged.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "service/desk/seal.h"

enum argument {
	ARGUMENT_FROM, /* filters first: they stay in the next page's */
	ARGUMENT_TO,
	ARGUMENT_EMPLOYEE,
	ARGUMENT_LOCATION,
	ARGUMENT_COST_CODE,
	ARGUMENT_UPDATED_SINCE,
	ARGUMENT_FINAL,
	ARGUMENT_CURSOR,
	ARGUMENT_LIMIT,
	ARGUMENT_COUNT,
	ARGUMENT_BY = ARGUMENT_CURSOR, /* of sums, behind the filters */
	ARGUMENT_SUMS_COUNT
};

#define FILTERS                                                                \
	[ARGUMENT_FROM] = {.name = "from"}, [ARGUMENT_TO] = {.name = "to"},    \
	[ARGUMENT_EMPLOYEE] = {.name = "employee"},                            \
	[ARGUMENT_LOCATION] = {.name = "location"},                            \
	[ARGUMENT_COST_CODE] = {.name = "cost_code"},                          \
	[ARGUMENT_UPDATED_SINCE] = {.name = "updated_since"},                  \
	[ARGUMENT_FINAL] = {.name = "final"}

#define CURSOR_BYTES 128

/* --- what is asked for ---------------------------------------------------- */

static int
read_date(const struct query_argument *argument, int32_t *date_out,
	struct err *err)
{
	if (argument->value[0] == '\0')
		return 0;
	if (date_parse(argument->value, date_out, err) < 0)
		return err_wrap(err, "the argument %s", argument->name);
	return 0;
}

static int
read_id(const struct query_argument *argument, struct id *id_out,
	struct err *err)
{
	if (argument->value[0] == '\0')
		return 0;
	if (id_parse(argument->value, id_out, err) < 0)
		return err_wrap(err, "the argument %s", argument->name);
	return 0;
}

/* The instant as it is to stand in the next page's address. */
static int
read_since(struct query_argument *argument, int64_t *at_ms_out, struct err *err)
{
	char text[CIVIL_RFC3339_BYTES];

	if (argument->value[0] == '\0')
		return 0;
	if (civil_parse_rfc3339(argument->value, at_ms_out, err) < 0)
		return err_wrap(err, "the argument %s", argument->name);
	(void)str_copy(argument->value, sizeof(argument->value),
		civil_format_rfc3339(*at_ms_out, text));
	return 0;
}

static int
read_final(
	const struct query_argument *argument, bool *final_out, struct err *err)
{
	*final_out = strcmp(argument->value, "true") == 0;
	if (*final_out || argument->value[0] == '\0' ||
		strcmp(argument->value, "false") == 0)
		return 0;
	return err_set(
		err, ERR_DATA, "the argument final: it is true or false");
}

static int
read_limit(const struct query_argument *argument, long long *limit_out,
	struct err *err)
{
	*limit_out = PAGED_DEFAULT;
	if (argument->value[0] == '\0')
		return 0;
	if (number_parse(argument->value, 1, PAGED_MAX, limit_out, err) < 0)
		return err_wrap(err, "the argument %s", argument->name);
	return 0;
}

/* --- the place of a page -------------------------------------------------- */

static void
format_cursor(const struct call *call, const struct feed_query *query,
	char text_out[CURSOR_BYTES])
{
	char employee[ID_TEXT_BYTES], id[ID_TEXT_BYTES], seal[SEAL_TEXT_BYTES];
	int len = snprintf(text_out, CURSOR_BYTES, "r2.%d.%d.%s.%s",
		(int)query->through, (int)query->date,
		id_format(&query->behind_employee, employee),
		id_format(&query->behind, id));

	seal_make(call, text_out, (size_t)len, seal);
	snprintf(text_out + len, (size_t)(CURSOR_BYTES - len), "~%s", seal);
}

static int
read_cursor(const struct call *call, const struct query_argument *argument,
	struct feed_query *query, struct err *err)
{
	const char *text = argument->value;
	const char *seal = strrchr(text, '~');
	char employee[ID_TEXT_BYTES], id[ID_TEXT_BYTES];
	int date, through;

	query->date = INT32_MIN;
	if (text[0] == '\0')
		return 0;
	if (seal == NULL ||
		!seal_fits(call, text, (size_t)(seal - text), seal + 1) ||
		sscanf(text, "r2.%d.%d.%36[0-9a-f-].%36[0-9a-f-]~", &through,
			&date, employee, id) != 4 ||
		id_parse(employee, &query->behind_employee, err) < 0 ||
		id_parse(id, &query->behind, err) < 0)
		return err_set(err, ERR_DATA,
			"the cursor is not one of this service for this "
			"person: begin anew without it");
	query->date = date;
	query->through = through;
	return 0;
}

static int
read_filters(struct query_argument *arguments, struct feed_query *query,
	struct err *err)
{
	*query = (struct feed_query){.from = INT32_MIN, .to = INT32_MAX};
	if (read_date(&arguments[ARGUMENT_FROM], &query->from, err) < 0 ||
		read_date(&arguments[ARGUMENT_TO], &query->to, err) < 0 ||
		read_id(&arguments[ARGUMENT_EMPLOYEE], &query->employee, err) <
			0 ||
		read_id(&arguments[ARGUMENT_LOCATION], &query->location, err) <
			0 ||
		read_id(&arguments[ARGUMENT_COST_CODE], &query->cost_code,
			err) < 0 ||
		read_since(&arguments[ARGUMENT_UPDATED_SINCE],
			&query->updated_since_ms, err) < 0)
		return -1;
	return read_final(&arguments[ARGUMENT_FINAL], &query->final, err);
}

static int
read_query(const struct call *call, struct query_argument *arguments,
	struct feed_query *query, long long *limit_out, struct err *err)
{
	if (query_parse(call->request->query, arguments, ARGUMENT_COUNT, err) <
			0 ||
		read_filters(arguments, query, err) < 0 ||
		read_cursor(call, &arguments[ARGUMENT_CURSOR], query, err) < 0)
		return -1;
	return read_limit(&arguments[ARGUMENT_LIMIT], limit_out, err);
}

static int
read_sums(const struct call *call, struct query_argument *arguments,
	struct feed_query *query, enum feed_by *by_out, struct err *err)
{
	const char *by = arguments[ARGUMENT_BY].value;

	if (query_parse(call->request->query, arguments, ARGUMENT_SUMS_COUNT,
		    err) < 0 ||
		read_filters(arguments, query, err) < 0)
		return -1;
	*by_out = strcmp(by, "job") == 0 ? FEED_BY_JOB : FEED_BY_DATE;
	if (*by_out == FEED_BY_JOB || by[0] == '\0' || strcmp(by, "date") == 0)
		return 0;
	return err_set(err, ERR_DATA, "the argument by: it is date or job");
}

/* --- the answer ----------------------------------------------------------- */

static void
link_next(struct reply *reply, const char *cursor, long long limit,
	const struct query_argument *filters)
{
	struct str link;

	str_init(&link, sizeof(reply->link) - 1);
	str_addz(&link, "</v1/time-records?");
	for (int i = 0; i < ARGUMENT_CURSOR; i++)
		if (filters[i].value[0] != '\0')
			str_addf(&link, "%s=%s&", filters[i].name,
				filters[i].value);
	str_addf(&link, "cursor=%s&limit=%lld>; rel=\"next\"", cursor, limit);
	(void)str_copy(reply->link, sizeof(reply->link), link.data);
	str_release(&link);
}

/* One more than the page holds is asked for. */
static int
write_items(struct call *call, struct jsonout *json, struct feed_query *query,
	long long limit, bool *more_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row = true;

	if (feed_list_rows_records(
		    call->db, &call->caller, query, limit + 1, &stmt, err) < 0)
		return -1;
	jsonout_array(json, "items");
	for (long long n = 0;; n++) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row || n == limit || call->reply->body.len > PAGED_BYTES)
			break;
		feed_list_rows_place(stmt, query);
		feed_list_rows_write(json, stmt);
	}
	db_reset(call->db);
	jsonout_array_end(json);
	*more_out = row;
	return 0;
}

static int
answer(struct call *call, struct feed_query *query, long long limit,
	const struct query_argument *arguments, struct err *err)
{
	char cursor[CURSOR_BYTES], date[DATE_BYTES];
	struct jsonout json;
	bool more;

	/* the first page's, which looks through all records, for all pages */
	if (query->date == INT32_MIN &&
		feed_list_rows_through(call->db, &call->caller, query,
			&query->through, err) < 0)
		return -1;
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	if (write_items(call, &json, query, limit, &more, err) < 0)
		return -1;
	jsonout_text(&json, "through", date_format(query->through, date));
	if (more) {
		format_cursor(call, query, cursor);
		jsonout_text(&json, "cursor", cursor);
		link_next(call->reply, cursor, limit, arguments);
	} else {
		jsonout_null(&json, "cursor");
	}
	jsonout_object_end(&json);
	reply_json(call->reply);
	return 0;
}

/* Of nobody whom the caller may not see it is told that there is nobody. */
static int
look_for(struct call *call, const struct id *employee, bool *seen_out,
	struct err *err)
{
	enum access_subject subject;

	*seen_out = true;
	if (id_is_nil(employee))
		return 0;
	if (viewset_subject(call->db, &call->caller, employee, &subject, err) <
		0)
		return -1;
	*seen_out =
		access_allows(ACCESS_FEED, call->caller.permissions, subject);
	if (!*seen_out)
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	return 0;
}

int
feed_records(struct call *call, struct err *err)
{
	struct query_argument arguments[ARGUMENT_COUNT] = {
		FILTERS, [ARGUMENT_CURSOR] = {.name = "cursor"},
		[ARGUMENT_LIMIT] = {.name = "limit"}};
	struct feed_query query;
	long long limit;
	bool seen;

	if (!feed_may(call))
		return 0;
	if (read_query(call, arguments, &query, &limit, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (look_for(call, &query.employee, &seen, err) < 0)
		return -1;
	return seen ? answer(call, &query, limit, arguments, err) : 0;
}

static int
answer_sums(struct call *call, const struct feed_query *query, enum feed_by by,
	struct err *err)
{
	struct jsonout json;
	struct db_stmt *stmt;

	if (feed_list_rows_sums(
		    call->db, &call->caller, query, by, &stmt, err) < 0)
		return -1;
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	for (;;) {
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		feed_list_rows_write_sum(&json, stmt, by);
	}
	db_reset(call->db);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	reply_json(call->reply);
	return 0;
}

int
feed_sums(struct call *call, struct err *err)
{
	struct query_argument arguments[ARGUMENT_SUMS_COUNT] = {
		FILTERS, [ARGUMENT_BY] = {.name = "by"}};
	struct feed_query query;
	enum feed_by by;
	bool seen;

	if (!feed_may(call))
		return 0;
	if (read_sums(call, arguments, &query, &by, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (look_for(call, &query.employee, &seen, err) < 0)
		return -1;
	return seen ? answer_sums(call, &query, by, err) : 0;
}
