/* What presses do in the panel, as text, over fake ports. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/press.h"
#include "lib/stage.h"
#include "tui/panel/panel.h"
#include "wire/wire.h"

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
teardown(void **state)
{
	stage_close(&s);
	return 0;
}

static void
go_asks_for_the_job_first(void **state)
{
	stage_type(&s, "g");
	stage_wants(&s, "· Location");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "> Cost code");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "· Cost code");
	stage_key(&s, KEY_IS_ENTER);
	assert_int_equal(s.world.store.records, 0);
	stage_type(&s, "g");
	stage_wants(
		&s, "• IN 08:00:00 · Elm St Tower · 03-100 Concrete · kept");
	assert_int_equal(s.world.store.records, 1);
	assert_int_equal(stage_role(&s, "• IN 08:00:00"), ROLE_GOOD);
}

/* G opens the list of what is missing, and right behind it GO is meant. */
static void
a_quick_g_behind_a_list_is_no_key_held_down(void **state)
{
	stage_find(&s, "Location", "elm");
	stage_key(&s, KEY_IS_ESC);
	stage_type(&s, "g");
	stage_wants(&s, "· Cost code");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "g");
	stage_wants(&s, "• IN 08:00:00 · Elm St Tower");
	assert_int_equal(s.world.store.records, 1);
}

/* As a keyboard repeats: after a while, then thirty times a second. */
static void
hold_down(const char *key)
{
	for (int i = 0; i < 60; i++) {
		stage_type(&s, key);
		stage_pass(&s, i == 0 ? 660 : 33);
	}
}

static void
a_key_held_down_presses_once(void **state)
{
	stage_choose(&s, "elm", "conc");
	hold_down("g");
	stage_wants(&s, "Already IN on this job since 08:00.");
	assert_int_equal(s.world.store.records, 1);
	stage_pass(&s, 5 * MINUTE);
	hold_down("m"); /* the break begins; to end it is asked about */
	stage_wants(&s, "30 minutes too early");
	assert_int_equal(s.world.store.records, 2);
	stage_key(&s, KEY_IS_ESC);
	stage_pass(&s, 30 * MINUTE);
	hold_down("m"); /* the break ends; the next does not begin */
	stage_wants(&s, "The key came twice at once and was counted once.");
	assert_int_equal(s.world.store.records, 3);
	hold_down("s");
	stage_wants(&s, "F STOP anyway");
	assert_int_equal(s.world.store.records, 4);
}

static void
go_to_the_same_job_wants_a_second_press(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "g");
	stage_wants(&s, "▲ Already IN on this job since 08:00. Press G once");
	assert_int_equal(s.world.store.records, 1);
	stage_pass(&s, 2 * SECOND);
	stage_key(&s, KEY_IS_UP); /* something else was done: it is off */
	stage_key(&s, KEY_IS_DOWN);
	stage_type(&s, "g");
	stage_wants(&s, "Already IN");
	assert_int_equal(s.world.store.records, 1);
	stage_pass(&s, 2 * SECOND);
	stage_type(&s, "g");
	assert_int_equal(s.world.store.records, 2);
	stage_wants(&s, "IN 08:05:04");
	stage_misses(&s, "Already IN");
}

static void
a_switch_is_one_press(void **state)
{
	stage_go_to_elm(&s);
	stage_find(&s, "Cost code", "fram");
	stage_type(&s, "G");
	stage_wants(&s, "• IN 08:05:00 · Elm St Tower · 06-110 Framing · kept");
	assert_int_equal(s.world.store.records, 2);
}

static void
a_meal_break_counts_down(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "m");
	stage_wants(&s, "MEAL BREAK 08:05:00");
	stage_wants(&s, "30 of 30 min left");
	stage_pass(&s, 10 * MINUTE + SECOND);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sat 21 Nov 2026  08:15\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     ║ MEAL   since 08:05                                          0 h 10 m\n"
"\n"
"    then back to Elm St Tower · 03-100 Concrete\n"
"    ██████████░░░░░░░░░░░░░░░░░░░░  20 of 30 min left\n"
"\n"
"    Location   Elm St Tower\n"
"    Cost code  03-100 Concrete\n"
"    Comment\n"
"\n"
"  > [ G  GO ]   [ S  STOP ]   [ M  End Break ]\n"
"    GO: On a meal break: press End Break first, then GO\n"
"\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • MEAL BREAK 08:05:00 · kept on this machine\n"
" • sending · 2 kept, oldest 15 min\n"
" S Stop  M End  Tab Next  / Find  K Kept  ^R Sync  ? Help  Q Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "G  GO"), ROLE_DIM);
	stage_pass(&s, 25 * MINUTE);
	stage_wants(&s, "The break is 5 min over");
}

