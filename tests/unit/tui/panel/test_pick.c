/* Choosing by typing, as text, over fake ports. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "lib/stage.h"
#include "tui/panel/panel.h"

#define MINUTE 60000

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_SELF);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

/* A hundred sites more than the two of the small company. */
static void
add_sites(void)
{
	char number[16], name[64];

	for (int i = 0; i < 100; i++) {
		snprintf(number, sizeof(number), "12-%03d", i);
		snprintf(name, sizeof(name), "Pine Street %d", i);
		fake_catalog_add(&s.world.catalog, ENTRY_LOCATION,
			(uint8_t)(10 + i), number, name);
	}
}

static void
a_list_begins_with_everything(void **state)
{
	add_sites();
	stage_to(&s, "Location");
	stage_key(&s, KEY_IS_ENTER);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Location                                 Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" /                                                                 1-19 of 102\n"
"\n"
" > Elm St Tower\n"
"   Oak Ave Depot\n"
"   12-000 Pine Street 0\n"
"   12-001 Pine Street 1\n"
"   12-002 Pine Street 2\n"
"   12-003 Pine Street 3\n"
"   12-004 Pine Street 4\n"
"   12-005 Pine Street 5\n"
"   12-006 Pine Street 6\n"
"   12-007 Pine Street 7\n"
"   12-008 Pine Street 8\n"
"   12-009 Pine Street 9\n"
"   12-010 Pine Street 10\n"
"   12-011 Pine Street 11\n"
"   12-012 Pine Street 12\n"
"   12-013 Pine Street 13\n"
"   12-014 Pine Street 14\n"
"   12-015 Pine Street 15\n"
"   12-016 Pine Street 16                                                       ▼\n"
" Enter Choose  Esc Back  Up/Down Move  ^U Clear  F1 Help\n");
	/* clang-format on */
	assert_memory_equal(stage_at_cursor(&s), "Elm St Tower", 12);
}

static void
typing_narrows_it_down(void **state)
{
	add_sites();
	stage_type(&s, "/street 77");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Location                                 Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" / street 77                                                          1 of 102\n"
"\n"
" > 12-077 Pine Street 77\n"
"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
" Enter Choose  Esc Back  Up/Down Move  ^U Clear  F1 Help\n");
	/* clang-format on */
	stage_ctrl(&s, 'w');
	stage_wants(&s, "1-19 of 100");
	stage_ctrl(&s, 'u');
	stage_wants(&s, "Elm St Tower");
}

static void
accents_do_not_count(void **state)
{
	fake_catalog_add(
		&s.world.catalog, ENTRY_LOCATION, 5, "7", "Peña y Cía, 漢字");
	stage_type(&s, "/cia pen");
	stage_wants(&s, "> 7 Peña y Cía, 漢字");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Location   7 Peña y Cía, 漢字");
}

static void
the_last_used_come_first(void **state)
{
	stage_choose(&s, "oak", "conc");
	stage_type(&s, "g");
	stage_wants(&s, "Oak Ave Depot · 03-100 Concrete · kept");
	stage_type(&s, "/");
	stage_wants(&s, "> Oak Ave Depot");
	stage_wants(&s, "recent\n");
}

static void
a_long_list_scrolls(void **state)
{
	add_sites();
	stage_resize(&s, 12, 40);
	stage_type(&s, "/");
	for (int i = 0; i < 12; i++)
		stage_key(&s, KEY_IS_DOWN);
	/* clang-format off */
	stage_shows(&s,
" Location             Sat 21 Nov  08:00\n"
" /                         5-13 of 102\n"
"   12-002 Pine Street 2                ▲\n"
"   12-003 Pine Street 3\n"
"   12-004 Pine Street 4\n"
"   12-005 Pine Street 5\n"
"   12-006 Pine Street 6\n"
"   12-007 Pine Street 7\n"
"   12-008 Pine Street 8\n"
"   12-009 Pine Street 9\n"
" > 12-010 Pine Street 10               ▼\n"
" Enter Choose  Esc Back  Up/Down Move\n");
	/* clang-format on */
	stage_key(&s, KEY_IS_PAGE_UP);
	stage_key(&s, KEY_IS_PAGE_UP);
	stage_wants(&s, "> Elm St Tower");
	for (int i = 0; i < 20; i++)
		stage_key(&s, KEY_IS_PAGE_DOWN);
	stage_wants(&s, "> 12-099 Pine Street 99");
	stage_misses(&s, "▼");
	stage_resize(&s, 24, 80); /* more room: the selected one stays seen */
	stage_wants(&s, "> 12-099 Pine Street 99");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Location   12-099 Pine Street 99");
}

static void
a_cost_code_that_the_new_location_does_not_take_is_let_go(void **state)
{
	fake_catalog_take_only(
		&s.world.catalog, &s.world.oak, &s.world.framing);
	stage_choose(&s, "elm", "conc");
	stage_wants(&s, "Cost code  03-100 Concrete");
	stage_find(&s, "Location", "oak");
	stage_wants(&s, "Cost code  (none chosen)");
	stage_wants(&s, "03-100 Concrete is not offered at Oak Ave Depot.");
	stage_type(&s, "/");
	stage_wants(&s, "> 06-110 Framing");
	stage_misses(&s, "Concrete");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Cost code  06-110 Framing");
}

