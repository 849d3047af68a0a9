#include "tui/board/board.h"

#include "app/board_lines.h"
#include "tui/sheet_view.h"

#define BOARD_NEWS_MS 30000 /* older news are asked for again */

struct board {
	struct hours_board *hours; /* NULL: nothing is kept */
	struct sheet_view view;
	bool is_asking;
	int64_t asked_ms;         /* by the service's clock */
	char why[ERR_TEXT_BYTES]; /* there is no new answer; or "" */
};

static struct board *
board_of(const struct tui *tui)
{
	return tui->states[TUI_BOARD];
}

static void
board_on_answer(void *ctx, const struct err *err)
{
	struct tui *tui = ctx;
	struct board *board = board_of(tui);

	board->is_asking = false;
	(void)str_copy(board->why, sizeof(board->why), err->text);
	tui->dirty = tui->stale = true;
}

static void
board_ask(struct tui *tui)
{
	static const struct hours_ask ask = {.what = HOURS_BOARD};
	struct board *board = board_of(tui);

	board->is_asking = true;
	board->asked_ms = tui->now_ms;
	board->why[0] = '\0';
	hours_ask(tui->app, &ask, board_on_answer, tui);
}

static int64_t
board_next_change_ms(const struct tui *tui)
{
	int64_t left_ms = board_of(tui)->asked_ms + BOARD_NEWS_MS - tui->now_ms;

	return left_ms > 0 ? left_ms : 0;
}

static void
board_load(struct tui *tui)
{
	struct board *board = board_of(tui);
	struct err err = {0};

	hours_board_free(&board->hours);
	if (hours_board(tui->app, &board->hours, &err) < 0 &&
		err.kind != ERR_NOT_FOUND)
		tui_note(tui, ROLE_ERROR, err.text);
	if (!board->is_asking && board_next_change_ms(tui) == 0)
		board_ask(tui);
}

static void
board_open(struct tui *tui)
{
	struct board *board = board_of(tui);

	hours_board_free(&board->hours);
	sheet_view_init(&board->view);
	board_ask(tui);
}

/* The card asked for something else meanwhile. */
static void
board_resume(struct tui *tui)
{
	board_ask(tui);
}

static void
board_leave(struct tui *tui)
{
	hours_ask_no_more(tui->app);
	hours_board_free(&board_of(tui)->hours);
}

static bool
board_has_card(const struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	return account != NULL && !id_is_nil(&board_of(tui)->view.of) &&
	       permission_has(
		       account->person.permissions, PERMISSION_TIME_CARDS_VIEW);
}

static void
board_act_card(struct tui *tui)
{
	tui->about = board_of(tui)->view.of;
	tui_open(tui, TUI_CARD);
}

static void
board_up(struct tui *tui)
{
	sheet_view_move(&board_of(tui)->view, -1);
}

static void
board_down(struct tui *tui)
{
	sheet_view_move(&board_of(tui)->view, 1);
}

static void
board_page_up(struct tui *tui)
{
	sheet_view_page(&board_of(tui)->view, -1);
}

static void
board_page_down(struct tui *tui)
{
	sheet_view_page(&board_of(tui)->view, 1);
}

static void
board_escape(struct tui *tui)
{
	if (!sheet_view_escape(&board_of(tui)->view))
		tui_back(tui);
}

static bool
board_key(struct tui *tui, const struct key_event *event)
{
	return sheet_view_key(&board_of(tui)->view, event);
}

static void
board_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct board *board = board_of(tui);
	const struct board_look look = {
		.cols = canvas->cols - 1,
		.filter = board->view.filter.text,
		.now_ms = tui->now_ms,
	};
	struct sheet lines;
	struct sheet_picture picture = {.lines = &lines,
		.beside = board->is_asking ? "asking ..." : board->why,
		.top = top,
		.end = end};

	sheet_init(&lines);
	if (board->hours != NULL)
		board_lines(board->hours, &look, &lines);
	else
		sheet_add(&lines, SHEET_DIM, NULL,
			board->is_asking
				? " The service is being asked."
				: " Nothing of it is kept on this machine.");
	sheet_view_settle(&board->view, &lines);
	sheet_view_draw(&board->view, canvas, &picture);
	sheet_release(&lines);
}

static const struct bind board_binds[] = {
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Time card",
		.help = "The time card of who is selected",
		.act = board_act_card,
		.works = board_has_card},
	{.key = KEY_IS_UP, .act = board_up},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Move",
		.rank = 2,
		.help = "Move the selection; PgUp and PgDn too",
		.act = board_down},
	{.key = KEY_IS_PAGE_UP, .act = board_page_up},
	{.key = KEY_IS_PAGE_DOWN, .act = board_page_down},
	{.cap = "Letters", /* board_key takes them */
		.word = "Find",
		.rank = 1,
		.help = "Those with these words alone; Esc shows all again",
		.act = board_down},
	{.key = KEY_IS_CTRL,
		.letter = 'r',
		.cap = "^R",
		.word = "Ask again",
		.rank = 4,
		.help = "Ask the service again",
		.act = board_ask},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back, also from what is found",
		.act = board_escape},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 3,
		.help = "These keys",
		.act = tui_act_help},
	{0},
};

const struct screen board_screen = {
	.title = "Who is in",
	.state_bytes = sizeof(struct board),
	.binds = board_binds,
	.open = board_open,
	.load = board_load,
	.on_key = board_key,
	.draw = board_draw,
	.next_change_ms = board_next_change_ms,
	.resume = board_resume,
	.leave = board_leave,
};
