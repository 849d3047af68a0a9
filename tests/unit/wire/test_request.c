#include "wire/request.h"

#include <string.h>

#include "lib/cmocka_all.h"

#define ID(n) "0" #n "000000-0000-0000-0000-000000000000"

static void
check_same(const char *text)
{
	struct wire_request request;
	struct err err;
	struct str out;

	if (wire_request_decode(text, strlen(text), &request, &err) < 0)
		fail_msg("%s", err.text);
	str_init(&out, 1024);
	wire_request_encode(&request, &out);
	assert_string_equal(out.data, text);
	str_release(&out);
}

static void
test_what_is_asked(void **state)
{
	(void)state;
	check_same("{\"id\":\"" ID(
		1) "\",\"press\":\"stop\",\"at\":"
		   "\"2026-11-17T21:30:00.000Z\",\"comment\":\"left early\"}");
	check_same("{\"id\":\"" ID(
		1) "\",\"press\":\"go\",\"at\":"
		   "\"2026-11-17T12:00:00.000Z\",\"location\":\"" ID(
			   2) "\",\"cost_code\":\"" ID(3) "\"}");
}

static void
test_what_nobody_can_ask(void **state)
{
	static const struct {
		const char *text, *why;
	} wrong[] = {
		{"{}", "/id: is missing"},
		{"{\"id\":\"" ID(1) "\",\"press\":\"void\","
				    "\"at\":\"2026-11-17T21:30:00.000Z\"}",
			"/press: is not a button"},
		{"{\"id\":\"" ID(1) "\",\"press\":\"go\","
				    "\"at\":\"2026-11-17T21:30:00.000Z\"}",
			"/location: is missing"},
		{"{\"id\":\"" ID(1) "\",\"press\":\"stop\",\"cost_code\":\"" ID(
			 3) "\",\"at\":\"2026-11-17T21:30:00.000Z\"}",
			"/cost_code: is of GO alone"},
		{"{\"id\":\"" ID(1) "\",\"press\":\"stop\",\"for\":1,"
				    "\"at\":\"2026-11-17T21:30:00.000Z\"}",
			"/for: does not belong here"},
	};
	struct wire_request request;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(wire_request_decode(wrong[i].text,
					 strlen(wrong[i].text), &request, &err),
			-1);
		assert_string_equal(err.text, wrong[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_asked),
		cmocka_unit_test(test_what_nobody_can_ask),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
