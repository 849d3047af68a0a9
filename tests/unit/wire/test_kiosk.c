#include "wire/kiosk.h"

#include <string.h>

#include "lib/cmocka_all.h"

#define ONE "01000000-0000-0000-0000-000000000000"
#define TWO "02000000-0000-0000-0000-000000000000"

static void
expect_encoded(struct str *out, const char *want)
{
	assert_false(str_is_cut(out));
	assert_string_equal(out->data, want);
	str_release(out);
}

static void
test_wanting_one(void **state)
{
	static const char text[] =
		"{\"name\":\"Gate 1\",\"location\":\"" ONE "\"}";
	static const char empty[] = "{\"name\":\"\",\"location\":\"" ONE "\"}";
	struct wire_kiosk_wanted got;
	struct err err;
	struct str out;

	(void)state;
	assert_int_equal(
		wire_kiosk_wanted_decode(text, strlen(text), &got, &err), 0);
	str_init(&out, 4096);
	wire_kiosk_wanted_encode(&got, &out);
	expect_encoded(&out, text);
	assert_int_equal(
		wire_kiosk_wanted_decode(empty, strlen(empty), &got, &err), -1);
	assert_string_equal(err.text, "/name: is empty");
	assert_int_equal(wire_kiosk_wanted_decode("{}", 2, &got, &err), -1);
}

static void
test_its_code(void **state)
{
	static const char text[] = "{\"code\":\"K7QX-92MF\","
				   "\"until\":\"2026-11-25T09:46:40.000Z\"}";
	struct wire_kiosk_code got;
	struct err err;
	struct str out;

	(void)state;
	assert_int_equal(
		wire_kiosk_code_decode(text, strlen(text), &got, &err), 0);
	assert_string_equal(got.code, "K7QX-92MF");
	assert_int_equal(got.until_ms, 1795600000000);
	str_init(&out, 4096);
	wire_kiosk_code_encode(&got, &out);
	expect_encoded(&out, text);
	assert_int_equal(wire_kiosk_code_decode("{}", 2, &got, &err), -1);
}

static void
test_enrolling(void **state)
{
	static const char text[] =
		"{\"company_id\":\"Acme\",\"code\":\"k7qx 92mf\","
		"\"device\":\"" ONE "\"}";
	static const char more[] =
		"{\"company_id\":\"acme\",\"code\":\"x\",\"device\":\"" ONE
		"\",\"password\":\"y\"}";
	struct wire_kiosk_enrol got;
	struct err err;

	(void)state;
	assert_int_equal(
		wire_kiosk_enrol_decode(text, strlen(text), &got, &err), 0);
	assert_string_equal(got.company_id, "acme");
	assert_string_equal(got.code, "k7qx 92mf");
	assert_int_equal(got.device.bytes[0], 1);
	assert_int_equal(
		wire_kiosk_enrol_decode(more, strlen(more), &got, &err), -1);
	assert_string_equal(err.text, "/password: does not belong here");
}

static void
test_a_kiosk(void **state)
{
	const struct wire_enrolment enrolment = {.id = {{1}}};
	const struct wire_kiosk_wanted kiosk = {"Gate 1", {{2}}};
	struct str out;

	(void)state;
	str_init(&out, 4096);
	wire_kiosk_encode(&enrolment, &kiosk, &out);
	expect_encoded(&out,
		"{\"enrolment\":{\"id\":\"" ONE "\",\"credential\":\"\","
		"\"highest\":0},\"name\":\"Gate 1\",\"location\":\"" TWO "\"}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wanting_one),
		cmocka_unit_test(test_its_code),
		cmocka_unit_test(test_enrolling),
		cmocka_unit_test(test_a_kiosk),
	};

	return cmocka_run_group_tests_name("kiosk", tests, NULL, NULL);
}
