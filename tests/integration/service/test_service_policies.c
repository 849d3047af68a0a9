/* From which date on a change of policies counts, and what it leaves alone. */
#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"

#define HOUR_MS (60 * 60 * INT64_C(1000))
#define DAY_MS (24 * HOUR_MS)
#define MONDAY_MS INT64_C(1795392000000) /* 2026-11-23, UTC */
#define GROUPS "/v1/policy-groups"
#define EMPLOYEES "/v1/employees"

struct scene {
	struct acme *acme;
	struct clerk robin;
	char group[ID_TEXT_BYTES]; /* Dana's */
};

static void
press(struct pad *pad, enum punch_kind kind, int64_t at_ms)
{
	struct punch *punch = pad_press(pad, ACME_DANA, ACME_DANA);

	punch->pressed = pad_stamp(pad->acme, pad->acme->now_ms - at_ms);
	punch->kind = kind;
	if (kind == PUNCH_GO)
		return;
	punch->location = (struct id){{0}};
	punch->cost_code = (struct id){{0}};
}

/* Thursday; Dana has worked ten hours from Monday to Wednesday. */
static struct scene
open_scene(void **state)
{
	struct scene scene = {.acme = acme_open(*state)};
	struct pad pad = {.acme = scene.acme};

	scene.acme->now_ms = MONDAY_MS + 3 * DAY_MS + HOUR_MS;
	pad_sign_in(&pad, ACME_DANA);
	acme_run(scene.acme, "UPDATE enrolment SET begun_ms = 1000", NULL, 0);
	for (int day = 0; day < 3; day++) {
		press(&pad, PUNCH_GO, MONDAY_MS + day * DAY_MS + 8 * HOUR_MS);
		press(&pad, PUNCH_STOP,
			MONDAY_MS + day * DAY_MS + 18 * HOUR_MS);
	}
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	scene.robin = clerk_sign_in(scene.acme, ACME_ADMIN);
	assert_int_equal(clerk_patch(&scene.robin, "/v1/company", "",
				 "{'pay_period':'twice-a-month'}"),
		200);
	assert_int_equal(clerk_get(&scene.robin, GROUPS, NULL), 200);
	snprintf(scene.group, sizeof(scene.group), "%s",
		acme_text(scene.acme, "items.0.id"));
	return scene;
}

/* OT1 of the three days, in minutes. */
static void
expect_ot1(struct scene *scene, int monday, int tuesday, int wednesday)
{
	const int want[3] = {monday, tuesday, wednesday};
	char path[96], member[32];

	snprintf(path, sizeof(path), "/v1/time-cards/%s",
		clerk_text(&scene->acme->people[ACME_DANA]));
	assert_int_equal(clerk_get(&scene->robin, path, NULL), 200);
	assert_int_equal(acme_int(scene->acme, "days"), 3);
	for (int i = 0; i < 3; i++) {
		snprintf(member, sizeof(member), "days.%d.ot1", i);
		assert_int_equal(acme_int(scene->acme, member), want[i]);
	}
}

/* PATCH of one record, with the arguments of its address. */
static int
patch(struct scene *scene, const char *path, const char *id, const char *query,
	const char *body)
{
	char whole[128];

	snprintf(whole, sizeof(whole), "%s/%s", path, id);
	return acme_ask(
		scene->acme, &(struct acme_request){.method = "PATCH",
				     .path = whole,
				     .query = query,
				     .body = body,
				     .if_match = "*",
				     .token = scene->robin.tokens.access});
}

static int
patch_group(struct scene *scene, const char *query, int ot1_minutes)
{
	char body[64];

	snprintf(body, sizeof(body), "{\"daily_ot1_minutes\":%d}", ot1_minutes);
	return patch(scene, GROUPS, scene->group, query, body);
}

static void
test_rules_count_from_a_date(void **state)
{
	struct scene scene = open_scene(state);

	expect_ot1(&scene, 0, 0, 0);
	assert_int_equal(patch_group(&scene, "from=2026-11-24", 480), 200);
	expect_ot1(&scene, 0, 120, 120);
	assert_int_equal(patch_group(&scene, "from=2026-11-25", 540), 200);
	expect_ot1(&scene, 0, 120, 60);
	/* what was to count since then never does */
	assert_int_equal(patch_group(&scene, "from=2026-11-24", 570), 200);
	expect_ot1(&scene, 0, 30, 30);
	assert_int_equal(clerk_get(&scene.robin, "/v1/audit", NULL), 200);
	assert_string_equal(
		acme_text(scene.acme, "items.0.what"), "policy_group.from");
	/* from the 16th */
	assert_int_equal(patch_group(&scene, NULL, 480), 200);
	expect_ot1(&scene, 120, 120, 120);
	/* a name is no rule */
	assert_int_equal(patch(&scene, GROUPS, scene.group, NULL,
				 "{\"name\":\"Field\"}"),
		200);
	expect_ot1(&scene, 120, 120, 120);
	acme_check(scene.acme);
	acme_close(&scene.acme);
}

static void
test_a_person_is_of_a_group_from_a_date(void **state)
{
	struct scene scene = open_scene(state);
	const char *dana = clerk_text(&scene.acme->people[ACME_DANA]);
	char body[96];

	assert_int_equal(clerk_post(&scene.robin, GROUPS,
				 "{'id':'%s','name':'Office',"
				 "'daily_ot1_minutes':540}",
				 clerk_id(1)),
		201);
	snprintf(body, sizeof(body), "{\"policy_group\":\"%s\"}", clerk_id(1));
	assert_int_equal(
		patch(&scene, EMPLOYEES, dana, "from=2026-11-24", body), 200);
	expect_ot1(&scene, 0, 60, 60);
	/* those that she was in until then have rules of their own */
	assert_int_equal(patch_group(&scene, NULL, 480), 200);
	expect_ot1(&scene, 120, 60, 60);
	snprintf(body, sizeof(body), "{\"policy_group\":\"%s\"}", scene.group);
	assert_int_equal(
		patch(&scene, EMPLOYEES, dana, "from=2026-11-25", body), 200);
	expect_ot1(&scene, 120, 60, 120);
	acme_close(&scene.acme);
}

static void
test_dates_that_it_cannot_count_from(void **state)
{
	struct scene scene = open_scene(state);

	assert_int_equal(patch_group(&scene, "from=2026-11-27", 480), 422);
	assert_int_equal(patch_group(&scene, "from=2026-11-31", 480), 422);
	acme_run(scene.acme,
		"INSERT INTO closed_period VALUES (?1, 20773, 20787, 1)",
		&scene.acme->company, 0); /* 16 to 30 November */
	assert_int_equal(patch_group(&scene, "from=2026-11-26", 480), 422);
	assert_non_null(strstr(acme_text(scene.acme, "detail"), "closed"));
	/* what is closed stays, whatever changes */
	assert_int_equal(patch_group(&scene, NULL, 480), 200);
	expect_ot1(&scene, 0, 0, 0);
	/* other kinds have no date */
	assert_int_equal(patch(&scene, "/v1/locations",
				 clerk_text(&scene.acme->locations[0]),
				 "from=2026-11-24", "{\"name\":\"Elm\"}"),
		422);
	acme_close(&scene.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_rules_count_from_a_date),
		ON_BOTH(test_a_person_is_of_a_group_from_a_date),
		ON_BOTH(test_dates_that_it_cannot_count_from),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
