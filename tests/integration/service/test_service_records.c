/* Records of every kind, as the office keeps them: what each of them may be.
 * What all have in common is tried on cost codes (test_service_cost_codes.c).
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records_scene.h"

/* What a role may be. */
static void
test_roles(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;

	assert_int_equal(clerk_post(&robin, ROLES,
				 "{'id':'%s','name':'Timekeeper','permissions':"
				 "{'connect-clock-in-out':'access',"
				 "'time-cards':'edit','board':'view'}}",
				 clerk_id(1)),
		201);
	assert_string_equal(acme_text(acme, "permissions.time-cards"), "edit");
	clerk_post(
		&robin, ROLES, "{'id':'%s','name':'timekeeper'}", clerk_id(2));
	clerk_expect_problem(&robin, 409, "taken", "/name");
	clerk_post(
		&robin, ROLES, "{'id':'%s','name':'TIMEKEEPÉR'}", clerk_id(2));
	clerk_expect_problem(&robin, 409, "taken", "/name");
	clerk_patch(&robin, ROLES, clerk_id(1),
		"{'permissions':{'time-cards':'delete'}}");
	clerk_expect_problem(
		&robin, 422, "unprocessable", "/permissions/time-cards");
	assert_non_null(
		strstr(acme_text(acme, "errors.0.detail"), "none, view, edit"));
	clerk_patch(&robin, ROLES, clerk_id(1),
		"{'permissions':{'time-travel':'edit'}}");
	clerk_expect_problem(
		&robin, 422, "unprocessable", "/permissions/time-travel");
	clerk_patch(&robin, ROLES, clerk_id(1),
		"{'permissions':{'administrator':'access'}}");
	clerk_expect_problem(
		&robin, 422, "unprocessable", "/permissions/administrator");
	clerk_patch(&robin, ROLES, clerk_id(1), "{'is_administrator':true}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/is_administrator");
	close_office(&robin);
}

static void
find_administrator(struct clerk *clerk, char id_out[ID_TEXT_BYTES])
{
	struct db_stmt *stmt = sql_prepare(clerk->acme->db,
		"SELECT id FROM role WHERE is_administrator = 1"
		" AND company = ?1");
	struct err err = {0};
	struct id id;
	bool row;

	db_bind_id(stmt, 1, &clerk->acme->company);
	assert_int_equal(db_step(stmt, &row, &err), 0);
	assert_true(row);
	id = db_id(stmt, 0);
	id_format(&id, id_out);
	db_reset(clerk->acme->db);
}

/* The role Administrator stays as it is, and a role that somebody has stays. */
static void
test_the_administrators_role_is_fixed(void **state)
{
	static const char *const tries[] = {"{'name':'B'}", "{'active':false}",
		"{'permissions':{'clock-in-for':'access'}}"};
	struct clerk robin = open_office(state);
	char id[ID_TEXT_BYTES];

	find_administrator(&robin, id);
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		clerk_patch(&robin, ROLES, id, "%s", tries[i]);
		clerk_expect_problem(&robin, 403, "forbidden", "");
		assert_string_equal(acme_text(robin.acme, "detail"),
			"The role Administrator cannot be changed.");
	}
	assert_int_equal(clerk_post(&robin, ROLES, "{'id':'%s','name':'Clerk'}",
				 clerk_id(1)),
		201);
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&robin.acme->people[ACME_DANA]),
				 "{'role':'%s'}", clerk_id(1)),
		200);
	clerk_patch(&robin, ROLES, clerk_id(1), "{'active':false}");
	clerk_expect_problem(&robin, 409, "in-use", "/active");
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&robin.acme->people[ACME_DANA]),
				 "{'role':null}"),
		200);
	assert_int_equal(
		clerk_patch(&robin, ROLES, clerk_id(1), "{'active':false}"),
		200);
	clerk_patch(&robin, EMPLOYEES,
		clerk_text(&robin.acme->people[ACME_DANA]), "{'role':'%s'}",
		clerk_id(1));
	clerk_expect_problem(&robin, 422, "unprocessable", "/role");
	close_office(&robin);
}

