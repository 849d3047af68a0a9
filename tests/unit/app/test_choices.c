/* What may be chosen, over fake ports: who and what a text names. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/choices.h"
#include "core/permission.h"
#include "fake/world.h"

#define OWN PERMISSION_SET(CLOCK_IN_OUT)
#define OTHERS_ONLY PERMISSION_SET(CLOCK_IN_FOR)
#define OTHERS (OWN | PERMISSION_SET(CLOCK_IN_FOR))

static struct world world;

static int
setup(void **state)
{
	world_open(&world);
	world_sign_in(&world, OWN);
	return 0;
}

static int
teardown(void **state)
{
	world_close(&world);
	return 0;
}

static void
names_resolve_as_in_the_panel(void **state)
{
	struct choices *choices;
	struct choice choice;
	struct err err = {0};
	struct str lines;

	fake_catalog_add(&world.catalog, ENTRY_LOCATION, 7, "", "Elm Park");
	assert_int_equal(choices_new(world.app, ENTRY_LOCATION, &world.dana,
				 NULL, &choices, &err),
		0);
	assert_int_equal(choices_resolve(choices, "tower", &choice, &err), 0);
	assert_true(id_equal(&choice.id, &world.elm));
	assert_int_equal(choices_resolve(choices, "elm", &choice, &err), -1);
	assert_int_equal(err.kind, ERR_AMBIGUOUS);
	assert_string_equal(
		err.text, "\"elm\" fits 2 locations; say which of them");
	str_init(&lines, 1000);
	choices_candidates(choices, "elm", &lines);
	assert_string_equal(lines.data, "Elm St Tower\nElm Park\n");
	str_clear(&lines);
	for (uint8_t i = 0; i < 14; i++)
		fake_catalog_add(
			&world.catalog, ENTRY_COST_CODE, 20 + i, "", "Elm");
	choices_free(&choices);
	assert_int_equal(choices_new(world.app, ENTRY_COST_CODE, &world.dana,
				 NULL, &choices, &err),
		0);
	choices_candidates(choices, "elm", &lines);
	assert_non_null(strstr(lines.data, "Elm\nElm\nand 2 more\n"));
	str_release(&lines);
	assert_int_equal(
		choices_resolve(choices, "nowhere", &choice, &err), -1);
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	choices_free(&choices);
}

static void
without_clock_in_for_there_is_only_oneself(void **state)
{
	struct choices *choices;
	struct err err = {0};

	assert_int_equal(choices_new(world.app, ENTRY_EMPLOYEE, &world.dana,
				 NULL, &choices, &err),
		0);
	assert_int_equal(choices_count(choices), 1);
	assert_string_equal(choices_at(choices, 0).label, "Dana Whitfield");
	choices_free(&choices);
}

static void
who_may_only_clock_in_others_is_not_among_them(void **state)
{
	struct choices *choices;
	struct err err = {0};

	world_sign_in(&world, OTHERS_ONLY);
	assert_int_equal(choices_new(world.app, ENTRY_EMPLOYEE, &world.dana,
				 NULL, &choices, &err),
		0);
	assert_int_equal(choices_count(choices), 1);
	assert_string_equal(choices_at(choices, 0).label, "102 Luis Muñoz");
	choices_free(&choices);
}

static void
refused_at_elm(const char *text, const char *why)
{
	struct choices *choices;
	struct choice choice;
	struct err err = {0};

	assert_int_equal(choices_new(world.app, ENTRY_COST_CODE, &world.dana,
				 &world.elm, &choices, &err),
		0);
	assert_int_equal(choices_resolve(choices, text, &choice, &err), -1);
	assert_int_equal(err.kind, ERR_NOT_FOUND);
	assert_string_equal(err.text, why);
	choices_free(&choices);
}

/* Also where that is a letter off from what it takes. */
static void
what_a_location_does_not_take_is_said_by_what_it_takes(void **state)
{
	fake_catalog_take_only(&world.catalog, &world.elm, &world.concrete);
	fake_catalog_add(
		&world.catalog, ENTRY_COST_CODE, 20, "03-101", "Formwork");
	refused_at_elm("03-101", "Elm St Tower takes 03-100 Concrete");
	refused_at_elm("framing", "Elm St Tower takes 03-100 Concrete");
	refused_at_elm("framng",
		"no cost code fits \"framng\"; `connect-clock list cost-codes` "
		"shows what there is");
	refused_at_elm("plumbing",
		"no cost code fits \"plumbing\"; `connect-clock list "
		"cost-codes` shows what there is");
}

/* As he is shown he can be typed, also where that fits a namesake's name, too.
 */
static void
one_of_two_namesakes_is_found_as_he_is_shown(void **state)
{
	struct id kim = fake_catalog_add_person(
		&world.catalog, 20, "", "Kim Park", "kimp");
	struct choices *choices;
	struct choice choice;
	struct err err = {0};

	fake_catalog_add_person(&world.catalog, 21, "7001", "Kim Park", "kim");
	world_sign_in(&world, OTHERS);
	assert_int_equal(choices_new(world.app, ENTRY_EMPLOYEE, NULL, NULL,
				 &choices, &err),
		0);
	assert_int_equal(
		choices_resolve(choices, "Kim Park", &choice, &err), -1);
	assert_int_equal(
		choices_resolve(choices, "kim park (KIMP)", &choice, &err), 0);
	assert_true(id_equal(&choice.id, &kim));
	choices_free(&choices);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(names_resolve_as_in_the_panel),
		T(without_clock_in_for_there_is_only_oneself),
		T(who_may_only_clock_in_others_is_not_among_them),
		T(what_a_location_does_not_take_is_said_by_what_it_takes),
		T(one_of_two_namesakes_is_found_as_he_is_shown),
	};

	return cmocka_run_group_tests_name("choices", tests, NULL, NULL);
}
