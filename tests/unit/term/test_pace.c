/* Which keys a person typed, by when they came. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "base/str.h"
#include "src/term/pace.h"

static struct pace pace;
static int64_t now_ms;
static bool in_text;
static struct str pressed; /* commands; what came of a burst in brackets */

static bool
is_command(void *ctx, const struct key_event *event)
{
	return !in_text && event->key != KEY_IS_TAB;
}

static void
on_key(void *ctx, const struct key_event *event)
{
	char c = event->key == KEY_IS_RUNE    ? (char)event->rune
		 : event->key == KEY_IS_ENTER ? '$'
					      : '_';

	str_addf(&pressed, event->burst ? "(%c)" : "%c", c);
}

static int
setup(void **state)
{
	static const struct pace_ops ops = {
		.is_command = is_command, .on_key = on_key};

	pace_init(&pace, &ops, NULL);
	str_init(&pressed, 4096);
	now_ms = 100000;
	in_text = false;
	return 0;
}

static int
teardown(void **state)
{
	str_release(&pressed);
	return 0;
}

static void
pass(int64_t ms)
{
	now_ms += ms;
	pace_tick(&pace, now_ms);
}

/* Each key so long behind the one before; '$' is Enter. */
static void
type(const char *text, int64_t gap_ms)
{
	for (; *text != '\0'; text++) {
		struct key_event event = {.key = *text == '$'   ? KEY_IS_ENTER
						 : *text == '_' ? KEY_IS_DOWN
								: KEY_IS_RUNE,
			.rune = *text == '$' || *text == '_'
					? 0
					: (unsigned char)*text};

		pace_key(&pace, &event, now_ms);
		pass(gap_ms);
	}
}

static void
wants(const char *words)
{
	assert_string_equal(pressed.data, words);
	str_clear(&pressed);
}

static void
a_key_acts_when_nothing_is_behind_it(void **state)
{
	type("g", 0);
	assert_int_equal(pace_due_ms(&pace), now_ms + PACE_MS);
	pass(PACE_MS - 1);
	wants("");
	pass(1);
	wants("g");
	assert_int_equal(pace_due_ms(&pace), -1);
}

static void
people_type_as_fast_as_they_can(void **state)
{
	for (int64_t gap_ms = PACE_MS; gap_ms < 500; gap_ms += 7) {
		type("gsmuq$", gap_ms);
		pass(500);
		wants("gsmuq$");
	}
}

/* Also where a reader of badges is slow, or its line is. */
static void
a_badge_presses_nothing(void **state)
{
	static const char *const badges[] = {
		"00S17$", "*G1234*$", "S1$", "GG$", "1S", "SSS"};

	for (size_t i = 0; i < sizeof(badges) / sizeof(badges[0]); i++)
		for (int64_t gap_ms = 0; gap_ms < PACE_MS; gap_ms++) {
			if (badges[i][0] == badges[i][1] &&
				gap_ms >= PACE_BOUNCE_MS)
				continue; /* a worn key does the same */
			type(badges[i], gap_ms);
			pass(1000);
			for (const char *c = pressed.data; *c != '\0'; c += 3)
				assert_int_equal(*c, '(');
			assert_int_equal(pressed.len, 3 * strlen(badges[i]));
			str_clear(&pressed);
		}
}

/* In pieces: what comes soon behind a burst is of it. */
static void
a_badge_in_pieces_presses_nothing(void **state)
{
	type("00", 0);
	pass(50);
	type("S", 0);
	pass(50);
	type("17$", 0);
	pass(1000);
	wants("(0)(0)(S)(1)(7)($)");
}

static void
behind_a_burst_a_key_is_a_key_again(void **state)
{
	type("00S17$", 1);
	pass(PACE_CALM_MS);
	str_clear(&pressed);
	type("g", PACE_MS);
	wants("g");
}

static void
a_key_held_down_is_typed(void **state)
{
	for (int64_t gap_ms = 16; gap_ms <= 40; gap_ms += 8) {
		type("g", 500);
		for (int i = 0; i < 50; i++)
			type("g", gap_ms);
		pass(500);
		assert_null(strchr(pressed.data, '('));
		assert_true(pressed.len >= 25);
		str_clear(&pressed);
	}
}

static void
a_key_that_bounces_is_pressed_once(void **state)
{
	type("ss", 10);
	pass(500);
	wants("s");
}

static void
text_waits_for_nothing(void **state)
{
	in_text = true;
	type("elm", 100);
	wants("elm");
	type("st$", 0);
	wants("s(t)($)"); /* a field takes it as it takes others */
}

/* Not an arrow held down, but what is right behind a letter. */
static void
arrows_are_typed_however_fast(void **state)
{
	type("____", 1);
	wants("____");
	type("g", PACE_MS);
	wants("g");
	type("g_", 5);
	wants("(g)_");
}

static void
what_is_held_at_the_end_was_typed(void **state)
{
	type("g", 3);
	pace_end(&pace);
	wants("g");
	pace_end(&pace);
	wants("");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_key_acts_when_nothing_is_behind_it),
		T(people_type_as_fast_as_they_can),
		T(a_badge_presses_nothing),
		T(a_badge_in_pieces_presses_nothing),
		T(behind_a_burst_a_key_is_a_key_again),
		T(a_key_held_down_is_typed),
		T(a_key_that_bounces_is_pressed_once),
		T(text_waits_for_nothing),
		T(arrows_are_typed_however_fast),
		T(what_is_held_at_the_end_was_typed),
	};

	return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