static void
a_break_ended_early_is_asked_about(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "m");
	stage_pass(&s, 10 * MINUTE);
	stage_type(&s, "m");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sat 21 Nov 2026  08:15\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     ║ MEAL   since 08:05                                          0 h 10 m\n"
"\n"
"    then back to Elm St Tower · 03-100 Concrete\n"
"    ██████████░░░░░░░░░░░░░░░░░░░░  20 of 30 min left\n"
"    ┌──────────────────────────────────────────────────────────────────────┐\n"
"    │  End Break                                                           │\n"
"    │                                                                      │\n"
"    │  20 minutes too early: end the meal break all the same?              │\n"
"    │                                                                      │\n"
"    │  Enter End Break   Esc Back                                          │\n"
"    └──────────────────────────────────────────────────────────────────────┘\n"
"\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • MEAL BREAK 08:05:00 · kept on this machine\n"
" • sending · 2 kept, oldest 15 min\n"
" Enter End Break  Esc Back\n");
	/* clang-format on */
	stage_key(&s, KEY_IS_ESC);
	assert_int_equal(s.world.store.records, 2);
	stage_wants(&s, "MEAL");
	stage_type(&s, "m");
	stage_key(&s, KEY_IS_ENTER);
	assert_int_equal(s.world.store.records, 3);
	stage_wants(&s, "BACK IN 08:15:00 · Elm St Tower · 03-100 Concrete");
}

static void
a_break_that_was_long_enough_is_not(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "m");
	stage_pass(&s, 30 * MINUTE);
	stage_type(&s, "m");
	assert_int_equal(s.world.store.records, 3);
	stage_wants(&s, "BACK IN 08:35:00");
}

static void
stop_in_a_meal_is_asked_about(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "m");
	stage_pass(&s, 10 * MINUTE);
	stage_type(&s, "s");
	stage_resize(&s, 12, 40);
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing         Sat 21 Nov  08:15\n"
"   ║ MEAL  since 08:05        0 h 10 m\n"
"  then back to Elm St Tower · 03-100 C…\n"
" ┌────────────────────────────────────┐\n"
" │  STOP                              │\n"
" │  On a meal break: end the break    │\n"
" │  and the day now?                  │\n"
" │  Enter STOP   Esc Back             │\n"
" └────────────────────────────────────┘\n"
"   machine\n"
" • sending · 2 kept, oldest 15 min\n"
" Enter STOP  Esc Back\n");
	/* clang-format on */
	stage_type(&s, "y");
	stage_wants(&s, "OUT 08:15:00");
	assert_int_equal(s.world.store.records, 3);
}

static void
stop_while_out_must_be_forced(void **state)
{
	stage_type(&s, "s");
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
"    ┌──────────────────────────────────────────────────────────────────────┐\n"
"    │  STOP                                                                │\n"
"    │                                                                      │\n"
"    │  Not clocked in, as far as this device knows. F records a STOP all   │\n"
"    │  the same, and marks it.                                             │\n"
"    │                                                                      │\n"
"    │  F STOP anyway   Esc Back                                            │\n"
"    └──────────────────────────────────────────────────────────────────────┘\n"
"\n\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" • not connected yet · 0 kept\n"
" F STOP anyway  Esc Back\n");
	/* clang-format on */
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "s");
	assert_int_equal(s.world.store.records, 0);
	stage_type(&s, "f");
	assert_int_equal(s.world.store.records, 1);
	stage_wants(&s, "OUT 08:00:00");
}

