/* Deliveries: who may press for whom, what was withdrawn, whose device. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/acme.h"
#include "lib/sql.h"
#include "wire/wire.h"

#define HOUR_MS (60 * 60 * 1000LL)

/* A person on a device, with what was pressed there and not delivered. */
struct pad {
	struct acme *acme;
	enum acme_person person;
	int device;
	struct acme_tokens tokens;
	int64_t seq;
	struct punch punches[32];
	size_t count;
};

static struct stamp
stamp(const struct acme *acme, int64_t ago_ms)
{
	return (struct stamp){
		.wall_ms = acme->now_ms - ago_ms,
		.boottime_ms = 1000000000 - ago_ms,
		.boot = {{0x42}},
		.zone = "America/New_York",
		.offset_s = -18000,
	};
}

static void
sign_in(struct pad *pad, enum acme_person person)
{
	pad->person = person;
	acme_sign_in(pad->acme, person, pad->device, &pad->tokens);
}

/* A GO of `presser` for `employee`, a second ago. */
static struct punch *
press(struct pad *pad, enum acme_person presser, enum acme_person employee)
{
	struct acme *acme = pad->acme;
	struct punch *punch = &pad->punches[pad->count++];

	*punch = (struct punch){
		.id = {{0x01, 0x9b, [6] = 0x70, [8] = 0x80,
			[9] = (uint8_t)pad->device, [10] = (uint8_t)pad->person,
			[15] = (uint8_t)++pad->seq}},
		.employee = acme->people[employee],
		.pressed_by = acme->people[presser],
		.enrolment = pad->tokens.enrolment,
		.number = pad->seq,
		.kind = PUNCH_GO,
		.location = acme->locations[0],
		.cost_code = acme->cost_codes[0],
		.pressed = stamp(acme, 1000),
	};
	return punch;
}

/* The delivery of all that was pressed, in JSON. */
static void
pack(struct pad *pad, struct str *body)
{
	const struct wire_delivery delivery = {
		.enrolment = pad->tokens.enrolment,
		.now = stamp(pad->acme, 0),
		.punches = pad->punches,
		.count = pad->count,
	};

	str_init(body, WIRE_REQUEST_BYTES);
	wire_delivery_encode(&delivery, body);
	pad->count = 0;
}

static int
send_packed(struct acme *acme, const char *token, const char *body)
{
	return acme_ask(acme,
		&(struct acme_request){
			.path = "/v1/punches", .token = token, .body = body});
}

/* Delivers all that was pressed; returns the status. */
static int
deliver(struct pad *pad, const char *token)
{
	struct str body;

	pack(pad, &body);
	send_packed(pad->acme, token, body.data);
	str_release(&body);
	return pad->acme->reply.status;
}

/* `why`: the problem of a refusal, or the first cause of a quarantine. */
static void
expect(struct acme *acme, int item, const char *result, const char *why)
{
	char member[64];

	snprintf(member, sizeof(member), "results.%d.result", item);
	assert_string_equal(acme_text(acme, member), result);
	snprintf(member, sizeof(member),
		strcmp(result, "quarantined") == 0 ? "results.%d.causes.0"
						   : "results.%d.problem",
		item);
	assert_string_equal(acme_text(acme, member), why);
}

static void
expect_one(struct pad *pad, const char *token, const char *result,
	const char *problem)
{
	assert_int_equal(deliver(pad, token), 200);
	expect(pad->acme, 0, result, problem);
}

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

		sign_in(&pad, cases[i].presser);
		pad.seq = (int64_t)i;
		press(&pad, cases[i].presser, cases[i].employee);
		expect_one(&pad, pad.tokens.delivery, cases[i].result,
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

	sign_in(&pad, ACME_DANA);
	press(&pad, ACME_DANA, ACME_DANA)->location = nothing;
	press(&pad, ACME_DANA, ACME_DANA)->cost_code = nothing;
	press(&pad, ACME_DANA, ACME_DANA)->location = acme->foreign_location;
	press(&pad, ACME_DANA, ACME_DANA)->employee = nothing;
	press(&pad, ACME_LEAD, ACME_LEAD);
	press(&pad, ACME_DANA, ACME_DANA)->pressed_by = nothing;
	press(&pad, ACME_DANA, ACME_DANA)->location = (struct id){{0}};
	press(&pad, ACME_DANA, ACME_DANA)->target = nothing;
	press(&pad, ACME_DANA, ACME_DANA);
	assert_int_equal(deliver(&pad, pad.tokens.delivery), 200);
	for (int i = 0; i < 3; i++)
		expect(acme, i, "quarantined", "unknown");
	expect(acme, 3, "quarantined", "no-permission");
	assert_string_equal(
		acme_text(acme, "results.3.causes.1"), "not-in-viewset");
	assert_string_equal(acme_text(acme, "results.3.causes.2"), "unknown");
	expect(acme, 4, "refused", "not-this-enrolments");
	expect(acme, 5, "refused", "not-this-enrolments");
	expect(acme, 6, "refused", "malformed");
	expect(acme, 7, "refused", "malformed");
	expect(acme, 8, "recorded", "");
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
	sign_in(&pad, ACME_DANA);
	for (int i = 0; i < 2; i++) {
		listed = press(&pad, ACME_DANA, ACME_DANA);
		listed->location = acme->locations[0];
		listed->cost_code = acme->cost_codes[i];
	}
	assert_int_equal(deliver(&pad, pad.tokens.delivery), 200);
	expect(acme, 0, "recorded", "");
	expect(acme, 1, "quarantined", "not-listed");
	acme_close(&acme);
}

