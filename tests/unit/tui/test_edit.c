/* The line editor. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "base/text.h"
#include "tui/edit.h"

static struct edit edit;

static int
setup(void **state)
{
	edit_init(&edit, 40);
	return 0;
}

static void
type(const char *text)
{
	size_t len = strlen(text), bytes = 0;

	for (size_t i = 0; i < len; i += bytes) {
		struct key_event event = {.key = KEY_IS_RUNE};

		bytes = text_decode(text + i, len - i, &event.rune);
		assert_true(edit_key(&edit, &event));
	}
}

static void
press(enum key key, int times)
{
	for (int i = 0; i < times; i++)
		assert_true(edit_key(&edit, &(struct key_event){.key = key}));
}

static void
ctrl(uint32_t letter)
{
	assert_true(edit_key(&edit,
		&(struct key_event){.key = KEY_IS_CTRL, .rune = letter}));
}

static void
paste(const char *bytes, size_t len)
{
	assert_true(edit_key(&edit, &(struct key_event){.key = KEY_IS_PASTE,
					    .paste = bytes,
					    .paste_bytes = len}));
}

/* The picture of the line in so many cells, and where the cursor is. */
static void
shows(int cells, const char *picture, int cursor)
{
	struct canvas canvas;
	struct str text;

	canvas_init(&canvas, false);
	canvas_begin(&canvas, 1, cells);
	edit_draw(&edit, &canvas, 0, 0, cells, true);
	str_init(&text, 1000);
	canvas_text(&canvas, &text);
	text.data[text.len - 1] = '\0';
	assert_string_equal(text.data, picture);
	assert_int_equal(canvas.cursor_col, cursor);
	str_release(&text);
	canvas_release(&canvas);
}

static void
letters_go_in_where_the_cursor_is(void **state)
{
	type("ac");
	press(KEY_IS_LEFT, 1);
	type("b");
	assert_string_equal(edit.text, "abc");
	press(KEY_IS_HOME, 1);
	press(KEY_IS_DELETE, 1);
	press(KEY_IS_END, 1);
	press(KEY_IS_BACKSPACE, 1);
	assert_string_equal(edit.text, "b");
	press(KEY_IS_BACKSPACE, 3);
	press(KEY_IS_DELETE, 1);
	press(KEY_IS_LEFT, 2);
	press(KEY_IS_RIGHT, 2);
	assert_string_equal(edit.text, "");
}

static void
a_letter_and_its_accents_are_one(void **state)
{
	type("xe\xcc\x81\xcc\xa3y漢");
	shows(20, "xe\xcc\x81\xcc\xa3y漢", 5);
	press(KEY_IS_LEFT, 3);
	shows(20, "xe\xcc\x81\xcc\xa3y漢", 1);
	press(KEY_IS_DELETE, 1);
	assert_string_equal(edit.text, "xy漢");
	press(KEY_IS_END, 1);
	press(KEY_IS_BACKSPACE, 1);
	assert_string_equal(edit.text, "xy");
	press(KEY_IS_HOME, 1);
	type("\xcc\x81"); /* an accent on nothing */
	assert_string_equal(edit.text, "xy");
	press(KEY_IS_END, 1);
	for (int i = 0; i < TEXT_MARKS_MAX; i++)
		type("\xcc\x81");
	assert_int_equal(edit.len, 2 + 2 * TEXT_MARKS_MAX);
	type("\xcc\x81"); /* more would not be shown */
	assert_int_equal(edit.len, 2 + 2 * TEXT_MARKS_MAX);
}

static void
words_and_lines_go_at_once(void **state)
{
	type("one two  three");
	ctrl('w');
	assert_string_equal(edit.text, "one two  ");
	ctrl('w');
	assert_string_equal(edit.text, "one ");
	type("more");
	ctrl('a');
	press(KEY_IS_RIGHT, 4);
	ctrl('u');
	assert_string_equal(edit.text, "more");
	ctrl('k');
	assert_string_equal(edit.text, "");
	assert_false(edit_key(
		&edit, &(struct key_event){.key = KEY_IS_CTRL, .rune = 'r'}));
	assert_false(edit_key(&edit, &(struct key_event){.key = KEY_IS_ENTER}));
}

static void
what_could_do_harm_stays_out(void **state)
{
	static const char bytes[] =
		"a\033[31m\tb\r\n\0c\x9b\x7f\xff\xe2\x80\xae"
		"d\xc2\x9b";

	paste(bytes, sizeof(bytes) - 1);
	assert_string_equal(edit.text, "a[31m b cd");
	type("\xe2\x80\xae\x01");
	assert_string_equal(edit.text, "a[31m b cd");
}

static void
it_is_full_at_its_end_and_says_so(void **state)
{
	char bytes[10240];

	memset(bytes, 'x', sizeof(bytes));
	bytes[39] = '\xc3'; /* a letter of two bytes over the end */
	bytes[40] = '\xa9';
	paste(bytes, sizeof(bytes));
	assert_int_equal(edit.len, 39);
	assert_true(edit.full);
	type("y");
	assert_int_equal(edit.len, 40);
	assert_false(edit.full);
	type("y");
	assert_true(edit.full);
}

static void
a_long_line_scrolls_to_the_cursor(void **state)
{
	type("0123456789");
	shows(6, "56789", 5);
	press(KEY_IS_HOME, 1);
	shows(6, "01234…", 0);
	press(KEY_IS_END, 1);
	type("漢");
	shows(6, "789漢", 5);
}

static void
a_secret_is_never_seen(void **state)
{
	edit.secret = true;
	type("pä漢");
	shows(10, "•••", 3);
	edit_set(&edit, "");
	for (size_t i = 0; i < sizeof(edit.text); i++)
		assert_int_equal(edit.text[i], 0);
}

#define T(test) cmocka_unit_test_setup(test, setup)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(letters_go_in_where_the_cursor_is),
		T(a_letter_and_its_accents_are_one),
		T(words_and_lines_go_at_once),
		T(what_could_do_harm_stays_out),
		T(it_is_full_at_its_end_and_says_so),
		T(a_long_line_scrolls_to_the_cursor),
		T(a_secret_is_never_seen),
	};

	return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
