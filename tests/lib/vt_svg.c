#include <stdio.h>
#include <stdlib.h>
#include <vterm.h>

#include "lib/vt.h"

/* DejaVu Sans Mono, so that a cell is a whole number of pixels wide. */
#define FONT_SIZE "14.95"
#define CELL_WIDTH 9
#define CELL_HEIGHT 19
#define BASELINE 14
#define MARGIN 14
#define DARK 0x14181d
#define BRIGHT 0xd6dbe0
#define WHITE 0xffffff
#define BLACK 0x000000

#define HALF_BLOCK 0x258c
#define FULL_BLOCK 0x2588

static unsigned
background_of(const struct vt *vt)
{
	return vt->light ? WHITE : DARK;
}

static unsigned
colour_of(const struct vt *vt, VTermColor colour)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&colour))
		return vt->light ? BLACK : BRIGHT;
	if (VTERM_COLOR_IS_DEFAULT_BG(&colour))
		return background_of(vt);
	vterm_screen_convert_color_to_rgb(vt->screen, &colour);
	return (unsigned)colour.rgb.red << 16 |
	       (unsigned)colour.rgb.green << 8 | colour.rgb.blue;
}

static void
put_rect(FILE *out, int x, int y, int width, int height, unsigned colour)
{
	fprintf(out,
		"<rect x='%d' y='%d' width='%d' height='%d' fill='#%06x'/>\n",
		x, y, width, height, colour);
}

static void
put_text(FILE *out, const VTermScreenCell *cell, int x, int y, unsigned colour)
{
	if (cell->chars[0] == 0 || cell->chars[0] == ' ' ||
		cell->chars[0] == (uint32_t)-1)
		return;
	fprintf(out, "<text x='%d' y='%d' fill='#%06x'%s>", x, y + BASELINE,
		colour, cell->attrs.bold ? " font-weight='bold'" : "");
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		fprintf(out, "&#x%x;", cell->chars[i]);
	fprintf(out, "</text>\n");
}

/* Blocks are drawn as such: a font leaves gaps between them. */
static void
put_cell(
	FILE *out, const struct vt *vt, VTermPos p, const VTermScreenCell *cell)
{
	unsigned fg = colour_of(vt, cell->fg), bg = colour_of(vt, cell->bg);
	int x = MARGIN + p.col * CELL_WIDTH, y = MARGIN + p.row * CELL_HEIGHT;
	int width = CELL_WIDTH * cell->width;

	if (cell->attrs.reverse) {
		unsigned swap = fg;

		fg = bg;
		bg = swap;
	}
	if (bg != background_of(vt))
		put_rect(out, x, y, width, CELL_HEIGHT, bg);
	if (cell->attrs.underline)
		put_rect(out, x, y + CELL_HEIGHT - 2, width, 1, fg);
	if (cell->chars[0] == HALF_BLOCK)
		put_rect(out, x, y, width / 2, CELL_HEIGHT, fg);
	else if (cell->chars[0] == FULL_BLOCK)
		put_rect(out, x, y, width, CELL_HEIGHT, fg);
	else
		put_text(out, cell, x, y, fg);
}

void
vt_save_svg(struct vt *vt, const char *path)
{
	FILE *out = fopen(path, "w");
	VTermPos p = {0, 0};

	if (out == NULL) {
		perror(path);
		abort();
	}
	fprintf(out,
		"<svg xmlns='http://www.w3.org/2000/svg' width='%d' "
		"height='%d' font-family='DejaVu Sans Mono' "
		"font-size='" FONT_SIZE "' shape-rendering='crispEdges'>\n"
		"<rect width='100%%' height='100%%' rx='8' fill='#%06x'/>\n",
		vt->cols * CELL_WIDTH + 2 * MARGIN,
		vt->rows * CELL_HEIGHT + 2 * MARGIN, background_of(vt));
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
