/* A punch that somebody missed is asked for, and counts once it is accepted. */

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "calendar/civil.h"
#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"

#define MINUTE_MS (60 * INT64_C(1000))
#define DAY_MS (24 * 60 * MINUTE_MS)
#define COUNT(it, what) sql_int((it)->acme->db, "SELECT count(*) FROM " what)

/* Dana is IN since an hour ago; weeks are periods. */
struct scene {
	struct acme *acme;
	struct clerk dana;
	struct clerk tomasz;  /* sees Dana */
	struct clerk marisol; /* sees everybody */
	struct clerk robin;   /* an administrator */
	struct pad pad;
};

static struct scene
begin(void **state)
{
	struct scene it = {.acme = acme_open(*state)};

	acme_run(it.acme,
		"UPDATE company SET pay_period = 1, pay_period_start ="
		" '2026-11-23', zone = 'UTC'",
		NULL, 0);
	acme_run(it.acme,
		"INSERT INTO role_permission SELECT company, role,"
		" 'request-missed-punch', 'access' FROM employee"
		" WHERE id = ?1",
		&it.acme->people[ACME_DANA], 0);
	it.pad.acme = it.acme;
	pad_sign_in(&it.pad, ACME_DANA);
	pad_press(&it.pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&it.pad, it.pad.tokens.delivery, "recorded", "");
	it.acme->now_ms += 60 * MINUTE_MS;
	it.dana = clerk_sign_in(it.acme, ACME_DANA);
	it.tomasz = clerk_sign_in(it.acme, ACME_LEAD);
	it.marisol = clerk_sign_in(it.acme, ACME_BOSS);
	it.robin = clerk_sign_in(it.acme, ACME_ADMIN);
	return it;
}

/* A STOP, so long before now. */
static int
ask_stop(struct clerk *clerk, int number, int64_t ago_ms)
{
	char at[CIVIL_RFC3339_BYTES];

	return clerk_post(clerk, "/v1/requests",
		"{'id':'%s','press':'stop','at':'%s','comment':'left early'}",
		clerk_id(number),
		civil_format_rfc3339(clerk->acme->now_ms - ago_ms, at));
}

static int
decide(struct clerk *clerk, int number, const char *what, const char *body)
{
	char path[128];

	snprintf(path, sizeof(path), "/v1/requests/%s/%s", clerk_id(number),
		what);
	return clerk_post(clerk, path, "%s", body);
}

static int
accept(struct clerk *clerk, int number)
{
	return decide(clerk, number, "accept", "{}");
}

static int
read_card(struct clerk *clerk)
{
	return clerk_get_one(clerk, "/v1/time-cards",
		clerk_text(&clerk->acme->people[ACME_DANA]));
}

static void
test_asked_for_and_accepted(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(ask_stop(&it.dana, 1, 10 * MINUTE_MS), 200);
	assert_string_equal(acme_text(it.acme, "state"), "waits");
	/* it counts for nothing yet */
	assert_int_equal(read_card(&it.tomasz), 200);
	assert_int_equal(acme_int(it.acme, "totals.minutes"), 0);
	assert_int_equal(acme_int(it.acme, "totals.open"), 1);
	assert_string_equal(acme_text(it.acme, "requests.0.state"), "waits");
	assert_string_equal(
		acme_text(it.acme, "requests.0.comment"), "left early");
	assert_int_equal(
		clerk_get(&it.tomasz, "/v1/requests", "state=waits"), 200);
	assert_string_equal(acme_text(it.acme, "items.0.press"), "stop");
	assert_int_equal(accept(&it.tomasz, 1), 200);
	assert_int_equal(read_card(&it.tomasz), 200);
	assert_int_equal(acme_int(it.acme, "totals.minutes"), 50);
	assert_string_equal(acme_text(it.acme, "requests.0.state"), "accepted");
	/* by whoever asked, the correction by whoever accepted */
	assert_string_equal(acme_text(it.acme, "records.0.end_punch.by"),
		clerk_text(&it.acme->people[ACME_DANA]));
	assert_int_equal(COUNT(&it, "correction k JOIN employee e"
				    " ON e.id = k.author AND e.username ="
				    " 'tomasz' WHERE k.request IS NOT NULL"),
		1);
	assert_int_equal(
		COUNT(&it, "ledger_change WHERE what LIKE 'request.%'"), 2);
	acme_check(it.acme);
	acme_close(&it.acme);
}