/* What a location takes, and one that is no more. */
static void
test_locations(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct pad pad = {.acme = acme};

	assert_int_equal(clerk_post(&robin, LOCATIONS,
				 "{'id':'%s','number':'2605','name':'Office',"
				 "'all_cost_codes':false,'cost_codes':['%s']}",
				 clerk_id(1), clerk_text(&acme->cost_codes[1])),
		201);
	clerk_post(&robin, LOCATIONS,
		"{'id':'%s','name':'X','cost_codes':['%s']}", clerk_id(2),
		clerk_text(&acme->foreign_location));
	clerk_expect_problem(&robin, 422, "unprocessable", "/cost_codes");
	clerk_post(&robin, LOCATIONS,
		"{'id':'%s','name':'X','cost_codes':['%s','%s']}", clerk_id(2),
		clerk_text(&acme->cost_codes[1]),
		clerk_text(&acme->cost_codes[1]));
	clerk_expect_problem(&robin, 422, "unprocessable", "/cost_codes");
	pad_sign_in(&pad, ACME_DANA);
	for (int i = 0; i < 2; i++) {
		struct punch *punch = pad_press(&pad, ACME_DANA, ACME_DANA);

		punch->location = (struct id){
			{0x01, 0x9b, 0, 0, 0, 0, 0x70, 0, 0x80, [15] = 1}};
		punch->cost_code = acme->cost_codes[i];
	}
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	pad_expect(acme, 0, "quarantined", "not-listed");
	pad_expect(acme, 1, "recorded", "");
	assert_int_equal(
		clerk_patch(&robin, LOCATIONS, clerk_id(1), "{'active':false}"),
		200);
	/* who is in there stays in, and can stop */
	assert_int_equal(clerk_get(&robin, "/v1/clock", NULL), 200);
	pad_press(&pad, ACME_DANA, ACME_DANA)->kind = PUNCH_STOP;
	pad.punches[0].location = pad.punches[0].cost_code = (struct id){{0}};
	pad_press(&pad, ACME_DANA, ACME_DANA)->location =
		(struct id){{0x01, 0x9b, 0, 0, 0, 0, 0x70, 0, 0x80, [15] = 1}};
	pad.punches[1].cost_code = acme->cost_codes[1];
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	pad_expect(acme, 0, "recorded", "");
	pad_expect(acme, 1, "quarantined", "inactive");
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.method = "DELETE",
				       .path = LOCATIONS,
				       .token = robin.tokens.access}),
		405);
	close_office(&robin);
}

static void
test_policy_groups(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;

	assert_int_equal(clerk_post(&robin, POLICY_GROUPS,
				 "{'id':'%s','name':'Strict crew',"
				 "'meal_tracked':true,'meal_length_minutes':30,"
				 "'meal_due_after_minutes':240,"
				 "'meal_early':'block'}",
				 clerk_id(1)),
		201);
	clerk_patch(&robin, POLICY_GROUPS, clerk_id(1),
		"{'meal_length_minutes':1441}");
	clerk_expect_problem(
		&robin, 422, "unprocessable", "/meal_length_minutes");
	clerk_patch(
		&robin, POLICY_GROUPS, clerk_id(1), "{'meal_early':'maybe'}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/meal_early");
	clerk_post(&robin, POLICY_GROUPS, "{'id':'%s','name':'default'}",
		clerk_id(2));
	clerk_expect_problem(&robin, 409, "taken", "/name");
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_ADMIN]),
				 "{'policy_group':'%s'}", clerk_id(1)),
		200);
	assert_int_equal(clerk_get(&robin, "/v1/me", NULL), 200);
	assert_string_equal(acme_text(acme, "meal.early"), "block");
	/* whoever is named none of them has the first one */
	assert_int_equal(clerk_post(&robin, EMPLOYEES,
				 "{'id':'%s','given_name':'Zoë'}", clerk_id(3)),
		201);
	assert_string_not_equal(acme_text(acme, "policy_group"), "");
	close_office(&robin);
}

