/* GET /v1/requests. */
#include <string.h>

#include "base/jsonout.h"
#include "calendar/civil.h"
#include "request_list_rows.h"
#include "service/card/requests.h"
#include "service/company/people_rows.h"
#include "service/desk/paged.h"
#include "service/desk/reply.h"

static const char *const states[REQUEST_STATE_COUNT] = {
#define X(name, number, wire) [REQUEST_##name] = (wire),
	REQUEST_STATES(X)
#undef X
};

/* 0 is no time. */
static void
write_time(struct jsonout *json, const char *key, int64_t ms)
{
	char text[CIVIL_RFC3339_BYTES];

	if (ms == 0)
		jsonout_null(json, key);
	else
		jsonout_text(json, key, civil_format_rfc3339(ms, text));
}

static void
write_id(struct jsonout *json, const char *key, const struct db_stmt *row,
	int column)
{
	const struct id id = db_id(row, column);

	jsonout_id(json, key, &id);
}

/* "2601 Elm St Tower", null where there is none. */
static void
write_label(struct jsonout *json, const char *key, const struct db_stmt *row,
	int column)
{
	const char *number = db_text(row, column);
	const char *name = db_text(row, column + 1);
	struct str label;

	if (name[0] == '\0') {
		jsonout_null(json, key);
		return;
	}
	str_init(&label, 2048);
	str_addf(&label, "%s%s%s", number, number[0] == '\0' ? "" : " ", name);
	jsonout_text(json, key, label.data);
	str_release(&label);
}

static void
write_item(struct jsonout *json, const struct db_stmt *row)
{
	const int64_t state = db_int(row, REQUEST_LIST_STATE);

	jsonout_object(json, NULL);
	write_id(json, "id", row, REQUEST_LIST_ID);
	jsonout_int(json, "seq", db_int(row, REQUEST_LIST_SEQ));
	jsonout_text(json, "press", db_text(row, REQUEST_LIST_PRESS));
	write_time(json, "at", db_int(row, REQUEST_LIST_AT));
	write_time(json, "asked", db_int(row, REQUEST_LIST_ASKED));
	people_rows_label(json, "employee", row, REQUEST_LIST_EMPLOYEE + 1);
	write_id(json, "employee_id", row, REQUEST_LIST_EMPLOYEE);
	write_label(json, "location", row, REQUEST_LIST_LOCATION + 1);
	write_id(json, "location_id", row, REQUEST_LIST_LOCATION);
	write_label(json, "cost_code", row, REQUEST_LIST_COST_CODE + 1);
	write_id(json, "cost_code_id", row, REQUEST_LIST_COST_CODE);
	jsonout_text(json, "comment", db_text(row, REQUEST_LIST_COMMENT));
	jsonout_text(json, "state",
		state >= 0 && state < REQUEST_STATE_COUNT ? states[state]
							  : states[0]);
	write_time(json, "decided", db_int(row, REQUEST_LIST_DECIDED));
	people_rows_label(json, "decided_by", row, REQUEST_LIST_DECIDED_BY + 1);
	write_id(json, "decided_by_id", row, REQUEST_LIST_DECIDED_BY);
	jsonout_text(json, "reason", db_text(row, REQUEST_LIST_REASON));
	jsonout_object_end(json);
}

static int
write_page(struct call *call, const struct request_list *of,
	const struct query_argument *state, struct err *err)
{
	struct jsonout json;
	struct db_stmt *stmt;
	int64_t last = 0;
	bool found = true;

	if (request_list_rows(call->db, &call->caller, of, &stmt, err) < 0)
		return -1;
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	for (size_t n = 0;; n++) {
		if (db_step(stmt, &found, err) < 0)
			return -1;
		if (!found || n == of->paged.limit)
			break;
		last = db_int(stmt, REQUEST_LIST_SEQ);
		write_item(&json, stmt);
	}
	db_reset(call->db);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	reply_json(call->reply);
	if (found)
		paged_link(call->reply, "/v1/requests", last, of->paged.limit,
			state, 1);
	return 0;
}

static int
read_state(
	const struct query_argument *argument, int *state_out, struct err *err)
{
	*state_out = -1;
	for (int i = 0; i < REQUEST_STATE_COUNT; i++)
		if (strcmp(argument->value, states[i]) == 0)
			*state_out = i;
	if (*state_out < 0 && argument->value[0] != '\0')
		return err_set(err, ERR_DATA,
			"the argument state is not waits, accepted or "
			"declined");
	return 0;
}

int
requests_list(struct call *call, struct err *err)
{
	struct query_argument arguments[] = {
		{.name = "state"}, {.name = "cursor"}, {.name = "limit"}};
	struct request_list of;

	if (query_parse(call->request->query, arguments, 3, err) < 0 ||
		read_state(&arguments[0], &of.state, err) < 0 ||
		paged_read(&arguments[1], &arguments[2], &of.paged, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	return write_page(call, &of, &arguments[0], err);
}
