/* Colours that can be read: on a dark terminal, and on a light one. */

#include "lib/cmocka_all.h"

#include <math.h>

#include "src/term/palette.h"

#define ON_BLACK 16
#define ON_WHITE 231

/* Relative luminance (WCAG 2) of one of xterm's 256 colours, from 16 on. */
static double
luminance(short colour)
{
	static const int steps[] = {0, 95, 135, 175, 215, 255};
	static const int faces[] = {36, 6, 1};
	static const double weights[] = {0.2126, 0.7152, 0.0722};
	int cube = colour - 16, rgb[3];
	double sum = 0;

	for (int i = 0; i < 3; i++)
		rgb[i] = colour >= 232 ? 8 + 10 * (colour - 232)
				       : steps[cube / faces[i] % 6];
	for (int i = 0; i < 3; i++) {
		double part = rgb[i] / 255.0;

		sum += weights[i] *
		       (part <= 0.04045 ? part / 12.92
					: pow((part + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double
contrast(short a, short b)
{
	double la = luminance(a), lb = luminance(b);

	return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

static void
every_text_can_be_read(short background)
{
	for (int role = 0; role < ROLE_COUNT; role++) {
		const struct palette_looks *looks =
			palette_find((enum role)role);
		short bg = looks->bg < 0 ? background : looks->bg;
		short fg = background == ON_BLACK ? looks->fg : looks->light_fg;

		if (role == ROLE_RULE || fg < 0) /* no text; the terminal's */
			continue;
		if (contrast(fg, bg) < 4.5)
			fail_msg("role %d: %d on %d is %.2f : 1", role, fg, bg,
				contrast(fg, bg));
	}
}

static void
on_black(void **state)
{
	assert_true(contrast(ON_BLACK, ON_WHITE) > 20.9); /* of 21 */
	every_text_can_be_read(ON_BLACK);
}

static void
on_white(void **state)
{
	every_text_can_be_read(ON_WHITE);
}

/* With 8 colours as xterm and the console have them, these are too pale. */
static void
eight_colours_on_white_are_the_dark_ones(void **state)
{
	for (int role = 0; role < ROLE_COUNT; role++) {
		const struct palette_looks *looks =
			palette_find((enum role)role);

		if (looks->bg8 >= 0)
			continue;
		assert_int_not_equal(looks->light_fg8, COLOR_GREEN);
		assert_int_not_equal(looks->light_fg8, COLOR_YELLOW);
		assert_int_not_equal(looks->light_fg8, COLOR_CYAN);
		assert_int_not_equal(looks->light_fg8, COLOR_WHITE);
	}
}

static void
what_the_terminal_says_of_itself(void **state)
{
	assert_true(term_is_light("0;15"));
	assert_true(term_is_light("0;default;15"));
	assert_true(term_is_light("0;7"));
	assert_false(term_is_light("15;0"));
	assert_false(term_is_light("7;8"));
	assert_false(term_is_light("0;default"));
	assert_false(term_is_light("15"));
	assert_false(term_is_light(""));
	assert_false(term_is_light(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_black),
		cmocka_unit_test(on_white),
		cmocka_unit_test(eight_colours_on_white_are_the_dark_ones),
		cmocka_unit_test(what_the_terminal_says_of_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
