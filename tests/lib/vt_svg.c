#include <stdio.h>
#include <stdlib.h>
#include <vterm.h>

#include "lib/vt.h"

/* A terminal of DejaVu Sans Mono at 14 pixels. */
#define CELL_WIDTH 8.43
#define CELL_HEIGHT 18
#define MARGIN 12
#define BACKGROUND 0x14181d
#define FOREGROUND 0xd6dbe0

static unsigned
colour_of(const struct vt *vt, VTermColor colour)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&colour))
		return FOREGROUND;
	if (VTERM_COLOR_IS_DEFAULT_BG(&colour))
		return BACKGROUND;
	vterm_screen_convert_color_to_rgb(vt->screen, &colour);
	return (unsigned)colour.rgb.red << 16 |
	       (unsigned)colour.rgb.green << 8 | colour.rgb.blue;
}

static void
put_escaped(FILE *out, uint32_t rune)
{
	fprintf(out, "&#x%x;", rune);
}

static void
put_text(FILE *out, const VTermScreenCell *cell, double x, double y,
	unsigned colour)
{
	if (cell->chars[0] == 0 || cell->chars[0] == ' ' ||
		cell->chars[0] == (uint32_t)-1)
		return;
	fprintf(out, "<text x='%.2f' y='%.2f' fill='#%06x'%s%s>", x, y + 13.5,
		colour, cell->attrs.bold ? " font-weight='bold'" : "",
		cell->attrs.underline ? " text-decoration='underline'" : "");
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		put_escaped(out, cell->chars[i]);
	fprintf(out, "</text>\n");
}

/* What the character shows with; block elements are drawn to fill the cell. */
static void
put_cell(
	FILE *out, const struct vt *vt, VTermPos p, const VTermScreenCell *cell)
{
	unsigned fg = colour_of(vt, cell->fg), bg = colour_of(vt, cell->bg);
	double x = MARGIN + p.col * CELL_WIDTH,
	       y = MARGIN + p.row * CELL_HEIGHT;
	double width = CELL_WIDTH * cell->width;

	if (cell->attrs.reverse) {
		unsigned swap = fg;

		fg = bg;
		bg = swap;
	}
	if (bg != BACKGROUND)
		fprintf(out,
			"<rect x='%.2f' y='%.2f' width='%.2f' height='%d' "
			"fill='#%06x'/>\n",
			x, y, width + 0.3, CELL_HEIGHT, bg);
	if (cell->attrs.underline)
		fprintf(out,
			"<rect x='%.2f' y='%.2f' width='%.2f' height='1' "
			"fill='#%06x'/>\n",
			x, y + CELL_HEIGHT - 2, width + 0.3, fg);
	if (cell->chars[0] == 0x258c || cell->chars[0] == 0x2588)
		fprintf(out,
			"<rect x='%.2f' y='%.2f' width='%.2f' height='%d' "
			"fill='#%06x'/>\n",
			x, y,
			cell->chars[0] == 0x258c ? width / 2 : width + 0.3,
			CELL_HEIGHT, fg);
	else
		put_text(out, cell, x, y, fg);
}

void
vt_save_svg(struct vt *vt, const char *path)
{
	FILE *out = fopen(path, "w");
	double width = vt->cols * CELL_WIDTH + 2 * MARGIN;
	int height = vt->rows * CELL_HEIGHT + 2 * MARGIN;
	VTermPos p = {0, 0};

	if (out == NULL) {
		perror(path);
		abort();
	}
	fprintf(out,
		"<svg xmlns='http://www.w3.org/2000/svg' width='%.0f' "
		"height='%d' font-family='DejaVu Sans Mono' font-size='14'>\n"
		"<rect width='100%%' height='100%%' rx='8' fill='#%06x'/>\n",
		width, height, BACKGROUND);
	for (p.row = 0; p.row < vt->rows; p.row++)
		for (p.col = 0; p.col < vt->cols;) {
			VTermScreenCell cell;

			vterm_screen_get_cell(vt->screen, p, &cell);
			put_cell(out, vt, p, &cell);
			p.col += cell.width > 1 ? cell.width : 1;
		}
	fprintf(out, "</svg>\n");
	if (fclose(out) != 0)
		abort();
}
