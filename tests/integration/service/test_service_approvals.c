/* Cards are approved in their order; what comes late is held, an edit takes the
 * approvals away. */

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"

#define DAY_MS (24 * 60 * 60 * INT64_C(1000))
#define HOUR_MS (60 * 60 * INT64_C(1000))
#define COUNT(it, what) sql_int((it)->acme->db, "SELECT count(*) FROM " what)

/* A week after Dana's sign-in on Wednesday, November 25th; weeks are periods.
 */
struct scene {
	struct acme *acme;
	struct clerk dana;
	struct clerk tomasz;
	struct clerk robin;
	struct pad pad;
};

static struct scene
begin(void **state)
{
	struct scene it = {.acme = acme_open(*state)};

	acme_run(it.acme,
		"UPDATE company SET pay_period = 1, pay_period_start ="
		" '2026-11-23', zone = 'UTC', approve_employee = 1,"
		" approve_supervisor = 1, approve_sign_off = 1",
		NULL, 0);
	acme_run(it.acme,
		"INSERT INTO role_permission SELECT company, role,"
		" 'approve-own', 'access' FROM employee WHERE id = ?1",
		&it.acme->people[ACME_DANA], 0);
	it.pad.acme = it.acme;
	pad_sign_in(&it.pad, ACME_DANA);
	it.acme->now_ms += 7 * DAY_MS;
	it.dana = clerk_sign_in(it.acme, ACME_DANA);
	it.tomasz = clerk_sign_in(it.acme, ACME_LEAD);
	it.robin = clerk_sign_in(it.acme, ACME_ADMIN);
	return it;
}

static int
ask(struct clerk *clerk, const char *method, enum acme_person of,
	const char *level)
{
	char path[160];

	snprintf(path, sizeof(path), "/v1/time-cards/%s/approvals/%s",
		clerk_text(&clerk->acme->people[of]), level);
	return acme_ask(clerk->acme, &(struct acme_request){.method = method,
					     .path = path,
					     .query = "period=2026-11-25",
					     .token = clerk->tokens.access});
}

static int
approve(struct clerk *clerk, enum acme_person of, const char *level)
{
	return ask(clerk, "POST", of, level);
}

static int
take_back(struct clerk *clerk, enum acme_person of, const char *level)
{
	return ask(clerk, "DELETE", of, level);
}

static void
approve_all(struct scene *it)
{
	assert_int_equal(approve(&it->dana, ACME_DANA, "employee"), 200);
	assert_int_equal(approve(&it->tomasz, ACME_DANA, "supervisor"), 200);
	assert_int_equal(approve(&it->robin, ACME_DANA, "sign-off"), 200);
}

static void
press(struct scene *it, enum punch_kind kind, int64_t ago_ms)
{
	struct punch *punch = pad_press(&it->pad, ACME_DANA, ACME_DANA);

	punch->kind = kind;
	punch->pressed = pad_stamp(it->acme, ago_ms);
	if (kind != PUNCH_GO)
		punch->location = punch->cost_code = (struct id){{0}};
}

static void
test_in_their_order(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(approve(&it.tomasz, ACME_DANA, "supervisor"), 422);
	assert_string_equal(acme_text(it.acme, "detail"),
		"The employee has not approved it yet.");
	approve_all(&it);
	assert_int_equal(approve(&it.robin, ACME_DANA, "sign-off"), 200);
	assert_int_equal(COUNT(&it, "approval"), 3);
	assert_int_equal(
		COUNT(&it, "ledger_change WHERE what = 'card.approve'"), 3);
	assert_int_equal(take_back(&it.tomasz, ACME_DANA, "supervisor"), 422);
	assert_int_equal(take_back(&it.robin, ACME_DANA, "sign-off"), 200);
	assert_int_equal(take_back(&it.tomasz, ACME_DANA, "supervisor"), 200);
	assert_int_equal(COUNT(&it, "approval"), 1);
	acme_close(&it.acme);
}

static void
test_who_may(void **state)
{
	struct scene it = begin(state);

	assert_int_equal(approve(&it.robin, ACME_DANA, "employee"), 403);
	assert_int_equal(approve(&it.tomasz, ACME_LEAD, "supervisor"), 403);
	assert_int_equal(approve(&it.tomasz, ACME_LUKASZ, "supervisor"), 404);
	assert_int_equal(approve(&it.dana, ACME_DANA, "sign-off"), 403);
	acme_run(it.acme, "UPDATE company SET approve_employee = 0", NULL, 0);
	assert_int_equal(approve(&it.dana, ACME_DANA, "employee"), 422);
	/* a level that is off is not waited for, and not named */
	assert_int_equal(
		acme_ask(it.acme,
			&(struct acme_request){.path = "/v1/time-cards",
				.query = "period=2026-11-25",
				.token = it.tomasz.tokens.access}),
		200);
	assert_non_null(strstr(it.acme->reply.body.data,
		"\"approves\":[\"supervisor\",\"sign-off\"]"));
	assert_int_equal(approve(&it.tomasz, ACME_DANA, "supervisor"), 200);
	acme_close(&it.acme);
}

static void
test_what_comes_late_is_held(void **state)
{
	struct scene it = begin(state);

	approve_all(&it);
	press(&it, PUNCH_GO, 7 * DAY_MS - HOUR_MS);
	pad_expect_one(&it.pad, it.pad.tokens.delivery, "quarantined",
		"approved-card");
	assert_int_equal(take_back(&it.robin, ACME_DANA, "sign-off"), 200);
	assert_int_equal(COUNT(&it, "timeline WHERE counts = 1"), 0);
	assert_int_equal(take_back(&it.tomasz, ACME_DANA, "supervisor"), 200);
	assert_int_equal(take_back(&it.dana, ACME_DANA, "employee"), 200);
	assert_int_equal(COUNT(&it, "timeline WHERE counts = 1"), 1);
	acme_check(it.acme);
	acme_close(&it.acme);
}