static void
test_inactive_places_are_quarantined(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};

	sign_in(&pad, ACME_BOSS);
	press(&pad, ACME_BOSS, ACME_DANA)->location =
		acme->locations[ACME_JOBS - 1];
	press(&pad, ACME_BOSS, ACME_DANA)->cost_code =
		acme->cost_codes[ACME_JOBS - 1];
	press(&pad, ACME_BOSS, ACME_GONE);
	assert_int_equal(deliver(&pad, pad.tokens.delivery), 200);
	expect(acme, 0, "quarantined", "inactive");
	expect(acme, 1, "quarantined", "inactive");
	expect(acme, 2, "quarantined", "left");
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

		sign_in(&pad, cases[i].presser);
		pad.seq = (int64_t)i * 3;
		press(&pad, cases[i].presser, cases[i].employee);
		kept = pad.punches[--pad.count];
		acme_run(acme, cases[i].shut, NULL, 0);
		press(&pad, cases[i].presser, cases[i].employee);
		expect_one(&pad, pad.tokens.delivery, "quarantined",
			cases[i].cause);
		acme_run(acme, cases[i].open, NULL, 0);
		pad.punches[pad.count++] = kept;
		expect_one(&pad, pad.tokens.delivery, "recorded", "");
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

	sign_in(&pad, ACME_DANA);
	sign_in(&boss, ACME_BOSS);
	punch = press(&pad, ACME_DANA, ACME_DANA);
	punch->has_chosen = true;
	punch->chosen_ms = acme->now_ms - HOUR_MS;
	expect_one(&pad, pad.tokens.delivery, "quarantined", "no-permission");
	punch = press(&boss, ACME_BOSS, ACME_DANA);
	punch->has_chosen = true;
	punch->chosen_ms = acme->now_ms - HOUR_MS;
	expect_one(&boss, boss.tokens.delivery, "recorded", "");
	acme_close(&acme);
}

static void
test_a_punch_stands_once(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	struct punch punch;

	sign_in(&pad, ACME_DANA);
	punch = *press(&pad, ACME_DANA, ACME_DANA);
	expect_one(&pad, pad.tokens.delivery, "recorded", "");
	pad.punches[pad.count++] = punch;
	expect_one(&pad, pad.tokens.delivery, "duplicate", "");
	assert_string_equal(acme_text(acme, "results.0.first"), "recorded");
	assert_int_equal(acme_int(acme, "results.0.seq"), 1);
	/* Also when it would be refused by now. */
	acme_run(acme, "UPDATE employee SET active = 0, since_ms = 0", NULL, 0);
	pad.punches[pad.count++] = punch;
	expect_one(&pad, pad.tokens.delivery, "duplicate", "");
	str_copy(punch.comment, sizeof(punch.comment), "other content");
	pad.punches[pad.count++] = punch;
	expect_one(&pad, pad.tokens.delivery, "refused", "id-reused");
	acme_close(&acme);
}

