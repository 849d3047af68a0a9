#include "help.h"

#include "screen.h"

#define HELP_CAP_COL 2
#define HELP_TEXT_COL 14

static const char *const help_words[] = {
	"",
	"A press is written to this machine's disk before the screen confirms",
	"it; it reaches the service as soon as that can be reached. What is",
	"\"kept\" is safe and waits. What is \"set aside\" needs you: see K.",
};

#define HELP_WORDS ((int)(sizeof(help_words) / sizeof(help_words[0])))

/* The screen that the help is about. */
static const struct screen *
help_about(const struct tui *tui)
{
	return tui->stack[tui->depth - 2];
}

static int
help_rows(const struct tui *tui)
{
	int rows = HELP_WORDS;

	for (const struct bind *b = help_about(tui)->binds; b->act; b++)
		rows += b->help != NULL;
	return rows;
}

/* Line `row` of the help, on the screen's row `at`. */
static void
help_draw_row(const struct tui *tui, struct canvas *canvas, int row, int at)
{
	for (const struct bind *b = help_about(tui)->binds; b->act; b++) {
		if (b->help == NULL || row-- > 0)
			continue;
		canvas_put(canvas, at, HELP_CAP_COL,
			HELP_TEXT_COL - HELP_CAP_COL - 1, ROLE_KEY, b->cap);
		canvas_put(canvas, at, HELP_TEXT_COL,
			canvas->cols - HELP_TEXT_COL - 1, ROLE_TEXT, b->help);
		return;
	}
	canvas_put(canvas, at, HELP_CAP_COL, canvas->cols - HELP_CAP_COL - 1,
		ROLE_DIM, help_words[row]);
}

static void
help_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	int rows = help_rows(tui), room = end - top - 1;

	if (tui->help_top > rows - room)
		tui->help_top = rows - room;
	if (tui->help_top < 0)
		tui->help_top = 0;
	for (int i = 0; i < room && tui->help_top + i < rows; i++)
		help_draw_row(tui, canvas, tui->help_top + i, top + 1 + i);
	canvas_cursor(canvas, top + 1, HELP_CAP_COL);
}

static void
help_up(struct tui *tui)
{
	tui->help_top--;
}

static void
help_down(struct tui *tui)
{
	tui->help_top++;
}

static const struct bind help_binds[] = {
	{.key = KEY_IS_ESC, .cap = "Esc", .word = "Back", .act = tui_back},
	{.key = KEY_IS_ENTER, .act = tui_back},
	{.key = KEY_IS_RUNE, .letter = '?', .act = tui_back},
	{.key = KEY_IS_HELP, .act = tui_back},
	{.key = KEY_IS_UP, .act = help_up},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Scroll",
		.rank = 1,
		.act = help_down},
	{.key = KEY_IS_RUNE,
		.letter = 'q',
		.cap = "Q",
		.word = "Quit",
		.rank = 2,
		.act = tui_act_quit},
	{0},
};

const struct screen help_screen = {
	.title = "Keys",
	.binds = help_binds,
	.draw = help_draw,
};

void
help_open(struct tui *tui)
{
	tui->help_top = 0;
	tui_push(tui, &help_screen);
}
