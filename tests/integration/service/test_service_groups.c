/* Viewsets of groups: they follow who is in them, wherever somebody looks. */

#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"

#define GROUPS "/v1/groups"
#define EMPLOYEES "/v1/employees"

/* Tomasz sees the group Concrete, which is Dana and Łukasz. */
static struct clerk
make_concrete(struct acme *acme)
{
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);

	assert_int_equal(
		clerk_post(&robin, GROUPS,
			"{'id':'%s','name':'Concrete',"
			"'members':['%s','%s']}",
			clerk_id(1), clerk_text(&acme->people[ACME_DANA]),
			clerk_text(&acme->people[ACME_LUKASZ])),
		201);
	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_LEAD]),
				 "{'viewset':'groups','viewset_groups':['%s']}",
				 clerk_id(1)),
		200);
	return robin;
}

static void
set_members(
	struct clerk *clerk, enum acme_person first, enum acme_person second)
{
	const struct id *people = clerk->acme->people;

	assert_int_equal(
		clerk_patch(clerk, GROUPS, clerk_id(1),
			"{'members':['%s','%s']}", clerk_text(&people[first]),
			clerk_text(&people[second])),
		200);
}

/* Whether the last page of the catalogue holds this person, and as active. */
static bool
tells(struct acme *acme, enum acme_person person, bool active)
{
	char member[64];

	for (int i = 0; i < acme_int(acme, "entries"); i++) {
		snprintf(member, sizeof(member), "entries.%d.id", i);
		if (strcmp(acme_text(acme, member),
			    clerk_text(&acme->people[person])) != 0)
			continue;
		snprintf(member, sizeof(member), "entries.%d.active", i);
		return (acme_int(acme, member) != 0) == active;
	}
	return false;
}

/* Reads on from the cursor, to the end of the run. */
static void
read_catalog(struct clerk *clerk, char cursor[160])
{
	char query[300];

	snprintf(query, sizeof(query), "limit=1000%s%s",
		cursor[0] == '\0' ? "" : "&since=", cursor);
	assert_int_equal(clerk_get(clerk, "/v1/catalog", query), 200);
	snprintf(cursor, 160, "%s", acme_text(clerk->acme, "cursor"));
}

static void
test_the_catalogue_follows(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = make_concrete(acme);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	char cursor[160] = "";

	assert_int_equal(clerk_get(&tomasz, "/v1/me", NULL), 200);
	assert_string_equal(acme_text(acme, "viewset"), "selected");
	read_catalog(&tomasz, cursor);
	assert_true(tells(acme, ACME_DANA, true));
	assert_true(tells(acme, ACME_LUKASZ, true));
	assert_false(tells(acme, ACME_BOSS, true));
	/* Marisol comes, Dana leaves */
	set_members(&robin, ACME_LUKASZ, ACME_BOSS);
	read_catalog(&tomasz, cursor);
	assert_int_equal(acme_int(acme, "entries"), 2);
	assert_true(tells(acme, ACME_BOSS, true));
	assert_true(tells(acme, ACME_DANA, false));
	assert_null(strstr(acme->reply.body.data, "\"given_name\":\"dana\""));
	/* a group that is no more holds nobody */
	assert_int_equal(
		clerk_patch(&robin, GROUPS, clerk_id(1), "{'active':false}"),
		200);
	read_catalog(&tomasz, cursor);
	assert_int_equal(acme_int(acme, "entries"), 2);
	assert_true(tells(acme, ACME_BOSS, false));
	assert_true(tells(acme, ACME_LUKASZ, false));
	acme_close(&acme);
}

