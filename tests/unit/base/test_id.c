/* Ids: version 7, rising whatever the clock does, read and written. */
#include <string.h>

#include "base/id.h"
#include "lib/cmocka_all.h"

static void
make_rising(struct id_source *source, int64_t now_ms, struct id *last)
{
	struct id id;
	struct err err;

	assert_int_equal(id_make(source, now_ms, &id, &err), 0);
	if (id_compare(last, &id) != -1)
		fail_msg("not greater at %lld", (long long)now_ms);
	assert_int_equal(id.bytes[6] >> 4, 7);
	assert_int_equal(id.bytes[8] >> 6, 2);
	*last = id;
}

static void
test_ids_rise_also_when_the_clock_does_not(void **state)
{
	struct id_source source = {0};
	struct id last = {{0}};

	make_rising(&source, 1795266123456, &last);
	for (int i = 0; i < 20000; i++)
		make_rising(&source, 1795266123456, &last);
	for (int i = 0; i < 100; i++)
		make_rising(&source, 1795266123456 - i * 3600000, &last);
	make_rising(&source, -5, &last);
	for (int i = 0; i < 5000; i++)
		make_rising(&source, INT64_MAX, &last);
}

static void
test_the_time_stands_in_front(void **state)
{
	struct id_source source = {0};
	struct id id;
	struct err err;
	char text[ID_TEXT_BYTES];

	/* the example of RFC 9562, appendix A.6 */
	assert_int_equal(id_make(&source, 0x017f22e279b0, &id, &err), 0);
	id_format(&id, text);
	assert_memory_equal(text, "017f22e2-79b0-7", 15);
}

static void
test_makers_do_not_meet(void **state)
{
	struct id_source a = {0}, b = {0};
	struct id one, other;
	struct err err;

	for (int i = 0; i < 1000; i++) {
		assert_int_equal(id_make(&a, 1000, &one, &err), 0);
		assert_int_equal(id_make(&b, 1000, &other, &err), 0);
		assert_false(id_equal(&one, &other));
	}
}

static void
test_text(void **state)
{
	static const char text[] = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
	static const char *const bad[] = {"", "017f22e2",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		"017f22e279b0-7cc3-98c4-dc0c0c07398f0",
		"017f22e2_79b0_7cc3_98c4_dc0c0c07398f",
		"{17f22e2-79b0-7cc3-98c4-dc0c0c07398f"};
	char got[ID_TEXT_BYTES];
	struct id id, upper;
	struct err err;

	assert_int_equal(id_parse(text, &id, &err), 0);
	assert_string_equal(id_format(&id, got), text);
	assert_int_equal(
		id_parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", &upper, &err),
		0);
	assert_true(id_equal(&id, &upper));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(id_parse(bad[i], &upper, &err), -1);
		assert_int_equal(err.kind, ERR_DATA);
		assert_true(id_equal(&id, &upper));
	}
}

static void
test_order_and_nil(void **state)
{
	struct id nil, one;
	struct err err;

	id_parse("00000000-0000-0000-0000-000000000000", &nil, &err);
	id_parse("00000000-0000-0000-0000-0000000000ff", &one, &err);
	assert_true(id_is_nil(&nil));
	assert_false(id_is_nil(&one));
	assert_int_equal(id_compare(&nil, &one), -1);
	assert_int_equal(id_compare(&one, &nil), 1);
	assert_int_equal(id_compare(&one, &one), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids_rise_also_when_the_clock_does_not),
		cmocka_unit_test(test_the_time_stands_in_front),
		cmocka_unit_test(test_makers_do_not_meet),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_order_and_nil),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
