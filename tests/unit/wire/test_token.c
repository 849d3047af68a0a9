#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "wire/wire.h"

#define DEVICE "019a0000-0000-7000-8000-000000000001"
#define PASSWORD_GRANT                                                         \
	"{\"grant_type\":\"password\",\"company_id\":\"acme\","                \
	"\"username\":\"dana\",\"password\":\"p\\u00e4ss \\\"1\\\"\","         \
	"\"device\":\"" DEVICE "\",\"device_name\":\"kiosk\"}"
#define PERSON                                                                 \
	"{\"id\":\"019a0000-0000-7000-8000-000000000002\","                    \
	"\"given_name\":\"Dana\",\"family_name\":\"\xc5\x81\","                \
	"\"permissions\":[\"connect-clock-in-out\",\"clock-in-for\",\"board="  \
	"view\",\"cost-codes=edit\"],"                                         \
	"\"viewset\":\"selected\","                                            \
	"\"meal\":{\"tracked\":true,\"length_minutes\":30,"                    \
	"\"due_after_minutes\":240,\"early\":\"block\"},"                      \
	"\"company\":{\"id\":\"acme\",\"name\":\"Acme Roofing\","              \
	"\"zone\":\"America/New_York\",\"clock_enabled\":true,"                \
	"\"max_record_minutes\":600}}"

static void
expect_encoded(struct str *out, const char *want)
{
	assert_false(str_is_cut(out));
	assert_string_equal(out->data, want);
	str_release(out);
}

static void
set(struct secret *secret, const char *text)
{
	secret_init(secret);
	assert_true(secret_set(secret, text, strlen(text)));
}

static void
test_password_grant(void **state)
{
	struct wire_sign_in in;
	struct err err;
	struct str out;

	assert_int_equal(wire_sign_in_decode(PASSWORD_GRANT,
				 strlen(PASSWORD_GRANT), WIRE_JSON, &in, &err),
		0);
	assert_string_equal(in.company_id, "acme");
	assert_string_equal(in.username, "dana");
	assert_string_equal(in.password.data, "p\xc3\xa4ss \"1\"");
	assert_string_equal(in.device_name, "kiosk");
	assert_int_equal(in.device.bytes[15], 1);
	assert_int_equal(in.refresh.len, 0);
	str_init(&out, 4096);
	wire_sign_in_encode(&in, &out);
	expect_encoded(&out,
		"{\"grant_type\":\"password\",\"company_id\":\"acme\","
		"\"username\":\"dana\",\"password\":\"p\xc3\xa4ss \\\"1\\\"\","
		"\"device\":\"" DEVICE "\",\"device_name\":\"kiosk\"}");
	wire_sign_in_release(&in);
	assert_null(in.password.data);
}

static void
test_refresh_grant(void **state)
{
	struct wire_sign_in in = {.username = "not sent"}, got;
	struct err err;
	struct str out;

	set(&in.refresh, "ccr_x");
	str_init(&out, 4096);
	wire_sign_in_encode(&in, &out);
	assert_int_equal(
		wire_sign_in_decode(out.data, out.len, WIRE_JSON, &got, &err),
		0);
	expect_encoded(&out, "{\"grant_type\":\"refresh_token\","
			     "\"refresh_token\":\"ccr_x\"}");
	assert_string_equal(got.refresh.data, "ccr_x");
	assert_int_equal(got.password.len, 0);
	assert_true(id_is_nil(&got.device));
	wire_sign_in_release(&in);
	wire_sign_in_release(&got);
}

/* Without a device nothing is said of one. */
static void
test_a_sign_in_that_only_reads(void **state)
{
	struct wire_sign_in in = {.company_id = "acme", .username = "dana"};
	struct wire_sign_in got;
	struct err err;
	struct str out;

	set(&in.password, "p");
	str_init(&out, 4096);
	wire_sign_in_encode(&in, &out);
	assert_int_equal(
		wire_sign_in_decode(out.data, out.len, WIRE_JSON, &got, &err),
		0);
	expect_encoded(&out, "{\"grant_type\":\"password\","
			     "\"company_id\":\"acme\",\"username\":\"dana\","
			     "\"password\":\"p\"}");
	assert_true(id_is_nil(&got.device));
	wire_sign_in_release(&in);
	wire_sign_in_release(&got);
}

static int
read_form(const char *text, struct wire_sign_in *in, struct err *err)
{
	err_clear(err);
	return wire_sign_in_decode(text, strlen(text), WIRE_FORM, in, err);
}

static void
test_forms(void **state)
{
	struct wire_sign_in in;
	struct secret token;
	struct err err = {0};

	assert_int_equal(
		read_form("grant_type=password&company_id=acme&scope=all"
			  "&username=d%c3%a4na+x&password=%26%3D%22%5c%0a1"
			  "&device=&device_name=",
			&in, &err),
		0);
	assert_string_equal(in.username, "d\xc3\xa4na x");
	assert_string_equal(in.password.data, "&=\"\\\n1");
	assert_true(id_is_nil(&in.device));
	wire_sign_in_release(&in);
	assert_int_equal(wire_revoke_decode("token=ccr_1&token_type_hint=x", 29,
				 WIRE_FORM, &token, &err),
		0);
	assert_string_equal(token.data, "ccr_1");
	secret_release(&token);
}