/* People and clocks: 404, as of nobody. */
static void
test_every_list_follows(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = make_concrete(acme);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	char query[64];

	snprintf(query, sizeof(query), "employee=%s",
		clerk_text(&acme->people[ACME_LUKASZ]));
	assert_int_equal(clerk_get(&tomasz, EMPLOYEES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 3); /* with himself */
	assert_int_equal(clerk_get(&tomasz, "/v1/clock", query), 200);
	set_members(&robin, ACME_DANA, ACME_BOSS);
	assert_int_equal(clerk_get(&tomasz, EMPLOYEES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 3);
	assert_int_equal(clerk_get_one(&tomasz, EMPLOYEES,
				 clerk_text(&acme->people[ACME_LUKASZ])),
		404);
	assert_int_equal(clerk_get(&tomasz, "/v1/clock", query), 404);
	assert_int_equal(clerk_get(&tomasz, "/v1/sessions", query), 404);
	acme_close(&acme);
}

static void
test_a_punch_from_before_is_held(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = make_concrete(acme);
	struct pad pad = {.acme = acme};

	pad_sign_in(&pad, ACME_LEAD);
	pad_press(&pad, ACME_LEAD, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	pad_press(&pad, ACME_LEAD, ACME_DANA);
	set_members(&robin, ACME_LUKASZ, ACME_BOSS);
	pad_expect_one(
		&pad, pad.tokens.delivery, "quarantined", "not-in-viewset");
	pad_press(&pad, ACME_LEAD, ACME_BOSS);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	acme_check(acme);
	acme_close(&acme);
}

/* Who keeps groups, and sees by one of them, does not see more by it. */
static void
test_nobody_widens_their_own(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = make_concrete(acme);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);

	assert_int_equal(
		clerk_patch(&tomasz, GROUPS, clerk_id(1), "{'members':['%s']}",
			clerk_text(&acme->people[ACME_BOSS])),
		422);
	clerk_expect_problem(&tomasz, 422, "unprocessable", "/members");
	assert_int_equal(
		clerk_patch(&robin, GROUPS, clerk_id(1), "{'active':false}"),
		200);
	clerk_patch(&tomasz, GROUPS, clerk_id(1), "{'active':true}");
	clerk_expect_problem(&tomasz, 403, "forbidden", "");
	assert_int_equal(clerk_get_one(&tomasz, EMPLOYEES,
				 clerk_text(&acme->people[ACME_DANA])),
		404);
	/* it may be made of whom he sees */
	assert_int_equal(
		clerk_post(&tomasz, GROUPS,
			"{'id':'%s','name':'Me','members':['%s']}", clerk_id(2),
			clerk_text(&acme->people[ACME_LEAD])),
		201);
	acme_close(&acme);
}

/* Nor do they let a friend see more, by a group that rests. */
static void
test_nobody_widens_a_friends(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = make_concrete(acme);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);

	/* he sees Dana alone; a group that rests has Łukasz, too */
	set_members(&robin, ACME_DANA, ACME_LEAD);
	assert_int_equal(
		clerk_post(&robin, GROUPS,
			"{'id':'%s','name':'Rest','active':false,"
			"'members':['%s','%s']}",
			clerk_id(2), clerk_text(&acme->people[ACME_DANA]),
			clerk_text(&acme->people[ACME_LUKASZ])),
		201);
	assert_int_equal(clerk_patch(&tomasz, EMPLOYEES,
				 clerk_text(&acme->people[ACME_DANA]),
				 "{'viewset':'groups','viewset_groups':['%s']}",
				 clerk_id(2)),
		200);
	clerk_patch(&tomasz, GROUPS, clerk_id(2), "{'active':true}");
	clerk_expect_problem(&tomasz, 403, "forbidden", "");
	/* of whom he sees all it is his to give */
	assert_int_equal(
		clerk_patch(&robin, GROUPS, clerk_id(2), "{'members':['%s']}",
			clerk_text(&acme->people[ACME_LEAD])),
		200);
	assert_int_equal(
		clerk_patch(&tomasz, GROUPS, clerk_id(2), "{'active':true}"),
		200);
	acme_close(&acme);
}

/* Members whom one does not see are not told of, and stay. */
static void
test_members_beyond_the_viewset(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = make_concrete(acme);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);

	/* he sees Dana; of a group that is Dana and Marisol, Dana */
	set_members(&robin, ACME_DANA, ACME_LEAD);
	assert_int_equal(
		clerk_post(&robin, GROUPS,
			"{'id':'%s','name':'Both','members':['%s','%s']}",
			clerk_id(2), clerk_text(&acme->people[ACME_DANA]),
			clerk_text(&acme->people[ACME_BOSS])),
		201);
	assert_int_equal(clerk_get_one(&tomasz, GROUPS, clerk_id(2)), 200);
	assert_int_equal(acme_int(acme, "members"), 1);
	assert_string_equal(acme_text(acme, "members.0"),
		clerk_text(&acme->people[ACME_DANA]));
	assert_int_equal(clerk_get(&tomasz, GROUPS, NULL), 200);
	assert_null(strstr(
		acme->reply.body.data, clerk_text(&acme->people[ACME_BOSS])));
	/* the same once more is no change */
	assert_int_equal(
		clerk_post(&tomasz, GROUPS,
			"{'id':'%s','name':'Both','members':['%s']}",
			clerk_id(2), clerk_text(&acme->people[ACME_DANA])),
		200);
	assert_int_equal(
		clerk_patch(&tomasz, GROUPS, clerk_id(2), "{'members':[]}"),
		200);
	assert_int_equal(acme_int(acme, "members"), 0);
	assert_int_equal(clerk_get_one(&robin, GROUPS, clerk_id(2)), 200);
	assert_int_equal(acme_int(acme, "members"), 1);
	assert_string_equal(acme_text(acme, "members.0"),
		clerk_text(&acme->people[ACME_BOSS]));
	acme_close(&acme);
}

/* Whom somebody sees, as far as one sees them oneself. */
static void
test_selected_people_beyond_the_viewset(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = make_concrete(acme);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);

	assert_int_equal(clerk_patch(&robin, EMPLOYEES,
				 clerk_text(&acme->people[ACME_DANA]),
				 "{'viewset':'selected','viewset_employees':"
				 "['%s','%s']}",
				 clerk_text(&acme->people[ACME_LUKASZ]),
				 clerk_text(&acme->people[ACME_BOSS])),
		200);
	assert_int_equal(clerk_get_one(&tomasz, EMPLOYEES,
				 clerk_text(&acme->people[ACME_DANA])),
		200);
	assert_int_equal(acme_int(acme, "viewset_employees"), 1);
	assert_int_equal(clerk_get(&tomasz, EMPLOYEES, NULL), 200);
	assert_null(strstr(
		acme->reply.body.data, clerk_text(&acme->people[ACME_BOSS])));
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_the_catalogue_follows),
		ON_BOTH(test_every_list_follows),
		ON_BOTH(test_a_punch_from_before_is_held),
		ON_BOTH(test_nobody_widens_their_own),
		ON_BOTH(test_nobody_widens_a_friends),
		ON_BOTH(test_members_beyond_the_viewset),
		ON_BOTH(test_selected_people_beyond_the_viewset),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
