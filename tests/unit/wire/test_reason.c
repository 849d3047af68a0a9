#include "wire/reason.h"

#include <string.h>

#include "lib/cmocka_all.h"

static void
test_there_and_back(void **state)
{
	static const char *const texts[] = {
		"", "She was at \"Elm St\".", "estaba allí"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct wire_reason reason = {.text = ""}, back;
		struct err err = {0};
		struct str out;

		(void)str_copy(reason.text, sizeof(reason.text), texts[i]);
		str_init(&out, 4096);
		wire_reason_encode(&reason, &out);
		assert_int_equal(
			wire_reason_decode(out.data, out.len, &back, &err), 0);
		assert_string_equal(back.text, texts[i]);
		str_release(&out);
	}
}

static void
test_what_is_refused(void **state)
{
	static const struct {
		const char *body;
		const char *why;
	} cases[] = {
		{"{\"reason\":1}", "/reason"},
		{"{\"reason\":\"\\u001b[2J\"}", "/reason"},
		{"{\"reason\":\" blank\"}", "/reason"},
		{"{\"because\":\"x\"}", "/because"},
		{"[]", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wire_reason reason;
		struct err err = {0};

		assert_int_equal(wire_reason_decode(cases[i].body,
					 strlen(cases[i].body), &reason, &err),
			-1);
		assert_non_null(strstr(err.text, cases[i].why));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests_name("reason", tests, NULL, NULL);
}