static void
test_bad_forms(void **state)
{
	static const struct {
		const char *text;
		const char *complaint;
	} bad[] = {
		{"", "/grant_type: is missing"},
		{"grant_type=password&company_id=a&username=d",
			"/password: is missing"},
		{"grant_type=%", "a parameter of the form is malformed"},
		{"grant_type=%4", "a parameter of the form is malformed"},
		{"grant_type=%g0", "a parameter of the form is malformed"},
		{"grant_type=%00", "a parameter of the form is malformed"},
		{"grant_type=%ff", "a parameter of the form is malformed"},
		{"grant_type=password&device=kiosk&company_id=a&username=d"
		 "&password=hunter2",
			"/device: not an id"},
	};
	static const char twice[] =
		"grant_type=refresh_token&refresh_token=a&refresh_token=b";
	struct wire_sign_in in;
	struct err err = {0};
	char *text = mem_new(1, 20000);

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(read_form(bad[i].text, &in, &err), -1);
		assert_int_equal(err.kind, ERR_DATA);
		assert_string_equal(err.text, bad[i].complaint);
	}
	assert_int_equal(read_form(twice, &in, &err), -1);
	memset(text, 'a', 19999);
	assert_int_equal(read_form(text, &in, &err), -1);
	assert_string_equal(err.text, "the form is too long");
	free(text);
}