/* A STOP is added while another one is held. */
static void
test_an_edit_takes_them_away(void **state)
{
	struct scene it = begin(state);
	char path[128];

	approve_all(&it);
	press(&it, PUNCH_GO, 7 * DAY_MS - HOUR_MS);
	pad_expect_one(&it.pad, it.pad.tokens.delivery, "quarantined",
		"approved-card");
	snprintf(path, sizeof(path), "/v1/time-cards/%s/corrections",
		clerk_text(&it.acme->people[ACME_DANA]));
	assert_int_equal(
		acme_ask(it.acme,
			&(struct acme_request){.path = path,
				.token = it.tomasz.tokens.access,
				.if_match = "*",
				.body = "{\"kind\":\"add\",\"press\":\"stop\","
					"\"at\":\"2026-11-27T08:00:00Z\","
					"\"reason\":\"x\"}"}),
		200);
	assert_int_equal(COUNT(&it, "approval"), 0);
	assert_int_equal(
		COUNT(&it, "ledger_change WHERE what = 'card.unapprove'"), 3);
	assert_int_equal(COUNT(&it, "timeline WHERE counts = 1"), 2);
	acme_check(it.acme);
	acme_close(&it.acme);
}

/* Which cards are approved, and which periods are closed, follows from the
 * chain: one row that is otherwise is found. */
static void
test_what_stands_is_verified(void **state)
{
	static const char *const damage[][2] = {
		{"UPDATE approval SET level = level + 10 WHERE level = 2",
			"UPDATE approval SET level = level - 10 WHERE"
			" level > 2"},
		{"UPDATE approval SET last_date = last_date + 1",
			"UPDATE approval SET last_date = last_date - 1"},
		{"UPDATE approval SET at_ms = at_ms + 1",
			"UPDATE approval SET at_ms = at_ms - 1"},
		{"UPDATE closed_period SET first_date = first_date - 1",
			"UPDATE closed_period SET first_date = first_date + 1"},
		{"DELETE FROM closed_period", NULL},
	};
	struct scene it = begin(state);

	approve_all(&it);
	assert_int_equal(take_back(&it.robin, ACME_DANA, "sign-off"), 200);
	assert_int_equal(approve(&it.robin, ACME_DANA, "sign-off"), 200);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			clerk_post(&it.robin,
				i % 2 == 0 ? "/v1/periods/2026-11-25/close"
					   : "/v1/periods/2026-11-25/reopen",
				"{'reason':'x'}"),
			200);
	acme_check(it.acme);
	for (size_t i = 0; i < sizeof(damage) / sizeof(damage[0]); i++) {
		sql_run(it.acme->db, damage[i][0]);
		acme_check_fails(
			it.acme, "approves or closes otherwise than what");
		if (damage[i][1] != NULL) {
			sql_run(it.acme->db, damage[i][1]);
			acme_check(it.acme);
		}
	}
	acme_close(&it.acme);
}

/* --- at once -------------------------------------------------------------- */

struct race {
	struct service *service;
	struct scene *scene;
};

static void *
approve_often(void *ctx)
{
	struct race *race = ctx;
	struct acme beside = *race->scene->acme;
	struct clerk dana = race->scene->dana;

	beside.service = race->service;
	reply_init(&beside.reply);
	dana.acme = &beside;
	for (int i = 0; i < 12; i++)
		assert_int_equal(approve(&dana, ACME_DANA, "employee"), 200);
	reply_release(&beside.reply);
	return NULL;
}

/* Corrections come while it is approved: none stands on an approval that was
 * given before it. */
static void
test_approved_while_it_is_corrected(void **state)
{
	struct scene it = begin(state);
	struct race race = {acme_open_beside(it.acme), &it};
	pthread_t thread;
	char path[128], body[160];

	snprintf(path, sizeof(path), "/v1/time-cards/%s/corrections",
		clerk_text(&it.acme->people[ACME_DANA]));
	assert_int_equal(
		pthread_create(&thread, NULL, approve_often, &race), 0);
	for (int i = 0; i < 12; i++) {
		snprintf(body, sizeof(body),
			"{\"kind\":\"add\",\"press\":\"stop\",\"at\":"
			"\"2026-11-27T08:00:%02dZ\",\"reason\":\"x\"}",
			i);
		assert_int_equal(
			acme_ask(it.acme,
				&(struct acme_request){.path = path,
					.token = it.tomasz.tokens.access,
					.if_match = "*",
					.body = body}),
			200);
	}
	pthread_join(thread, NULL);
	assert_int_equal(COUNT(&it, "correction"), 12);
	assert_int_equal(COUNT(&it, "approval a WHERE a.change_seq <"
				    " (SELECT max(seq) FROM correction)"),
		0);
	acme_check(it.acme);
	service_close(&race.service);
	acme_close(&it.acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_in_their_order),
		ON_BOTH(test_who_may),
		ON_BOTH(test_what_comes_late_is_held),
		ON_BOTH(test_an_edit_takes_them_away),
		ON_BOTH(test_what_stands_is_verified),
		ON_BOTH(test_approved_while_it_is_corrected),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
