#include "wire/use.h"

#include <string.h>

#include "lib/cmocka_all.h"

static void
test_there_and_back(void **state)
{
	static const struct wire_use uses[] = {
		{.whole = true},
		{.records = 1204, .since_ms = INT64_C(1772442000000)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		struct wire_use back;
		struct err err = {0};
		struct str out;

		str_init(&out, 4096);
		wire_use_encode(&uses[i], &out);
		assert_int_equal(
			wire_use_decode(out.data, out.len, &back, &err), 0);
		assert_int_equal(back.records, uses[i].records);
		assert_int_equal(back.since_ms, uses[i].since_ms);
		assert_int_equal(back.whole, uses[i].whole);
		str_release(&out);
	}
}

static void
test_what_is_none(void **state)
{
	static const char *const bodies[] = {"[]", "{}",
		"{\"records\":-1,\"whole\":true}",
		"{\"records\":1,\"since\":\"May\",\"whole\":true}"};

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		struct wire_use use;
		struct err err = {0};

		assert_int_equal(wire_use_decode(bodies[i], strlen(bodies[i]),
					 &use, &err),
			-1);
		assert_int_equal(err.kind, ERR_DATA);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
