/* The form on the screen: a field a line, below them what belongs there. */
#include <string.h>

#include "base/text.h"
#include "form.h"
#include "tui/wrap.h"
#include "value.h"

#define FORM_COL 3
#define FORM_GAP 3 /* between title and value; a sign is in it */
#define FORM_WORDS_GAP 2
#define FORM_BYTES 4096
#define FORM_TITLE_NARROW 14 /* cells of a title in a narrow window */
#define FORM_NARROW 60
#define FORM_WIDE 110 /* from here on each rule stands beside its field */
#define FORM_VALUE_CELLS 48
#define FORM_WORDS_ROWS 3
#define FORM_NUMBER_CELLS 8
#define FORM_AIRY_ROWS 12 /* of fields, from which on there is air between */

/* --- a value -------------------------------------------------------------- */

/* All words with the one that is so, or that one alone when they do not fit. */
static void
draw_words(const struct field *field, const void *record, struct canvas *canvas,
	const struct area *area)
{
	int64_t at = *field_int(field, record);
	int cells = 0, col = area->col;

	for (size_t i = 0; i < field->words->count; i++)
		cells += (int)text_cells(field->words->words[i]) +
			 FORM_WORDS_GAP;
	if (cells > area->cols) {
		canvas_put(canvas, area->row, col, area->cols, ROLE_FIELD,
			field_word(field, record));
		return;
	}
	for (size_t i = 0; i < field->words->count; i++)
		col += canvas_put(canvas, area->row, col, area->cols,
			       (int64_t)i == at ? ROLE_SELECTED : ROLE_DIM,
			       field->words->words[i]) +
		       FORM_WORDS_GAP;
}

/* A number is short; what it counts stands behind it. */
static void
draw_typed(const struct form *form, size_t at, struct canvas *canvas,
	const struct area *area)
{
	const struct field *field = &form->of->fields[at];
	int cells = field->type == FIELD_INT ? FORM_NUMBER_CELLS : area->cols;

	edit_draw(&form->edits[at], canvas, area->row, area->col, cells,
		at == form->at && form->step == FORM_STILL);
	canvas_put(canvas, area->row, area->col + cells + 1,
		area->cols - cells - 1, at == form->at ? ROLE_TEXT : ROLE_DIM,
		field_unit(field));
}

static void
draw_value(const struct tui *tui, struct canvas *canvas, size_t at,
	const struct area *area)
{
	const struct form *form = form_of(tui);
	const struct field *field = &form->of->fields[at];
	bool focused = at == form->at;
	bool open = (form->open >> at & 1) != 0;
	struct str text;

	if (focused)
		canvas_cursor(canvas, area->row, area->col);
	if (open && form_is_typed(field)) {
		draw_typed(form, at, canvas, area);
		return;
	}
	if (open && focused && field->type == FIELD_WORD) {
		draw_words(field, form->now, canvas, area);
		return;
	}
	str_init(&text, FORM_BYTES);
	manage_value(manage_of(tui)->office, field, form->now, &text);
	if (open && focused)
		canvas_blank(
			canvas, area->row, area->col, area->cols, ROLE_FIELD);
	canvas_put(canvas, area->row, area->col, area->cols,
		open ? focused ? ROLE_FIELD : ROLE_TEXT : ROLE_DIM, text.data);
	str_release(&text);
}

/* --- a line --------------------------------------------------------------- */

static int
title_cells(const struct form *form, const struct canvas *canvas)
{
	int cells = 0;

	for (size_t i = 0; i < form->of->count; i++) {
		int more = (int)text_cells(form->of->fields[i].title);

		if ((form->shown >> i & 1) != 0 && more > cells)
			cells = more;
	}
	return canvas->cols < FORM_NARROW && cells > FORM_TITLE_NARROW
		       ? FORM_TITLE_NARROW
		       : cells;
}

static void
draw_line(const struct tui *tui, struct canvas *canvas, size_t at, int row)
{
	const struct form *form = form_of(tui);
	const struct field *field = &form->of->fields[at];
	bool focused = at == form->at, wrong = at == form->wrong;
	bool wide = canvas->cols >= FORM_WIDE;
	int cells = title_cells(form, canvas);
	struct area area = {.row = row, .col = FORM_COL + cells + FORM_GAP};
	int help = area.col + FORM_VALUE_CELLS + FORM_GAP;

	area.cols = wide ? FORM_VALUE_CELLS : canvas->cols - area.col - 2;
	if (focused)
		canvas_put(canvas, row, 1, 1, ROLE_KEY, ">");
	canvas_put(canvas, row, FORM_COL, cells,
		wrong     ? ROLE_ERROR
		: focused ? ROLE_STRONG
			  : ROLE_DIM,
		field->title);
	draw_value(tui, canvas, at, &area);
	if (wrong)
		canvas_sign(
			canvas, row, area.col - 2, 1, ROLE_ERROR, SIGN_FAIL);
	if (wide)
		canvas_put(canvas, row, help, canvas->cols - help - 1,
			wrong ? ROLE_ERROR : ROLE_DIM,
			wrong ? form->trouble.text : field->help);
}

/* --- what belongs there --------------------------------------------------- */

