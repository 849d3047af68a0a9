/* What one may ask for: used up, earned back, forgotten. */

#include "lib/cmocka_all.h"

#include "service/desk/quota.h"

#define NOW_MS INT64_C(1795266000000)

static struct quota *quota;
static int64_t now_ms;

static int
setup(void **state)
{
	quota = quota_new();
	now_ms = NOW_MS;
	return 0;
}

static int
teardown(void **state)
{
	quota_free(&quota);
	return 0;
}

/* The wait; and whether somebody heard of a refusal lately. */
static int
take(int whose, bool *told_out)
{
	const struct quota_key key = {QUOTA_LINES, &whose, sizeof(whose)};

	return quota_take(quota, &key, 0, now_ms, told_out);
}

static void
what_was_used_up_is_earned_back(void **state)
{
	bool told;

	for (int i = 0; i < 20; i++)
		assert_int_equal(take(1, &told), 0);
	assert_int_equal(take(1, &told), 1);
	assert_int_equal(take(2, &told), 0);
	now_ms += 1000;
	assert_int_equal(take(1, &told), 0);
	assert_int_equal(take(1, &told), 1);
}

/* A flood is told of once a minute for as long as it lasts. */
static void
a_refusal_is_told_once_a_minute(void **state)
{
	int tellings = 0;
	bool told;

	for (int i = 0; i < 20; i++)
		(void)take(1, &told);
	for (int i = 0; i < 50 * 190; i++) {
		now_ms += 20;
		tellings += take(1, &told) > 0 && !told;
	}
	assert_in_range(tellings, 3, 4);
}

/* There are more others than can be known: who comes often is known still. */
static void
a_crowd_does_not_hide_who_comes_often(void **state)
{
	int taken = 0;
	bool told;

	for (int i = 0; i < 20; i++)
		(void)take(1, &told);
	for (int i = 2; i < 20000; i++) {
		assert_int_equal(take(i, &told), 0);
		now_ms += i % 20 == 0; /* a second in all */
		taken += i % 100 == 0 && take(1, &told) == 0;
	}
	assert_in_range(taken, 0, 1);
}

static void
a_network_is_one_address(void **state)
{
	static const char *const cases[][2] = {
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff::9"},
		{"192.0.2.7", "192.0.2.7"},
	};

	for (size_t i = 0; i < 2; i++) {
		struct str one, other;

		str_init(&one, 64);
		str_init(&other, 64);
		quota_peer(cases[i][0], &one);
		quota_peer(cases[i][1], &other);
		assert_int_equal(one.len, other.len);
		assert_memory_equal(one.data, other.data, one.len);
		str_release(&one);
		str_release(&other);
	}
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_was_used_up_is_earned_back),
		T(a_refusal_is_told_once_a_minute),
		T(a_crowd_does_not_hide_who_comes_often),
		T(a_network_is_one_address),
	};

	return cmocka_run_group_tests_name("quota", tests, NULL, NULL);
}
