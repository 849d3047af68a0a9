#include "core/order.h"

#include <string.h>

#include "core/restate.h"
#include "lib/cmocka_all.h"

#define T0 INT64_C(1764000000000)
#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)

static const struct id boot_a = {{0xa}}, boot_b = {{0xb}};

struct scene {
	struct order_item items[8];
	size_t count;
	int64_t fork_from;
	struct order_point behind;
};

/* The next press: at this time after T0, as its clocks claimed. */
static struct order_item *
press(struct scene *s, bool is_exact, struct id boot, int64_t at)
{
	struct order_item *item = &s->items[s->count++];

	*item = (struct order_item){
		.number = (int64_t)s->count,
		.restated_ms = T0 + at,
		.wall_ms = T0 + at,
		.is_exact = is_exact,
		.not_after_ms = T0 + 1000 * HOUR,
		.boot = boot,
		.boottime_ms = at,
	};
	return item;
}

static struct order_item *
exact(struct scene *s, int64_t at)
{
	return press(s, true, boot_a, at);
}

static struct order_item *
wall(struct scene *s, int64_t at)
{
	return press(s, false, boot_b, at);
}

static void
run(struct scene *s)
{
	order_run(NULL, s->items, s->count,
		s->fork_from ? s->fork_from : INT64_MAX, &s->behind);
}

static void
expect(const struct scene *s, int number, int64_t at, unsigned flags)
{
	const struct order_item *item = &s->items[number - 1];

	assert_int_equal(item->at_ms - T0, at);
	assert_int_equal(item->flags, flags);
}

static void
test_what_is_in_order_stays(void **state)
{
	struct scene s = {0};

	exact(&s, HOUR);
	wall(&s, 2 * HOUR);
	exact(&s, 2 * HOUR);
	wall(&s, 3 * HOUR);
	run(&s);
	expect(&s, 1, HOUR, 0);
	expect(&s, 2, 2 * HOUR, 0);
	expect(&s, 3, 2 * HOUR, 0);
	expect(&s, 4, 3 * HOUR, 0);
}

static void
test_a_later_press_is_lifted_never_past_its_not_after(void **state)
{
	struct scene s = {0};

	exact(&s, 3 * HOUR);
	exact(&s, 3 * HOUR - MINUTE);
	exact(&s, 3 * HOUR - MINUTE / 2);
	exact(&s, 2 * HOUR)->not_after_ms = T0 + 2 * HOUR + MINUTE;
	wall(&s, HOUR);
	run(&s);
	expect(&s, 1, 3 * HOUR, 0);
	expect(&s, 2, 3 * HOUR, RESTATE_LIFTED);
	/* By itself, not at its distance from that: both are exact. */
	expect(&s, 3, 3 * HOUR, RESTATE_LIFTED);
	expect(&s, 4, 2 * HOUR + MINUTE, RESTATE_LIFTED);
	expect(&s, 5, 2 * HOUR + MINUTE, RESTATE_LIFTED | RESTATE_DIFFERS);
}

/* Of two processes that press at once, either is numbered first. */
static void
test_a_lift_of_up_to_a_second_is_no_flag(void **state)
{
	struct scene s = {0};

	exact(&s, HOUR);
	exact(&s, HOUR - 1000);
	exact(&s, HOUR - 1001);
	wall(&s, HOUR - 500);
	wall(&s, HOUR - 300);
	run(&s);
	expect(&s, 2, HOUR, 0);
	expect(&s, 3, HOUR, RESTATE_LIFTED);
	expect(&s, 4, HOUR, 0);
	/* At its distance from that, which was lifted all the same. */
	expect(&s, 5, HOUR + 200, 0);
}

static void
test_a_lifted_one_takes_the_later_ones_of_its_boot_along(void **state)
{
	struct scene s = {0};
	struct order_item *first;

	/* A clock that began in 1970: the first was lifted when restated. */
	first = wall(&s, 0);
	first->restated_ms = T0 + 5 * HOUR;
	first->flags = RESTATE_LIFTED;
	first->wall_ms = 0;
	wall(&s, 10 * MINUTE)->wall_ms = 10 * MINUTE;
	wall(&s, 20 * MINUTE)->not_after_ms = T0 + 5 * HOUR + 15 * MINUTE;
	/* Another boot, and an exact one, stand by themselves. */
	press(&s, false, boot_a, 30 * MINUTE);
	press(&s, true, boot_b, 6 * HOUR);
	run(&s);
	expect(&s, 1, 5 * HOUR, RESTATE_LIFTED | RESTATE_DIFFERS);
	expect(&s, 2, 5 * HOUR + 10 * MINUTE, RESTATE_LIFTED | RESTATE_DIFFERS);
	expect(&s, 3, 5 * HOUR + 15 * MINUTE, RESTATE_LIFTED | RESTATE_DIFFERS);
	expect(&s, 4, 5 * HOUR + 15 * MINUTE, RESTATE_LIFTED | RESTATE_DIFFERS);
	expect(&s, 5, 6 * HOUR, 0);
}

