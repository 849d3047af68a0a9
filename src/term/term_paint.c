#include <string.h>
#include <wchar.h>

#include "parts.h"

/* The looks of a role with 256 colours, with 8, and with none. */
struct looks {
	short fg, bg; /* of 256; -1: the terminal's own */
	attr_t attr;
	short fg8, bg8;
	attr_t attr8;
	attr_t mono;
};

#define BRAND 39
#define GREEN 77
#define GREY 245
#define GREY_DARK 240
#define AMBER 214
#define RED 203
#define WHITE 255
#define BLACK 16

static const struct looks term_looks[ROLE_COUNT] = {
	[ROLE_TEXT] = {-1, -1, A_NORMAL, -1, -1, A_NORMAL, A_NORMAL},
	[ROLE_STRONG] = {-1, -1, A_BOLD, -1, -1, A_BOLD, A_BOLD},
	[ROLE_DIM] = {GREY, -1, A_NORMAL, -1, -1, A_DIM, A_NORMAL},
	[ROLE_TITLE] = {BRAND, -1, A_BOLD, COLOR_CYAN, -1, A_BOLD, A_BOLD},
	[ROLE_RULE] = {GREY_DARK, -1, A_NORMAL, -1, -1, A_DIM, A_NORMAL},
	[ROLE_BADGE_IN] = {BLACK, GREEN, A_BOLD, COLOR_BLACK, COLOR_GREEN,
		A_NORMAL, A_REVERSE},
	[ROLE_BADGE_OUT] = {WHITE, GREY_DARK, A_BOLD, COLOR_BLACK, COLOR_WHITE,
		A_NORMAL, A_REVERSE},
	[ROLE_BADGE_MEAL] = {BLACK, AMBER, A_BOLD, COLOR_BLACK, COLOR_YELLOW,
		A_NORMAL, A_REVERSE},
	[ROLE_KEY] = {BRAND, -1, A_BOLD, COLOR_CYAN, -1, A_BOLD, A_BOLD},
	[ROLE_FIELD] = {-1, -1, A_UNDERLINE, -1, -1, A_UNDERLINE, A_UNDERLINE},
	[ROLE_SELECTED] = {WHITE, 24, A_BOLD, COLOR_WHITE, COLOR_BLUE, A_BOLD,
		A_REVERSE},
	[ROLE_GOOD] = {GREEN, -1, A_NORMAL, COLOR_GREEN, -1, A_NORMAL,
		A_NORMAL},
	[ROLE_WARNING] = {AMBER, -1, A_NORMAL, COLOR_YELLOW, -1, A_BOLD,
		A_BOLD},
	[ROLE_ERROR] = {RED, -1, A_BOLD, COLOR_RED, -1, A_BOLD, A_BOLD},
	[ROLE_ALARM] = {WHITE, 160, A_BOLD, COLOR_WHITE, COLOR_RED, A_BOLD,
		A_REVERSE | A_BOLD},
};

static bool
has_256(void)
{
	return COLORS >= 256;
}

/* Role r has the pair r + 1. */
void
term_init_looks(const struct term *term)
{
	if (!term->colour)
		return;
	start_color();
	use_default_colors();
	for (int role = 0; role < ROLE_COUNT; role++) {
		const struct looks *looks = &term_looks[role];

		if (has_256())
			init_pair((short)(role + 1), looks->fg, looks->bg);
		else
			init_pair((short)(role + 1), looks->fg8, looks->bg8);
	}
}

/* A cell as curses wants it; its width must be what curses believes. */
static void
make_cell(const struct term *term, const struct cell *cell, cchar_t *out)
{
	const struct looks *looks = &term_looks[cell->role];
	wchar_t text[CELL_RUNES + 1] = {0};
	short pair = term->colour ? (short)(cell->role + 1) : 0;
	attr_t attr = looks->mono;

	if (term->colour)
		attr = has_256() ? looks->attr : looks->attr8;
	for (int i = 0; i < CELL_RUNES; i++)
		text[i] = (wchar_t)cell->runes[i];
	if (wcwidth(text[0]) != cell->cells)
		text[0] = L'?', text[1] = 0;
	for (int i = 1; i < CELL_RUNES; i++)
		if (text[i] != 0 && wcwidth(text[i]) != 0)
			text[i] = 0;
	setcchar(out, text, attr, pair, NULL);
}

static bool
is_same(const struct cell *a, const struct cell *b)
{
	return memcmp(a->runes, b->runes, sizeof(a->runes)) == 0 &&
	       a->cells == b->cells && a->role == b->role;
}

static void
paint_row(const struct term *term, const struct canvas *canvas, int row)
{
	const struct cell *cells =
		&canvas->cells[(size_t)row * (size_t)canvas->cols];
	cchar_t line[TERM_COLS_MAX];
	int count = 0;

	for (int col = 0; col < canvas->cols; col++) {
		bool shrinks = cells[col].cells == 2 &&
			       wcwidth((wchar_t)cells[col].runes[0]) != 2;

		if (cells[col].cells == 0)
			continue;
		if (col > 0 && is_same(&cells[col], &cells[col - 1]))
			line[count] = line[count - 1]; /* most are blanks */
		else
			make_cell(term, &cells[col], &line[count]);
		count++;
		if (shrinks && col + 1 < canvas->cols) /* a '?' and a blank */
			setcchar(&line[count++], L" ", A_NORMAL, 0, NULL);
	}
	mvadd_wchnstr(row, 0, line, count);
}

void
term_paint(const struct term *term, const struct canvas *canvas)
{
	for (int row = 0; row < canvas->rows && row < LINES; row++)
		paint_row(term, canvas, row);
	move(canvas->cursor_row, canvas->cursor_col);
	refresh();
}
