/* Codes that enrol a kiosk, and what a kiosk may. */

#include <stdio.h>
#include <string.h>

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"

#define CODES "/v1/kiosks/codes"
#define DEVICES "/v1/devices"
#define MINUTE_MS (60 * 1000LL)

struct gate {
	struct acme *acme;
	struct clerk robin;
	char code[16];
};

/* Robin wants a kiosk at this location, which is called "Gate 1". */
static int
want(struct clerk *clerk, const struct id *location)
{
	return clerk_post(clerk, CODES, "{'name':'Gate 1','location':'%s'}",
		clerk_text(location));
}

static struct gate
open_gate(void **state)
{
	struct gate gate = {.acme = acme_open(*state)};

	gate.robin = clerk_sign_in(gate.acme, ACME_ADMIN);
	return gate;
}

static void
make_code(struct gate *gate)
{
	struct acme *acme = gate->acme;

	assert_int_equal(want(&gate->robin, &acme->locations[0]), 201);
	snprintf(gate->code, sizeof(gate->code), "%s", acme_text(acme, "code"));
	assert_int_equal(strlen(gate->code), 9);
	assert_int_equal(gate->code[4], '-');
}

static int
enrol(struct acme *acme, const char *company, const char *code, int device)
{
	char body[256];

	snprintf(body, sizeof(body),
		"{\"company_id\":\"%s\",\"code\":\"%s\",\"device\":\"%s\"}",
		company, code, clerk_text(&acme->devices[device]));
	return acme_ask(acme, &(struct acme_request){.path = "/v1/kiosks/enrol",
				      .body = body});
}

/* The same but for one character, at this place. */
static const char *
near(const struct gate *gate, int place)
{
	static char code[16];

	snprintf(code, sizeof(code), "%s", gate->code);
	code[place] = code[place] == 'A' ? 'B' : 'A';
	return code;
}

/* It is a kiosk: its enrolment and its credential into the pad. */
static void
take(struct gate *gate, struct pad *kiosk)
{
	struct acme *acme = gate->acme;
	struct err err;

	assert_int_equal(enrol(acme, "acme", gate->code, kiosk->device), 201);
	assert_string_equal(acme_text(acme, "name"), "Gate 1");
	assert_int_equal(id_parse(acme_text(acme, "enrolment.id"),
				 &kiosk->tokens.enrolment, &err),
		0);
	snprintf(kiosk->tokens.delivery, sizeof(kiosk->tokens.delivery), "%s",
		acme_text(acme, "enrolment.credential"));
}

/* Whatever is wrong, this is the answer to the byte. */
static void
expect_refused(struct acme *acme, int status)
{
	static char first[512];

	assert_int_equal(status, 401);
	assert_string_equal(
		acme_text(acme, "type"), "urn:connect:problem:code-refused");
	assert_int_equal(acme->reply.retry_after_s, 0);
	if (first[0] == '\0')
		snprintf(first, sizeof(first), "%s", acme->reply.body.data);
	assert_string_equal(acme->reply.body.data, first);
}

static void
test_a_code_makes_a_kiosk(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	struct pad kiosk = {.acme = acme, .device = 1};

	make_code(&gate);
	take(&gate, &kiosk);
	assert_string_equal(
		acme_text(acme, "location"), clerk_text(&acme->locations[0]));
	assert_string_equal(acme_text(acme, "enrolment.previous"), "");
	/* it makes contacts, speaks for nobody, and reads nothing */
	assert_int_equal(pad_deliver(&kiosk, kiosk.tokens.delivery), 200);
	pad_press(&kiosk, ACME_DANA, ACME_DANA);
	pad_expect_one(&kiosk, kiosk.tokens.delivery, "refused",
		"not-this-enrolments");
	assert_int_equal(acme_ask_me(acme, kiosk.tokens.delivery), 403);
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.path = "/v1/enrolments",
				       .token = kiosk.tokens.delivery,
				       .body = "{}"}),
		403);
	assert_int_equal(clerk_get(&gate.robin, DEVICES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 1);
	assert_string_equal(acme_text(acme, "items.0.name"), "Gate 1");
	assert_string_equal(acme_text(acme, "items.0.kind"), "kiosk");
	assert_string_equal(acme_text(acme, "items.0.location_id"),
		clerk_text(&acme->locations[0]));
	assert_int_equal(acme_int(acme, "items.0.people"), 0);
	assert_string_not_equal(acme_text(acme, "items.0.last_seen"), "");
	acme_check(acme);
	acme_close(&acme);
}

