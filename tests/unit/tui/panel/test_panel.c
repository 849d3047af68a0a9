/* What the panel shows, as text, over fake ports. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/stage.h"
#include "tui/panel/panel.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

static struct stage s;

static int
setup(void **state)
{
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_SELF);
	return 0;
}

static int
setup_operator(void **state)
{
	stage_open(&s, TUI_PANEL, &panel_screen, STAGE_OPERATOR);
	return 0;
}

static int
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static void
the_first_morning(void **state)
{
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     ■ OUT   no news from the service yet\n"
"\n"
"    Choose a job below, then press G.\n"
"\n\n"
"    Location   (none chosen)\n"
"    Cost code  (none chosen)\n"
"    Comment\n"
"\n"
"  > [ G  GO ]   [ S  STOP ]\n"
"    STOP: Not clocked in, as far as this device knows\n"
"\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • not connected yet · 0 kept\n"
" G Go  Tab Next  / Find  K Kept  ^R Sync  ? Help  Q Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "■ OUT"), ROLE_BADGE_OUT);
	assert_int_equal(stage_role(&s, "S  STOP"), ROLE_DIM);
	assert_memory_equal(stage_at_cursor(&s), "[ G  GO ]", 9);
}

static void
half_a_job_is_asked_for_its_other_half(void **state)
{
	stage_type(&s, "/elm");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Choose a cost code below, then press G.");
	stage_type(&s, "/conc");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "Press G to clock in.");
}

static void
in_and_working(void **state)
{
	stage_go_to_elm(&s);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sat 21 Nov 2026  08:05\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     ► IN   since 08:00                                            0 h 05 m\n"
"\n"
"    Elm St Tower · 03-100 Concrete\n"
"    Meal break due 12:00\n"
"\n"
"    Location   Elm St Tower\n"
"    Cost code  03-100 Concrete\n"
"    Comment\n"
"\n"
"  > [ G  Switch ]   [ S  STOP ]   [ M  Meal Break ]\n"
"\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on this machine\n"
" • sending · 1 kept, oldest 5 min\n"
" G Switch  S Stop  M Meal  Tab Next  / Find  K Kept  ^R Sync  ? Help  Q Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "► IN"), ROLE_BADGE_IN);
	assert_int_equal(stage_role(&s, "G  Switch"), ROLE_KEY);
}

static void
in_a_small_window(void **state)
{
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing         Sat 21 Nov  08:00\n"
"   ■ OUT  no news from the service yet\n"
"  Choose a job below, then press G.\n"
"  Location   (none chosen)\n"
"  Cost code  (none chosen)\n"
"> [G GO] [S STOP]\n"
"\n\n\n\n"
" • not connected yet · 0 kept\n"
" G Go  / Find  K Kept  ? Help  Q Quit\n");
	/* clang-format on */
	stage_go_to_elm(&s);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing         Sat 21 Nov  08:05\n"
"   ► IN  since 08:00          0 h 05 m\n"
"  Elm St Tower · 03-100 Concrete\n"
"  Meal break due 12:00\n"
"  Location   Elm St Tower\n"
"  Cost code  03-100 Concrete\n"
"> [G Switch] [S STOP] [M Meal Break]\n"
"\n"
" • IN 08:00:00 · Elm St Tower · 03-100\n"
"   Concrete · kept on this machine\n"
" • sending · 1 kept, oldest 5 min\n"
" G Switch  S Stop  M Meal  ? Help\n");
	/* clang-format on */
}

static void
in_ascii(void **state)
{
	stage_ascii(&s);
	stage_go_to_elm(&s);
	stage_type(&s, "m");
	stage_pass(&s, 10 * MINUTE);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing - Dana Whitfield                           Sat 21 Nov 2026  08:15\n"
"--------------------------------------------------------------------------------\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     = MEAL   since 08:05                                          0 h 10 m\n"
"\n"
"    then back to Elm St Tower - 03-100 Concrete\n"
"    ##########....................  20 of 30 min left\n"
"\n"
"    Location   Elm St Tower\n"
"    Cost code  03-100 Concrete\n"
"    Comment\n"
"\n"
"  > [ G  GO ]   [ S  STOP ]   [ M  End Break ]\n"
"    GO: On a meal break: press End Break first, then GO\n"
"\n\n\n\n"
"--------------------------------------------------------------------------------\n"
" * MEAL BREAK 08:05:00 - kept on this machine\n"
" * sending - 2 kept, oldest 15 min\n"
" S Stop  M End  Tab Next  / Find  K Kept  ^R Sync  ? Help  Q Quit\n");
	/* clang-format on */
	for (const char *c = stage_look(&s); *c != '\0'; c++)
		assert_true((unsigned char)*c < 0x80);
}

