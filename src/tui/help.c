#include "kit.h"
#include "tui/wrap.h"

#define HELP_CAP_COL 2
#define HELP_TEXT_COL 12
#define HELP_ROOMY_ROWS 16

static const char help_words[] =
	"A press is written to this machine's disk before the screen confirms "
	"it; it reaches the service as soon as that can be reached. What is "
	"\"kept\" is safe and waits. What is \"set aside\" needs you: see K.";

struct help {
	int top; /* rows scrolled away */
};

static struct help *
help_of(const struct tui *tui)
{
	return tui->states[TUI_HELP];
}

/* A text from a row on, what is behind `end` left out; the row behind it. */
static int
help_put(struct canvas *canvas, int row, int col, int end, const char *text)
{
	struct area area = {.row = row,
		.col = col,
		.rows = end - row,
		.cols = canvas->cols - col - 1};

	if (area.rows > 0)
		wrap_put(canvas, &area, ROLE_TEXT, text);
	return row + wrap_rows(text, area.cols);
}

/* All of it from `row` on, which may lie above the screen. */
static int
help_put_all(const struct tui *tui, struct canvas *canvas, int row, int end)
{
	for (const struct bind *b = tui_at(tui, 1)->binds; b->act != NULL;
		b++) {
		if (b->help == NULL)
			continue;
		if (row < end)
			canvas_put(canvas, row, HELP_CAP_COL,
				HELP_TEXT_COL - HELP_CAP_COL - 1, ROLE_KEY,
				b->cap);
		row = help_put(canvas, row, HELP_TEXT_COL, end, b->help);
	}
	return help_put(canvas, row + 1, HELP_CAP_COL, end, help_words);
}

static void
help_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	int first = canvas->rows < HELP_ROOMY_ROWS ? top : top + 1;
	int rows = help_put_all(tui, canvas, end, end) - end;
	struct help *help = help_of(tui);

	if (help->top > rows - (end - first))
		help->top = rows - (end - first);
	if (help->top < 0)
		help->top = 0;
	help_put_all(tui, canvas, first - help->top, end);
	canvas_cursor(canvas, first, HELP_CAP_COL);
}

static void
help_open(struct tui *tui)
{
	help_of(tui)->top = 0;
}

static void
help_up(struct tui *tui)
{
	help_of(tui)->top--;
}

static void
help_down(struct tui *tui)
{
	help_of(tui)->top++;
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
	.state_bytes = sizeof(struct help),
	.binds = help_binds,
	.open = help_open,
	.draw = help_draw,
};