static void
not_recorded_stands_out_and_stays(void **state)
{
	stage_choose(&s, "elm", "conc");
	s.world.store.full = true;
	stage_type(&s, "g");
	/* clang-format off */
	stage_shows(&s,
" Acme Roofing · Dana Whitfield                           Sat 21 Nov 2026  08:00\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"\n"
"    Dana Whitfield\n"
"\n"
"     ■ OUT   no news from the service yet\n"
"\n"
"    Press G to clock in.\n"
"\n\n"
"    Location   Elm St Tower\n"
"    Cost code  03-100 Concrete\n"
"    Comment\n"
"\n"
"  > [ G  GO ]   [ S  STOP ]\n"
"    STOP: Not clocked in, as far as this device knows\n"
"\n\n\n\n"
"────────────────────────────────────────────────────────────────────────────────\n"
" × NOT RECORDED: the disk is full; make room and press again\n"
" • not connected yet · 0 kept\n"
" G Go  Tab Next  / Find  K Kept  ^R Sync  ? Help  Q Quit\n");
	/* clang-format on */
	assert_int_equal(stage_role(&s, "× NOT RECORDED"), ROLE_ALARM);
	stage_key(&s, KEY_IS_TAB);
	stage_pass(&s, 3 * MINUTE);
	stage_wants(&s, "NOT RECORDED");
	stage_resize(&s, 12, 40);
	stage_wants(&s, "NOT RECORDED");
	stage_key(&s, KEY_IS_BACKTAB);
	s.world.store.full = false;
	stage_type(&s, "g");
	stage_misses(&s, "NOT RECORDED");
	stage_wants(&s, "IN 08:03:00");
	assert_int_equal(s.world.store.records, 1);
}

static void
the_last_press_can_be_undone_for_a_while(void **state)
{
	stage_go_to_elm(&s);
	stage_misses(&s, "Undo");
	stage_type(&s, "s");
	stage_wants(&s, "U Undo 30 s");
	stage_pass(&s, 12 * SECOND);
	stage_wants(&s, "U Undo 18 s");
	stage_type(&s, "u");
	stage_wants(&s, "UNDONE: OUT 08:05:00 · kept");
	stage_wants(&s, "► IN");
	stage_misses(&s, "Undo 1");
	stage_type(&s, "u");
	stage_wants(&s, "Undo: only the last press, within 30 seconds.");
	assert_int_equal(s.world.store.records, 3);
}

/* A key that is pressed once more does not unwind the day. */
static void
an_undo_behind_an_undo_names_what_it_takes(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "s");
	stage_pass(&s, SECOND);
	stage_type(&s, "g");
	stage_pass(&s, SECOND);
	stage_type(&s, "u");
	stage_wants(&s, "UNDONE: IN 08:05");
	stage_type(&s, "u");
	stage_wants(&s, "The last press was an undo already; undo OUT 08:05");
	stage_key(&s, KEY_IS_ESC);
	assert_int_equal(s.world.store.records, 4);
	stage_type(&s, "u");
	stage_key(&s, KEY_IS_ENTER);
	stage_wants(&s, "UNDONE: OUT 08:05");
	stage_wants(&s, "► IN");
	assert_int_equal(s.world.store.records, 5);
}

static void
undo_ends_after_half_a_minute(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "s");
	stage_look(&s);
	assert_in_range(tui_next_change_ms(s.tui), 1, SECOND);
	stage_pass(&s, 30 * SECOND + 1);
	stage_misses(&s, "Undo");
	assert_in_range(tui_next_change_ms(s.tui), SECOND + 1, MINUTE);
}

/* M is not shown then, and still answered truly. */
static void
a_meal_without_work_is_refused_in_words(void **state)
{
	stage_type(&s, "m");
	stage_wants(&s, "Meal Break: not clocked in");
	assert_int_equal(s.world.store.records, 0);
}

/* What is shown, what is judged and what is recorded are of one moment. */
static void
a_press_reads_clocks_and_state_once(void **state)
{
	s.world.transport.unreachable = "no network";
	stage_choose(&s, "tower", "concrete");
	stage_look(&s);
	s.world.time.reads = s.world.store.histories = 0;
	tui_key(s.tui, &(struct key_event){.key = KEY_IS_RUNE, .rune = 'g'});
	assert_int_equal(s.world.store.records, 1);
	assert_true(s.world.store.histories <= 1);
	assert_int_equal(s.world.store.readers, 0);
	stage_wants(&s, "IN 08:00:00");
	assert_int_equal(s.world.time.reads, 1);
}

static void
a_clock_that_cannot_be_read_records_nothing(void **state)
{
	stage_choose(&s, "tower", "concrete");
	s.world.time.broken = true;
	stage_type(&s, "g");
	assert_int_equal(s.world.store.records, 0);
	stage_wants(&s, "clock of this machine cannot be read");
	s.world.time.broken = false;
	stage_pass(&s, SECOND);
	stage_type(&s, "g");
	assert_int_equal(s.world.store.records, 1);
}

