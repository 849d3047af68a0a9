/* Deliveries: who may press for whom, what was withdrawn, whose device. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/pad.h"
#include "lib/sql.h"

#define HOUR_MS (60 * 60 * 1000LL)

static void
test_own_and_others(void **state)
{
	static const struct {
		enum acme_person presser;
		enum acme_person employee;
		const char *result;
		const char *problem;
	} cases[] = {
		{ACME_DANA, ACME_DANA, "recorded", ""},
		{ACME_DANA, ACME_LEAD, "quarantined", "no-permission"},
		{ACME_LUKASZ, ACME_DANA, "quarantined", "no-permission"},
		{ACME_IDLE, ACME_IDLE, "quarantined", "no-permission"},
		{ACME_LEAD, ACME_LEAD, "recorded", ""},
		{ACME_LEAD, ACME_DANA, "recorded", ""},
		{ACME_LEAD, ACME_LUKASZ, "quarantined", "not-in-viewset"},
		{ACME_BOSS, ACME_LUKASZ, "recorded", ""},
		{ACME_ADMIN, ACME_BOSS, "recorded", ""},
		{ACME_BOSS, ACME_STRANGER, "quarantined", "unknown"},
	};
	struct acme *acme = acme_open(*state);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pad pad = {.acme = acme, .device = (int)i % 3};

		pad_sign_in(&pad, cases[i].presser);
		pad.seq = (int64_t)i;
		pad_press(&pad, cases[i].presser, cases[i].employee);
		pad_expect_one(&pad, pad.tokens.delivery, cases[i].result,
			cases[i].problem);
	}
	acme_close(&acme);
}

static void
test_what_does_not_exist_is_held(void **state)
{
	const struct id nothing = {{0x77}};
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};

	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA)->location = nothing;
	pad_press(&pad, ACME_DANA, ACME_DANA)->cost_code = nothing;
	pad_press(&pad, ACME_DANA, ACME_DANA)->location =
		acme->foreign_location;
	pad_press(&pad, ACME_DANA, ACME_DANA)->employee = nothing;
	pad_press(&pad, ACME_LEAD, ACME_LEAD);
	pad_press(&pad, ACME_DANA, ACME_DANA)->pressed_by = nothing;
	pad_press(&pad, ACME_DANA, ACME_DANA)->location = (struct id){{0}};
	pad_press(&pad, ACME_DANA, ACME_DANA)->target = nothing;
	pad_press(&pad, ACME_DANA, ACME_DANA);
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	for (int i = 0; i < 3; i++)
		pad_expect(acme, i, "quarantined", "unknown");
	pad_expect(acme, 3, "quarantined", "no-permission");
	assert_string_equal(
		acme_text(acme, "results.3.causes.1"), "not-in-viewset");
	assert_string_equal(acme_text(acme, "results.3.causes.2"), "unknown");
	pad_expect(acme, 4, "refused", "not-this-enrolments");
	pad_expect(acme, 5, "refused", "not-this-enrolments");
	pad_expect(acme, 6, "refused", "malformed");
	pad_expect(acme, 7, "refused", "malformed");
	pad_expect(acme, 8, "recorded", "");
	acme_close(&acme);
}

/* A location's viewset is a selected list, applied strictly. */
static void
test_a_location_takes_only_its_cost_codes(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct punch *listed;

	acme_list_cost_codes(acme, &acme->locations[0], 1);
	pad_sign_in(&pad, ACME_DANA);
	for (int i = 0; i < 2; i++) {
		listed = pad_press(&pad, ACME_DANA, ACME_DANA);
		listed->location = acme->locations[0];
		listed->cost_code = acme->cost_codes[i];
	}
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	pad_expect(acme, 0, "recorded", "");
	pad_expect(acme, 1, "quarantined", "not-listed");
	acme_close(&acme);
}