/* Lunch, overtime and rounding, to the list of what is excluded. */
static void
test_policy_groups_of_hours(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;

	assert_int_equal(clerk_post(&robin, "/v1/cost-codes",
				 "{'id':'%s','name':'Paid rest'}", clerk_id(5)),
		201);
	assert_int_equal(
		clerk_post(&robin, POLICY_GROUPS,
			"{'id':'%s','name':'Hours','lunch_after_minutes':360,"
			"'weekly_ot1_minutes':2400,'sunday_paid':'ot2',"
			"'consecutive_ot1':6,'start_grid':'15',"
			"'start_range':'06:50-07:10 as 07:00',"
			"'excluded_cost_codes':['%s']}",
			clerk_id(1), clerk_id(5)),
		201);
	assert_int_equal(
		clerk_get_one(&robin, POLICY_GROUPS, clerk_id(1)), 200);
	assert_int_equal(acme_int(acme, "lunch_after_minutes"), 360);
	assert_string_equal(acme_text(acme, "sunday_paid"), "ot2");
	assert_string_equal(acme_text(acme, "monday_paid"), "reg");
	assert_string_equal(acme_text(acme, "start_grid"), "15");
	assert_string_equal(acme_text(acme, "stop_grid"), "1");
	assert_string_equal(
		acme_text(acme, "excluded_cost_codes.0"), clerk_id(5));
	clerk_patch(&robin, POLICY_GROUPS, clerk_id(1),
		"{'stop_range':'late in the day'}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/stop_range");
	clerk_patch(&robin, POLICY_GROUPS, clerk_id(1),
		"{'excluded_cost_codes':['%s']}", clerk_id(9));
	clerk_expect_problem(
		&robin, 422, "unprocessable", "/excluded_cost_codes");
	assert_int_equal(clerk_patch(&robin, POLICY_GROUPS, clerk_id(1),
				 "{'excluded_cost_codes':[]}"),
		200);
	close_office(&robin);
}

static void
test_pay_periods(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;

	assert_int_equal(clerk_get(&robin, COMPANY, NULL), 200);
	assert_string_equal(acme_text(acme, "pay_period"), "none");
	clerk_patch(&robin, COMPANY, "", "{'pay_period':'every-two-weeks'}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/pay_period_start");
	clerk_patch(&robin, COMPANY, "", "{'pay_period_start':'2026-02-30'}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/pay_period_start");
	assert_int_equal(clerk_patch(&robin, COMPANY, "",
				 "{'pay_period':'every-two-weeks',"
				 "'pay_period_start':'2026-11-30',"
				 "'approve_sign_off':true}"),
		200);
	assert_int_equal(clerk_get(&robin, COMPANY, NULL), 200);
	assert_string_equal(acme_text(acme, "pay_period_start"), "2026-11-30");
	assert_int_equal(acme_int(acme, "approve_sign_off"), 1);
	assert_int_equal(acme_int(acme, "approve_employee"), 0);
	close_office(&robin);
}

/* Clock-in switched off and on, and what the settings may be. */
static void
test_settings(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct pad pad = {.acme = acme};

	clerk_patch(&robin, COMPANY, "", "{'zone':'localtime'}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/zone");
	clerk_patch(&robin, COMPANY, "", "{'company_id':'other'}");
	clerk_expect_problem(&robin, 422, "unprocessable", "/company_id");
	/* a new company's own */
	assert_int_equal(clerk_get(&robin, COMPANY, NULL), 200);
	assert_int_equal(acme_int(robin.acme, "max_record_minutes"), 960);
	clerk_patch(&robin, COMPANY, "", "{'max_record_minutes':10081}");
	clerk_expect_problem(
		&robin, 422, "unprocessable", "/max_record_minutes");
	assert_int_equal(
		clerk_patch(&robin, COMPANY, "", "{'zone':'America/Chicago'}"),
		200);
	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	clerk_patch(&robin, COMPANY, "", "{'zone':'America/New_York'}");
	clerk_expect_problem(&robin, 409, "in-use", "/zone");
	assert_int_equal(
		clerk_patch(&robin, COMPANY, "", "{'clock_in_out':false}"),
		200);
	assert_int_equal(acme_ask_me(acme, pad.tokens.access), 200);
	assert_int_equal(acme_int(acme, "company.clock_enabled"), 0);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "quarantined", "clock-off");
	assert_int_equal(
		clerk_patch(&robin, COMPANY, "", "{'clock_in_out':true}"), 200);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	close_office(&robin);
}