static void
a_window_too_small_says_what_it_needs(void **state)
{
	stage_resize(&s, 5, 20);
	/* clang-format off */
	stage_shows(&s,
"Window too small:\n"
"20x5. connect-clock\n"
"needs 40x12. Make it\n"
"larger, or press Q\n"
"to quit.\n");
	/* clang-format on */
	stage_type(&s, "g"); /* nobody can see what it would do */
	assert_int_equal(s.world.store.records, 0);
	stage_resize(&s, 24, 80);
	stage_wants(&s, "OUT");
	stage_resize(&s, 1, 1);
	stage_resize(&s, 12, 40);
	stage_wants(&s, "OUT");
}

static void
nothing_typed_or_chosen_is_cleared_by_news(void **state)
{
	stage_go_to_elm(&s);
	stage_find(&s, "Cost code", "fram");
	stage_to(&s, "Comment");
	stage_type(&s, "gate 3");
	stage_pass(&s, 7 * MINUTE);
	stage_wants(&s, "Cost code  06-110 Framing");
	stage_wants(&s, "Comment    gate 3");
	assert_int_equal(s.world.store.records, 1);
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "g");
	assert_string_equal(
		s.world.store.punches[s.world.store.count - 1].punch.comment,
		"gate 3");
	stage_misses(&s, "gate 3");
}

static void
a_comment_takes_letters_and_pastes(void **state)
{
	char paste[10240];

	memset(paste, 'x', sizeof(paste));
	memcpy(paste, "one\ntwo\033[31m", 12);
	stage_to(&s, "Comment");
	stage_type(&s, "gsm?/q");
	stage_paste(&s, paste, sizeof(paste));
	stage_wants(&s, "The comment is full");
	assert_false(tui_wants_quit(s.tui));
	stage_key(&s, KEY_IS_HOME);
	stage_wants(&s, "gsm?/qone two[31mxxx");
	stage_ctrl(&s, 'e');
	stage_ctrl(&s, 'u');
	stage_misses(&s, "gsm");
	assert_int_equal(s.world.store.records, 0);
}

static void
which_last_press_counted_is_said_first(void **state)
{
	stage_go_to_elm(&s);
	stage_reopen(&s);
	stage_wants(&s, "Last press: IN 08:00:00 · Elm St Tower · 03-100");
	stage_type(&s, "s");
	stage_misses(&s, "Last press");
	stage_reopen(&s);
	stage_wants(&s, "Last press: OUT 08:05:00");
	stage_wants(&s, "Location   Elm St Tower");
	stage_wants(&s, "Cost code  03-100 Concrete");
	stage_type(&s, "g");
	stage_wants(&s, "IN 08:05:00 · Elm St Tower · 03-100 Concrete");
}

static void
a_forgotten_stop_is_said(void **state)
{
	stage_go_to_elm(&s);
	stage_pass(&s, 24 * HOUR);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sun 22 Nov 2026  08:05\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     ► IN   since Sat 21 Nov 2026 08:00                           24 h 05 m\n"
"\n"
"    Elm St Tower · 03-100 Concrete\n"
"    Still IN since Sat 21 Nov 2026 08:00: forgot to stop? Tell a supervisor\n"
"    the real time.\n"
"\n"
"    Location   Elm St Tower\n"
"    Cost code  03-100 Concrete\n"
"    Comment\n"
"\n"
"  > [ G  Switch ]   [ S  STOP ]   [ M  Meal Break ]\n"
"\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept on this machine\n"
" • sending · 1 kept, oldest 24 h - tell an administrator\n"
" G Switch  S Stop  M Meal  Tab Next  / Find  K Kept  ^R Sync  ? Help  Q Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "Still IN since"), ROLE_WARNING);
	assert_int_equal(stage_role(&s, "► IN"), ROLE_BADGE_MEAL); /* amber */
}