static void
test_inactive_places_are_quarantined(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};

	pad_sign_in(&pad, ACME_BOSS);
	pad_press(&pad, ACME_BOSS, ACME_DANA)->location =
		acme->locations[ACME_JOBS - 1];
	pad_press(&pad, ACME_BOSS, ACME_DANA)->cost_code =
		acme->cost_codes[ACME_JOBS - 1];
	pad_press(&pad, ACME_BOSS, ACME_GONE);
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	pad_expect(acme, 0, "quarantined", "inactive");
	pad_expect(acme, 1, "quarantined", "inactive");
	pad_expect(acme, 2, "quarantined", "left");
	acme_close(&acme);
}

/* A row that names no permission gives none. */
#define TAKE(name)                                                             \
	"UPDATE role_permission SET permission = 'no-" name "'"                \
	" WHERE permission = '" name "'"
#define GIVE(name)                                                             \
	"UPDATE role_permission SET permission = '" name "'"                   \
	" WHERE permission = 'no-" name "'"

/* A gate that is shut holds the punch, whether it was shut before the press or
 * after it; one that is open again by then holds nothing. */
static void
test_a_shut_gate_holds(void **state)
{
	static const struct {
		const char *shut;
		const char *open;
		enum acme_person presser;
		enum acme_person employee;
		const char *cause;
	} cases[] = {
		{"UPDATE company SET clock_in_out = 0",
			"UPDATE company SET clock_in_out = 1", ACME_DANA,
			ACME_DANA, "clock-off"},
		{TAKE("connect-clock-in-out"), GIVE("connect-clock-in-out"),
			ACME_DANA, ACME_DANA, "no-permission"},
		{TAKE("clock-in-for"), GIVE("clock-in-for"), ACME_LEAD,
			ACME_DANA, "no-permission"},
		{"UPDATE viewset_member SET active = 0",
			"UPDATE viewset_member SET active = 1", ACME_LEAD,
			ACME_DANA, "not-in-viewset"},
		{"UPDATE employee SET viewset = 0",
			"UPDATE employee SET viewset = 1", ACME_BOSS, ACME_DANA,
			"not-in-viewset"},
		{"UPDATE employee SET active = 0",
			"UPDATE employee SET active = 1", ACME_DANA, ACME_DANA,
			"left"},
	};
	struct acme *acme = acme_open(*state);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pad pad = {.acme = acme, .device = (int)i % 3};
		struct punch kept;

		pad_sign_in(&pad, cases[i].presser);
		pad.seq = (int64_t)i * 3;
		pad_press(&pad, cases[i].presser, cases[i].employee);
		kept = pad.punches[--pad.count];
		acme_run(acme, cases[i].shut, NULL, 0);
		pad_press(&pad, cases[i].presser, cases[i].employee);
		pad_expect_one(&pad, pad.tokens.delivery, "quarantined",
			cases[i].cause);
		acme_run(acme, cases[i].open, NULL, 0);
		pad.punches[pad.count++] = kept;
		pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	}
	acme_close(&acme);
}

static void
test_a_chosen_time_takes_its_permission(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct pad boss = {.acme = acme};
	struct punch *punch;

	pad_sign_in(&pad, ACME_DANA);
	pad_sign_in(&boss, ACME_BOSS);
	punch = pad_press(&pad, ACME_DANA, ACME_DANA);
	punch->has_chosen = true;
	punch->chosen_ms = acme->now_ms - HOUR_MS;
	pad_expect_one(
		&pad, pad.tokens.delivery, "quarantined", "no-permission");
	punch = pad_press(&boss, ACME_BOSS, ACME_DANA);
	punch->has_chosen = true;
	punch->chosen_ms = acme->now_ms - HOUR_MS;
	pad_expect_one(&boss, boss.tokens.delivery, "recorded", "");
	acme_close(&acme);
}