static void
expect_refused(const char *text, const char *complaint)
{
	struct wire_sign_in in;
	struct err err = {0};

	assert_int_equal(
		wire_sign_in_decode(text, strlen(text), WIRE_JSON, &in, &err),
		-1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_string_equal(err.text, complaint);
	/* No secret in an error. */
	assert_null(strstr(err.text, "hunter2"));
}

static void
test_sign_in_is_strict(void **state)
{
	expect_refused("{}", "/grant_type: is missing");
	expect_refused("{\"grant_type\":\"code\"}",
		"/grant_type: not one of the words for it");
	expect_refused("{\"grant_type\":\"refresh_token\"}",
		"/refresh_token: is missing");
	expect_refused("{\"grant_type\":\"refresh_token\","
		       "\"refresh_token\":\"x\",\"password\":\"hunter2\"}",
		"/password: does not belong here");
	expect_refused("{\"grant_type\":\"password\",\"company_id\":\"a\","
		       "\"username\":\"d\",\"password\":[\"hunter2\"]}",
		"/password: not a text");
	expect_refused("{\"grant_type\":\"password\",\"company_id\":\"a\","
		       "\"username\":\"d\",\"password\":\"hunter2\","
		       "\"device\":\"mine\"}",
		"/device: not an id");
	expect_refused("{\"grant_type\":\"password\",\"company_id\":\""
		       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		       "aaaaaaaaa"
		       "\"}",
		"/company_id: a Company ID has at most 63 characters");
}

static void
test_too_long_a_password_is_refused(void **state)
{
	char text[SECRET_MAX_BYTES + 200];

	snprintf(text, sizeof(text),
		"{\"grant_type\":\"password\",\"company_id\":\"a\","
		"\"username\":\"d\",\"password\":\"%0*d\"}",
		SECRET_MAX_BYTES + 1, 0);
	expect_refused(text, "/password: is too long");
}

static void
expect_person(const struct person *p)
{
	assert_int_equal(p->id.bytes[15], 2);
	assert_string_equal(p->name, "Dana \xc5\x81");
	assert_int_equal(p->given_len, 4);
	assert_true(permission_has(p->permissions, PERMISSION_CLOCK_IN_OUT));
	assert_true(permission_has(p->permissions, PERMISSION_CLOCK_IN_FOR));
	assert_true(permission_has(p->permissions, PERMISSION_COST_CODES_VIEW));
	assert_true(permission_has(p->permissions, PERMISSION_COST_CODES_EDIT));
	assert_false(permission_has(p->permissions, PERMISSION_BOARD_EDIT));
	assert_false(permission_has(
		p->permissions, PERMISSION_CLOCK_IN_FOR_EDIT_TIME));
	assert_int_equal(p->viewset, VIEWSET_SELECTED);
	assert_true(p->meal.tracked);
	assert_int_equal(p->meal.length_minutes, 30);
	assert_int_equal(p->meal.due_after_minutes, 240);
	assert_int_equal(p->meal.early, MEAL_EARLY_BLOCK);
	assert_string_equal(p->company_id, "acme");
	assert_string_equal(p->company_name, "Acme Roofing");
	assert_string_equal(p->company_zone, "America/New_York");
	assert_true(p->clock_enabled);
	assert_int_equal(p->max_record_minutes, 600);
}

static void
test_person(void **state)
{
	struct person person;
	struct err err;
	struct str out;

	assert_int_equal(
		wire_person_decode(PERSON, strlen(PERSON), &person, &err), 0);
	expect_person(&person);
	str_init(&out, 4096);
	wire_person_encode(&person, &out);
	expect_encoded(&out, PERSON);
}

static void
test_answers_may_say_more(void **state)
{
	static const char text[] =
		"{\"access_token\":\"cca_1\",\"token_type\":\"Bearer\","
		"\"expires_in\":900,\"scope\":null,\"refresh_token\":\"ccr_2\","
		"\"person\":{\"id\":\"019a0000-0000-7000-8000-000000000002\","
		"\"given_name\":\"D\",\"family_name\":\"\",\"age\":{\"x\":[1]},"
		"\"permissions\":[\"fly\",\"clock-in-for-edit-time\","
		"\"board=rule\",\"sky=edit\",\"audit=edit\"],"
		"\"viewset\":\"self\",\"meal\":{\"tracked\":false,"
		"\"length_minutes\":0,\"due_after_minutes\":0,"
		"\"early\":\"warn\",\"kind\":\"hot\"},"
		"\"company\":{\"id\":\"acme\",\"name\":\"A\",\"zone\":\"UTC\","
		"\"clock_enabled\":false,\"logo\":\"x\"}}}";
	struct wire_session got;
	struct err err;

	assert_int_equal(
		wire_session_decode(text, strlen(text), &got, &err), 0);
	assert_int_equal(
		got.person.permissions, PERMISSION_SET(CLOCK_IN_FOR_EDIT_TIME) |
						PERMISSION_SET_EDIT(AUDIT));
	assert_int_equal(got.expires_in_s, 900);
	assert_int_equal(got.person.max_record_minutes, 960);
	assert_int_equal(got.enrolment.credential.len, 0);
	wire_session_release(&got);
}

static void
test_session_there_and_back(void **state)
{
	struct wire_session session = {.expires_in_s = 900}, got;
	struct err err;
	struct str out;

	assert_int_equal(wire_person_decode(
				 PERSON, strlen(PERSON), &session.person, &err),
		0);
	set(&session.access, "cca_a");
	set(&session.refresh, "ccr_b");
	session.enrolment.id = (struct id){{1}};
	set(&session.enrolment.credential, "cce_c");
	session.enrolment.highest = 7;
	str_init(&out, 4096);
	wire_session_encode(&session, &out);
	assert_int_equal(wire_session_decode(out.data, out.len, &got, &err), 0);
	expect_encoded(&out,
		"{\"access_token\":\"cca_a\",\"token_type\":\"Bearer\","
		"\"expires_in\":900,\"refresh_token\":\"ccr_b\","
		"\"enrolment\":{"
		"\"id\":\"01000000-0000-0000-0000-000000000000\","
		"\"credential\":\"cce_c\",\"highest\":7},"
		"\"person\":" PERSON "}");
	assert_string_equal(got.access.data, "cca_a");
	assert_string_equal(got.refresh.data, "ccr_b");
	assert_string_equal(got.enrolment.credential.data, "cce_c");
	assert_int_equal(got.enrolment.id.bytes[0], 1);
	assert_int_equal(got.enrolment.highest, 7);
	assert_true(id_is_nil(&got.enrolment.previous));
	expect_person(&got.person);
	wire_session_release(&session);
	wire_session_release(&got);
}

static void
test_session_must_be_whole(void **state)
{
	static const char text[] =
		"{\"access_token\":\"cca_1\",\"token_type\":\"mac\"}";
	struct wire_session got;
	struct err err;

	assert_int_equal(
		wire_session_decode(text, strlen(text), &got, &err), -1);
	assert_string_equal(
		err.text, "/token_type: not one of the words for it");
	assert_int_equal(
		wire_session_decode("{\"access_token\":\"x\"}", 20, &got, &err),
		-1);
	assert_string_equal(err.text, "/token_type: is missing");
}

static void
test_revoke(void **state)
{
	struct secret token, got;
	struct err err;
	struct str out;

	set(&token, "ccr_b");
	str_init(&out, 4096);
	wire_revoke_encode(&token, &out);
	assert_int_equal(
		wire_revoke_decode(out.data, out.len, WIRE_JSON, &got, &err),
		0);
	expect_encoded(&out, "{\"token\":\"ccr_b\"}");
	assert_string_equal(got.data, "ccr_b");
	secret_release(&token);
	secret_release(&got);
	assert_int_equal(wire_revoke_decode("{\"token\":\"x\",\"y\":1}", 19,
				 WIRE_JSON, &got, &err),
		-1);
	assert_string_equal(err.text, "/y: does not belong here");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_password_grant),
		cmocka_unit_test(test_refresh_grant),
		cmocka_unit_test(test_a_sign_in_that_only_reads),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_bad_forms),
		cmocka_unit_test(test_sign_in_is_strict),
		cmocka_unit_test(test_too_long_a_password_is_refused),
		cmocka_unit_test(test_person),
		cmocka_unit_test(test_answers_may_say_more),
		cmocka_unit_test(test_session_there_and_back),
		cmocka_unit_test(test_session_must_be_whole),
		cmocka_unit_test(test_revoke),
	};

	return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
