#include "tui/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "rune.h"

#define CANVAS_TEXT_BYTES 8192

static const struct {
	const char *utf8, *ascii;
} canvas_signs[] = {
#define X(name, utf8, ascii) [SIGN_##name] = {utf8, ascii},
	SIGNS(X)
#undef X
};

void
canvas_init(struct canvas *canvas, bool ascii)
{
	*canvas = (struct canvas){.ascii = ascii};
}

void
canvas_release(struct canvas *canvas)
{
	free(canvas->cells);
	canvas->cells = NULL;
	canvas->rows = canvas->cols = 0;
}

void
canvas_begin(struct canvas *canvas, int rows, int cols)
{
	if (rows != canvas->rows || cols != canvas->cols) {
		canvas_release(canvas);
		canvas->cells = mem_new(
			(size_t)rows * (size_t)cols + 1, sizeof(struct cell));
		canvas->rows = rows;
		canvas->cols = cols;
	}
	for (int row = 0; row < rows; row++)
		canvas_blank(canvas, row, 0, cols, ROLE_TEXT);
	canvas->cursor_row = canvas->cursor_col = 0;
}

static struct cell *
canvas_at(const struct canvas *canvas, int row, int col)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

/* The part of a run of cells that lies inside; false when none does. */
static bool
canvas_clip(const struct canvas *canvas, int row, int *col, int *count)
{
	if (row < 0 || row >= canvas->rows)
		return false;
	if (*col < 0) {
		*count += *col;
		*col = 0;
	}
	if (*count > canvas->cols - *col)
		*count = canvas->cols - *col;
	return *count > 0;
}

/* A half of a wide character that is written over takes its other half along.
 */
static void
canvas_split(struct canvas *canvas, int row, int col)
{
	if (col > 0 && col < canvas->cols &&
		canvas_at(canvas, row, col)->cells == 0) {
		*canvas_at(canvas, row, col - 1) =
			(struct cell){.runes = {' '}, .cells = 1};
		*canvas_at(canvas, row, col) =
			(struct cell){.runes = {' '}, .cells = 1};
	}
}

static void
canvas_combine(struct cell *cell, uint32_t rune)
{
	for (int i = 1; i < CELL_RUNES; i++)
		if (cell->runes[i] == 0) {
			cell->runes[i] = rune;
			return;
		}
}

/* Clean text that is known to fit, from col on; returns the column behind. */
static int
canvas_lay(struct canvas *canvas, int row, int col, enum role role,
	const struct str *text)
{
	struct cell *last = NULL;
	size_t bytes = 0;

	for (size_t i = 0; i < text->len; i += bytes) {
		uint32_t rune = 0;
		int width;

		bytes = text_decode(text->data + i, text->len - i, &rune);
		width = text_rune_cells(rune);
		if (width == 0) {
			if (last != NULL)
				canvas_combine(last, rune);
			continue;
		}
		last = canvas_at(canvas, row, col);
		*last = (struct cell){.runes = {rune},
			.cells = (uint8_t)width,
			.role = (uint8_t)role};
		if (width == 2)
			last[1] = (struct cell){.role = (uint8_t)role};
		col += width;
	}
	return col;
}

int
canvas_put(struct canvas *canvas, int row, int col, int max, enum role role,
	const char *text)
{
	struct str clean, fit;
	int end;

	if (col < 0 || !canvas_clip(canvas, row, &col, &max))
		return 0;
	str_init(&clean, CANVAS_TEXT_BYTES);
	str_init(&fit, CANVAS_TEXT_BYTES);
	text_clean(&clean, text, strlen(text));
	if (canvas->ascii) {
		text_ascii(&fit, clean.data);
		str_clear(&clean);
		str_addz(&clean, fit.data);
		str_clear(&fit);
	}
	text_fit(&fit, clean.data, (size_t)max, false, canvas->ascii);
	canvas_split(canvas, row, col);
	canvas_split(canvas, row, col + (int)text_cells(fit.data));
	end = canvas_lay(canvas, row, col, role, &fit);
	str_release(&clean);
	str_release(&fit);
	return end - col;
}

void
canvas_sign(struct canvas *canvas, int row, int col, int count, enum role role,
	enum sign sign)
{
	struct cell cell = {.cells = 1, .role = (uint8_t)role};
	const char *text = canvas->ascii ? canvas_signs[sign].ascii
					 : canvas_signs[sign].utf8;

	if (!canvas_clip(canvas, row, &col, &count))
		return;
	text_decode(text, strlen(text), &cell.runes[0]);
	canvas_split(canvas, row, col);
	canvas_split(canvas, row, col + count);
	for (int i = 0; i < count; i++)
		*canvas_at(canvas, row, col + i) = cell;
}

void
canvas_blank(struct canvas *canvas, int row, int col, int count, enum role role)
{
	if (!canvas_clip(canvas, row, &col, &count))
		return;
	canvas_split(canvas, row, col);
	canvas_split(canvas, row, col + count);
	for (int i = 0; i < count; i++)
		*canvas_at(canvas, row, col + i) = (struct cell){
			.runes = {' '}, .cells = 1, .role = (uint8_t)role};
}

void
canvas_tint(struct canvas *canvas, int row, int col, int count, enum role role)
{
	if (!canvas_clip(canvas, row, &col, &count))
		return;
	for (int i = 0; i < count; i++)
		canvas_at(canvas, row, col + i)->role = (uint8_t)role;
}

void
canvas_cursor(struct canvas *canvas, int row, int col)
{
	if (row < 0 || row >= canvas->rows || col < 0)
		return;
	canvas->cursor_row = row;
	canvas->cursor_col = col < canvas->cols ? col : canvas->cols - 1;
}

void
canvas_text(const struct canvas *canvas, struct str *out)
{
	for (int row = 0; row < canvas->rows; row++) {
		int used = canvas->cols;

		while (used > 0 &&
			canvas_at(canvas, row, used - 1)->runes[0] == ' ')
			used--;
		for (int col = 0; col < used; col++) {
			const struct cell *cell = canvas_at(canvas, row, col);

			for (int i = 0; i < CELL_RUNES && cell->runes[i]; i++)
				rune_add(out, cell->runes[i]);
		}
		str_addc(out, '\n');
	}
}