static void
test_a_punch_stands_once(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct punch punch;

	pad_sign_in(&pad, ACME_DANA);
	punch = *pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, pad.tokens.delivery, "recorded", "");
	pad.punches[pad.count++] = punch;
	pad_expect_one(&pad, pad.tokens.delivery, "duplicate", "");
	assert_string_equal(acme_text(acme, "results.0.first"), "recorded");
	assert_int_equal(acme_int(acme, "results.0.seq"), 1);
	/* Also when it would be refused by now. */
	acme_run(acme, "UPDATE employee SET active = 0, since_ms = 0", NULL, 0);
	pad.punches[pad.count++] = punch;
	pad_expect_one(&pad, pad.tokens.delivery, "duplicate", "");
	str_copy(punch.comment, sizeof(punch.comment), "other content");
	pad.punches[pad.count++] = punch;
	pad_expect_one(&pad, pad.tokens.delivery, "refused", "id-reused");
	acme_close(&acme);
}

static void
test_punches_outlive_the_account(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	char body[128];

	pad_sign_in(&pad, ACME_DANA);
	pad_press(&pad, ACME_DANA, ACME_DANA);
	snprintf(body, sizeof(body), "{\"token\":\"%s\"}", pad.tokens.refresh);
	acme_ask(acme, &(struct acme_request){
			       .path = "/v1/token/revoke", .body = body});
	acme_run(acme,
		"UPDATE employee SET active = 0, role = NULL, since_ms = ?2"
		" WHERE id = ?1",
		&acme->people[ACME_DANA], acme->now_ms);
	pad_expect_one(
		&pad, pad.tokens.delivery, "quarantined", "no-permission");
	assert_int_equal(acme_ask(acme, &(struct acme_request){.path = "/v1/me",
						.token = pad.tokens.access}),
		401);
	acme_close(&acme);
}

static void
test_a_credential_delivers_its_own(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad first = {.acme = acme, .device = 0};
	struct pad second = {.acme = acme, .device = 1};
	struct pad beta = {.acme = acme, .device = 0};

	pad_sign_in(&first, ACME_DANA);
	pad_sign_in(&second, ACME_DANA);
	pad_sign_in(&beta, ACME_STRANGER);
	pad_press(&second, ACME_DANA, ACME_DANA);
	assert_int_equal(pad_deliver(&second, first.tokens.delivery), 422);
	assert_string_equal(acme_text(acme, "errors.0.pointer"), "/enrolment");
	/* A session reads, and never punches. */
	pad_press(&second, ACME_DANA, ACME_DANA);
	assert_int_equal(pad_deliver(&second, second.tokens.access), 403);
	pad_press(&second, ACME_DANA, ACME_DANA);
	pad_expect_one(&second, second.tokens.delivery, "recorded", "");
	/* The same device id in another company is another device. */
	pad_press(&beta, ACME_STRANGER, ACME_DANA);
	pad_expect_one(
		&beta, beta.tokens.delivery, "quarantined", "no-permission");
	acme_run(acme, "UPDATE device SET revoked_ms = 1 WHERE company = ?1",
		&acme->company, 0);
	pad_press(&first, ACME_DANA, ACME_DANA);
	assert_int_equal(pad_deliver(&first, first.tokens.delivery), 401);
	acme_close(&acme);
}

/* Each service knows a credential by heart that it was shown: what is revoked
 * through another one is so at its next delivery all the same. */
