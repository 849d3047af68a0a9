/* POST /v1/requests. */
#include "service/card/requests.h"

#include <string.h>

#include "card_edit_rows.h"
#include "core/cause.h"
#include "core/time_record.h"
#include "request_note.h"
#include "service/company/judged.h"
#include "service/desk/access.h"
#include "service/desk/reply.h"
#include "service/ledger/shut.h"

#define DAY_MS (24 * 60 * 60 * INT64_C(1000))

struct asking {
	struct call *call;
	struct request_row row;
	struct hours hours; /* of the company */
	enum problem problem;
	char why[160]; /* "": it stands */
	const char *pointer;
};

static void
refuse(struct asking *it, enum problem problem, const char *pointer,
	const char *why)
{
	if (it->why[0] != '\0')
		return;
	it->problem = problem;
	it->pointer = pointer;
	(void)str_copy(it->why, sizeof(it->why), why);
}

/* --- may it be asked for -------------------------------------------------- */

static void
judge_time(struct asking *it)
{
	const int64_t ago_ms = it->call->now_ms - it->row.asked.at_ms;

	if (ago_ms < 0)
		refuse(it, PROBLEM_UNPROCESSABLE, "/at",
			"That is still to come.");
	if (ago_ms > REQUEST_DAYS * DAY_MS)
		refuse(it, PROBLEM_UNPROCESSABLE, "/at",
			"That is more than 62 days ago: tell your supervisor.");
}

static int
judge_period(struct asking *it, struct db *db, struct err *err)
{
	const struct shut_press press = {.company = it->row.company,
		.employee = it->row.employee,
		.rules = &it->hours.clock.rules,
		.at_ms = it->row.asked.at_ms};
	struct shut shut;

	if (it->why[0] != '\0')
		return 0;
	if (shut_judge(db, &press, &shut, err) < 0)
		return -1;
	/* an approval goes with what is accepted */
	shut.causes &= CAUSE_CLOSED_PERIOD;
	if (shut.causes == 0)
		return 0;
	it->problem = PROBLEM_SHUT;
	shut_say(&shut, it->why, sizeof(it->why));
	return 0;
}

static int
judge_job(struct asking *it, struct db *db, struct err *err)
{
	const struct wire_request *asked = &it->row.asked;
	const struct job_names names = {
		it->row.company, asked->location, asked->cost_code};
	bool location, cost_code;

	if (it->why[0] != '\0' || asked->press != PUNCH_GO)
		return 0;
	if (card_edit_rows_job(db, &names, &location, &cost_code, err) < 0)
		return -1;
	if (!location)
		refuse(it, PROBLEM_UNPROCESSABLE, "/location",
			"There is no such location.");
	if (!cost_code)
		refuse(it, PROBLEM_UNPROCESSABLE, "/cost_code",
			"There is no such cost code.");
	return 0;
}

/* Meals are of those whose policy tracked them then. */
static int
judge_meal(struct asking *it, struct db *db, struct err *err)
{
	const enum punch_kind press = it->row.asked.press;
	const struct time_span *span;
	struct hours_person person;
	struct time_rules rules;
	bool found;

	if (it->why[0] != '\0' ||
		(press != PUNCH_MEAL && press != PUNCH_RESUME))
		return 0;
	if (hours_person(db, &it->row.company, &it->row.employee, &person,
		    &found, err) < 0 ||
		hours_rules(&it->hours, db, &person, &rules, err) < 0)
		return -1;
	span = time_rules_at(&rules, it->row.asked.at_ms);
	if (span != NULL && !span->policy.meal.tracked)
		refuse(it, PROBLEM_UNPROCESSABLE, "/press",
			"Meals are not tracked for you.");
	return 0;
}

static int
judge_count(struct asking *it, struct db *db, struct err *err)
{
	int64_t waiting;

	if (it->why[0] != '\0')
		return 0;
	if (request_rows_waiting(
		    db, &it->row.company, &it->row.employee, &waiting, err) < 0)
		return -1;
	if (waiting >= REQUEST_WAITING_MAX)
		refuse(it, PROBLEM_UNPROCESSABLE, NULL,
			"100 of your requests wait: no more until some are "
			"decided.");
	return 0;
}

/* --- it is asked for ------------------------------------------------------ */

/* Whether both ask for the same. */
static bool
is_same(const struct request_row *a, const struct request_row *b)
{
	struct str one, other;
	bool same;

	str_init(&one, 8192);
	str_init(&other, 8192);
	wire_request_encode(&a->asked, &one);
	wire_request_encode(&b->asked, &other);
	same = id_equal(&a->employee, &b->employee) && one.len == other.len &&
	       memcmp(one.data, other.data, one.len) == 0;
	str_release(&one);
	str_release(&other);
	return same;
}

static int
judge(struct asking *it, struct db *db, struct err *err)
{
	int rc = hours_load(
		db, it->call->desk->zones, &it->row.company, &it->hours, err);

	judge_time(it);
	if (rc == 0)
		rc = judge_period(it, db, err);
	if (rc == 0)
		rc = judge_job(it, db, err);
	if (rc == 0)
		rc = judge_meal(it, db, err);
	hours_release(&it->hours);
	return rc < 0 ? rc : judge_count(it, db, err);
}

/* store_work: what was asked before is answered as it stands now. */
static int
work(void *ctx, struct db *db, struct err *err)
{
	struct asking *it = ctx;
	struct request_row *row = &it->row, before;
	bool found;

	it->why[0] = '\0';
	if (request_rows_find(db, &row->company, &row->asked.id, &before,
		    &found, err) < 0)
		return -1;
	if (found && !is_same(row, &before))
		refuse(it, PROBLEM_ID_TAKEN, "/id",
			problem_title(PROBLEM_ID_TAKEN));
	if (found && it->why[0] == '\0')
		*row = before;
	if (found)
		return 0;
	if (judge(it, db, err) < 0)
		return -1;
	if (it->why[0] != '\0')
		return 0;
	if (request_note(db, it->call, row, &row->seq, err) < 0)
		return -1;
	return request_rows_add(db, row, err);
}

static void
answer(struct asking *it)
{
	const struct wire_asked asked = {
		it->row.asked.id, it->row.seq, it->row.state};
	struct reply *reply = it->call->reply;

	if (it->why[0] != '\0' && it->pointer != NULL) {
		reply_problem_at(reply, it->problem, it->why, it->pointer);
		return;
	}
	if (it->why[0] != '\0') {
		reply_problem(reply, it->problem, it->why);
		return;
	}
	wire_asked_encode(&asked, &reply->body);
	reply_json(reply);
}

int
requests_post(struct call *call, struct err *err)
{
	struct asking it = {
		.call = call,
		.row = {.company = call->caller.company,
			.employee = call->caller.employee,
			.asked_ms = call->now_ms},
	};

	if (!access_allows(
		    ACCESS_REQUEST, call->caller.permissions, ACCESS_OWN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
		return 0;
	}
	if (wire_request_decode(call->request->body, call->request->body_bytes,
		    &it.row.asked, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	call_end_reading(call, NULL);
	if (judged_write(call, work, &it, err) < 0)
		return -1;
	answer(&it);
	return 0;
}
