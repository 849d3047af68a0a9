/*
 * The contacts that an enrolment's next press goes by: one that it lets go is
 * handed out to be kept, or a press that comes late would be judged without.
 */

#include "lib/cmocka_all.h"

#include "src/service/ledger/enrolment_state.h"

#define DAY_MS INT64_C(86400000)

/* Of a boot, made at at_ms of it, a way of slow_ms to the service. */
static struct contact
contact(unsigned char boot, int64_t highest, int64_t at_ms, int64_t slow_ms)
{
	return (struct contact){
		.now = {.boot = {{boot}},
			.boottime_ms = at_ms,
			.wall_ms = at_ms + 1000},
		.highest = highest,
		.received_ms = 1000 + at_ms + slow_ms,
	};
}

static const struct id company = {{1}}, enrolment = {{2}};

static bool
is_among(const struct contact *gone, size_t n, const struct contact *one)
{
	for (size_t i = 0; i < n; i++)
		if (gone[i].received_ms == one->received_ms)
			return true;
	return false;
}

static void
test_a_new_number_lets_go_first_quickest_and_last(void **state)
{
	const struct contact first = contact(1, 1, 1000, 900),
			     quick = contact(1, 1, 5000, 20),
			     between = contact(1, 1, 7000, 400),
			     last = contact(1, 1, 9000, 500),
			     next = contact(1, 2, 11000, 30);
	struct enrolment_state it;
	struct contact gone[3];
	size_t n;

	(void)state;
	enrolment_state_init(&it, &company, &enrolment);
	enrolment_state_see(&it, &first, gone, &n);
	assert_int_equal(n, 0);
	enrolment_state_see(&it, &quick, gone, &n);
	enrolment_state_see(&it, &between, gone, &n);
	enrolment_state_see(&it, &last, gone, &n);
	assert_int_equal(n, 0);
	assert_int_equal(it.quick.received_ms, quick.received_ms);
	enrolment_state_see(&it, &next, gone, &n);
	assert_int_equal(n, 3);
	assert_true(is_among(gone, n, &first));
	assert_true(is_among(gone, n, &quick));
	assert_true(is_among(gone, n, &last));
	assert_int_equal(it.before.received_ms, last.received_ms);
}

static void
test_another_boot_lets_go_of_the_one_before_it(void **state)
{
	const struct contact first = contact(1, 1, 1000, 900),
			     quick = contact(1, 1, 5000, 20),
			     last = contact(1, 1, 9000, 500),
			     reboot = contact(2, 1, 20000, 30);
	struct enrolment_state it;
	struct contact gone[3];
	size_t n;

	(void)state;
	enrolment_state_init(&it, &company, &enrolment);
	enrolment_state_see(&it, &first, gone, &n);
	enrolment_state_see(&it, &quick, gone, &n);
	enrolment_state_see(&it, &last, gone, &n);
	enrolment_state_see(&it, &reboot, gone, &n);
	assert_int_equal(n, 3);
	assert_true(is_among(gone, n, &first));
	assert_true(is_among(gone, n, &quick));
	assert_true(is_among(gone, n, &last));
	assert_int_equal(it.quick.received_ms, reboot.received_ms);
	assert_int_equal(it.first.received_ms, first.received_ms);
}

static void
test_a_day_later_the_quickest_is_another(void **state)
{
	const struct contact first = contact(1, 1, 1000, 20),
			     later = contact(1, 1, 2000 + DAY_MS, 800);
	struct enrolment_state it;
	struct contact gone[3];
	size_t n;

	(void)state;
	enrolment_state_init(&it, &company, &enrolment);
	enrolment_state_see(&it, &first, gone, &n);
	enrolment_state_see(&it, &later, gone, &n);
	assert_int_equal(n, 1);
	assert_true(is_among(gone, n, &first));
	assert_int_equal(it.quick.received_ms, later.received_ms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_a_new_number_lets_go_first_quickest_and_last),
		cmocka_unit_test(
			test_another_boot_lets_go_of_the_one_before_it),
		cmocka_unit_test(test_a_day_later_the_quickest_is_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