/* Nothing of another company is named, and nobody beyond the viewset. */
static void
test_what_is_named_is_there(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	const char *stranger = clerk_text(&acme->people[ACME_STRANGER]);

	clerk_post(&robin, "/v1/groups",
		"{'id':'%s','name':'G','members':['%s']}", clerk_id(1),
		stranger);
	clerk_expect_problem(&robin, 422, "unprocessable", "/members");
	clerk_patch(&robin, EMPLOYEES, clerk_text(&acme->people[ACME_DANA]),
		"{'viewset':'selected','viewset_employees':['%s']}", stranger);
	clerk_expect_problem(
		&robin, 422, "unprocessable", "/viewset_employees");
	clerk_patch(&robin, EMPLOYEES, clerk_text(&acme->people[ACME_DANA]),
		"{'policy_group':'%s'}", clerk_id(9));
	clerk_expect_problem(&robin, 422, "unprocessable", "/policy_group");
	clerk_patch(&robin, EMPLOYEES, clerk_text(&acme->people[ACME_DANA]),
		"{'role':'%s'}", clerk_id(9));
	clerk_expect_problem(&robin, 422, "unprocessable", "/role");
	/* an id that another company has is free here */
	assert_int_equal(clerk_post(&robin, EMPLOYEES,
				 "{'id':'%s','given_name':'X'}", stranger),
		201);
	/* one that is there, beyond the viewset, is not told of */
	close_office(&robin);
}

static void
test_an_id_beyond_the_viewset(void **state)
{
	struct clerk robin = open_office(state);
	struct clerk tomasz = clerk_sign_in(robin.acme, ACME_LEAD);

	clerk_post(&tomasz, EMPLOYEES, "{'id':'%s','given_name':'łukasz'}",
		clerk_text(&robin.acme->people[ACME_LUKASZ]));
	clerk_expect_problem(&tomasz, 409, "id-taken", "/id");
	close_office(&robin);
}

/* A cursor is a place in an order and no more: where another company got it, it
 * leads to one's own records behind that place, whether it is taken or not. */
static void
test_a_cursor_of_another_company(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	const struct id *stranger = &acme->people[ACME_STRANGER];
	struct id free_place = *stranger;
	char query[64], text[ID_TEXT_BYTES];
	char *answer;

	assert_int_equal(clerk_get(&robin, EMPLOYEES, NULL), 200);
	assert_null(strstr(acme->reply.body.data, clerk_text(stranger)));
	snprintf(query, sizeof(query), "cursor=%s", id_format(stranger, text));
	assert_int_equal(clerk_get(&robin, EMPLOYEES, query), 200);
	answer = strdup(acme->reply.body.data);
	free_place.bytes[sizeof(free_place.bytes) - 1] ^= 1;
	snprintf(query, sizeof(query), "cursor=%s",
		id_format(&free_place, text));
	assert_int_equal(clerk_get(&robin, EMPLOYEES, query), 200);
	assert_string_equal(acme->reply.body.data, answer);
	free(answer);
	close_office(&robin);
}

