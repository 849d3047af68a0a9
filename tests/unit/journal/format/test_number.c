/* The numbers that stand on people's disks: never another one for a word. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "journal/format/number.h"
#include "journal/format/ranges.h"
#include "journal/format/schema.h"
#include "port/store.h"

struct pin {
	const struct number_map *map;
	int value;
	int disk;
};

static const struct pin pins[] = {
	{&number_kinds, PUNCH_GO, 1},
	{&number_kinds, PUNCH_STOP, 2},
	{&number_kinds, PUNCH_MEAL, 3},
	{&number_kinds, PUNCH_RESUME, 4},
	{&number_kinds, PUNCH_VOID, 5},
	{&number_states, KEPT_WAITING, 3},
	{&number_states, KEPT_ANSWERED, 5},
	{&number_states, KEPT_SET_ASIDE, 6},
	{&number_states, KEPT_CLOSED, 9},
	{&number_states, KEPT_DAMAGED, 10},
	{&number_verdicts, VERDICT_RECORDED, 1},
	{&number_verdicts, VERDICT_QUARANTINED, 2},
	{&number_verdicts, VERDICT_DUPLICATE, 3},
	{&number_verdicts, VERDICT_REFUSED, 4},
	{&number_modes, CLOCK_OUT, 1},
	{&number_modes, CLOCK_IN, 2},
	{&number_modes, CLOCK_MEAL, 3},
	{&number_viewsets, VIEWSET_SELF, 1},
	{&number_viewsets, VIEWSET_ALL, 2},
	{&number_viewsets, VIEWSET_SELECTED, 3},
	{&number_early, MEAL_EARLY_WARN, 1},
	{&number_early, MEAL_EARLY_BLOCK, 2},
};
#define PIN_COUNT (sizeof(pins) / sizeof(pins[0]))

static void
test_each_word_has_its_number(void **state)
{
	size_t members = number_kinds.count + number_states.count +
			 number_verdicts.count + number_modes.count +
			 number_viewsets.count + number_early.count;
	int value;

	for (size_t i = 0; i < PIN_COUNT; i++) {
		assert_int_equal(
			number_put(pins[i].map, pins[i].value), pins[i].disk);
		assert_true(number_take(pins[i].map, pins[i].disk, &value));
		assert_int_equal(value, pins[i].value);
	}
	assert_int_equal(members, PIN_COUNT); /* a new one is pinned, too */
	assert_int_equal(PUNCH_KIND_COUNT, number_kinds.count);
}

static void
test_other_numbers_are_none(void **state)
{
	static const int64_t others[] = {0, -1, 6, 7, 8, 11, 255, INT64_MAX};
	int value = 77;

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(number_take(&number_kinds, others[i], &value));
	assert_int_equal(value, 77);
}

/* The state is proven by nothing: a flipped bit must not make another one. */
static void
test_no_flip_makes_another_state(void **state)
{
	int value;

	for (size_t i = 0; i < number_states.count; i++)
		for (int bit = 0; bit < 8; bit++)
			assert_false(number_take(&number_states,
				number_states.disk[i] ^ 1 << bit, &value));
}

static void
test_the_mark_of_the_file(void **state)
{
	assert_int_equal(SCHEMA_APPLICATION_ID, 0x43434a31);
	assert_int_equal(SCHEMA_EARLY_APPLICATION_ID, 0x43434c4b);
	assert_int_equal(schema_now.version, 2);
}

static void
test_numbers_in_words(void **state)
{
	struct ranges ranges = {0}, many = {0};

	ranges_add(&ranges, 3, 3);
	ranges_add(&ranges, 17, 18);
	ranges_add(&ranges, 19, 19);
	ranges_add(&ranges, 22, 21); /* none */
	ranges_add(&ranges, 30, 30);
	ranges_end(&ranges);
	assert_string_equal(ranges.words, "3, 17-19, 30");
	assert_int_equal(ranges.count, 5);
	for (int64_t n = 1; n < 1000; n++)
		ranges_add(&many, n * 1000000, n * 1000000 + 5);
	ranges_end(&many);
	assert_non_null(strstr(many.words, "1000000-1000005, 2000000-"));
	assert_non_null(strstr(many.words, ", and more"));
	assert_int_equal(many.count, 999 * 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_word_has_its_number),
		cmocka_unit_test(test_other_numbers_are_none),
		cmocka_unit_test(test_no_flip_makes_another_state),
		cmocka_unit_test(test_the_mark_of_the_file),
		cmocka_unit_test(test_numbers_in_words),
	};

	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