static void
test_a_press_by_the_wall_clock_moves_no_exact_one(void **state)
{
	struct scene s = {0};

	exact(&s, HOUR);
	wall(&s, 90 * MINUTE);
	wall(&s, 9 * HOUR);
	wall(&s, 95 * MINUTE);
	exact(&s, 2 * HOUR);
	wall(&s, 3 * HOUR);
	run(&s);
	expect(&s, 1, HOUR, 0);
	expect(&s, 2, 90 * MINUTE, 0);
	expect(&s, 3, 2 * HOUR, RESTATE_CLAMPED | RESTATE_DIFFERS);
	expect(&s, 4, 2 * HOUR,
		RESTATE_LIFTED | RESTATE_CLAMPED | RESTATE_DIFFERS);
	expect(&s, 5, 2 * HOUR, 0);
	expect(&s, 6, 3 * HOUR, 0);
}

static void
test_what_is_proven_of_a_press_holds_for_the_ones_behind(void **state)
{
	struct scene s = {0};

	exact(&s, HOUR);
	wall(&s, 9 * HOUR)->not_before_ms = T0 + 3 * HOUR;
	wall(&s, 80 * MINUTE);
	exact(&s, 2 * HOUR);
	exact(&s, 170 * MINUTE);
	exact(&s, 4 * HOUR);
	run(&s);
	expect(&s, 1, HOUR, 0);
	expect(&s, 2, 3 * HOUR, RESTATE_CLAMPED | RESTATE_DIFFERS);
	expect(&s, 3, 3 * HOUR,
		RESTATE_LIFTED | RESTATE_CLAMPED | RESTATE_DIFFERS);
	expect(&s, 4, 3 * HOUR, RESTATE_LIFTED | RESTATE_DIFFERS);
	expect(&s, 5, 3 * HOUR, RESTATE_LIFTED | RESTATE_DIFFERS);
	expect(&s, 6, 4 * HOUR, 0);
}

static void
test_branches_of_a_fork_tell_nothing_of_each_other(void **state)
{
	struct scene s = {.fork_from = 3};

	exact(&s, 2 * HOUR);
	wall(&s, 9 * HOUR);
	exact(&s, 8 * HOUR);
	exact(&s, 3 * HOUR)->number = 3;
	wall(&s, 7 * HOUR);
	exact(&s, HOUR);
	run(&s);
	expect(&s, 2, 9 * HOUR, 0);
	expect(&s, 3, 8 * HOUR, 0);
	expect(&s, 4, 3 * HOUR, 0);
	expect(&s, 5, 7 * HOUR, 0);
	/* All of them come behind what was before it. */
	expect(&s, 6, 2 * HOUR, RESTATE_LIFTED | RESTATE_DIFFERS);
	assert_true(order_is_settled(&s.behind));
	assert_int_equal(s.behind.number, 6);
	assert_int_equal(s.behind.press_ms, T0 + 2 * HOUR);
}

/* Also where nothing exact comes before it: the next run goes on behind it. */
static void
test_a_fork_from_the_beginning_is_settled(void **state)
{
	struct scene s = {.fork_from = 1};

	wall(&s, HOUR);
	wall(&s, 2 * HOUR);
	run(&s);
	expect(&s, 1, HOUR, 0);
	assert_true(order_is_settled(&s.behind));
	assert_int_equal(s.behind.number, 2);
}

static void
test_a_chosen_time_is_never_lifted(void **state)
{
	struct scene s = {0};
	struct order_item *item;

	exact(&s, 4 * HOUR);
	item = exact(&s, 4 * HOUR - MINUTE);
	item->has_chosen = true;
	item->chosen_ms = T0 + HOUR;
	exact(&s, 3 * HOUR + 58 * MINUTE);
	run(&s);
	expect(&s, 2, HOUR, RESTATE_LIFTED);
	/* Its press stands in the order. */
	assert_int_equal(item->press_ms, T0 + 4 * HOUR);
	expect(&s, 3, 4 * HOUR, RESTATE_LIFTED);
}

static void
test_a_chosen_time_is_at_most_its_press(void **state)
{
	struct scene s = {0};
	struct order_item *item = exact(&s, HOUR);

	item->has_chosen = true;
	item->chosen_ms = T0 + HOUR + 5 * MINUTE;
	run(&s);
	expect(&s, 1, HOUR, RESTATE_FUTURE);
	item->flags = 0;
	item->chosen_ms++;
	run(&s);
	expect(&s, 1, HOUR, RESTATE_FUTURE | RESTATE_DIFFERS);
	item->flags = 0;
	item->chosen_ms = T0 + HOUR;
	run(&s);
	expect(&s, 1, HOUR, 0);
	/* As typed; but its press was claimed a day later. */
	item->wall_ms += 24 * HOUR;
	item->chosen_ms = T0;
	run(&s);
	expect(&s, 1, 0, RESTATE_DIFFERS);
}

