/* Records as they are found: by number or name, by how much stands on them, and
 * only by who sees them. */

#include <stdio.h>
#include <string.h>

#include "records_scene.h"

/* One of exactly this number, of exactly this name. */
static void
test_one_by_what_it_is_called(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;

	assert_int_equal(clerk_post(&robin, LOCATIONS,
				 "{'id':'%s','number':'A 1+é','name':'Yard'}",
				 clerk_id(1)),
		201);
	assert_int_equal(clerk_post(&robin, LOCATIONS,
				 "{'id':'%s','number':'A 12','name':'Shed'}",
				 clerk_id(2)),
		201);
	assert_int_equal(
		clerk_get(&robin, LOCATIONS, "number=A%201%2B%C3%A9"), 200);
	assert_string_equal(acme_text(acme, "items.0.id"), clerk_id(1));
	assert_string_equal(acme_text(acme, "items.1.id"), "");
	assert_string_equal(acme->reply.link, "");
	assert_int_equal(clerk_get(&robin, LOCATIONS, "number=A+1"), 200);
	assert_string_equal(acme_text(acme, "items.0.id"), "");
	assert_int_equal(
		clerk_post(&robin, ROLES, "{'id':'%s','name':'Timekeeper'}",
			clerk_id(3)),
		201);
	assert_int_equal(clerk_get(&robin, ROLES, "name=Timekeeper"), 200);
	assert_string_equal(acme_text(acme, "items.0.id"), clerk_id(3));
	assert_string_equal(acme_text(acme, "items.1.id"), "");
	assert_int_equal(clerk_get(&robin, ROLES, "name=timekeeper"), 200);
	assert_string_equal(acme_text(acme, "items.0.id"), "");
	assert_int_equal(clerk_get(&robin, ROLES, "number=1"), 422);
	assert_int_equal(clerk_get(&robin, LOCATIONS, "name=Yard"), 422);
	close_office(&robin);
}

/* On how much a new name stands. */
static void
test_how_much_names_it(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct pad pad = {.acme = acme};
	struct punch *press;
	char path[96];

	snprintf(path, sizeof(path), LOCATIONS "/%s/use",
		clerk_text(&acme->locations[0]));
	assert_int_equal(clerk_get(&robin, path, NULL), 200);
	assert_int_equal(acme_int(acme, "records"), 0);
	assert_string_equal(acme_text(acme, "since"), "");
	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	acme->now_ms += INT64_C(60000);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	pad_press(&pad, ACME_DANA, ACME_DANA)->location = acme->locations[1];
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	/* one that is held does not count */
	pad_press(&pad, ACME_DANA, ACME_LUKASZ);
	pad_expect_one(
		&pad, pad.tokens.delivery, "quarantined", "no-permission");
	assert_int_equal(clerk_get(&robin, path, NULL), 200);
	assert_int_equal(acme_int(acme, "records"), 2);
	assert_string_equal(
		acme_text(acme, "since"), "2026-11-25T09:46:40.000Z");
	assert_int_equal(acme_int(acme, "whole"), 1);
	snprintf(path, sizeof(path), "/v1/cost-codes/%s/use",
		clerk_text(&acme->cost_codes[0]));
	assert_int_equal(clerk_get(&robin, path, NULL), 200);
	assert_int_equal(acme_int(acme, "records"), 3);
	/* and of a person how many are theirs; a stop begins none */
	press = pad_press(&pad, ACME_DANA, ACME_DANA);
	press->kind = PUNCH_STOP;
	press->location = press->cost_code = (struct id){{0}};
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	snprintf(path, sizeof(path), "/v1/employees/%s/use",
		clerk_text(&acme->people[ACME_DANA]));
	assert_int_equal(clerk_get(&robin, path, NULL), 200);
	assert_int_equal(acme_int(acme, "records"), 3);
	assert_string_equal(
		acme_text(acme, "since"), "2026-11-25T09:46:40.000Z");
	close_office(&robin);
}

/* Whoever sees selected employees sees whom they add; it is noted. */
static void
test_whom_one_adds(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	const char *lead = clerk_text(&acme->people[ACME_LEAD]);

	assert_int_equal(clerk_post(&tomasz, EMPLOYEES "?dry_run=true",
				 "{'id':'%s','given_name':'New'}", clerk_id(1)),
		200);
	assert_int_equal(clerk_get_one(&tomasz, EMPLOYEES, clerk_id(1)), 404);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
			clerk_post(&tomasz, EMPLOYEES,
				"{'id':'%s','given_name':'New'}", clerk_id(1)),
			i == 0 ? 201 : 200);
		assert_string_equal(acme_text(acme, "seen"), "");
	}
	assert_int_equal(clerk_get_one(&tomasz, EMPLOYEES, clerk_id(1)), 200);
	assert_int_equal(clerk_patch(&tomasz, EMPLOYEES, clerk_id(1),
				 "{'family_name':'Comer'}"),
		200);
	assert_int_equal(clerk_get_one(&robin, EMPLOYEES, lead), 200);
	assert_int_equal(acme_int(acme, "viewset_employees"), 2);
	assert_int_equal(clerk_get(&robin, "/v1/audit", "limit=3"), 200);
	assert_string_equal(
		acme_text(acme, "items.1.what"), "employee.viewset_employees");
	assert_string_equal(acme_text(acme, "items.1.by"), "tomasz");
	assert_string_equal(acme_text(acme, "items.1.subject"), lead);
	assert_string_equal(acme_text(acme, "items.2.what"), "employee.add");
	close_office(&robin);
}

/* Whoever sees only themselves is told that it is so. */
static void
test_whom_one_adds_and_does_not_see(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);

	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_LEAD]),
				 "{'viewset':'self'}"),
		200);
	assert_int_equal(clerk_post(&tomasz, EMPLOYEES,
				 "{'id':'%s','given_name':'New'}", clerk_id(1)),
		201);
	assert_non_null(strstr(acme->reply.body.data, "\"seen\":false"));
	assert_int_equal(clerk_get_one(&tomasz, EMPLOYEES, clerk_id(1)), 404);
	assert_int_equal(clerk_post(&robin, EMPLOYEES,
				 "{'id':'%s','given_name':'New'}", clerk_id(2)),
		201);
	assert_null(strstr(acme->reply.body.data, "\"seen\""));
	close_office(&robin);
}

/* Nobody finds by a number whom they do not see. */
static void
test_somebody_by_number(void **state)
{
	struct clerk robin = open_office(state);
	struct acme *acme = robin.acme;
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);

	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_DANA]),
				 "{'number':'0107'}"),
		200);
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_LUKASZ]),
				 "{'number':'0108'}"),
		200);
	assert_int_equal(clerk_get(&robin, EMPLOYEES, "number=0108"), 200);
	assert_string_equal(acme_text(acme, "items.0.number"), "0108");
	assert_int_equal(clerk_get(&tomasz, EMPLOYEES, "number=0107"), 200);
	assert_string_equal(acme_text(acme, "items.0.number"), "0107");
	assert_int_equal(clerk_get(&tomasz, EMPLOYEES, "number=0108"), 200);
	assert_string_equal(acme_text(acme, "items.0.number"), "");
	close_office(&robin);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_one_by_what_it_is_called),
		ON_BOTH(test_how_much_names_it),
		ON_BOTH(test_whom_one_adds),
		ON_BOTH(test_whom_one_adds_and_does_not_see),
		ON_BOTH(test_somebody_by_number),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