/* How such a field is changed. */
static const char *
way_of(enum field_type type)
{
	switch (type) {
	case FIELD_BOOL:
		return "Space changes it.";
	case FIELD_WORD:
		return "Space goes to the next word.";
	case FIELD_REF:
		return "Letters find one, Enter lists all, Del takes it away.";
	case FIELD_LIST:
		return "Letters find them, Enter lists all.";
	case FIELD_LEVELS:
		return "Enter lists them.";
	case FIELD_TEXT:
	case FIELD_INT:
		break;
	}
	return "";
}

static void
add_sentence(struct str *out, const char *words)
{
	char first = words[0];

	if (first >= 'a' && first <= 'z')
		first = (char)(first - 'a' + 'A');
	if (first != '\0')
		str_addf(out, "%c%s.", first, words + 1);
}

static void
say_rule(const struct form *form, struct str *out)
{
	const struct field *field = &form->of->fields[form->at];

	add_sentence(out, field->help);
	if ((form->open >> form->at & 1) == 0)
		return;
	str_addc(out, ' ');
	str_addz(out, way_of(field->type));
}

static enum role
say_trouble(const struct form *form, struct str *out)
{
	if (form->wrong != FORM_NOWHERE) {
		str_addf(out, "%s: ", form->of->fields[form->wrong].title);
		str_addz(out, form->trouble.text);
		str_addz(out, ". ");
		add_sentence(out, form->of->fields[form->wrong].help);
		return ROLE_ERROR;
	}
	str_addz(out, form->now == NULL ? "Not loaded. " : "Not saved. ");
	manage_say(&form->trouble, out);
	str_addz(out, form->now == NULL
			      ? " ^R tries again."
			      : " What you typed stays; ^S tries again.");
	return ROLE_ERROR;
}

static enum role
say(const struct tui *tui, struct str *out)
{
	static const char *const doing[] = {[FORM_READING] = "Loading ...",
		[FORM_SAVING] = "Saving ...",
		[FORM_MAILING] = "Asking for another mail ...",
		[FORM_COMPARING] = "Somebody was quicker. Loading ..."};
	const struct form *form = form_of(tui);

	if (form->step != FORM_STILL) {
		str_addz(out, doing[form->step]);
		return ROLE_STRONG;
	}
	if (form->trouble.kind != ERR_NONE &&
		(form->wrong == FORM_NOWHERE || form->wrong == form->at))
		return say_trouble(form, out);
	if (tui->note.text[0] != '\0') {
		str_addz(out, tui->note.text);
		return tui->note.role;
	}
	if (form->now != NULL)
		say_rule(form, out);
	return ROLE_DIM;
}

static void
draw_words_below(
	const struct tui *tui, struct canvas *canvas, const struct area *area)
{
	struct str text;
	enum role role;

	str_init(&text, FORM_BYTES);
	role = say(tui, &text);
	canvas_sign(
		canvas, area->row - 1, 0, canvas->cols, ROLE_RULE, SIGN_RULE);
	wrap_put(canvas, area, role, text.data);
	str_release(&text);
}

/* --- all ------------------------------------------------------------------ */

/* The row of a field, of those that are shown, where there is room with a
 * blank one before each part. */
static size_t
place_of(const struct form *form, size_t at)
{
	size_t n = 0;

	for (size_t i = 0; i <= at && i < form->of->count; i++) {
		bool shown = (form->shown >> i & 1) != 0;

		if (shown && n > 0 && form->is_airy &&
			(form->of->fields[i].flags & FIELD_PART) != 0)
			n++;
		if (i < at && shown)
			n++;
	}
	return n;
}

/* So that the field with the focus is in the window. */
static void
scroll(struct form *form, size_t rows)
{
	size_t at = place_of(form, form->at);

	if (at < form->top)
		form->top = at;
	if (at >= form->top + rows)
		form->top = at - rows + 1;
}

static void
draw_fields(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct form *form = form_of(tui);
	size_t all;
	size_t rows = (size_t)(end - top);
	int col = canvas->cols - 1;

	form->is_airy = rows >= FORM_AIRY_ROWS;
	all = place_of(form, form->of->count);
	scroll(form, rows);
	for (size_t i = 0; i < form->of->count; i++) {
		size_t n = place_of(form, i);

		if ((form->shown >> i & 1) != 0 && n >= form->top &&
			n < form->top + rows)
			draw_line(tui, canvas, i, top + (int)(n - form->top));
	}
	if (form->top > 0)
		canvas_sign(canvas, top, col, 1, ROLE_KEY, SIGN_UP);
	if (form->top + rows < all)
		canvas_sign(canvas, end - 1, col, 1, ROLE_KEY, SIGN_DOWN);
}

/* Whether the person can clock in, behind the last field where there is room.
 */
static void
draw_gates(const struct form *form, struct canvas *canvas, int first, int end)
{
	int row = first + (int)place_of(form, form->of->count) + 1;
	struct area area = {.row = row,
		.col = FORM_COL,
		.rows = end - row,
		.cols = canvas->cols - FORM_COL - 2};

	if (form->gates[0] != '\0' && area.rows > 0)
		wrap_put(canvas, &area, ROLE_STRONG, form->gates);
}

void
form_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct area words = {.row = end - FORM_WORDS_ROWS,
		.col = FORM_COL,
		.rows = FORM_WORDS_ROWS,
		.cols = canvas->cols - FORM_COL - 2};
	int first = top + (end - top > TUI_ROWS_MIN);

	if (form_of(tui)->now != NULL)
		draw_fields(tui, canvas, first, words.row - 1);
	draw_gates(form_of(tui), canvas, first, words.row - 1);
	draw_words_below(tui, canvas, &words);
}
