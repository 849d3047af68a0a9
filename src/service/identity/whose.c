#include "whose.h"

#include "service/company/audit.h"
#include "service/company/judged.h"
#include "service/company/viewset.h"
#include "service/desk/query.h"

/* Whether the caller may do this to the employee's; otherwise the answer is
 * 404: whoever may not be seen cannot be told from nobody. */
static int
may_touch(struct call *call, struct db *db, enum access access,
	const struct id *employee, bool *may_out, struct err *err)
{
	enum access_subject subject;

	if (viewset_subject(db, &call->caller, employee, &subject, err) < 0)
		return -1;
	*may_out = access_allows(access, call->caller.permissions, subject);
	return 0;
}

int
whose_asked(struct call *call, enum access access, struct id *employee_out,
	bool *may_out, struct err *err)
{
	struct query_argument argument = {.name = "employee"};

	*employee_out = call->caller.employee;
	*may_out = false;
	if (query_parse(call->request->query, &argument, 1, err) < 0 ||
		(argument.value[0] != '\0' &&
			id_parse(argument.value, employee_out, err) < 0)) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (may_touch(call, call->db, access, employee_out, may_out, err) < 0)
		return -1;
	if (!*may_out)
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	return 0;
}

int
whose_note(struct db *db, const struct call *call, const char *what,
	struct err *err)
{
	struct audit_row row = {
		.company = call->caller.company,
		.at_ms = call->now_ms,
		.author = call->caller.employee,
		.device = call->caller.device,
		.what = what,
		.subject = call->id,
		.old = "",
		.new = "",
	};

	return audit_add(db, &row, err);
}

/* A revocation on its way. */
struct revoking {
	struct call *call;
	const struct whose_revocation *of;
	bool may;
};

/* What people do to themselves is no administration. */
static int
revoke(void *ctx, struct db *db, struct err *err)
{
	struct revoking *it = ctx;

	if (may_touch(it->call, db, ACCESS_REVOKE, it->of->owner, &it->may,
		    err) < 0)
		return -1;
	if (!it->may)
		return 0;
	if (it->of->revoke(it->call, db, err) < 0)
		return -1;
	if (id_equal(it->of->owner, &it->call->caller.employee))
		return 0;
	return whose_note(db, it->call, it->of->what, err);
}

int
whose_revoke(struct call *call, const struct whose_revocation *revocation,
	struct err *err)
{
	struct revoking it = {call, revocation, false};

	if (revocation->owner == NULL) {
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		return 0;
	}
	call_end_reading(call, NULL);
	if (judged_write(call, revoke, &it, err) < 0)
		return -1;
	if (it.may)
		reply_done(call->reply);
	else
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	return 0;
}
