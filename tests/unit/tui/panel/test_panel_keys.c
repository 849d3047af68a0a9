/* Keys go where the eye says: to the field, or to the row of buttons. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "lib/stage.h"
#include "tui/panel/panel.h"
#include "tui/screen.h"

#define MINUTE 60000

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

/* Faster than anybody types; '\r' is Enter. */
static void
burst(const char *text)
{
	for (; *text != '\0'; text++) {
		struct key_event event = {.burst = true};

		event.key = *text == '\r' ? KEY_IS_ENTER : KEY_IS_RUNE;
		event.rune = (unsigned char)*text;
		stage_look(&s);
		tui_key(s.tui, &event);
	}
}

static bool
is_command(enum key key, uint32_t rune)
{
	return tui_is_command(
		s.tui, &(struct key_event){.key = key, .rune = rune});
}

/* Whether the last line names this key. */
static bool
last_line_has(const char *cap)
{
	const char *look = stage_look(&s);
	size_t len = strlen(look);

	while (len > 1 && look[len - 2] != '\n')
		len--;
	return strstr(look + len - 1, cap) != NULL;
}

static void
on_a_field_letters_search_it(void **state)
{
	stage_go_to_elm(&s);
	stage_to(&s, "Location");
	stage_type(&s, "elm");
	stage_wants(&s, "/ elm");
	stage_wants(&s, "> Elm St Tower");
	assert_int_equal(s.world.store.records, 1);
}

static void
a_word_of_verbs_on_a_field_is_a_word(void **state)
{
	stage_go_to_elm(&s);
	stage_to(&s, "Location");
	stage_type(&s, "square");
	stage_wants(&s, "/ square");
	stage_wants(&s, "Nothing fits.");
	stage_key(&s, KEY_IS_ENTER);
	assert_int_equal(s.world.store.records, 1);
	assert_false(tui_wants_quit(s.tui));
}

/* No letter does anything else there, whatever it does on the buttons. */
static void
every_letter_and_number_of_a_field_is_looked_for(void **state)
{
	static const char *const fields[] = {"Location", "Cost code"};

	stage_go_to_elm(&s);
	for (size_t f = 0; f < 2; f++)
		for (char c = ' '; c <= '~'; c++) {
			const char typed[] = {c, '\0'};

			if (c == '/' || c == '?')
				continue;
			stage_to(&s, fields[f]);
			stage_type(&s, typed);
			stage_wants(&s, "Enter Choose  Esc Back");
			stage_key(&s, KEY_IS_ESC);
		}
	assert_int_equal(s.world.store.records, 1);
	assert_false(tui_wants_quit(s.tui));
}

static void
a_paste_on_a_field_is_looked_for(void **state)
{
	stage_to(&s, "Location");
	stage_paste(&s, "oak", 3);
	stage_wants(&s, "/ oak");
	stage_wants(&s, "> Oak Ave Depot");
}

static void
the_cursor_rests_on_the_buttons(void **state)
{
	assert_memory_equal(stage_at_cursor(&s), "[ G  GO ]", 9);
	stage_choose(&s, "elm", "conc");
	for (const char *c = "gmsu"; *c != '\0'; c++) {
		const char key[] = {*c, '\0'};
		int records = (int)s.world.store.records;

		stage_type(&s, key);
		if (*c == 's')
			stage_key(&s, KEY_IS_ENTER); /* out of a break */
		assert_int_equal(s.world.store.records, records + 1);
		assert_non_null(strstr(stage_at_cursor(&s), "S  STOP"));
		stage_pass(&s, 1000);
	}
}

static void
enter_goes_on_to_what_is_empty_then_to_the_buttons(void **state)
{
	stage_find(&s, "Location", "elm");
	stage_wants(&s, "> Cost code  (none chosen)");
	stage_type(&s, "fram");
	stage_key(&s, KEY_IS_ENTER);
	assert_non_null(strstr(stage_at_cursor(&s), "G  GO"));
	stage_type(&s, "g");
	stage_wants(&s, "IN 08:00:00 · Elm St Tower · 06-110 Framing");
	stage_find(&s, "Location", "oak"); /* nothing is empty now */
	assert_non_null(strstr(stage_at_cursor(&s), "G  Switch"));
}