static void
a_cost_code_that_it_does_take_stays(void **state)
{
	fake_catalog_take_only(
		&s.world.catalog, &s.world.oak, &s.world.framing);
	stage_choose(&s, "elm", "fram");
	stage_find(&s, "Location", "oak");
	stage_wants(&s, "Cost code  06-110 Framing");
	stage_misses(&s, "is not offered");
}

static void
esc_changes_nothing(void **state)
{
	stage_type(&s, "/elm");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "Location   (none chosen)");
}

static void
nothing_that_fits_is_said(void **state)
{
	stage_type(&s, "/zebra");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Location                                 Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" / zebra                                                                0 of 2\n"
"\n"
"   Nothing fits. Any part of a name or number will do, in any order.\n"
"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
" Enter Choose  Esc Back  Up/Down Move  ^U Clear  F1 Help\n");
	/* clang-format on */
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Nothing fits");
	stage_key(&s, KEY_IS_ESC);
	s.world.catalog.count = 0;
	stage_type(&s, "/");
	stage_wants(&s, "The list is not on this machine yet.");
}

static void
news_do_not_clear_what_is_typed(void **state)
{
	stage_type(&s, "/oa");
	stage_pass(&s, 5 * MINUTE);
	stage_wants(&s, "/ oa");
	stage_wants(&s, "> Oak Ave Depot");
}

/* Two people of one name without a number; a username finds one of them. */
static void
namesakes_are_told_apart(void **state)
{
	stage_close(&s);
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_OPERATOR);
	fake_catalog_add_person(&s.world.catalog, 20, "", "Kim Park", "kim");
	fake_catalog_add_person(&s.world.catalog, 21, "", "Kim Park", "zoltan");
	s.world.transport.unreachable = "no network";
	stage_to(&s, "Employee");
	stage_type(&s, "park");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Employee                                 Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" / park                                                                 2 of 4\n"
"\n"
" > Kim Park (kim)\n"
"   Kim Park (zoltan)\n"
"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
" Enter Choose  Esc Back  Up/Down Move  ^U Clear  F1 Help\n");
	/* clang-format on */
	stage_ctrl(&s, 'u');
	stage_type(&s, "zol");
	stage_wants(&s, "1 of 4");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Employee   Kim Park (zoltan)\n");
	stage_wants(&s, "\n    Kim Park (zoltan)\n");
	stage_choose(&s, "oak", "fram");
	stage_type(&s, "g");
	stage_wants(&s, "• Kim Park (zoltan): IN 08:00:00 · Oak Ave Depot");
}

/* However narrow it is, and however long they are called. */
static void
long_namesakes_are_told_apart(void **state)
{
	static const char name[] = "Alexandra Konstantinopoulou";
	char endless[ENTRY_USERNAME_BYTES];

	memset(endless, 'x', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	stage_close(&s);
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_OPERATOR);
	fake_catalog_add_person(&s.world.catalog, 20, "", name, "alexa");
	fake_catalog_add_person(&s.world.catalog, 21, "", name, "sandra");
	fake_catalog_add_person(&s.world.catalog, 22, "", name, endless);
	s.world.transport.unreachable = "no network";
	stage_resize(&s, 24, 40);
	stage_to(&s, "Employee");
	stage_type(&s, "alex");
	stage_wants(&s, " > Alexandra Konstant… (alexa)\n");
	stage_wants(&s, "   Alexandra Konstan… (sandra)\n");
	stage_wants(&s, "   Alexandra Kon… (xxxxxxxxxx…\n");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "\n  Alexandra Konstantinopoulou (alexa)\n");
	stage_wants(&s, "Employee   Alexandra Konst… (alexa)");
}

static void
letters_are_no_buttons_there(void **state)
{
	stage_type(&s, "/gsmuq?");
	assert_int_equal(s.world.store.records, 0);
	assert_false(tui_wants_quit(s.tui));
	stage_wants(&s, "/ gsmuq?");
	stage_key(&s, KEY_IS_HELP);
	stage_wants(&s, "Take what is selected");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "/ gsmuq?");
}

static void
in_ascii(void **state)
{
	fake_catalog_add(&s.world.catalog, ENTRY_LOCATION, 5, "", "Peña 漢");
	stage_ascii(&s);
	stage_type(&s, "/pe");
	stage_wants(&s, "> Pena ?");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_list_begins_with_everything),
		T(typing_narrows_it_down),
		T(accents_do_not_count),
		T(the_last_used_come_first),
		T(a_long_list_scrolls),
		T(a_cost_code_that_the_new_location_does_not_take_is_let_go),
		T(a_cost_code_that_it_does_take_stays),
		T(esc_changes_nothing),
		T(nothing_that_fits_is_said),
		T(news_do_not_clear_what_is_typed),
		T(namesakes_are_told_apart),
		T(long_namesakes_are_told_apart),
		T(letters_are_no_buttons_there),
		T(in_ascii),
	};

	return cmocka_run_group_tests_name("pick", tests, NULL, NULL);
}
