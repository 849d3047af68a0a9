/* GET /v1/time-cards and GET /v1/time-cards/{id}. */
#include "service/card/cards.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "card_read.h"
#include "cards_page.h"
#include "service/card/seen.h"
#include "service/company/viewset.h"
#include "service/desk/access.h"
#include "summary.h"

/* Everything of one answer is of one instant. */
static int
with_hours(struct call *call,
	int (*work)(struct call *call, struct hours *hours, struct err *err),
	struct err *err)
{
	struct hours hours;
	int rc;

	if (db_begin_read(call->db, err) < 0)
		return -1;
	rc = hours_load(call->db, call->desk->zones, &call->caller.company,
		&hours, err);
	if (rc == 0)
		rc = work(call, &hours, err);
	hours_release(&hours);
	db_rollback(call->db);
	return rc;
}

static void
answer(struct call *call)
{
	struct reply *reply = call->reply;

	reply_json(reply);
	if (reply->etag[0] == '\0')
		reply_tag(reply, reply->body.data, reply->body.len);
	reply_not_modified(reply, call->request->if_none_match);
}

static int
read_range(const struct call *call, const struct hours *hours,
	const struct query_argument *arguments, struct period *range_out,
	struct err *err)
{
	return card_range_parse(arguments, hours,
		hours_day(hours, call->now_ms), range_out, err);
}

/* --- one card ------------------------------------------------------------- */

/* The ETag is of what a card shows, whether it is explained or not. */
static int
write_card(struct call *call, struct hours *hours, struct card_query *query,
	struct err *err)
{
	struct str *body = &call->reply->body;
	const bool explain = query->explain;

	query->explain = false;
	if (card_read(call->db, hours, query, body, err) < 0)
		return -1;
	card_tag_of(body, call->reply->etag);
	if (!explain)
		return 0;
	query->explain = true;
	str_clear(body);
	return card_read(call->db, hours, query, body, err);
}

static int
read_query(const struct call *call, const struct hours *hours,
	struct card_query *query, struct err *err)
{
	struct query_argument arguments[] = {
		CARD_RANGE_ARGUMENTS, {.name = "explain"}};
	const char *explain = arguments[CARD_RANGE_COUNT].value;

	if (query_parse(call->request->query, arguments, CARD_RANGE_COUNT + 1,
		    err) < 0 ||
		read_range(call, hours, arguments, &query->range, err) < 0)
		return -1;
	query->explain = strcmp(explain, "true") == 0;
	if (!query->explain && explain[0] != '\0' &&
		strcmp(explain, "false") != 0)
		return err_set(err, ERR_DATA,
			"the argument explain is not true or false");
	return 0;
}

static int
get_card(struct call *call, struct hours *hours, struct err *err)
{
	struct card_query query = {
		.employee = call->id, .now_ms = call->now_ms};

	if (read_query(call, hours, &query, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (write_card(call, hours, &query, err) < 0)
		return -1;
	answer(call);
	return 0;
}

int
cards_get(struct call *call, struct err *err)
{
	enum access_subject subject;
	int rc;

	if (viewset_subject(call->db, &call->caller, &call->id, &subject, err) <
		0)
		return -1;
	if (!access_allows(
		    ACCESS_TIME_CARD, call->caller.permissions, subject)) {
		/* Whoever may not be seen cannot be told from nobody. */
		reply_problem(call->reply,
			subject == ACCESS_OWN ? PROBLEM_FORBIDDEN
					      : PROBLEM_NOT_FOUND,
			"");
		return 0;
	}
	rc = with_hours(call, get_card, err);
	if (rc == 0 || err->kind != ERR_NOT_FOUND)
		return rc;
	reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	return 0;
}

/* --- the summary ---------------------------------------------------------- */

static int
write_summary(struct call *call, struct hours *hours,
	const struct cards_page *page, const struct period *range,
	struct err *err)
{
	const struct facts_page of = {
		.query = {.company = hours->company,
			.zone = hours->clock.rules.zone,
			.dates = card_weeks(hours, range),
			.now_ms = call->now_ms},
		.viewer = call->caller.employee,
		.sees_all = call->caller.viewset == VIEWSET_ALL,
		.after = page->after,
		.limit = page->limit,
	};
	struct wire_summary summary = {
		.range = *range,
		.approves = hours->approves,
		.rows = mem_new(page->limit, sizeof(*summary.rows)),
	};
	struct id last;
	int rc = summary_read(call->db, hours, &of, &summary, &last, err);

	if (rc == 0) {
		wire_summary_encode(&summary, &call->reply->body);
		cards_page_link(call->reply, "/v1/time-cards", page, &last);
	}
	wire_summary_release(&summary);
	return rc;
}

static int
get_summary(struct call *call, struct hours *hours, struct err *err)
{
	struct query_argument arguments[] = {
		CARD_RANGE_ARGUMENTS, {.name = "cursor"}, {.name = "limit"}};
	struct cards_page page = {
		.filters = arguments, .filter_count = CARD_RANGE_COUNT};
	struct period range;

	if (query_parse(call->request->query, arguments, CARD_RANGE_COUNT + 2,
		    err) < 0 ||
		read_range(call, hours, arguments, &range, err) < 0 ||
		cards_page_read(&arguments[CARD_RANGE_COUNT], PAGED_MAX, &page,
			err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (write_summary(call, hours, &page, &range, err) < 0)
		return -1;
	answer(call);
	return 0;
}

int
cards_list(struct call *call, struct err *err)
{
	if (access_allows(
		    ACCESS_TIME_CARDS, call->caller.permissions, ACCESS_OWN))
		return with_hours(call, get_summary, err);
	reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
	return 0;
}
