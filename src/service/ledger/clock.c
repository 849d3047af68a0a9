/* GET /v1/clock: an employee's state, as the ledger has it. */
#include "service/ledger/clock.h"

#include "service/company/viewset.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "service/ledger/ledger.h"
#include "wire/wire.h"

struct asked {
	struct id employee;
	enum access_subject subject;
};

static int
answer(struct call *call, const struct asked *asked, struct err *err)
{
	const struct ledger_clock_query query = {
		.company = call->caller.company,
		.employee = asked->employee,
		.enrolment = call->caller.enrolment,
		.must_exist = true,
		.now_ms = call->now_ms,
	};
	struct wire_clock clock;

	if (ledger_clock(call->db, &query, &clock, err) < 0)
		return -1;
	clock.enrolment = call->caller.enrolment;
	wire_clock_encode(&clock, &call->reply->body);
	reply_json(call->reply);
	return 0;
}

int
clock_handle(struct call *call, struct err *err)
{
	struct query_argument argument = {.name = "employee"};
	struct asked asked = {.employee = call->caller.employee};
	int rc;

	if (query_parse(call->request->query, &argument, 1, err) < 0 ||
		(argument.value[0] != '\0' &&
			id_parse(argument.value, &asked.employee, err) < 0)) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	rc = viewset_subject(
		call->db, &call->caller, &asked.employee, &asked.subject, err);
	if (rc == 0 && access_allows(ACCESS_CLOCK, call->caller.permissions,
			       asked.subject))
		rc = answer(call, &asked, err);
	else if (rc == 0)
		/* Whoever may not be seen cannot be told from nobody. */
		rc = err_set(err, ERR_NOT_FOUND, "not in the viewset");
	if (rc == 0 || err->kind != ERR_NOT_FOUND)
		return rc;
	reply_problem(call->reply, PROBLEM_NOT_FOUND,
		"There is nobody of that id whom you may see.");
	return 0;
}
