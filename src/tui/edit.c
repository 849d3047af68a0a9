#include "tui/edit.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "rune.h"

void
edit_init(struct edit *edit, size_t max_bytes)
{
	*edit = (struct edit){
		.max = max_bytes < EDIT_BYTES ? max_bytes : EDIT_BYTES - 1};
}

/* Removes the bytes from..to and leaves the cursor there. */
static void
edit_cut(struct edit *edit, size_t from, size_t to)
{
	memmove(edit->text + from, edit->text + to, edit->len - to + 1);
	edit->len -= to - from;
	edit->at = from;
	if (edit->secret)
		secret_wipe(edit->text + edit->len + 1, to - from);
}

/* The byte where the letter before `at` begins, its accents included. */
static size_t
edit_before(const struct edit *edit, size_t at)
{
	uint32_t rune = 0;

	while (at > 0) {
		do
			at--;
		while (at > 0 && (edit->text[at] & 0xc0) == 0x80);
		text_decode(edit->text + at, edit->len - at, &rune);
		if (text_rune_cells(rune) > 0)
			break;
	}
	return at;
}

/* Whether another mark goes with the letter before the cursor. */
static bool
edit_takes_mark(const struct edit *edit)
{
	size_t at = edit_before(edit, edit->at);
	int runes = 0;

	for (; at < edit->at; runes++) {
		uint32_t rune = 0;

		at += text_decode(edit->text + at, edit->len - at, &rune);
	}
	return runes > 0 && runes <= TEXT_MARKS_MAX;
}

/* Whether a character may stand in a line; a mark sits on the one before it. */
static bool
edit_accepts(
	const struct edit *edit, uint32_t rune, const char *bytes, size_t count)
{
	char text[8] = "a";
	struct str clean;
	bool same;

	if (text_rune_cells(rune) == 0 && !edit_takes_mark(edit))
		return false;
	memcpy(text + 1, bytes, count);
	str_init(&clean, 64);
	text_clean(&clean, text, 1 + count);
	same = clean.len == 1 + count &&
	       memcmp(clean.data, text, 1 + count) == 0;
	str_release(&clean);
	return same;
}

static void
edit_insert(struct edit *edit, const char *bytes, size_t count)
{
	if (edit->len + count > edit->max) {
		edit->full = true;
		return;
	}
	memmove(edit->text + edit->at + count, edit->text + edit->at,
		edit->len - edit->at + 1);
	memcpy(edit->text + edit->at, bytes, count);
	edit->len += count;
	edit->at += count;
}

/* Puts in what is acceptable of any bytes, until the line is full. */
static void
edit_insert_text(struct edit *edit, const char *text, size_t len)
{
	size_t bytes = 0;

	edit->full = false;
	for (size_t i = 0; i < len && !edit->full; i += bytes) {
		uint32_t rune = 0;

		bytes = text_decode(text + i, len - i, &rune);
		if (rune == '\n' || rune == '\t')
			edit_insert(edit, " ", 1);
		else if (rune >= ' ' &&
			 edit_accepts(edit, rune, text + i, bytes))
			edit_insert(edit, text + i, bytes);
	}
}

void
edit_set(struct edit *edit, const char *text)
{
	edit_cut(edit, 0, edit->len);
	edit_insert_text(edit, text, strlen(text));
	edit->full = false;
}

/* The byte behind the letter at `at`, its accents included. */
static size_t
edit_after(const struct edit *edit, size_t at)
{
	uint32_t rune = 0;

	if (at < edit->len)
		at += text_decode(edit->text + at, edit->len - at, &rune);
	while (at < edit->len) {
		size_t bytes =
			text_decode(edit->text + at, edit->len - at, &rune);

		if (text_rune_cells(rune) > 0)
			break;
		at += bytes;
	}
	return at;
}

static size_t
edit_word_before(const struct edit *edit)
{
	size_t at = edit->at;

	while (at > 0 && edit->text[at - 1] == ' ')
		at--;
	while (at > 0 && edit->text[at - 1] != ' ')
		at--;
	return at;
}

static bool
edit_ctrl(struct edit *edit, uint32_t letter)
{
	switch (letter) {
	case 'a':
		edit->at = 0;
		return true;
	case 'e':
		edit->at = edit->len;
		return true;
	case 'k':
		edit_cut(edit, edit->at, edit->len);
		return true;
	case 'u':
		edit_cut(edit, 0, edit->at);
		return true;
	case 'w':
		edit_cut(edit, edit_word_before(edit), edit->at);
		return true;
	default:
		return false;
	}
}

static bool
edit_move(struct edit *edit, enum key key)
{
	if (key == KEY_IS_LEFT)
		edit->at = edit_before(edit, edit->at);
	else if (key == KEY_IS_RIGHT)
		edit->at = edit_after(edit, edit->at);
	else if (key == KEY_IS_HOME)
		edit->at = 0;
	else if (key == KEY_IS_END)
		edit->at = edit->len;
	else if (key == KEY_IS_BACKSPACE)
		edit_cut(edit, edit_before(edit, edit->at), edit->at);
	else if (key == KEY_IS_DELETE)
		edit_cut(edit, edit->at, edit_after(edit, edit->at));
	else
		return false;
	return true;
}

static void
edit_insert_rune(struct edit *edit, uint32_t rune)
{
	struct str text;

	str_init(&text, 8);
	rune_add(&text, rune);
	edit_insert_text(edit, text.data, text.len);
	str_release(&text);
}

bool
edit_key(struct edit *edit, const struct key_event *event)
{
	edit->full = false;
	if (event->key == KEY_IS_RUNE)
		edit_insert_rune(edit, event->rune);
	else if (event->key == KEY_IS_PASTE)
		edit_insert_text(edit, event->paste, event->paste_bytes);
	else if (event->key == KEY_IS_CTRL)
		return edit_ctrl(edit, event->rune);
	else
		return edit_move(edit, event->key);
	return true;
}

/* Cells up to a byte; a masked letter takes one. */
static int
edit_cells(const struct edit *edit, size_t to)
{
	int cells = 0;
	size_t bytes = 0;

	for (size_t i = 0; i < to; i += bytes) {
		uint32_t rune = 0;
		int width;

		bytes = text_decode(edit->text + i, edit->len - i, &rune);
		width = text_rune_cells(rune);
		cells += edit->secret && width > 1 ? 1 : width;
	}
	return cells;
}

void
edit_draw(const struct edit *edit, struct canvas *canvas, int row, int col,
	int cells, bool focused)
{
	/* What is only read begins with its beginning. */
	int cursor = focused ? edit_cells(edit, edit->at) : 0;
	int before = cursor < cells ? 0 : cursor - cells + 1;
	size_t first = 0;

	while (edit_cells(edit, first) < before)
		first = edit_after(edit, first);
	before = edit_cells(edit, first);
	canvas_blank(canvas, row, col, cells, ROLE_FIELD);
	if (!edit->secret) {
		canvas_put(canvas, row, col, cells, ROLE_FIELD,
			edit->text + first);
	} else {
		int shown = edit_cells(edit, edit->len) - before;

		canvas_sign(canvas, row, col, shown < cells ? shown : cells,
			ROLE_FIELD, SIGN_MASK);
	}
	if (focused)
		canvas_cursor(canvas, row, col + cursor - before);
}
