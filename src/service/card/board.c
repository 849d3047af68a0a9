/* GET /v1/board. */
#include <stdlib.h>

#include "base/mem.h"
#include "board_rows.h"
#include "cards_page.h"
#include "service/card/cards.h"
#include "service/company/company_clock.h"
#include "service/desk/access.h"
#include "wire/card.h"

#define BOARD_MAX 10000

static void
show(const struct board_person *people, const struct clock_rules *rules,
	struct wire_board *board)
{
	for (size_t i = 0; i < board->count; i++) {
		const struct clock_state *state = &people[i].state;

		board->rows[i] = (struct wire_board_row){
			.employee = people[i].employee,
			.mode = state->mode,
			.since_ms = state->since_ms,
			.location = state->location,
			.cost_code = state->cost_code,
			.missing_stop = clock_is_left_open(
				state, rules, board->as_of_ms),
		};
	}
}

/* The longest record that holds now. */
static int
load_rules(struct call *call, struct clock_rules *rules_out, struct err *err)
{
	struct company_clock clock;
	const struct time_span *span;

	if (company_clock_load(
		    call->db, NULL, &call->caller.company, &clock, err) < 0)
		return -1;
	span = policy_at(
		clock.rules.spans, clock.rules.span_count, call->now_ms);
	*rules_out = (struct clock_rules){
		.max_record_minutes = span != NULL
					      ? span->max_record_minutes
					      : clock.rules.max_record_minutes};
	company_clock_release(&clock);
	return 0;
}

/* The ETag is of the people alone: time goes by. */
static void
write_board(struct call *call, const struct wire_board *board)
{
	struct wire_board untimed = *board;
	struct reply *reply = call->reply;

	untimed.as_of_ms = 0;
	wire_board_encode(&untimed, &reply->body);
	reply_tag(reply, reply->body.data, reply->body.len);
	str_clear(&reply->body);
	wire_board_encode(board, &reply->body);
	reply_json(reply);
	reply_not_modified(reply, call->request->if_none_match);
}

static int
answer(struct call *call, const struct board_query *query,
	const struct cards_page *page, struct err *err)
{
	struct board_person *people = mem_new(query->limit, sizeof(*people));
	struct wire_board board = {
		.as_of_ms = call->now_ms,
		.rows = mem_new(query->limit, sizeof(*board.rows)),
	};
	static const struct id none;
	struct clock_rules rules;
	int rc = load_rules(call, &rules, err);

	if (rc == 0)
		rc = board_rows_list(
			call->db, query, people, &board.count, err);
	if (rc == 0) {
		show(people, &rules, &board);
		write_board(call, &board);
		cards_page_link(call->reply, "/v1/board", page,
			board.count == query->limit
				? &people[board.count - 1].employee
				: &none);
	}
	wire_board_release(&board);
	free(people);
	return rc;
}

/* An id, nil where it is not there. */
static int
read_id(const struct query_argument *argument, struct id *id_out,
	struct err *err)
{
	if (argument->value[0] == '\0' ||
		id_parse(argument->value, id_out, err) == 0)
		return 0;
	return err_wrap(err, "the argument %s", argument->name);
}

int
board_get(struct call *call, struct err *err)
{
	struct query_argument arguments[] = {{.name = "group"},
		{.name = "location"}, {.name = "cursor"}, {.name = "limit"}};
	struct cards_page page = {.filters = arguments, .filter_count = 2};
	struct board_query query = {
		.company = call->caller.company,
		.viewer = call->caller.employee,
		.sees_all = call->caller.viewset == VIEWSET_ALL,
	};

	if (!access_allows(
		    ACCESS_BOARD, call->caller.permissions, ACCESS_OWN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
		return 0;
	}
	if (query_parse(call->request->query, arguments, 4, err) < 0 ||
		read_id(&arguments[0], &query.group, err) < 0 ||
		read_id(&arguments[1], &query.location, err) < 0 ||
		cards_page_read(&arguments[2], BOARD_MAX, &page, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	query.after = page.after;
	query.limit = page.limit;
	return answer(call, &query, &page, err);
}
