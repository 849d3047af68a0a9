#include "wire/enrolment.h"

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
test_there_and_back(void **state)
{
	static const char text[] =
		"{\"id\":\"" ONE "\",\"credential\":\"cce_1\","
		"\"highest\":0,\"previous\":\"" TWO "\"}";
	struct wire_enrolment got;
	struct err err;
	struct str out;

	assert_int_equal(
		wire_enrolment_decode(text, strlen(text), &got, &err), 0);
	assert_int_equal(got.id.bytes[0], 1);
	assert_int_equal(got.previous.bytes[0], 2);
	assert_string_equal(got.credential.data, "cce_1");
	str_init(&out, 4096);
	wire_enrolment_encode(&got, &out);
	expect_encoded(&out, text);
	wire_enrolment_release(&got);
	assert_null(got.credential.data);
}

static void
test_half_an_answer_is_none(void **state)
{
	static const char text[] = "{\"id\":\"" ONE "\",\"highest\":0}";
	struct wire_enrolment got;
	struct err err;

	assert_int_equal(
		wire_enrolment_decode(text, strlen(text), &got, &err), -1);
	assert_string_equal(err.text, "/credential: is missing");
}

static void
test_asking_for_one(void **state)
{
	struct wire_enrol in = {.device_name = "kiosk"}, got;
	struct err err;
	struct str out;

	str_init(&out, 4096);
	wire_enrol_encode(&in, &out);
	assert_int_equal(wire_enrol_decode(out.data, out.len, &got, &err), 0);
	assert_string_equal(got.device_name, "kiosk");
	expect_encoded(&out, "{\"device_name\":\"kiosk\"}");
	assert_int_equal(wire_enrol_decode("{}", 2, &got, &err), 0);
	assert_string_equal(got.device_name, "");
	assert_int_equal(wire_enrol_decode("{\"x\":1}", 7, &got, &err), -1);
	assert_string_equal(err.text, "/x: does not belong here");
}

static void
test_lists(void **state)
{
	const struct wire_enrolment_items enrolments = {.count = 1,
		.items = {{
			.id = {{1}},
			.employee = {{2}},
			.device = {{1}},
			.device_name = "kiosk",
			.previous = {{2}},
			.highest = 3,
			.begun_ms = 1000,
			.ended_ms = 2000,
			.current = true,
		}}};
	const struct wire_session_items sessions = {.count = 1,
		.items = {{
			.id = {{1}},
			.employee = {{2}},
			.created_ms = 1000,
			.used_ms = 2000,
			.until_ms = 3000,
		}}};
	struct str out;

	str_init(&out, 4096);
	wire_enrolments_encode(&enrolments, &out);
	expect_encoded(&out,
		"{\"enrolments\":[{\"id\":\"" ONE "\",\"employee\":\"" TWO
		"\",\"device\":\"" ONE "\",\"device_name\":\"kiosk\","
		"\"previous\":\"" TWO "\",\"highest\":3,"
		"\"begun\":\"1970-01-01T00:00:01.000Z\","
		"\"ended\":\"1970-01-01T00:00:02.000Z\",\"current\":true}]}");
	str_init(&out, 4096);
	wire_sessions_encode(&sessions, &out);
	expect_encoded(&out,
		"{\"sessions\":[{\"id\":\"" ONE "\",\"employee\":\"" TWO
		"\",\"created\":\"1970-01-01T00:00:01.000Z\","
		"\"used\":\"1970-01-01T00:00:02.000Z\","
		"\"until\":\"1970-01-01T00:00:03.000Z\",\"current\":false}]}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_half_an_answer_is_none),
		cmocka_unit_test(test_asking_for_one),
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests_name("enrolment", tests, NULL, NULL);
}