/* What another program of this machine pressed is not told as if it were ours.
 */
static void
the_last_press_is_the_newest_whoever_made_it(void **state)
{
	struct press stop = {.kind = PUNCH_STOP, .count = 1};
	struct receipt receipt;
	struct err err = {0};

	stage_go_to_elm(&s);
	stage_wants(&s, "• IN 08:00:00");
	stop.faces = world_look(&s.world, &s.world.dana);
	if (press_record(s.world.app, &stop, &receipt, &err) < 0)
		fail_msg("%s", err.text);
	stage_pass(&s, SECOND);
	stage_wants(&s, "Last press: OUT 08:05:00");
	stage_misses(&s, "• IN 08:00:00");
}

/* Also when nothing asks for it: else a password is typed at the panel. */
static void
i_leads_to_the_sign_in(void **state)
{
	stage_type(&s, "i");
	stage_wants(&s, "(sign in)");
}

/* The session ended at the service: the panel says so and leads there. */
static void
an_ended_session_is_said(void **state)
{
	struct wire_problem problem = {
		.title = "It was refused", .status = 401};
	struct str body;

	stage_look(&s);
	tui_begin(s.tui);
	world_settle(&s.world);
	assert_true(
		str_copy(problem.type, sizeof(problem.type), "sign-in-failed"));
	str_init(&body, WIRE_ANSWER_BYTES);
	wire_problem_encode(&problem, &body);
	fake_transport_answer(&s.world.transport,
		fake_transport_next(&s.world.transport), 401, body.data);
	str_release(&body);
	world_settle(&s.world);
	stage_wants(&s, "not signed in");
	/* However many keys work, the way out is among those that are shown. */
	stage_choose(&s, "elm", "03-100");
	stage_type(&s, "g");
	stage_wants(&s, " I Sign in  G Switch  S Stop  M Meal  U Undo 30 s ");
	stage_wants(&s, "? Help  Q Quit");
	stage_type(&s, "i");
	stage_wants(&s, "(sign in)");
}

/* Another process signed somebody else in, or out, and this machine tells of
 * no change to a file. */
static void
nothing_is_pressed_for_who_is_not_shown(void **state)
{
	struct account *account = &s.world.store.accounts[0];

	stage_choose(&s, "elm", "conc");
	account->person.id = s.world.colleague;
	(void)str_copy(account->person.name, sizeof(account->person.name),
		"Luis Muñoz");
	s.world.store.enrolments[0].person = s.world.colleague;
	stage_wants(&s, "· Dana Whitfield");
	stage_type(&s, "g");
	stage_wants(&s, "NOT RECORDED: somebody else has signed in");
	stage_wants(&s, "· Luis Muñoz");
	stage_wants(&s, "Location   (none chosen)");
	account->signed_in = false;
	stage_choose(&s, "oak", "fram");
	stage_type(&s, "g");
	stage_wants(&s, "NOT RECORDED: sign in first");
	stage_wants(&s, "not signed in");
	assert_int_equal(s.world.store.records, 0);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(go_asks_for_the_job_first),
		T(a_quick_g_behind_a_list_is_no_key_held_down),
		T(a_key_held_down_presses_once),
		T(go_to_the_same_job_wants_a_second_press),
		T(a_switch_is_one_press),
		T(a_meal_break_counts_down),
		T(a_break_ended_early_is_asked_about),
		T(a_break_that_was_long_enough_is_not),
		T(stop_in_a_meal_is_asked_about),
		T(stop_while_out_must_be_forced),
		T(not_recorded_stands_out_and_stays),
		T(the_last_press_can_be_undone_for_a_while),
		T(an_undo_behind_an_undo_names_what_it_takes),
		T(undo_ends_after_half_a_minute),
		T(a_press_reads_clocks_and_state_once),
		T(a_clock_that_cannot_be_read_records_nothing),
		T(the_last_press_is_the_newest_whoever_made_it),
		T(a_meal_without_work_is_refused_in_words),
		T(i_leads_to_the_sign_in),
		T(an_ended_session_is_said),
		T(nothing_is_pressed_for_who_is_not_shown),
	};

	return cmocka_run_group_tests_name("panel_press", tests, NULL, NULL);
}
