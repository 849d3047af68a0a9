/* GET /v1/clock: an employee's state, as the ledger has it. */
#include "service/ledger/clock.h"

#include <string.h>

#include "service/company/people_rows.h"
#include "service/company/viewset.h"
#include "service/company/zones.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "service/ledger/ledger.h"
#include "wire/wire.h"

struct asked {
	struct id employee;
	enum access_subject subject;
	struct meal_policy meal;
	char zone[ZONE_NAME_BYTES];
};

/* ERR_NOT_FOUND when there is nobody of that id in the company. */
static int
look_up(struct call *call, struct asked *asked, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(call->db,
		    "SELECT p.meal_tracked, p.meal_length_minutes,"
		    " p.meal_due_after_minutes, p.meal_early, c.zone"
		    " FROM employee e"
		    " JOIN policy_group p ON p.company = e.company"
		    "  AND p.id = e.policy_group"
		    " JOIN company c ON c.id = e.company"
		    " WHERE e.company = ?1 AND e.id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &call->caller.company);
	db_bind_id(stmt, 2, &asked->employee);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_NOT_FOUND, "nobody of that id");
	asked->meal = people_rows_meal(stmt, 0);
	str_copy(asked->zone, sizeof(asked->zone), db_text(stmt, 4));
	return viewset_subject(call->db, &call->caller, &asked->employee,
		&asked->subject, err);
}

static int
answer(struct call *call, const struct asked *asked, struct err *err)
{
	struct clock_rules rules = {.meal = asked->meal};
	const struct ledger_clock_query query = {
		.company = call->caller.company,
		.employee = asked->employee,
		.device = call->caller.enrolment,
		.rules = &rules,
		.now_ms = call->now_ms,
	};
	struct wire_clock clock;

	if (zones_get(call->desk->zones, asked->zone, &rules.zone, err) < 0)
		return -1;
	db_reset(call->db);
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
	rc = look_up(call, &asked, err);
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