/* By the company's longest record, as the service told it. */
static void
how_long_a_record_may_be_is_the_companys(void **state)
{
	struct account *account = &s.world.store.accounts[0];

	account->person.max_record_minutes = 10 * 60;
	tui_free(&s.tui);
	world_reopen(&s.world);
	s.tui = stage_tui(&s, true);
	stage_go_to_elm(&s);
	stage_pass(&s, 9 * HOUR);
	stage_misses(&s, "forgot to stop?");
	stage_pass(&s, 1 * HOUR);
	stage_wants(&s, "forgot to stop?");
}

static void
an_operator_clocks_in_others(void **state)
{
	s.world.transport.unreachable = "no network";
	stage_to(&s, "Employee");
	assert_memory_equal(stage_at_cursor(&s), "Dana Whitfield (me)", 19);
	stage_type(&s, "munoz");
	stage_key(&s, KEY_IS_ENTER);
	stage_choose(&s, "oak", "fram");
	stage_type(&s, "g");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    102 Luis Muñoz\n"
"\n"
"     ► IN   since 08:00                                            0 h 00 m\n"
"\n"
"    Oak Ave Depot · 06-110 Framing\n"
"\n\n"
"    Employee   102 Luis Muñoz\n"
"    Location   Oak Ave Depot\n"
"    Cost code  06-110 Framing\n"
"    Comment\n"
"\n"
"  > [ G  Switch ]   [ S  STOP ]\n"
"\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • 102 Luis Muñoz: IN 08:00:00 · Oak Ave Depot · 06-110 Framing · kept on this\n"
"   machine\n"
" • offline · 1 kept · no network\n"
" G Switch  S Stop  U Undo 30 s  Tab Next  / Find  K Kept  ? Help  Q Quit\n");
	/* clang-format on */
	assert_true(id_equal(
		&s.world.store.punches[0].punch.employee, &s.world.colleague));
	assert_true(id_equal(
		&s.world.store.punches[0].punch.pressed_by, &s.world.dana));
	/* The next one of the crew, at the same job. */
	stage_find(&s, "Employee", "dana");
	stage_wants(&s, "Location   Oak Ave Depot");
	stage_type(&s, "g");
	stage_wants(&s, "• IN 08:00:00 · Oak Ave Depot · 06-110 Framing");
	assert_int_equal(s.world.store.records, 2);
}

static int
setup_gatekeeper(void **state)
{
	stage_open(&s, TUI_PANEL, &panel_screen, PERMISSION_SET(CLOCK_IN_FOR));
	return 0;
}

/* Nobody is chosen until somebody is, and oneself is not among them. */
static void
who_may_only_clock_in_others_begins_with_nobody(void **state)
{
	s.world.transport.unreachable = "no network";
	stage_misses(&s, "(me)");
	stage_misses(&s, "OUT");
	stage_wants(&s, "Employee   (none chosen)");
	stage_type(&s, "g");
	stage_wants(&s, "102 Luis Muñoz");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "Employee   (none chosen)");
	assert_int_equal(s.world.store.records, 0);
	stage_find(&s, "Employee", "munoz");
	stage_choose(&s, "oak", "fram");
	stage_type(&s, "g");
	stage_wants(&s, "102 Luis Muñoz: IN 08:00:00 · Oak Ave Depot");
	assert_int_equal(s.world.store.records, 1);
}

static void
others_are_not_offered_without_the_permission(void **state)
{
	stage_misses(&s, "Employee");
	stage_key(&s, KEY_IS_TAB);
	stage_wants(&s, "> Location");
}

static void
foreign_text_is_harmless(void **state)
{
	fake_catalog_add(&s.world.catalog, ENTRY_LOCATION, 3, "",
		"\033]0;pwned\007 \xe2\x80\xaetxt\x9b 漢字 e\xcc\x81");
	stage_choose(&s, "pwned", "conc");
	stage_type(&s, "g");
	stage_wants(&s, "\\x1b]0;pwned\\x07 \\u202etxt\\x9b 漢字 e\xcc\x81");
	for (const char *c = stage_look(&s); *c != '\0'; c++)
		assert_true(*c == '\n' || (unsigned char)*c >= ' ');
}

