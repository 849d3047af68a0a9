#include <string.h>
#include <wchar.h>

#include "palette.h"

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
		const struct palette_looks *looks =
			palette_find((enum role)role);
		short pair = (short)(role + 1);
		short fg = term->light ? looks->light_fg : looks->fg;
		short fg8 = term->light ? looks->light_fg8 : looks->fg8;

		if (has_256())
			init_pair(pair, fg, looks->bg);
		else
			init_pair(pair, fg8, looks->bg8);
	}
}

/* A cell as curses wants it; its width must be what curses believes. */
static void
make_cell(const struct term *term, const struct cell *cell, cchar_t *out)
{
	const struct palette_looks *looks = palette_find((enum role)cell->role);
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