/* All is done and nothing is kept: no row of any table differs. */
static void
test_a_dry_run_keeps_nothing(void **state)
{
	static const char count[] =
		"SELECT (SELECT count(*) FROM employee)"
		" + 100 * (SELECT count(*) FROM role)"
		" + 10000 * (SELECT count(*) FROM role_permission)"
		" + 1000000 * (SELECT count(*) FROM ledger_change)"
		" + (SELECT CAST(sum(change_seq) AS BIGINT) FROM company)"
		" + (SELECT count(*) FROM viewset_member)"
		" + 1000 * (SELECT count(*) FROM employee_group_member)"
		" + 1000 * (SELECT CAST(coalesce(sum(last_seq), 0) AS BIGINT) "
		"FROM "
		"ledger_head)";
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	int64_t before = sql_int(acme->db, count);

	assert_int_equal(clerk_post(&robin, ROLES "?dry_run=true",
				 "{'id':'%s','name':'T','permissions':"
				 "{'board':'view'}}",
				 clerk_id(1)),
		200);
	assert_string_equal(acme_text(acme, "name"), "T");
	assert_int_equal(clerk_get_one(&robin, ROLES, clerk_id(1)), 404);
	assert_int_equal(
		clerk_post(&robin, EMPLOYEES "?dry_run=true",
			"{'id':'%s','given_name':'N','viewset':"
			"'selected','viewset_employees':['%s']}",
			clerk_id(1), clerk_text(&acme->people[ACME_DANA])),
		200);
	assert_int_equal(
		clerk_post(&robin, "/v1/groups?dry_run=true",
			"{'id':'%s','name':'G','members':['%s']}", clerk_id(1),
			clerk_text(&acme->people[ACME_DANA])),
		200);
	clerk_post(&robin, ROLES "?dry_run=true", "{'id':'%s','name':'e'}",
		clerk_id(1));
	clerk_expect_problem(&robin, 409, "taken", "/name");
	assert_int_equal(clerk_post(&robin, ROLES "?dry_run=perhaps",
				 "{'id':'%s','name':'T'}", clerk_id(1)),
		422);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.method = "PATCH",
				       .path = COMPANY,
				       .query = "dry_run=true",
				       .token = robin.tokens.access,
				       .if_match = "*",
				       .body = "{\"clock_in_out\":"
					       "false}"}),
		200);
	assert_int_equal(acme_int(acme, "clock_in_out"), 0);
	assert_int_equal(clerk_get(&robin, COMPANY, NULL), 200);
	assert_int_equal(acme_int(acme, "clock_in_out"), 1);
	assert_int_equal(sql_int(acme->db, count), before);
	close_office(&robin);
}

/* What a role loses, its bearers have no more, at once. */
static void
test_a_permission_taken_away(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct pad pad = {.acme = acme};

	assert_int_equal(clerk_post(&robin, ROLES,
				 "{'id':'%s','name':'Clerk','permissions':"
				 "{'connect-clock-in-out':'access'}}",
				 clerk_id(1)),
		201);
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_DANA]),
				 "{'role':'%s'}", clerk_id(1)),
		200);
	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	/* for another one it is held */
	pad_press(&pad, ACME_DANA, ACME_LUKASZ);
	pad_expect_one(
		&pad, pad.tokens.delivery, "quarantined", "no-permission");
	assert_int_equal(
		clerk_patch(&robin, ROLES, clerk_id(1), "{'permissions':{}}"),
		200);
	assert_int_equal(acme_ask_me(acme, pad.tokens.access), 200);
	assert_int_equal(acme_int(acme, "permissions"), 0);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(
		&pad, pad.tokens.delivery, "quarantined", "no-permission");
	close_office(&robin);
}

/* Who clocks others in, and not themselves. */
static void
test_clock_in_for_alone(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct pad pad = {.acme = acme};

	assert_int_equal(clerk_post(&robin, ROLES,
				 "{'id':'%s','name':'Gatekeeper','permissions':"
				 "{'clock-in-for':'access'}}",
				 clerk_id(1)),
		201);
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_LUKASZ]),
				 "{'role':'%s'}", clerk_id(1)),
		200);
	pad_sign_in(&pad, ACME_LUKASZ);
	pad_press(&pad, ACME_LUKASZ, ACME_LUKASZ);
	pad_press(&pad, ACME_LUKASZ, ACME_DANA);
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	pad_expect(acme, 0, "quarantined", "no-permission");
	pad_expect(acme, 1, "recorded", "");
	close_office(&robin);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_roles),
		ON_BOTH(test_the_administrators_role_is_fixed),
		ON_BOTH(test_locations),
		ON_BOTH(test_policy_groups),
		ON_BOTH(test_policy_groups_of_hours),
		ON_BOTH(test_pay_periods),
		ON_BOTH(test_settings),
		ON_BOTH(test_what_is_named_is_there),
		ON_BOTH(test_an_id_beyond_the_viewset),
		ON_BOTH(test_a_cursor_of_another_company),
		ON_BOTH(test_a_dry_run_keeps_nothing),
		ON_BOTH(test_a_permission_taken_away),
		ON_BOTH(test_clock_in_for_alone),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