static void
test_declined_with_a_reason(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(ask_stop(&it.dana, 1, MINUTE_MS), 200);
	assert_int_equal(decide(&it.tomasz, 1, "decline", "{}"), 422);
	clerk_expect_problem(&it.tomasz, 422, "unprocessable", "/reason");
	assert_int_equal(decide(&it.tomasz, 1, "decline",
				 "{'reason':'you were seen at five'}"),
		200);
	assert_int_equal(clerk_get(&it.dana, "/v1/requests", ""), 200);
	assert_string_equal(acme_text(it.acme, "items.0.state"), "declined");
	assert_string_equal(
		acme_text(it.acme, "items.0.reason"), "you were seen at five");
	assert_int_equal(COUNT(&it, "correction"), 0);
	assert_int_equal(
		clerk_get(&it.tomasz, "/v1/requests", "state=waits"), 200);
	assert_string_equal(acme_text(it.acme, "items.0.id"), "");
	acme_close(&it.acme);
}

/* The answer was lost. */
static void
test_asked_twice_is_once(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(ask_stop(&it.dana, 1, MINUTE_MS), 200);
	assert_int_equal(ask_stop(&it.dana, 1, MINUTE_MS), 200);
	assert_int_equal(COUNT(&it, "request"), 1);
	assert_int_equal(ask_stop(&it.dana, 1, 2 * MINUTE_MS), 409);
	clerk_expect_problem(&it.dana, 409, "id-taken", "/id");
	assert_int_equal(accept(&it.tomasz, 1), 200);
	assert_int_equal(accept(&it.tomasz, 1), 200);
	assert_int_equal(COUNT(&it, "correction"), 1);
	assert_int_equal(ask_stop(&it.dana, 1, MINUTE_MS), 200);
	assert_string_equal(acme_text(it.acme, "state"), "accepted");
	acme_close(&it.acme);
}

static void
test_two_supervisors(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(ask_stop(&it.dana, 1, MINUTE_MS), 200);
	assert_int_equal(accept(&it.tomasz, 1), 200);
	assert_int_equal(accept(&it.marisol, 1), 412);
	assert_string_equal(
		acme_text(it.acme, "detail"), "Somebody accepted it already.");
	assert_int_equal(
		decide(&it.tomasz, 1, "decline", "{'reason':'x'}"), 412);
	assert_int_equal(COUNT(&it, "correction"), 1);
	acme_close(&it.acme);
}

static void
test_who_may(void **state)
{
	struct scene it = begin(state);
	struct clerk idle = clerk_sign_in(it.acme, ACME_IDLE);

	assert_int_equal(ask_stop(&idle, 1, MINUTE_MS), 403);
	assert_int_equal(ask_stop(&it.tomasz, 1, MINUTE_MS), 200);
	/* the own one; beyond the viewset */
	assert_int_equal(accept(&it.tomasz, 1), 403);
	assert_int_equal(ask_stop(&it.dana, 2, MINUTE_MS), 200);
	assert_int_equal(accept(&it.dana, 2), 403);
	assert_int_equal(
		clerk_get(&it.dana, "/v1/requests", "state=waits"), 200);
	assert_string_equal(acme_text(it.acme, "items.0.id"), clerk_id(2));
	assert_string_equal(acme_text(it.acme, "items.1.id"), "");
	assert_int_equal(ask_stop(&it.robin, 3, MINUTE_MS), 200);
	assert_int_equal(accept(&it.tomasz, 3), 404);
	assert_int_equal(accept(&it.tomasz, 4), 404);
	assert_int_equal(accept(&it.robin, 3), 200);
	acme_close(&it.acme);
}