/* Who made the code is who the kiosk is owed to; the code is not told. */
static void
test_it_is_noted(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	struct pad kiosk = {.acme = acme};

	make_code(&gate);
	take(&gate, &kiosk);
	assert_int_equal(clerk_get(&gate.robin, "/v1/audit", NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 2);
	assert_string_equal(acme_text(acme, "items.0.what"), "kiosk.enrol");
	assert_string_equal(acme_text(acme, "items.0.by"), "robin");
	assert_string_equal(acme_text(acme, "items.0.new.name"), "Gate 1");
	assert_string_equal(acme_text(acme, "items.0.about"), "Gate 1");
	assert_string_equal(acme_text(acme, "items.1.what"), "kiosk.code");
	assert_null(strstr(acme->reply.body.data, gate.code));
	assert_null(strstr(acme->reply.body.data, gate.code + 5));
	acme_check(acme);
	acme_close(&acme);
}

static void
test_a_code_is_good_once(void **state)
{
	struct gate gate = open_gate(state);
	struct pad kiosk = {.acme = gate.acme};

	make_code(&gate);
	take(&gate, &kiosk);
	expect_refused(gate.acme, enrol(gate.acme, "acme", gate.code, 0));
	expect_refused(gate.acme, enrol(gate.acme, "acme", gate.code, 1));
	assert_int_equal(pad_deliver(&kiosk, kiosk.tokens.delivery), 200);
	acme_close(&gate.acme);
}

static void
test_a_code_is_good_for_15_minutes(void **state)
{
	struct gate gate = open_gate(state);
	struct pad kiosk = {.acme = gate.acme};

	make_code(&gate);
	gate.acme->now_ms += 15 * MINUTE_MS;
	expect_refused(gate.acme, enrol(gate.acme, "acme", gate.code, 0));
	gate.robin = clerk_sign_in(gate.acme, ACME_ADMIN);
	make_code(&gate);
	assert_int_equal(
		sql_int(gate.acme->db, "SELECT count(*) FROM kiosk_code"), 1);
	gate.acme->now_ms += 15 * MINUTE_MS - 1;
	take(&gate, &kiosk);
	acme_close(&gate.acme);
}

static void
test_five_tries_end_it(void **state)
{
	struct gate gate = open_gate(state);
	struct pad kiosk = {.acme = gate.acme};

	make_code(&gate);
	for (int i = 0; i < 4; i++)
		expect_refused(
			gate.acme, enrol(gate.acme, "acme", near(&gate, 8), 0));
	take(&gate, &kiosk);
	make_code(&gate);
	for (int i = 0; i < 5; i++)
		expect_refused(gate.acme,
			enrol(gate.acme, "acme", near(&gate, 5 + i % 4), 0));
	expect_refused(gate.acme, enrol(gate.acme, "acme", gate.code, 0));
	acme_close(&gate.acme);
}

/* Another name, another company, and what is no code at all: no try of it. */
static void
test_what_is_none_counts_for_none(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	struct pad kiosk = {.acme = acme};

	make_code(&gate);
	for (int i = 0; i < 5; i++) {
		expect_refused(acme, enrol(acme, "acme", near(&gate, 0), 0));
		expect_refused(acme, enrol(acme, "beta", gate.code, 0));
		expect_refused(acme, enrol(acme, "nobody", gate.code, 0));
		expect_refused(acme, enrol(acme, "acme", "", 0));
		expect_refused(acme, enrol(acme, "acme", "UUUU-!", 0));
	}
	take(&gate, &kiosk);
	acme_close(&acme);
}

static void
test_whoever_left_lets_no_kiosk_in(void **state)
{
	struct gate gate = open_gate(state);

	make_code(&gate);
	acme_run(gate.acme, "UPDATE employee SET active = 0 WHERE id = ?1",
		&gate.acme->people[ACME_ADMIN], 0);
	expect_refused(gate.acme, enrol(gate.acme, "acme", gate.code, 0));
	acme_close(&gate.acme);
}

/* Tomasz may edit devices, and sees Dana alone; everybody is seen at a kiosk.
 */
static void
test_who_may_make_one(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	struct clerk tomasz = clerk_sign_in(acme, ACME_LEAD);
	struct clerk marisol = clerk_sign_in(acme, ACME_BOSS);
	struct clerk dana = clerk_sign_in(acme, ACME_DANA);
	struct pad kiosk = {.acme = acme, .device = 1}, on_it = kiosk;
	char path[96];

	assert_int_equal(want(&dana, &acme->locations[0]), 403);
	assert_int_equal(want(&tomasz, &acme->locations[0]), 403);
	assert_int_equal(want(&marisol, &acme->locations[0]), 201);
	assert_int_equal(want(&marisol, &acme->locations[2]), 422);
	assert_string_equal(acme_text(acme, "errors.0.pointer"), "/location");
	assert_int_equal(want(&marisol, &acme->foreign_location), 422);
	assert_int_equal(
		clerk_post(&marisol, CODES, "{'name':'','location':'%s'}",
			clerk_text(&acme->locations[0])),
		422);
	make_code(&gate);
	take(&gate, &kiosk);
	/* nor does he see it, though Dana was there */
	pad_sign_in(&on_it, ACME_DANA);
	assert_int_equal(clerk_get(&tomasz, DEVICES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 0);
	snprintf(path, sizeof(path), DEVICES "/%s",
		clerk_text(&acme->devices[1]));
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.method = "DELETE",
				       .path = path,
				       .token = tomasz.tokens.access}),
		404);
	acme_close(&acme);
}

