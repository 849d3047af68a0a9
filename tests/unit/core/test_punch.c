#include "lib/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "core/punch.h"

static struct id
some_id(uint8_t n)
{
	struct id id = {{n, [15] = n}};

	return id;
}

static struct punch
good_go(void)
{
	struct punch punch = {
		.id = some_id(1),
		.employee = some_id(2),
		.pressed_by = some_id(2),
		.enrolment = some_id(3),
		.number = 1,
		.kind = PUNCH_GO,
		.location = some_id(4),
		.cost_code = some_id(5),
		.pressed = {.wall_ms = 1764000000000,
			.boottime_ms = 1000,
			.boot = some_id(6),
			.zone = "America/New_York",
			.offset_s = -18000},
	};

	return punch;
}

static struct punch
good_void(void)
{
	struct punch punch = good_go();
	struct id none = {{0}};

	punch.kind = PUNCH_VOID;
	punch.location = none;
	punch.cost_code = none;
	punch.target = some_id(7);
	return punch;
}

static void
expect_good(const struct punch *punch)
{
	struct err err = {0};

	assert_int_equal(punch_check(punch, &err), 0);
}

/* The text begins with the member's wire name. */
static void
expect_bad(const struct punch *punch, const char *member)
{
	struct err err = {0};

	assert_int_equal(punch_check(punch, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_memory_equal(err.text, member, strlen(member));
	assert_int_equal(err.text[strlen(member)], ':');
}

static void
test_kinds_have_names(void **state)
{
	const char *names[] = {"go", "stop", "meal", "resume", "void"};
	enum punch_kind kind;
	struct err err = {0};

	for (int i = 0; i < PUNCH_KIND_COUNT; i++) {
		assert_string_equal(
			punch_kind_name((enum punch_kind)i), names[i]);
		assert_int_equal(punch_kind_parse(names[i], &kind, &err), 0);
		assert_int_equal(kind, i);
	}
	assert_int_equal(punch_kind_parse("GO", &kind, &err), -1);
	assert_int_equal(err.kind, ERR_DATA);
	assert_int_equal(punch_kind_parse("", &kind, &err), -1);
}

static void
test_good_ones_pass(void **state)
{
	struct punch punch = good_go();

	expect_good(&punch);
	snprintf(punch.comment, sizeof(punch.comment), "\x1b[2J \xc5\x81\n");
	expect_good(&punch);
	punch.has_chosen = true;
	punch.chosen_ms = punch.pressed.wall_ms;
	expect_good(&punch);
	punch = good_void();
	expect_good(&punch);
	punch.kind = PUNCH_STOP;
	punch.target = (struct id){{0}};
	punch.forced = true;
	expect_good(&punch);
}

static void
test_missing_ids_are_named(void **state)
{
	const struct {
		size_t offset;
		const char *member;
	} ids[] = {
		{offsetof(struct punch, id), "id"},
		{offsetof(struct punch, employee), "employee"},
		{offsetof(struct punch, pressed_by), "pressed_by"},
		{offsetof(struct punch, enrolment), "enrolment"},
		{offsetof(struct punch, pressed.boot), "boot_id"},
		{offsetof(struct punch, location), "location"},
		{offsetof(struct punch, cost_code), "cost_code"},
	};
	struct punch punch;

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		punch = good_go();
		memset((char *)&punch + ids[i].offset, 0, sizeof(struct id));
		expect_bad(&punch, ids[i].member);
	}
	punch = good_void();
	punch.target = (struct id){{0}};
	expect_bad(&punch, "target");
}

static void
test_members_of_another_kind_are_named(void **state)
{
	struct punch punch = good_go();

	punch.target = some_id(9);
	expect_bad(&punch, "target");
	punch = good_go();
	punch.forced = true;
	expect_bad(&punch, "forced");
	punch = good_void();
	punch.location = some_id(9);
	expect_bad(&punch, "location");
	punch = good_void();
	punch.cost_code = some_id(9);
	expect_bad(&punch, "cost_code");
	punch = good_void();
	punch.has_chosen = true;
	punch.chosen_ms = 5;
	expect_bad(&punch, "chosen_at");
	punch = good_go();
	punch.kind = (enum punch_kind)PUNCH_KIND_COUNT;
	expect_bad(&punch, "kind");
}

static void
expect_bad_number(size_t offset, int64_t value, const char *member)
{
	struct punch punch = good_go();

	memcpy((char *)&punch + offset, &value, sizeof(value));
	expect_bad(&punch, member);
}

static void
test_numbers_out_of_range_are_named(void **state)
{
	const int64_t exact = INT64_C(1) << 53;
	struct punch punch = good_go();

	expect_bad_number(offsetof(struct punch, number), 0, "number");
	expect_bad_number(offsetof(struct punch, number), exact, "number");
	expect_bad_number(offsetof(struct punch, pressed.wall_ms), -1, "at");
	expect_bad_number(
		offsetof(struct punch, pressed.wall_ms), 253402300800000, "at");
	expect_bad_number(
		offsetof(struct punch, pressed.boottime_ms), -1, "boottime_ms");
	expect_bad_number(offsetof(struct punch, pressed.boottime_ms), exact,
		"boottime_ms");
	expect_bad_number(offsetof(struct punch, chosen_ms), 1, "chosen_at");
	punch.pressed.offset_s = 93600;
	expect_bad(&punch, "offset_s");
	punch.pressed.offset_s = -90000;
	expect_bad(&punch, "offset_s");
}

static void
test_the_ends_of_the_ranges_are_in(void **state)
{
	struct punch punch = good_go();

	punch.has_chosen = true;
	punch.pressed.wall_ms = 0;
	punch.pressed.boottime_ms = 0;
	punch.pressed.offset_s = -89999;
	expect_good(&punch);
	punch.number = (INT64_C(1) << 53) - 1;
	punch.pressed.wall_ms = 253402300799999;
	punch.pressed.boottime_ms = (INT64_C(1) << 53) - 1;
	punch.pressed.offset_s = 93599;
	expect_good(&punch);
}

static void
test_a_chosen_time_is_one_that_can_be_written(void **state)
{
	struct punch punch = good_go();

	punch.has_chosen = true;
	/* The wall clock is only what it claims: which is later is restated. */
	punch.chosen_ms = punch.pressed.wall_ms + 1;
	expect_good(&punch);
	punch.chosen_ms = 253402300799999;
	expect_good(&punch);
	punch.chosen_ms++;
	expect_bad(&punch, "chosen_at");
	punch.chosen_ms = -1;
	expect_bad(&punch, "chosen_at");
}

static void
test_texts_are_checked(void **state)
{
	struct punch punch = good_go();

	snprintf(punch.comment, sizeof(punch.comment), "\xff");
	expect_bad(&punch, "comment");
	memset(punch.comment, 'a', sizeof(punch.comment));
	expect_bad(&punch, "comment");
	punch.comment[PUNCH_COMMENT_BYTES - 1] = '\0';
	expect_good(&punch);
	punch.pressed.zone[0] = '\0';
	expect_bad(&punch, "zone");
	snprintf(punch.pressed.zone, STAMP_ZONE_BYTES, "Europe\x1b");
	expect_bad(&punch, "zone");
	memset(punch.pressed.zone, 'a', STAMP_ZONE_BYTES);
	expect_bad(&punch, "zone");
}

static void
canonical(const struct punch *punch, struct str *out)
{
	str_init(out, PUNCH_CANONICAL_BYTES);
	punch_canonical(punch, out);
	assert_false(str_is_cut(out));
}

static void
expect_other_bytes(const struct punch *a, const struct punch *b)
{
	struct str x, y;

	canonical(a, &x);
	canonical(b, &y);
	assert_false(x.len == y.len && memcmp(x.data, y.data, x.len) == 0);
	str_release(&x);
	str_release(&y);
}

static void
test_canonical_tells_every_member_apart(void **state)
{
	struct punch a = good_go(), b = a;

#define DIFFERS(member, value)                                                 \
	b.member = (value);                                                    \
	expect_other_bytes(&a, &b);                                            \
	b = a
	DIFFERS(id, some_id(9));
	DIFFERS(employee, some_id(9));
	DIFFERS(pressed_by, some_id(9));
	DIFFERS(enrolment, some_id(9));
	DIFFERS(number, 2);
	DIFFERS(kind, PUNCH_MEAL);
	DIFFERS(location, some_id(9));
	DIFFERS(cost_code, some_id(9));
	DIFFERS(target, some_id(9));
	DIFFERS(forced, true);
	DIFFERS(pressed.wall_ms, 1);
	DIFFERS(pressed.boottime_ms, 1);
	DIFFERS(pressed.boot, some_id(9));
	DIFFERS(pressed.zone[0], 'B');
	DIFFERS(pressed.offset_s, 1);
	DIFFERS(has_chosen, true);
	DIFFERS(chosen_ms, 1);
	DIFFERS(comment[0], 'x');
#undef DIFFERS
}

/* The chain of every journal and ledger rests on these bytes. */
static void
test_canonical_never_changes(void **state)
{
	static const char expected[] = "punch 1\0"
				       "\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"
				       "\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02"
				       "\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02"
				       "\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03"
				       "\0\0\0\0\0\0\0\x01"
				       "go\0"
				       "\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x04"
				       "\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05"
				       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				       "\0\0\0\0\0\0\0\0"
				       "\0\0\x01\x9a\xb6\x97\xe8\x00"
				       "\0\0\0\0\0\0\x03\xe8"
				       "\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06"
				       "America/New_York\0"
				       "\xff\xff\xff\xff\xff\xff\xb9\xb0"
				       "\0\0\0\0\0\0\0\0"
				       "\0\0\0\0\0\0\0\0"
				       "hi";
	struct punch punch = good_go();
	struct str out;

	snprintf(punch.comment, sizeof(punch.comment), "hi");
	canonical(&punch, &out);
	assert_int_equal(out.len, sizeof(expected));
	assert_memory_equal(out.data, expected, sizeof(expected));
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds_have_names),
		cmocka_unit_test(test_good_ones_pass),
		cmocka_unit_test(test_missing_ids_are_named),
		cmocka_unit_test(test_members_of_another_kind_are_named),
		cmocka_unit_test(test_numbers_out_of_range_are_named),
		cmocka_unit_test(test_the_ends_of_the_ranges_are_in),
		cmocka_unit_test(test_a_chosen_time_is_one_that_can_be_written),
		cmocka_unit_test(test_texts_are_checked),
		cmocka_unit_test(test_canonical_tells_every_member_apart),
		cmocka_unit_test(test_canonical_never_changes),
	};

	return cmocka_run_group_tests_name("punch", tests, NULL, NULL);
}