static void
test_what_makes_no_sense(void **state)
{
	static const struct {
		const char *rest;
		const char *pointer;
	} wrong[] = {
		{"'press':'void','at':'2026-11-25T08:00:00Z'", "/press"},
		{"'press':'stop'", "/at"},
		{"'press':'stop','at':'2036-11-25T08:00:00Z'", "/at"},
		{"'press':'stop','at':'2026-09-01T08:00:00Z'", "/at"},
		{"'press':'go','at':'2026-11-25T08:00:00Z'", "/location"},
		{"'press':'go','at':'2026-11-25T08:00:00Z',"
		 "'location':'019a0000-0000-7000-8000-000000000009',"
		 "'cost_code':'019a0000-0000-7000-8000-000000000009'",
			"/location"},
		{"'press':'stop','at':'2026-11-25T08:00:00Z',"
		 "'location':'019a0000-0000-7000-8000-000000000009'",
			"/location"},
		{"'press':'meal','at':'2026-11-25T08:00:00Z'", "/press"},
	};
	struct scene it = begin(state);

	acme_run(it.acme, "UPDATE policy_group SET meal_tracked = 0", NULL, 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(
			clerk_post(&it.dana, "/v1/requests", "{'id':'%s',%s}",
				clerk_id((int)i), wrong[i].rest),
			422);
		clerk_expect_problem(
			&it.dana, 422, "unprocessable", wrong[i].pointer);
	}
	assert_int_equal(COUNT(&it, "request"), 0);
	for (int i = 0; i < 100; i++)
		assert_int_equal(ask_stop(&it.dana, i, MINUTE_MS), 200);
	assert_int_equal(ask_stop(&it.dana, 100, MINUTE_MS), 422);
	acme_close(&it.acme);
}

/* Closing tells of what waits; what is closed takes none. */
static void
test_a_period_that_closes(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(ask_stop(&it.dana, 1, 10 * MINUTE_MS), 200);
	it.acme->now_ms += 7 * DAY_MS;
	it.dana = clerk_sign_in(it.acme, ACME_DANA);
	it.robin = clerk_sign_in(it.acme, ACME_ADMIN);
	assert_int_equal(
		clerk_post(&it.robin, "/v1/periods/2026-11-25/close", "{}"),
		409);
	assert_non_null(strstr(acme_text(it.acme, "detail"), "a request for a"
							     " missed punch"));
	assert_int_equal(accept(&it.robin, 1), 200);
	assert_int_equal(
		clerk_post(&it.robin, "/v1/periods/2026-11-25/close", "{}"),
		200);
	assert_int_equal(ask_stop(&it.dana, 2, 7 * DAY_MS), 409);
	clerk_expect_problem(&it.dana, 409, "shut", "");
	acme_close(&it.acme);
}

/* --- at once -------------------------------------------------------------- */

struct race {
	struct service *service;
	struct scene *scene;
	int won;
};

static void *
accept_all(void *ctx)
{
	struct race *race = ctx;
	struct acme beside = *race->scene->acme;
	struct clerk marisol = race->scene->marisol;

	beside.service = race->service;
	reply_init(&beside.reply);
	marisol.acme = &beside;
	for (int i = 0; i < 12; i++) {
		const int status = accept(&marisol, i);

		assert_true(status == 200 || status == 412);
		race->won += status == 200;
	}
	reply_release(&beside.reply);
	return NULL;
}

static void
test_both_at_once(void **state)
{
	struct scene it = begin(state);
	struct race race = {acme_open_beside(it.acme), &it, 0};
	pthread_t thread;
	int won = 0;

	for (int i = 0; i < 12; i++)
		assert_int_equal(
			ask_stop(&it.dana, i, (i + 1) * MINUTE_MS), 200);
	assert_int_equal(pthread_create(&thread, NULL, accept_all, &race), 0);
	for (int i = 11; i >= 0; i--) {
		const int status = accept(&it.tomasz, i);

		assert_true(status == 200 || status == 412);
		won += status == 200;
	}
	pthread_join(thread, NULL);
	assert_int_equal(won + race.won, 12);
	assert_int_equal(COUNT(&it, "correction"), 12);
	acme_check(it.acme);
	service_close(&race.service);
	acme_close(&it.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_asked_for_and_accepted),
		ON_BOTH(test_declined_with_a_reason),
		ON_BOTH(test_asked_twice_is_once),
		ON_BOTH(test_two_supervisors),
		ON_BOTH(test_who_may),
		ON_BOTH(test_what_makes_no_sense),
		ON_BOTH(test_a_period_that_closes),
		ON_BOTH(test_both_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