static void
test_a_revoked_one_ends(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	struct pad kiosk = {.acme = acme}, other = {.acme = acme, .device = 1};
	char path[96];

	make_code(&gate);
	take(&gate, &kiosk);
	snprintf(path, sizeof(path), DEVICES "/%s",
		clerk_text(&acme->devices[0]));
	assert_int_equal(
		acme_ask(acme, &(struct acme_request){.method = "DELETE",
				       .path = path,
				       .token = gate.robin.tokens.access}),
		200);
	assert_int_equal(pad_deliver(&kiosk, kiosk.tokens.delivery), 401);
	/* nor is it one again; the code is good elsewhere */
	make_code(&gate);
	assert_int_equal(enrol(acme, "acme", gate.code, 0), 403);
	take(&gate, &other);
	acme_close(&acme);
}

/* Under the old enrolment it hears that this has ended. */
static void
test_enrolled_again(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	struct pad first = {.acme = acme}, second = {.acme = acme};

	make_code(&gate);
	take(&gate, &first);
	make_code(&gate);
	acme->now_ms += 1000;
	take(&gate, &second);
	assert_string_equal(acme_text(acme, "enrolment.previous"),
		clerk_text(&first.tokens.enrolment));
	assert_int_equal(pad_deliver(&first, first.tokens.delivery), 200);
	assert_non_null(strstr(acme->reply.body.data, "\"ended\":true"));
	assert_int_equal(pad_deliver(&second, second.tokens.delivery), 200);
	assert_null(strstr(acme->reply.body.data, "\"ended\":true"));
	assert_int_equal(clerk_get(&gate.robin, DEVICES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 1);
	acme_check(acme);
	acme_close(&acme);
}

/* A person's device may become one, and a person does not rename a kiosk. */
static void
test_people_on_it(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	struct pad kiosk = {.acme = acme}, dana = {.acme = acme};

	pad_sign_in(&dana, ACME_DANA);
	make_code(&gate);
	take(&gate, &kiosk);
	pad_sign_in(&dana, ACME_DANA);
	assert_int_equal(clerk_get(&gate.robin, DEVICES, NULL), 200);
	assert_int_equal(acme_int(acme, "items"), 1);
	assert_string_equal(acme_text(acme, "items.0.name"), "Gate 1");
	assert_string_equal(acme_text(acme, "items.0.kind"), "kiosk");
	assert_int_equal(acme_int(acme, "items.0.people"), 1);
	pad_press(&dana, ACME_DANA, ACME_DANA);
	pad_expect_one(&dana, dana.tokens.delivery, "recorded", "");
	acme_close(&acme);
}

/* A hundred of an address, whatever codes they name. */
static void
test_an_address_is_throttled(void **state)
{
	struct gate gate = open_gate(state);
	struct acme *acme = gate.acme;
	char code[16];

	make_code(&gate);
	for (int i = 0; i < 100; i++) {
		snprintf(code, sizeof(code), "%04d-0000", i);
		expect_refused(acme, enrol(acme, "acme", code, 0));
	}
	assert_int_equal(enrol(acme, "acme", gate.code, 0), 429);
	assert_int_equal(acme->reply.retry_after_s, 15);
	acme->peer = "192.0.2.77";
	assert_int_equal(enrol(acme, "acme", gate.code, 0), 201);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_a_code_makes_a_kiosk),
		ON_BOTH(test_it_is_noted),
		ON_BOTH(test_a_code_is_good_once),
		ON_BOTH(test_a_code_is_good_for_15_minutes),
		ON_BOTH(test_five_tries_end_it),
		ON_BOTH(test_what_is_none_counts_for_none),
		ON_BOTH(test_whoever_left_lets_no_kiosk_in),
		ON_BOTH(test_who_may_make_one),
		ON_BOTH(test_a_revoked_one_ends),
		ON_BOTH(test_enrolled_again),
		ON_BOTH(test_people_on_it),
		ON_BOTH(test_an_address_is_throttled),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
