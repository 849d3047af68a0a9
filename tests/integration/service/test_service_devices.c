/* Devices: who is enrolled on them, when they were heard of, and their end. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"

#define DEVICES "/v1/devices"

static int
revoke(struct clerk *clerk, const char *path, const struct id *id)
{
	char one[96];

	snprintf(one, sizeof(one), "%s/%s", path, clerk_text(id));
	return acme_ask(clerk->acme, &(struct acme_request){.method = "DELETE",
					     .path = one,
					     .token = clerk->tokens.access});
}

static void
test_who_is_on_them(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad dana = {.acme = acme};
	struct pad boss = {.acme = acme, .device = 1};

	assert_int_equal(clerk_get(&robin, DEVICES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 0);
	pad_sign_in(&dana, ACME_DANA);
	pad_sign_in(&boss, ACME_BOSS);
	acme->now_ms += 1000;
	boss.device = 0;
	pad_sign_in(&boss, ACME_BOSS);
	acme->now_ms += 60000;
	pad_press(&dana, ACME_DANA, ACME_DANA);
	pad_expect_one(&dana, dana.tokens.delivery, "recorded", "");
	assert_int_equal(clerk_get(&robin, DEVICES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 2);
	assert_string_equal(
		acme_text(acme, "items.0.id"), clerk_text(&acme->devices[0]));
	assert_string_equal(acme_text(acme, "items.0.name"), "kiosk");
	assert_string_equal(acme_text(acme, "items.0.last_seen"),
		"2026-11-25T09:47:41.000Z");
	assert_string_equal(acme_text(acme, "items.1.last_seen"), "");
	assert_int_equal(acme_int(acme, "items.0.people"), 2);
	assert_string_equal(
		acme_text(acme, "items.0.people.0.employee"), "73 dana");
	assert_string_equal(
		acme_text(acme, "items.0.people.1.employee"), "71 marisol");
	assert_int_equal(acme_int(acme, "items.1.people"), 1);
	assert_int_equal(clerk_get(&robin, DEVICES, "limit=1"), 200);
	assert_int_equal(acme_int(acme, "items"), 1);
	assert_int_equal(acme_int(acme, "items.0.people"), 2);
	assert_non_null(strstr(acme->reply.link, "limit=1>; rel=\"next\""));
	acme_close(&acme);
}

static void
asks_as(struct acme *acme, char *body, const char *agent)
{
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/token",
				       .body = body,
				       .user_agent = agent}),
		200);
}

static void
runs(struct clerk *robin, const char *version)
{
	assert_int_equal(clerk_get(robin, DEVICES, NULL), 200);
	assert_string_equal(acme_text(robin->acme, "items.0.version"), version);
}

/* As it says when it signs in, and when it renews its session. */
static void
test_the_version_that_it_runs(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	char *body = acme_sign_in_body(acme, "acme", "dana", ACME_PASSWORD, 0);
	char refresh[256];

	asks_as(acme, body, "curl/8.0");
	runs(&robin, "");
	asks_as(acme, body, "connect-clock/1.2.0-rc1 (X)");
	snprintf(refresh, sizeof(refresh),
		"{\"grant_type\":\"refresh_token\",\"refresh_token\":\"%s\"}",
		acme_text(acme, "refresh_token"));
	runs(&robin, "1.2.0-rc1");
	asks_as(acme, refresh, "connect-clock/1.3.0");
	runs(&robin, "1.3.0");
	free(body);
	acme_close(&acme);
}

/* Tomasz sees Dana's device, and her alone on it. */
static void
test_a_viewset_is_strict(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	struct clerk plain = clerk_sign_in(acme, ACME_DANA);
	struct clerk stranger = clerk_sign_in(acme, ACME_STRANGER);
	struct pad dana = {.acme = acme};
	struct pad boss = {.acme = acme};

	pad_sign_in(&dana, ACME_DANA);
	pad_sign_in(&boss, ACME_BOSS);
	boss.device = 1;
	pad_sign_in(&boss, ACME_BOSS);
	assert_int_equal(clerk_get(&tomasz, DEVICES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 1);
	assert_int_equal(acme_int(acme, "items.0.people"), 1);
	assert_string_equal(
		acme_text(acme, "items.0.people.0.employee"), "73 dana");
	assert_int_equal(revoke(&tomasz, DEVICES, &acme->devices[1]), 404);
	assert_int_equal(revoke(&plain, DEVICES, &acme->devices[0]), 403);
	assert_int_equal(clerk_get(&plain, DEVICES, NULL), 403);
	assert_int_equal(revoke(&stranger, DEVICES, &acme->devices[0]), 403);
	assert_int_equal(revoke(&tomasz, DEVICES, &acme->devices[0]), 200);
	pad_press(&dana, ACME_DANA, ACME_DANA);
	assert_int_equal(pad_deliver(&dana, dana.tokens.delivery), 401);
	acme_close(&acme);
}

/* Whoever ends what is somebody else's is noted. */
static void
test_it_is_noted(void **state)
{
	struct acme *acme = acme_open(*state);
	struct clerk robin = clerk_sign_in(acme, ACME_ADMIN);
	struct pad dana = {.acme = acme};

	pad_sign_in(&dana, ACME_DANA);
	assert_int_equal(
		revoke(&robin, "/v1/enrolments", &dana.tokens.enrolment), 200);
	assert_int_equal(revoke(&robin, DEVICES, &acme->devices[0]), 200);
	assert_int_equal(clerk_get(&robin, "/v1/audit", NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 2);
	assert_string_equal(acme_text(acme, "items.0.what"), "device.revoke");
	assert_string_equal(acme_text(acme, "items.0.by"), "robin");
	assert_string_equal(
		acme_text(acme, "items.1.what"), "enrolment.revoke");
	acme_check(acme);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_who_is_on_them),
		ON_BOTH(test_the_version_that_it_runs),
		ON_BOTH(test_a_viewset_is_strict),
		ON_BOTH(test_it_is_noted),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
