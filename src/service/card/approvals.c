/* POST and DELETE of /v1/time-cards/{employee}/approvals/{level}. */
#include "service/card/approvals.h"

#include "approve.h"
#include "core/cause.h"
#include "service/company/judged.h"
#include "service/company/viewset.h"
#include "service/desk/access.h"
#include "service/desk/reply.h"
#include "service/ledger/shut.h"

struct approving {
	struct call *call;
	struct query_argument arguments[CARD_RANGE_COUNT];
	struct approval_row row;
	bool gives;
	enum problem problem;
	char why[160]; /* "": it is done */
};

static void
refuse(struct approving *it, enum problem problem, const char *why)
{
	it->problem = problem;
	(void)str_copy(it->why, sizeof(it->why), why);
}

/* Whether the company goes by this level. */
static bool
approves(const struct hours *hours, int level)
{
	return (hours->approves >> level & 1) != 0;
}

/* The levels below are there, as far as they are switched on; none above. */
static void
judge_order(struct approving *it, const struct hours *hours, unsigned levels)
{
	for (int i = 0; i < APPROVAL_COUNT; i++) {
		const bool has = (levels >> i & 1) != 0;

		if (it->gives && i < (int)it->row.level && approves(hours, i) &&
			!has)
			refuse(it, PROBLEM_UNPROCESSABLE,
				i == APPROVAL_EMPLOYEE
					? "The employee has not approved it "
					  "yet."
					: "The supervisor has not approved it "
					  "yet.");
		if (!it->gives && i > (int)it->row.level && has)
			refuse(it, PROBLEM_UNPROCESSABLE,
				"A later approval stands on it: take that back "
				"first.");
	}
}

static int
judge(struct approving *it, struct db *db, const struct hours *hours,
	struct err *err)
{
	const struct shut_press of = {
		.company = hours->company, .employee = it->row.employee};
	struct shut shut;

	if (hours->periods.kind == PERIOD_NONE)
		refuse(it, PROBLEM_UNPROCESSABLE,
			"The company has no pay periods.");
	else if (it->gives && !approves(hours, (int)it->row.level))
		refuse(it, PROBLEM_UNPROCESSABLE,
			"The company does not approve at this level.");
	else if (it->row.period.last >= hours_day(hours, it->call->now_ms))
		refuse(it, PROBLEM_UNPROCESSABLE, "The period is not over.");
	if (it->why[0] != '\0')
		return 0;
	if (shut_date(db, &of, it->row.period.first, &shut, err) < 0)
		return -1;
	shut.causes &= CAUSE_CLOSED_PERIOD;
	if (shut.causes != 0) {
		it->problem = PROBLEM_SHUT;
		shut_say(&shut, it->why, sizeof(it->why));
	}
	return 0;
}

/* If-Match, where it is there: what was seen is what is approved. */
static int
judge_seen(struct approving *it, struct db *db, struct err *err)
{
	const char *if_match = it->call->request->if_match;
	char tag[CARD_TAG_BYTES];

	if (if_match == NULL || !it->gives || it->why[0] != '\0')
		return 0;
	if (card_tag(db, it->call, &it->row.employee, &it->row.period, tag,
		    err) < 0)
		return -1;
	if (!card_tag_fits(if_match, tag))
		refuse(it, PROBLEM_STALE, problem_title(PROBLEM_STALE));
	return 0;
}

static int
write(struct approving *it, struct db *db, struct err *err)
{
	if (it->gives)
		return approve_give(db, it->call, &it->row, err);
	if (approve_take(db, it->call, &it->row, "taken back", err) < 0)
		return -1;
	return approve_release(db, it->call, &it->row.employee, err);
}

/* What is so already is not done again. */
static int
judge_and_write(struct approving *it, struct db *db, const struct hours *hours,
	struct err *err)
{
	unsigned levels;

	it->why[0] = '\0';
	if (card_range_parse(it->arguments, hours,
		    hours_day(hours, it->call->now_ms), &it->row.period,
		    err) < 0 ||
		judge(it, db, hours, err) < 0 ||
		approval_rows_levels(db, &it->row, &levels, err) < 0)
		return -1;
	if (it->why[0] != '\0' ||
		((levels >> it->row.level & 1) != 0) == it->gives)
		return 0;
	if (judge_seen(it, db, err) < 0)
		return -1;
	if (it->why[0] == '\0')
		judge_order(it, hours, levels);
	return it->why[0] != '\0' ? 0 : write(it, db, err);
}

/* store_work. */
static int
work(void *ctx, struct db *db, struct err *err)
{
	struct approving *it = ctx;
	struct hours hours;
	int rc = hours_load(db, it->call->desk->zones,
		&it->call->caller.company, &hours, err);

	if (rc == 0)
		rc = judge_and_write(it, db, &hours, err);
	hours_release(&hours);
	return rc;
}

/* Nobody but the employee approves as one; nobody supervises oneself. */
static int
may(struct call *call, enum access access, bool *may_out, struct err *err)
{
	const permission_set held = call->caller.permissions;
	enum access_subject subject;

	*may_out = false;
	if (!access_allows(access, held, ACCESS_OWN) &&
		!access_allows(access, held, ACCESS_SEEN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
		return 0;
	}
	if (viewset_subject(call->db, &call->caller, &call->id, &subject, err) <
		0)
		return -1;
	*may_out = access_allows(access, held, subject);
	if (!*may_out)
		reply_problem(call->reply,
			subject == ACCESS_FOREIGN ? PROBLEM_NOT_FOUND
						  : PROBLEM_FORBIDDEN,
			"");
	return 0;
}

static int
decide(struct call *call, enum approval level, bool gives, struct err *err)
{
	static const enum access accesses[] = {
		[APPROVAL_EMPLOYEE] = ACCESS_APPROVE_OWN,
		[APPROVAL_SUPERVISOR] = ACCESS_APPROVE_SUPERVISOR,
		[APPROVAL_SIGN_OFF] = ACCESS_APPROVE_SIGN_OFF,
	};
	const struct hours none = {.week_start = 0};
	struct approving it = {
		.call = call,
		.arguments = {CARD_RANGE_ARGUMENTS},
		.row = {.company = call->caller.company,
			.employee = call->id,
			.level = level,
			.author = call->caller.employee,
			.at_ms = call->now_ms},
		.gives = gives,
	};
	bool allowed;

	if (may(call, accesses[level], &allowed, err) < 0)
		return -1;
	if (!allowed)
		return 0;
	/* the period alone */
	if (query_parse(call->request->query, it.arguments, 1, err) < 0 ||
		card_range_parse(it.arguments, &none, 0, &it.row.period, err) <
			0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	call_end_reading(call, NULL);
	if (judged_write(call, work, &it, err) < 0)
		return -1;
	if (it.why[0] == '\0')
		reply_done(call->reply);
	else
		reply_problem(call->reply, it.problem, it.why);
	return 0;
}

#define HANDLER(name, level, gives)                                            \
	int name(struct call *call, struct err *err)                           \
	{                                                                      \
		return decide(call, APPROVAL_##level, gives, err);             \
	}
HANDLER(approvals_own, EMPLOYEE, true)
HANDLER(approvals_own_back, EMPLOYEE, false)
HANDLER(approvals_supervisor, SUPERVISOR, true)
HANDLER(approvals_supervisor_back, SUPERVISOR, false)
HANDLER(approvals_sign_off, SIGN_OFF, true)
HANDLER(approvals_sign_off_back, SIGN_OFF, false)
