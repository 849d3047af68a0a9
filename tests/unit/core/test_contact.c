#include "core/contact.h"
#include "lib/cmocka_all.h"

#define T0 INT64_C(1764000000000)
#define SECOND INT64_C(1000)
#define HOUR INT64_C(3600000)

static const struct id boot_a = {{0xa}}, boot_b = {{0xb}};

/* A contact made at a time since boot, that took so long on its way. */
static struct contact
contact(struct id boot, int64_t boottime_ms, int64_t took_ms)
{
	return (struct contact){
		.now = {.boot = boot, .boottime_ms = boottime_ms},
		.received_ms = T0 + boottime_ms + took_ms,
	};
}

static bool
lay_about(struct contact one, struct contact other)
{
	const struct contact all[] = {one, other};

	return contact_lay_about(&all[0], all, 2);
}

static void
test_one_by_itself_is_believed(void **state)
{
	struct contact one = contact(boot_a, HOUR, 600 * SECOND);

	assert_int_equal(contact_offset_ms(&one), T0 + 600 * SECOND);
	assert_false(contact_lay_about(&one, &one, 1));
	assert_false(contact_lay_about(&one, NULL, 0));
}

static void
test_thirty_seconds_and_drift_are_allowed(void **state)
{
	struct contact quick = contact(boot_a, 2 * HOUR, 0);

	/* 100 ppm of an hour are 360 ms. */
	assert_false(lay_about(contact(boot_a, HOUR, 30360), quick));
	assert_true(lay_about(contact(boot_a, HOUR, 30361), quick));
	assert_false(lay_about(contact(boot_a, 2 * HOUR, 30000), quick));
	assert_true(lay_about(contact(boot_a, 2 * HOUR, 30001), quick));
}

static void
test_only_a_later_one_of_its_boot_within_a_day_says_so(void **state)
{
	struct contact slow = contact(boot_a, HOUR, HOUR);

	assert_true(lay_about(slow, contact(boot_a, 25 * HOUR, 0)));
	assert_false(lay_about(slow, contact(boot_a, 25 * HOUR + 1, 0)));
	assert_false(lay_about(slow, contact(boot_a, HOUR - 1, 0)));
	assert_false(lay_about(slow, contact(boot_b, 2 * HOUR, 0)));
}

/* A machine that was paused comes later and later: no contact lay about. */
static void
test_a_pause_makes_no_contact_slow(void **state)
{
	struct contact before = contact(boot_a, HOUR, 0);
	struct contact after = contact(boot_a, 2 * HOUR, 5 * HOUR);

	assert_false(lay_about(before, after));
	assert_false(lay_about(after, before));
}

static void
test_hostile_clocks_do_not_overflow(void **state)
{
	int64_t most = INT64_C(1) << 53;
	struct contact a = contact(boot_a, 0, 0);
	struct contact b = contact(boot_a, most, 0);

	a.received_ms = most;
	b.received_ms = 0;
	assert_false(lay_about(a, b));
	assert_false(lay_about(b, a));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_by_itself_is_believed),
		cmocka_unit_test(test_thirty_seconds_and_drift_are_allowed),
		cmocka_unit_test(
			test_only_a_later_one_of_its_boot_within_a_day_says_so),
		cmocka_unit_test(test_a_pause_makes_no_contact_slow),
		cmocka_unit_test(test_hostile_clocks_do_not_overflow),
	};

	return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