static void
the_clock_ticks_once_a_minute_or_never(void **state)
{
	struct tui *tui = stage_tui(&s, false);

	fake_time_pass(&s.world.time, 20 * SECOND);
	stage_look(&s);
	assert_int_equal(tui_next_change_ms(s.tui), 40 * SECOND);
	assert_false(tui_is_dirty(s.tui));
	canvas_begin(&s.canvas, 24, 80);
	tui_draw(tui, &s.canvas);
	assert_int_equal(tui_next_change_ms(tui), -1);
	tui_free(&tui);
}

static void
a_countdown_ticks_with_its_own_minutes(void **state)
{
	stage_go_to_elm(&s);
	stage_pass(&s, 50 * SECOND);
	stage_type(&s, "m");                      /* at 08:05:50 */
	stage_pass(&s, 5 * MINUTE - 10 * SECOND); /* 08:10:40 */
	stage_wants(&s, "26 of 30 min left");
	assert_int_equal(tui_next_change_ms(s.tui), 10 * SECOND);
	stage_pass(&s, 10 * SECOND);
	stage_wants(&s, "25 of 30 min left");
	assert_int_equal(tui_next_change_ms(s.tui), 10 * SECOND);
}

static void
the_keys_of_the_panel(void **state)
{
	stage_type(&s, "?");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Keys                                     Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"  I         Sign in again, or as somebody else\n"
"  G         GO: clock in, or switch to the chosen job\n"
"  S         STOP: clock out\n"
"  M         Begin a meal break, or end it\n"
"  U         Undo the last press, within 30 seconds\n"
"  Letters   On a field: look for it in its list\n"
"  Enter     On a field: open its list, or be done with the text\n"
"  Tab       Next field, then the buttons; Shift-Tab, arrows too\n"
"  Esc       Back to the buttons: only there letters press\n"
"  /         Choose what is missing, by a part of its name\n"
"  T         The time card of whom the panel shows\n"
"  B         Who is in, where, since when\n"
"  K         Punches kept on this machine, and set aside\n"
"  A         Administration: people, locations, cost codes, roles\n"
"  ^R        Send and ask for news now\n"
"  ?         These keys (F1 while typing)\n"
"  Q         Leave; what is kept stays kept\n"
"\n"
"  A press is written to this machine's disk before the screen confirms it; it\n"
"  reaches the service as soon as that can be reached. What is \"kept\" is safe a…\n"
" Esc Back  Up/Down Scroll  Q Quit\n");
	/* clang-format on */
	stage_resize(&s, 12, 40);
	stage_misses(&s, "Leave; what is kept");
	for (int i = 0; i < 40; i++)
		stage_key(&s, KEY_IS_DOWN);
	stage_wants(&s, "aside\" needs you: see K.");
	stage_key(&s, KEY_IS_ESC);
	stage_wants(&s, "OUT");
	stage_type(&s, "Q");
	assert_true(tui_wants_quit(s.tui));
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(the_first_morning),
		T(half_a_job_is_asked_for_its_other_half),
		T(in_and_working),
		T(in_a_small_window),
		T(in_ascii),
		T(a_window_too_small_says_what_it_needs),
		T(nothing_typed_or_chosen_is_cleared_by_news),
		T(a_comment_takes_letters_and_pastes),
		T(which_last_press_counted_is_said_first),
		T(a_forgotten_stop_is_said),
		T(how_long_a_record_may_be_is_the_companys),
		cmocka_unit_test_setup_teardown(
			an_operator_clocks_in_others, setup_operator, teardown),
		cmocka_unit_test_setup_teardown(
			who_may_only_clock_in_others_begins_with_nobody,
			setup_gatekeeper, teardown),
		T(others_are_not_offered_without_the_permission),
		T(foreign_text_is_harmless),
		T(the_clock_ticks_once_a_minute_or_never),
		T(a_countdown_ticks_with_its_own_minutes),
		T(the_keys_of_the_panel),
	};

	return cmocka_run_group_tests_name("panel", tests, NULL, NULL);
}