static void
test_a_revocation_reaches_every_service(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad dana = {.acme = acme};
	struct pad boss = {.acme = acme, .device = 1};
	struct service *first = acme->service;
	struct service *second = acme_open_beside(acme);
	char path[128], text[ID_TEXT_BYTES];

	pad_sign_in(&dana, ACME_DANA);
	pad_sign_in(&boss, ACME_BOSS);
	for (int i = 0; i < 2; i++) {
		pad_press(&dana, ACME_DANA, ACME_DANA);
		pad_expect_one(&dana, dana.tokens.delivery, "recorded", "");
	}
	acme->service = second;
	snprintf(path, sizeof(path), "/v1/enrolments/%s",
		id_format(&dana.tokens.enrolment, text));
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.method = "DELETE",
				       .path = path,
				       .token = dana.tokens.access}),
		200);
	acme->service = first;
	/* It is not even told what cannot be read. */
	assert_int_equal(pad_send(acme, dana.tokens.delivery, "{}"), 401);
	pad_press(&boss, ACME_BOSS, ACME_BOSS);
	pad_expect_one(&boss, boss.tokens.delivery, "recorded", "");
	acme_run(acme, "DELETE FROM delivery_credential WHERE company = ?1",
		&acme->company, 0);
	pad_press(&boss, ACME_BOSS, ACME_BOSS);
	assert_int_equal(pad_deliver(&boss, boss.tokens.delivery), 401);
	assert_int_equal(pad_deliver(&boss, boss.tokens.delivery), 401);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM ledger"), 3);
	service_close(&second);
	acme_close(&acme);
}

/* Nobody speaks for somebody else who uses the same device. */
static void
test_a_credential_speaks_for_its_person(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad dana = {.acme = acme};
	struct pad boss = {.acme = acme};

	pad_sign_in(&boss, ACME_BOSS);
	pad_sign_in(&dana, ACME_DANA);
	pad_press(&dana, ACME_BOSS, ACME_DANA);
	pad_expect_one(
		&dana, dana.tokens.delivery, "refused", "not-this-enrolments");
	pad_press(&boss, ACME_BOSS, ACME_DANA);
	pad_expect_one(&boss, boss.tokens.delivery, "recorded", "");
	/* nor brings her own as pressed under the other's enrolment */
	pad_press(&dana, ACME_DANA, ACME_DANA)->enrolment =
		boss.tokens.enrolment;
	pad_expect_one(
		&dana, dana.tokens.delivery, "refused", "not-this-enrolments");
	acme_close(&acme);
}

static void
test_the_clock_follows(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct acme_request ask = {.path = "/v1/clock"};
	struct acme_tokens dana, boss, lead, beta;
	char of_dana[64], of_lukasz[64], id[ID_TEXT_BYTES];

	pad_sign_in(&pad, ACME_DANA);
	dana = pad.tokens;
	acme_sign_in(acme, ACME_BOSS, 0, &boss);
	acme_sign_in(acme, ACME_LEAD, 0, &lead);
	acme_sign_in(acme, ACME_STRANGER, 0, &beta);
	snprintf(of_dana, sizeof(of_dana), "employee=%s",
		id_format(&acme->people[ACME_DANA], id));
	snprintf(of_lukasz, sizeof(of_lukasz), "employee=%s",
		id_format(&acme->people[ACME_LUKASZ], id));

	ask.token = dana.access;
	assert_int_equal(acme_ask(acme, &ask), 200);
	assert_string_equal(acme_text(acme, "state"), "out");
	pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_expect_one(&pad, dana.delivery, "recorded", "");
	assert_int_equal(acme_ask(acme, &ask), 200);
	assert_string_equal(acme_text(acme, "state"), "in");
	assert_string_equal(acme_text(acme, "location"),
		id_format(&acme->locations[0], id));
	assert_int_equal(acme_int(acme, "watermark"), 1);

	ask.query = of_dana;
	ask.token = lead.access;
	assert_int_equal(acme_ask(acme, &ask), 200);
	assert_string_equal(acme_text(acme, "state"), "in");
	ask.token = beta.access;
	assert_int_equal(acme_ask(acme, &ask), 404);
	ask.query = of_lukasz;
	ask.token = boss.access;
	assert_int_equal(acme_ask(acme, &ask), 200);
	ask.token = lead.access;
	assert_int_equal(acme_ask(acme, &ask), 404);
	ask.token = dana.access;
	assert_int_equal(acme_ask(acme, &ask), 404);
	ask.query = "employee=nobody";
	assert_int_equal(acme_ask(acme, &ask), 422);
	acme_close(&acme);
}

