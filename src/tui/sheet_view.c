#include "tui/sheet_view.h"

#include <string.h>

#include "base/text.h"
#include "tui/wrap.h"

#define FILTER_BYTES 200
#define FILTER_COL 3
#define FILTER_CELLS 24

static const enum role roles[] = {
	[SHEET_TEXT] = ROLE_TEXT,
	[SHEET_STRONG] = ROLE_STRONG,
	[SHEET_DIM] = ROLE_DIM,
	[SHEET_WARNING] = ROLE_WARNING,
};

void
sheet_view_init(struct sheet_view *view)
{
	*view = (struct sheet_view){.selected = 0};
	edit_init(&view->filter, FILTER_BYTES);
}

/* Left and right are the screen's. */
static bool
is_typing(const struct key_event *event)
{
	return event->key == KEY_IS_RUNE || event->key == KEY_IS_PASTE ||
	       event->key == KEY_IS_BACKSPACE ||
	       (event->key == KEY_IS_CTRL &&
		       (event->rune == 'u' || event->rune == 'w'));
}

bool
sheet_view_key(struct sheet_view *view, const struct key_event *event)
{
	if (!is_typing(event) || !edit_key(&view->filter, event))
		return false;
	view->selected = view->top = 0;
	view->explains = false;
	return true;
}

void
sheet_view_move(struct sheet_view *view, int lines)
{
	size_t step = (size_t)(lines < 0 ? -lines : lines);

	if (lines < 0)
		view->selected -= step < view->selected ? step : view->selected;
	else
		view->selected += step;
	if (view->selected >= view->count)
		view->selected = view->count > 0 ? view->count - 1 : 0;
}

void
sheet_view_page(struct sheet_view *view, int pages)
{
	sheet_view_move(view, pages * (int)view->rows);
}

bool
sheet_view_escape(struct sheet_view *view)
{
	bool had = view->explains || view->filter.len > 0;

	if (!view->explains && had) {
		edit_set(&view->filter, "");
		view->selected = view->top = 0;
	}
	view->explains = false;
	return had;
}

void
sheet_view_settle(struct sheet_view *view, const struct sheet *lines)
{
	static const struct id none;

	view->count = lines->count;
	sheet_view_move(view, 0);
	view->of = view->selected < lines->count
			   ? lines->lines[view->selected].of
			   : none;
}

static void
draw_filter(const struct sheet_view *view, struct canvas *canvas,
	const struct sheet_picture *picture)
{
	int cells = canvas->cols - FILTER_COL - FILTER_CELLS - 2;
	int col = canvas->cols - 1 - (int)text_cells(picture->beside);

	if (col < canvas->cols - 1 - cells)
		col = canvas->cols - 1 - cells;
	canvas_put(canvas, picture->top, 1, 1, ROLE_KEY, "/");
	edit_draw(&view->filter, canvas, picture->top, FILTER_COL, FILTER_CELLS,
		true);
	canvas_put(canvas, picture->top, col, canvas->cols - 1 - col, ROLE_DIM,
		picture->beside);
}

static void
draw_lines(struct sheet_view *view, struct canvas *canvas,
	const struct sheet *lines, int top)
{
	if (view->selected < view->top)
		view->top = view->selected;
	if (view->selected >= view->top + view->rows)
		view->top = view->selected - view->rows + 1;
	/* the first lines say what it all is */
	if (view->selected < view->rows)
		view->top = 0;
	for (size_t i = 0; i < view->rows && view->top + i < lines->count;
		i++) {
		size_t at = view->top + i;
		int row = top + (int)i;

		canvas_put(canvas, row, 0, canvas->cols,
			roles[lines->lines[at].kind], sheet_text(lines, at));
		if (at != view->selected)
			continue;
		canvas_put(canvas, row, 0, 1, ROLE_KEY, ">");
		canvas_tint(canvas, row, 1, canvas->cols - 1, ROLE_SELECTED);
		if (view->filter.len == 0)
			canvas_cursor(canvas, row, 0);
	}
}

/* Where it goes on, at the edge. */
static void
draw_more(const struct sheet_view *view, struct canvas *canvas, int top)
{
	int col = canvas->cols - 1;

	if (view->top > 0)
		canvas_sign(canvas, top, col, 1, ROLE_KEY, SIGN_UP);
	if (view->top + view->rows < view->count)
		canvas_sign(canvas, top + (int)view->rows - 1, col, 1, ROLE_KEY,
			SIGN_DOWN);
}

/* Rows that the sentences take, no more than half. */
static int
below_rows(const struct sheet *below, int cols, int most)
{
	int rows = 0;

	if (below == NULL)
		return 0;
	for (size_t i = 0; i < below->count; i++)
		rows += wrap_rows(sheet_text(below, i), cols);
	return rows < most ? rows : most;
}

static void
draw_below(const struct sheet *below, struct canvas *canvas, int row, int end)
{
	struct area area = {.row = row + 1,
		.col = 1,
		.rows = end - row - 1,
		.cols = canvas->cols - 2};

	canvas_sign(canvas, row, 0, canvas->cols, ROLE_RULE, SIGN_RULE);
	for (size_t i = 0; i < below->count && area.rows > 0; i++) {
		int rows = wrap_put(canvas, &area, roles[below->lines[i].kind],
			sheet_text(below, i));

		area.row += rows;
		area.rows -= rows;
	}
}

void
sheet_view_draw(struct sheet_view *view, struct canvas *canvas,
	const struct sheet_picture *picture)
{
	int first = picture->top + 1, height = picture->end - first;
	int below = below_rows(
		picture->below, canvas->cols - 2, height - height / 3 - 1);

	view->rows = (size_t)(height - (below > 0 ? below + 1 : 0));
	draw_filter(view, canvas, picture);
	draw_lines(view, canvas, picture->lines, first);
	draw_more(view, canvas, first);
	if (below > 0)
		draw_below(picture->below, canvas, first + (int)view->rows,
			picture->end);
}