static void
test_five_minutes_from_the_claim_are_flagged(void **state)
{
	struct scene s = {0};

	exact(&s, HOUR)->wall_ms += 5 * MINUTE;
	exact(&s, HOUR)->wall_ms += 5 * MINUTE + 1;
	exact(&s, HOUR)->wall_ms -= 5 * MINUTE + 1;
	exact(&s, HOUR)->wall_ms = 0;
	s.items[3].is_void = true;
	run(&s);
	expect(&s, 1, HOUR, 0);
	expect(&s, 2, HOUR, RESTATE_DIFFERS);
	expect(&s, 3, HOUR, RESTATE_DIFFERS);
	expect(&s, 4, HOUR, 0);
}

/* --- taken up at a point ------------------------------------------------- */

static uint64_t seed = 88172645463325252;

static int
random_below(int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)limit);
}

static void
make_any(struct scene *s)
{
	for (int i = 0; i < 8; i++) {
		struct order_item *item = press(s, random_below(2),
			random_below(2) ? boot_a : boot_b,
			random_below(10) * HOUR);

		item->restated_ms += (random_below(7) - 3) * 40 * MINUTE;
		item->not_after_ms =
			item->restated_ms + random_below(4) * 90 * MINUTE;
		item->not_before_ms =
			item->restated_ms - random_below(4) * 90 * MINUTE;
		if (random_below(4) == 0)
			item->flags |= RESTATE_LIFTED;
	}
	s->fork_from = random_below(3) ? 0 : 1 + random_below(8);
}

static void
expect_same(const struct scene *a, const struct scene *b)
{
	for (size_t i = 0; i < a->count; i++) {
		assert_int_equal(a->items[i].press_ms, b->items[i].press_ms);
		assert_int_equal(a->items[i].at_ms, b->items[i].at_ms);
		assert_int_equal(a->items[i].flags, b->items[i].flags);
	}
	assert_int_equal(a->behind.number, b->behind.number);
	assert_int_equal(a->behind.press_ms, b->behind.press_ms);
	assert_int_equal(a->behind.is_exact, b->behind.is_exact);
	assert_int_equal(a->behind.is_lifted, b->behind.is_lifted);
	assert_true(id_equal(&a->behind.boot, &b->behind.boot));
	assert_int_equal(a->behind.boottime_ms, b->behind.boottime_ms);
	assert_int_equal(a->behind.proven_ms, b->behind.proven_ms);
}

static void
test_a_run_may_be_cut_wherever_it_goes_on(void **state)
{
	int cuts = 0, unsettled = 0;

	for (int round = 0; round < 5000; round++) {
		struct scene whole = {0}, part;
		size_t cut = (size_t)random_below(9);
		int64_t fork_from;
		struct order_point point;

		make_any(&whole);
		part = whole;
		run(&whole);
		fork_from = part.fork_from ? part.fork_from : INT64_MAX;
		order_run(NULL, part.items, cut, fork_from, &point);
		if (!order_goes_on(
			    &point, part.items + cut, 8 - cut, fork_from))
			continue;
		order_run(&point, part.items + cut, 8 - cut, fork_from,
			&part.behind);
		expect_same(&whole, &part);
		cuts++;
		unsettled += cut < 8 && !order_is_settled(&point);
	}
	assert_true(cuts > 1000);
	assert_true(unsettled > 50);
}

static void
test_order_holds_where_not_after_allows(void **state)
{
	for (int round = 0; round < 5000; round++) {
		struct scene s = {0};

		make_any(&s);
		s.fork_from = 0;
		for (int i = 0; i < 8; i++)
			s.items[i].not_after_ms = T0 + 1000 * HOUR;
		run(&s);
		for (int i = 0; i < 8; i++) {
			const struct order_item *item = &s.items[i];

			if (i > 0)
				assert_true(
					item[-1].press_ms <= item->press_ms);
			assert_true(item->press_ms >= item->not_before_ms);
			if (item->press_ms < item->restated_ms)
				assert_true(!item->is_exact &&
					    (item->flags & RESTATE_CLAMPED));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_in_order_stays),
		cmocka_unit_test(
			test_a_later_press_is_lifted_never_past_its_not_after),
		cmocka_unit_test(test_a_lift_of_up_to_a_second_is_no_flag),
		cmocka_unit_test(
			test_a_lifted_one_takes_the_later_ones_of_its_boot_along),
		cmocka_unit_test(
			test_a_press_by_the_wall_clock_moves_no_exact_one),
		cmocka_unit_test(
			test_what_is_proven_of_a_press_holds_for_the_ones_behind),
		cmocka_unit_test(
			test_branches_of_a_fork_tell_nothing_of_each_other),
		cmocka_unit_test(test_a_fork_from_the_beginning_is_settled),
		cmocka_unit_test(test_a_chosen_time_is_never_lifted),
		cmocka_unit_test(test_a_chosen_time_is_at_most_its_press),
		cmocka_unit_test(test_five_minutes_from_the_claim_are_flagged),
		cmocka_unit_test(test_a_run_may_be_cut_wherever_it_goes_on),
		cmocka_unit_test(test_order_holds_where_not_after_allows),
	};

	return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
