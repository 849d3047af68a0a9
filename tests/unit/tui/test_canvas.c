/* Cells: clipping, widths, and what may not get in. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "tui/canvas.h"
#include "tui/wrap.h"

static struct canvas canvas;

static int
setup(void **state)
{
	canvas_init(&canvas, false);
	canvas_begin(&canvas, 2, 8);
	return 0;
}

static int
teardown(void **state)
{
	canvas_release(&canvas);
	return 0;
}

static void
shows(const char *picture)
{
	struct str text;

	str_init(&text, 1000);
	canvas_text(&canvas, &text);
	assert_string_equal(text.data, picture);
	str_release(&text);
}

static int
put(int row, int col, int max, const char *text)
{
	return canvas_put(&canvas, row, col, max, ROLE_TEXT, text);
}

static void
what_does_not_fit_is_cut_and_marked(void **state)
{
	assert_int_equal(put(0, 2, 100, "abcdefghij"), 6);
	assert_int_equal(put(1, 0, 3, "abcdef"), 3);
	shows("  abcde…\nab…\n");
}

static void
outside_nothing_is_put(void **state)
{
	assert_int_equal(put(-1, 0, 8, "x"), 0);
	assert_int_equal(put(2, 0, 8, "x"), 0);
	assert_int_equal(put(0, 8, 8, "x"), 0);
	assert_int_equal(put(0, -3, 8, "x"), 0);
	assert_int_equal(put(0, 0, 0, "x"), 0);
	canvas_blank(&canvas, 5, -9, 4, ROLE_ERROR);
	canvas_sign(&canvas, 0, -2, 3, ROLE_RULE, SIGN_RULE);
	canvas_cursor(&canvas, 1, 100);
	assert_int_equal(canvas.cursor_col, 7);
	canvas_cursor(&canvas, 9, 9);
	assert_int_equal(canvas.cursor_row, 1);
	shows("─\n\n");
}

static void
wide_characters_stay_whole(void **state)
{
	assert_int_equal(put(0, 0, 8, "漢字漢字漢字"), 7);
	shows("漢字漢…\n\n");
	put(0, 1, 1, "x"); /* over the right half of the first */
	shows(" x字漢…\n\n");
	put(0, 2, 1, "y"); /* over the left half of the second */
	shows(" xy 漢…\n\n");
	canvas_blank(&canvas, 0, 5, 1, ROLE_TEXT);
	shows(" xy   …\n\n");
}

static void
accents_sit_on_their_letter(void **state)
{
	put(0, 0, 8, "e\xcc\x81\xcc\xa3\xcc\xa7\xcc\x81x");
	assert_int_equal(canvas.cells[0].runes[2], 0x323);
	assert_int_equal(canvas.cells[0].runes[4], 0x301);
	assert_int_equal(canvas.cells[1].runes[0], 'x');
	put(1, 0, 8, "\xcc\x81y"); /* on nothing: not on what is beside it */
	shows("e\xcc\x81\xcc\xa3\xcc\xa7\xcc\x81x\n\\u0301y\n");
	put(0, 0, 8, "می\u200cخ"); /* a joiner takes no room either */
	assert_int_equal(canvas.cells[1].runes[1], 0x200c);
	assert_int_equal(canvas.cells[2].runes[0], 0x62e);
}

static void
no_control_character_gets_in(void **state)
{
	canvas_release(&canvas);
	canvas_begin(&canvas, 2, 60);
	put(0, 0, 60, "\033[2J\x07\x9b\xc2\x9b\xe2\x80\xae\xff\n");
	shows("\\x1b[2J\\x07\\x9b\\u009b\\u202e\\xff\\x0a\n\n");
}

static void
ascii_is_ascii(void **state)
{
	canvas.ascii = true;
	put(0, 0, 8, "Ñ·漢…é—ß");
	canvas_sign(&canvas, 1, 0, 3, ROLE_RULE, SIGN_RULE);
	shows("N-?...e~\n---\n");
}

static void
sentences_break_between_words(void **state)
{
	struct area area = {.rows = 2, .cols = 8};

	assert_int_equal(
		wrap_put(&canvas, &area, ROLE_TEXT, "one two three"), 2);
	shows("one two\nthree\n");
	canvas_begin(&canvas, 2, 8);
	assert_int_equal(wrap_rows("one two three four five", 8), 4);
	wrap_put(&canvas, &area, ROLE_TEXT, "one two three four five");
	shows("one two\nthree f…\n");
	canvas_begin(&canvas, 2, 8);
	wrap_put(&canvas, &area, ROLE_TEXT, "0123456789abc");
	shows("01234567\n89abc\n");
	assert_int_equal(wrap_rows("", 8), 0);
	assert_int_equal(wrap_rows("漢漢", 1), 1);
	assert_int_equal(wrap_rows("  a", 8), 1);
}

/* The last word behind a dot takes the one before it along. */
static void
no_word_stands_alone_behind_a_dot(void **state)
{
	struct area area = {.rows = 2, .cols = 16};

	(void)state;
	for (area.cols = 16; area.cols <= 18; area.cols++) {
		canvas_begin(&canvas, 2, 20);
		wrap_put(&canvas, &area, ROLE_TEXT, "07:58 · Concrete · sent");
		shows("07:58 ·\nConcrete · sent\n");
	}
	canvas_begin(&canvas, 2, 20);
	wrap_put(&canvas, &area, ROLE_TEXT, "07:58 · Concrete sent");
	shows("07:58 · Concrete\nsent\n");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_does_not_fit_is_cut_and_marked),
		T(outside_nothing_is_put),
		T(wide_characters_stay_whole),
		T(accents_sit_on_their_letter),
		T(no_control_character_gets_in),
		T(ascii_is_ascii),
		T(sentences_break_between_words),
		T(no_word_stands_alone_behind_a_dot),
	};

	return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
