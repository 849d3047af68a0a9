#include "frame.h"

#include "app/words.h"
#include "base/text.h"
#include "tui/wrap.h"

#define FRAME_BYTES 1024
#define FRAME_WIDE 60      /* columns from which on nothing is left out */
#define FRAME_RULE_ROWS 16 /* rows from which on there is a rule */
#define FRAME_DAY_CELLS 10 /* "Fri 21 Nov" */

bool
frame_too_small(struct canvas *canvas)
{
	struct str text;

	if (canvas->rows >= TUI_ROWS_MIN && canvas->cols >= TUI_COLS_MIN)
		return false;
	str_init(&text, FRAME_BYTES);
	str_addf(&text,
		"Window too small: %dx%d. connect-clock needs %dx%d. "
		"Make it larger, or press Q to quit.",
		canvas->cols, canvas->rows, TUI_COLS_MIN, TUI_ROWS_MIN);
	wrap_put(canvas,
		&(struct area){.rows = canvas->rows, .cols = canvas->cols},
		ROLE_WARNING, text.data);
	str_release(&text);
	return true;
}

/* Today and the time, at the right; returns the column where it begins. */
static int
frame_draw_clock(const struct tui *tui, struct canvas *canvas)
{
	/* Before a sign-in there is no company, and people know their own. */
	const struct zone *zone = app_zone(tui->app) != NULL
					  ? app_zone(tui->app)
					  : app_zone_here(tui->app);
	struct str date, time;
	int col, cells;

	if (!tui->options.show_clock)
		return canvas->cols - 1;
	str_init(&date, FRAME_BYTES);
	str_init(&time, FRAME_BYTES);
	words_date(&date, zone, tui->now_ms);
	words_time(&time, zone, tui->now_ms);
	col = canvas->cols - 1 - (int)text_cells(time.data);
	canvas_put(canvas, 0, col, canvas->cols, ROLE_STRONG, time.data);
	cells = canvas->cols < FRAME_WIDE ? FRAME_DAY_CELLS
					  : (int)text_cells(date.data);
	col -= 2 + cells;
	date.data[cells] = '\0'; /* ASCII: the year goes when it is narrow */
	canvas_put(canvas, 0, col, cells, ROLE_DIM, date.data);
	str_release(&date);
	str_release(&time);
	return col - 2;
}

static void
frame_draw_head(struct tui *tui, const struct screen *screen,
	struct canvas *canvas, int top)
{
	const struct account *account = app_account(tui->app);
	bool known = account != NULL && account->signed_in;
	bool wide = canvas->cols >= FRAME_WIDE;
	const char *first =
		known ? account->person.company_name : "Connect Clock";
	const char *title = screen->say_title != NULL ? screen->say_title(tui)
						      : screen->title;
	struct str rest;
	int col = 1, end;

	for (int row = 0; row < top; row++)
		canvas_blank(canvas, row, 0, canvas->cols, ROLE_TEXT);
	end = frame_draw_clock(tui, canvas);
	str_init(&rest, FRAME_BYTES);
	if (title != NULL && !wide)
		first = title;
	else if (title != NULL)
		str_addf(&rest, " · %s", title);
	else if (known && wide)
		str_addf(&rest, " · %s", account->person.name);
	col += canvas_put(canvas, 0, col, end - col, ROLE_TITLE, first);
	canvas_put(canvas, 0, col, end - col, ROLE_DIM, rest.data);
	if (canvas->rows >= FRAME_RULE_ROWS)
		canvas_sign(canvas, 1, 0, canvas->cols, ROLE_RULE, SIGN_RULE);
	str_release(&rest);
}

void
frame_draw(struct tui *tui, const struct screen *screen, struct canvas *canvas)
{
	int top = canvas->rows >= FRAME_RULE_ROWS ? 2 : 1;
	int end = canvas->rows - 1;

	screen->draw(tui, canvas, top, end);
	if (!screen->over)
		frame_draw_head(tui, screen, canvas, top);
	canvas_blank(canvas, end, 0, canvas->cols, ROLE_TEXT);
	bind_draw(screen->binds, tui, canvas, end);
}