/* The cost code first: what is empty may stand before it. */
static void
what_was_skipped_is_gone_back_to(void **state)
{
	stage_find(&s, "Cost code", "fram");
	stage_wants(&s, "> Location   (none chosen)");
}

static void
whose_job_is_known_is_one_key_from_go(void **state)
{
	s.world.transport.unreachable = "no network";
	stage_find(&s, "Employee", "munoz");
	stage_wants(&s, "> Location   (none chosen)");
	stage_choose(&s, "oak", "fram");
	stage_type(&s, "g");
	stage_wants(&s, "Luis Muñoz: IN 08:00:00");
	stage_find(&s, "Employee", "dana");
	assert_non_null(strstr(stage_at_cursor(&s), "G  GO"));
	stage_type(&s, "g");
	stage_wants(&s, "• IN 08:00:00 · Oak Ave Depot · 06-110 Framing");
	assert_int_equal(s.world.store.records, 2);
}

static void
esc_leads_to_the_buttons_from_every_field(void **state)
{
	static const char *const fields[] = {
		"Location", "Cost code", "Comment"};

	for (size_t i = 0; i < 3; i++) {
		stage_to(&s, fields[i]);
		assert_true(last_line_has("Esc Buttons"));
		stage_key(&s, KEY_IS_ESC);
		assert_non_null(strstr(stage_at_cursor(&s), "G  GO"));
	}
	assert_false(last_line_has("Esc"));
	stage_key(&s, KEY_IS_ESC); /* there is nothing to go back to */
	assert_false(tui_wants_quit(s.tui));
	assert_non_null(strstr(stage_at_cursor(&s), "G  GO"));
}

/* Also where each button is a colour: it is lit where its letter works. */
static void
buttons_are_lit_while_their_letters_press(void **state)
{
	stage_go_to_elm(&s);
	assert_int_equal(stage_role(&s, "S  STOP"), ROLE_KEY);
	assert_true(last_line_has("S Stop"));
	stage_to(&s, "Location");
	assert_int_equal(stage_role(&s, "S  STOP"), ROLE_DIM);
	assert_false(last_line_has("S Stop"));
	assert_true(last_line_has("Letters Find"));
	stage_to(&s, "Comment");
	assert_int_equal(stage_role(&s, "G  Switch"), ROLE_DIM);
	assert_true(last_line_has("Enter Done"));
}

static void
enter_on_the_buttons_presses_nothing(void **state)
{
	stage_choose(&s, "elm", "conc");
	stage_key(&s, KEY_IS_ENTER);
	assert_int_equal(s.world.store.records, 0);
	stage_wants(&s, "Enter presses nothing here");
	stage_type(&s, "g");
	assert_int_equal(s.world.store.records, 1);
}

static void
find_begins_with_what_is_missing(void **state)
{
	stage_type(&s, "/");
	stage_wants(&s, "· Location");
	stage_key(&s, KEY_IS_ESC);
	stage_find(&s, "Location", "elm");
	stage_key(&s, KEY_IS_ESC);
	stage_type(&s, "/");
	stage_wants(&s, "· Cost code");
	stage_key(&s, KEY_IS_ENTER);
	stage_type(&s, "/");
	stage_wants(&s, "· Location");
}

static void
a_burst_on_the_buttons_presses_nothing(void **state)
{
	stage_go_to_elm(&s);
	burst("00S17\r");
	stage_wants(&s, "Keys came faster than anybody types");
	burst("*G1234*\r");
	burst("mMuUsSgGiIkK/?qQ\r");
	assert_int_equal(s.world.store.records, 1);
	assert_false(tui_wants_quit(s.tui));
	assert_non_null(strstr(stage_at_cursor(&s), "G  Switch"));
	stage_type(&s, "s");
	assert_int_equal(s.world.store.records, 2);
}

static void
a_burst_answers_no_question(void **state)
{
	stage_go_to_elm(&s);
	stage_type(&s, "m");
	stage_pass(&s, MINUTE);
	stage_type(&s, "m");
	stage_wants(&s, "Enter End Break");
	burst("00y17\r");
	assert_int_equal(s.world.store.records, 2);
	stage_wants(&s, "Enter End Break");
	stage_key(&s, KEY_IS_ENTER);
	assert_int_equal(s.world.store.records, 3);
}

