/* Where a punch's time comes from, in words. */

#include "app/explain.h"
#include "lib/cmocka_all.h"

#include <string.h>

#include "core/cause.h"

static void
every_flag_and_method_has_words(void **state)
{
#define X(name, bit, wire) assert_non_null(explain_flag(RESTATE_##name));
	RESTATE_FLAGS(X)
#undef X
#define X(name, number, wire) assert_non_null(explain_method(RESTATE_##name));
	RESTATE_METHODS(X)
#undef X
}

static void
shows_what_is_proven(void **state)
{
	struct kept_punch kept = {
		.state = KEPT_ANSWERED,
		.punch = {.enrolment = {{1}},
			.number = 7,
			.comment = "the ladder\x1b[2J",
			.pressed = {.wall_ms = 1796027564000}},
		.verdict = {.kind = VERDICT_RECORDED,
			.at_ms = 1796027444000,
			.method = RESTATE_SAME_BOOT,
			.not_before_ms = 1796027414000,
			.not_after_ms = 1796027445000,
			.flags = RESTATE_FORK | RESTATE_STEPPED,
			.causes = CAUSE_LEFT},
	};
	struct str out;

	str_init(&out, 4096);
	explain_words(&out, &kept, NULL);
	assert_string_equal(out.data,
		"  Pressed     Mon 30 Nov 2026 08:32:44 UTC, by this machine's "
		"clock\n"
		"  Counts      Mon 30 Nov 2026 08:30:44 UTC, by a contact with "
		"the service since, of the same start of this machine\n"
		"  Not before  Mon 30 Nov 2026 08:30:14 UTC\n"
		"  Not after   Mon 30 Nov 2026 08:30:45 UTC\n"
		"  Held        The employee, or the person who pressed, is not "
		"active.\n"
		"  Noted       This machine's clock was set to another time "
		"meanwhile.\n"
		"  Noted       Two presses have its number: this machine's "
		"state is used in two places, or was put back from a copy.\n"
		"  Comment     the ladder\\x1b[2J\n"
		"  Punch       number 7 of enrolment "
		"01000000-0000-0000-0000-000000000000\n");
	str_release(&out);
}

/* Nothing is said that is not known yet. */
static void
a_kept_one_shows_its_press(void **state)
{
	struct kept_punch kept = {.state = KEPT_WAITING,
		.punch = {.has_chosen = true,
			.chosen_ms = 1796027444000,
			.pressed = {.wall_ms = 1796027564000}}};
	struct str out;

	str_init(&out, 4096);
	explain_words(&out, &kept, NULL);
	assert_non_null(strstr(out.data, "Pressed     Mon 30 Nov 2026 08:32"));
	assert_non_null(strstr(out.data, "Chosen      Mon 30 Nov 2026 08:30"));
	assert_null(strstr(out.data, "Counts"));
	assert_null(strstr(out.data, "Not before"));
	str_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_flag_and_method_has_words),
		cmocka_unit_test(shows_what_is_proven),
		cmocka_unit_test(a_kept_one_shows_its_press),
	};

	return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