static void
test_punches_outlive_the_account(void **state)
{
	struct acme *acme = acme_open(*state);
	struct pad pad = {.acme = acme};
	char body[128];

	sign_in(&pad, ACME_DANA);
	press(&pad, ACME_DANA, ACME_DANA);
	snprintf(body, sizeof(body), "{\"token\":\"%s\"}", pad.tokens.refresh);
	acme_ask(acme, &(struct acme_request){
			       .path = "/v1/token/revoke", .body = body});
	acme_run(acme,
		"UPDATE employee SET active = 0, role = NULL, since_ms = ?2"
		" WHERE id = ?1",
		&acme->people[ACME_DANA], acme->now_ms);
	expect_one(&pad, pad.tokens.delivery, "quarantined", "no-permission");
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

	sign_in(&first, ACME_DANA);
	sign_in(&second, ACME_DANA);
	sign_in(&beta, ACME_STRANGER);
	press(&second, ACME_DANA, ACME_DANA);
	assert_int_equal(deliver(&second, first.tokens.delivery), 422);
	assert_string_equal(acme_text(acme, "errors.0.pointer"), "/enrolment");
	/* A session reads, and never punches. */
	press(&second, ACME_DANA, ACME_DANA);
	assert_int_equal(deliver(&second, second.tokens.access), 403);
	press(&second, ACME_DANA, ACME_DANA);
	expect_one(&second, second.tokens.delivery, "recorded", "");
	/* The same device id in another company is another device. */
	press(&beta, ACME_STRANGER, ACME_DANA);
	expect_one(&beta, beta.tokens.delivery, "quarantined", "no-permission");
	acme_run(acme, "UPDATE device SET revoked_ms = 1 WHERE company = ?1",
		&acme->company, 0);
	press(&first, ACME_DANA, ACME_DANA);
	assert_int_equal(deliver(&first, first.tokens.delivery), 401);
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

	sign_in(&dana, ACME_DANA);
	sign_in(&boss, ACME_BOSS);
	for (int i = 0; i < 2; i++) {
		press(&dana, ACME_DANA, ACME_DANA);
		expect_one(&dana, dana.tokens.delivery, "recorded", "");
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
	assert_int_equal(send_packed(acme, dana.tokens.delivery, "{}"), 401);
	press(&boss, ACME_BOSS, ACME_BOSS);
	expect_one(&boss, boss.tokens.delivery, "recorded", "");
	acme_run(acme, "DELETE FROM delivery_credential WHERE company = ?1",
		&acme->company, 0);
	press(&boss, ACME_BOSS, ACME_BOSS);
	assert_int_equal(deliver(&boss, boss.tokens.delivery), 401);
	assert_int_equal(deliver(&boss, boss.tokens.delivery), 401);
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

	sign_in(&boss, ACME_BOSS);
	sign_in(&dana, ACME_DANA);
	press(&dana, ACME_BOSS, ACME_DANA);
	expect_one(
		&dana, dana.tokens.delivery, "refused", "not-this-enrolments");
	press(&boss, ACME_BOSS, ACME_DANA);
	expect_one(&boss, boss.tokens.delivery, "recorded", "");
	/* nor brings her own as pressed under the other's enrolment */
	press(&dana, ACME_DANA, ACME_DANA)->enrolment = boss.tokens.enrolment;
	expect_one(
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

	sign_in(&pad, ACME_DANA);
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
	press(&pad, ACME_DANA, ACME_DANA);
	expect_one(&pad, dana.delivery, "recorded", "");
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

	sign_in(&pad, ACME_DANA);
	for (int i = 0; i < 5; i++)
		press(&pad, ACME_DANA, ACME_DANA);
	pack(&pad, &body);
	spoil(body.data, 0, "\"go\"", "\"og\"");
	spoil(body.data, 2, "\"pressed_by\"", "\"pressed_bY\"");
	spoil(body.data, 4, "\"number\":5", "\"number\":0");
	assert_int_equal(
		send_packed(acme, pad.tokens.delivery, body.data), 200);
	assert_int_equal(acme_int(acme, "results"), 5);
	expect(acme, 0, "refused", "malformed");
	assert_string_equal(acme_text(acme, "results.0.detail"),
		"kind: not one of the words for it");
	expect(acme, 1, "recorded", "");
	expect(acme, 2, "refused", "malformed");
	expect(acme, 3, "recorded", "");
	expect(acme, 4, "refused", "malformed");
	/* Their numbers are not missed, as far as they could be read. */
	assert_int_equal(acme_int(acme, "watermark"), 4);
	/* Again: the answers hold. */
	assert_int_equal(
		send_packed(acme, pad.tokens.delivery, body.data), 200);
	expect(acme, 0, "refused", "malformed");
	expect(acme, 1, "duplicate", "");
	expect(acme, 4, "refused", "malformed");
	/* What has no id cannot be answered, so nothing is. */
	spoil(body.data, 4, "{\"id\"", "{\"ID\"");
	assert_int_equal(
		send_packed(acme, pad.tokens.delivery, body.data), 422);
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

	sign_in(&pad, ACME_DANA);
	/* Nothing to deliver is a contact all the same. */
	assert_int_equal(deliver(&pad, pad.tokens.delivery), 200);
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