/* A badge at the list is text as any other; so is one at a field. */
static void
a_burst_in_a_text_field_is_text(void **state)
{
	fake_catalog_add(&s.world.catalog, ENTRY_LOCATION, 5, "00S17", "Yard");
	stage_to(&s, "Location");
	burst("00S17\r");
	stage_wants(&s, "Location   00S17 Yard");
	stage_to(&s, "Comment");
	burst("00S17");
	stage_wants(&s, "Comment    00S17");
	assert_int_equal(s.world.store.records, 0);
}

/* What a terminal holds back until it is sure that a person typed it. */
static void
letters_are_commands_on_the_buttons_alone(void **state)
{
	assert_true(is_command(KEY_IS_RUNE, 'g'));
	assert_true(is_command(KEY_IS_RUNE, 'Q'));
	assert_false(is_command(KEY_IS_DOWN, 0));
	stage_to(&s, "Location");
	assert_false(is_command(KEY_IS_RUNE, 'g'));
	assert_false(is_command(KEY_IS_ENTER, 0));
	stage_type(&s, "g");
	assert_false(is_command(KEY_IS_RUNE, 's'));
	assert_false(is_command(KEY_IS_ENTER, 0));
	stage_key(&s, KEY_IS_ESC);
	stage_to(&s, "Comment");
	assert_false(is_command(KEY_IS_RUNE, '?'));
	stage_key(&s, KEY_IS_ESC);
	stage_type(&s, "s");
	stage_wants(&s, "F STOP anyway");
	assert_true(is_command(KEY_IS_RUNE, 'f'));
}

/* Shown to whoever may see anything there, and a letter of a search else. */
static void
the_office_is_for_those_who_may_see_it(void **state)
{
	assert_false(last_line_has("A Manage"));
	stage_type(&s, "a");
	stage_misses(&s, "(manage)");
	stage_close(&s);
	stage_open(&s, TUI_PANEL, &panel_screen,
		STAGE_SELF | PERMISSION_SET(LOCATIONS_VIEW));
	assert_true(last_line_has("A Manage"));
	stage_to(&s, "Location");
	assert_false(last_line_has("A Manage"));
	stage_key(&s, KEY_IS_ESC);
	stage_type(&s, "a");
	stage_wants(&s, "(manage)");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* Hours are for those who may see them. */
static void
hours_are_a_key_away(void **state)
{
	stage_type(&s, "t");
	stage_misses(&s, "(card)");
	assert_false(last_line_has("T Card"));
	stage_close(&s);
	stage_open(&s, TUI_PANEL, &panel_screen,
		STAGE_SELF | PERMISSION_SET(MY_TIME_CARD_VIEW) |
			PERMISSION_SET(BOARD_VIEW));
	assert_true(last_line_has("T Card"));
	stage_type(&s, "t");
	stage_wants(&s, "(card)");
	assert_true(id_equal(&s.tui->about, &s.world.dana));
	stage_close(&s);
	stage_open(&s, TUI_PANEL, &panel_screen,
		STAGE_SELF | PERMISSION_SET(BOARD_VIEW));
	stage_type(&s, "b");
	stage_wants(&s, "(board)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(on_a_field_letters_search_it),
		T(a_word_of_verbs_on_a_field_is_a_word),
		T(every_letter_and_number_of_a_field_is_looked_for),
		T(a_paste_on_a_field_is_looked_for),
		T(the_cursor_rests_on_the_buttons),
		T(enter_goes_on_to_what_is_empty_then_to_the_buttons),
		T(what_was_skipped_is_gone_back_to),
		cmocka_unit_test_setup_teardown(
			whose_job_is_known_is_one_key_from_go, setup_operator,
			teardown),
		T(esc_leads_to_the_buttons_from_every_field),
		T(buttons_are_lit_while_their_letters_press),
		T(enter_on_the_buttons_presses_nothing),
		T(find_begins_with_what_is_missing),
		T(a_burst_on_the_buttons_presses_nothing),
		T(a_burst_answers_no_question),
		T(a_burst_in_a_text_field_is_text),
		T(letters_are_commands_on_the_buttons_alone),
		T(the_office_is_for_those_who_may_see_it),
		T(hours_are_a_key_away),
	};

	return cmocka_run_group_tests_name("panel_keys", tests, NULL, NULL);
}