/* The words of some member of a punch, changed into others as long. */
static void
spoil(char *body, int from_punch, const char *words, const char *others)
{
	char *at = strstr(body, "\"punches\":[");

	assert_int_equal(strlen(words), strlen(others));
	for (int i = 0; at != NULL && i <= from_punch; i++)
		at = strstr(at + 1, "{\"id\":");
	at = at == NULL ? NULL : strstr(at, words);
	assert_non_null(at);
	memcpy(at, others, strlen(others));
}

static void
test_what_cannot_be_read_is_refused_alone(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct str body;

	pad_sign_in(&pad, ACME_DANA);
	for (int i = 0; i < 5; i++)
		pad_press(&pad, ACME_DANA, ACME_DANA);
	pad_pack(&pad, &body);
	spoil(body.data, 0, "\"go\"", "\"og\"");
	spoil(body.data, 2, "\"pressed_by\"", "\"pressed_bY\"");
	spoil(body.data, 4, "\"number\":5", "\"number\":0");
	assert_int_equal(pad_send(acme, pad.tokens.delivery, body.data), 200);
	assert_int_equal(acme_int(acme, "results"), 5);
	pad_expect(acme, 0, "refused", "malformed");
	assert_string_equal(acme_text(acme, "results.0.detail"),
		"kind: not one of the words for it");
	pad_expect(acme, 1, "recorded", "");
	pad_expect(acme, 2, "refused", "malformed");
	pad_expect(acme, 3, "recorded", "");
	pad_expect(acme, 4, "refused", "malformed");
	/* Their numbers are not missed, as far as they could be read. */
	assert_int_equal(acme_int(acme, "watermark"), 4);
	/* Again: the answers hold. */
	assert_int_equal(pad_send(acme, pad.tokens.delivery, body.data), 200);
	pad_expect(acme, 0, "refused", "malformed");
	pad_expect(acme, 1, "duplicate", "");
	pad_expect(acme, 4, "refused", "malformed");
	/* What has no id cannot be answered, so nothing is. */
	spoil(body.data, 4, "{\"id\"", "{\"ID\"");
	assert_int_equal(pad_send(acme, pad.tokens.delivery, body.data), 422);
	assert_string_equal(
		acme_text(acme, "errors.0.pointer"), "/punches/4/id");
	str_release(&body);
	acme_close(&acme);
}

static void
test_bad_deliveries(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct acme_request ask = {.path = "/v1/punches"};

	pad_sign_in(&pad, ACME_DANA);
	/* Nothing to deliver is a contact all the same. */
	assert_int_equal(pad_deliver(&pad, pad.tokens.delivery), 200);
	assert_int_equal(acme_int(acme, "results"), 0);
	assert_int_equal(acme_int(acme, "highest"), 0);
	ask.token = pad.tokens.delivery;
	ask.body = "{\"enrolment\":1}";
	assert_int_equal(acme_ask(acme, &ask), 422);
	assert_string_equal(acme_text(acme, "errors.0.pointer"), "/enrolment");
	ask.body = "{";
	assert_int_equal(acme_ask(acme, &ask), 400);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_own_and_others),
		ON_BOTH(test_what_does_not_exist_is_held),
		ON_BOTH(test_a_location_takes_only_its_cost_codes),
		ON_BOTH(test_inactive_places_are_quarantined),
		ON_BOTH(test_a_shut_gate_holds),
		ON_BOTH(test_a_chosen_time_takes_its_permission),
		ON_BOTH(test_a_punch_stands_once),
		ON_BOTH(test_punches_outlive_the_account),
		ON_BOTH(test_a_credential_delivers_its_own),
		ON_BOTH(test_a_credential_speaks_for_its_person),
		ON_BOTH(test_a_revocation_reaches_every_service),
		ON_BOTH(test_the_clock_follows),
		ON_BOTH(test_what_cannot_be_read_is_refused_alone),
		ON_BOTH(test_bad_deliveries),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
