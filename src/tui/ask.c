#include "tui/ask.h"

#include "base/text.h"
#include "kit.h"
#include "tui/edit.h"
#include "tui/wrap.h"

#define ASK_COLS 72
#define ASK_MARGIN 2

#define FIELD_BYTES 100

struct asking {
	struct ask ask;
	struct edit line;
};

static struct asking *
asking_of(const struct tui *tui)
{
	return tui->states[TUI_ASK];
}

static const struct ask *
ask_of(const struct tui *tui)
{
	return &asking_of(tui)->ask;
}

static void
ask_frame(struct canvas *canvas, const struct area *box)
{
	int last_row = box->row + box->rows - 1;
	int last_col = box->col + box->cols - 1;

	for (int row = box->row; row <= last_row; row++) {
		canvas_blank(
			canvas, row, box->col - 2, box->cols + 4, ROLE_TEXT);
		canvas_sign(canvas, row, box->col, 1, ROLE_WARNING, SIGN_SIDE);
		canvas_sign(canvas, row, last_col, 1, ROLE_WARNING, SIGN_SIDE);
	}
	for (int side = 0; side < 2; side++) {
		int row = side == 0 ? box->row : last_row;

		canvas_sign(canvas, row, box->col, box->cols, ROLE_WARNING,
			SIGN_RULE);
		canvas_sign(canvas, row, box->col, 1, ROLE_WARNING,
			side == 0 ? SIGN_TOP_LEFT : SIGN_BOTTOM_LEFT);
		canvas_sign(canvas, row, last_col, 1, ROLE_WARNING,
			side == 0 ? SIGN_TOP_RIGHT : SIGN_BOTTOM_RIGHT);
	}
}

/* The answers in the last line of the box; the cursor on the first. */
static void
ask_draw_answers(const struct ask *ask, struct canvas *canvas, int row, int col)
{
	if (ask->field == NULL)
		canvas_cursor(canvas, row, col);
	col += canvas_put(canvas, row, col, canvas->cols, ROLE_KEY,
		       ask->safe ? "Enter" : "F") +
	       1;
	col += canvas_put(canvas, row, col, canvas->cols, ROLE_TEXT, ask->yes) +
	       3;
	col += canvas_put(canvas, row, col, canvas->cols, ROLE_KEY, "Esc") + 1;
	canvas_put(canvas, row, col, canvas->cols, ROLE_TEXT, "Back");
}

/* What is typed, behind its name. */
static void
ask_draw_field(const struct tui *tui, struct canvas *canvas,
	const struct area *text, int row)
{
	const int col = text->col + (int)text_cells(ask_of(tui)->field) + 2;

	canvas_put(canvas, row, text->col, text->cols, ROLE_STRONG,
		ask_of(tui)->field);
	edit_draw(&asking_of(tui)->line, canvas, row, col,
		text->col + text->cols - col, true);
}

static void
ask_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	const struct ask *ask = ask_of(tui);
	int room = end - top, cols = canvas->cols - 2;
	const int line = ask->field != NULL;
	int tall = room >= 14 + line; /* room for air in the box */
	struct area box, text;

	if (cols > ASK_COLS)
		cols = ASK_COLS;
	text = (struct area){.cols = cols - 2 * ASK_MARGIN - 2};
	text.rows = wrap_rows(ask->text, text.cols);
	if (text.rows > room - 4 - line - 2 * tall)
		text.rows = room - 4 - line - 2 * tall;
	box = (struct area){
		.rows = text.rows + 4 + line + 2 * tall, .cols = cols};
	box.row = top + (room - box.rows) / 2;
	box.col = (canvas->cols - cols) / 2;
	text.row = box.row + 2 + tall;
	text.col = box.col + 1 + ASK_MARGIN;
	for (int row = top; row < end; row++)
		canvas_tint(canvas, row, 0, canvas->cols, ROLE_DIM);
	ask_frame(canvas, &box);
	canvas_put(canvas, box.row + 1, text.col, text.cols, ROLE_STRONG,
		ask->title);
	wrap_put(canvas, &text, ROLE_TEXT, ask->text);
	if (ask->field != NULL)
		ask_draw_field(tui, canvas, &text, text.row + text.rows + tall);
	ask_draw_answers(ask, canvas, box.row + box.rows - 2, text.col);
}

static void
ask_say_yes(const struct tui *tui, struct str *out)
{
	str_addz(out, ask_of(tui)->yes);
}

static bool
ask_is_safe(const struct tui *tui)
{
	return ask_of(tui)->safe;
}

/* Letters answer where nothing is typed. */
static bool
ask_takes_letters(const struct tui *tui)
{
	return ask_of(tui)->field == NULL;
}

static bool
ask_takes_y(const struct tui *tui)
{
	return ask_is_safe(tui) && ask_takes_letters(tui);
}

static bool
ask_key(struct tui *tui, const struct key_event *event)
{
	return ask_of(tui)->field != NULL &&
	       edit_key(&asking_of(tui)->line, event);
}

static void
ask_act_yes(struct tui *tui)
{
	tui_back(tui);
	ask_of(tui)->on_yes(tui);
}

static bool
ask_is_forced(const struct tui *tui)
{
	return !ask_is_safe(tui);
}

static const struct bind ask_binds[] = {
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "",
		.command = true,
		.works = ask_is_safe,
		.say = ask_say_yes,
		.act = ask_act_yes},
	{.key = KEY_IS_RUNE,
		.letter = 'y',
		.works = ask_takes_y,
		.act = ask_act_yes},
	{.key = KEY_IS_RUNE,
		.letter = 'f',
		.cap = "F",
		.word = "",
		.works = ask_is_forced,
		.say = ask_say_yes,
		.act = ask_act_yes},
	{.key = KEY_IS_ESC, .cap = "Esc", .word = "Back", .act = tui_back},
	{.key = KEY_IS_RUNE,
		.letter = 'n',
		.works = ask_takes_letters,
		.act = tui_back},
	{0},
};

const struct screen ask_screen = {
	.state_bytes = sizeof(struct asking),
	.binds = ask_binds,
	.on_key = ask_key,
	.draw = ask_draw,
	.over = true,
};

void
ask_open(struct tui *tui, const struct ask *ask)
{
	asking_of(tui)->ask = *ask;
	edit_init(&asking_of(tui)->line, FIELD_BYTES);
	tui_open(tui, TUI_ASK);
}

const char *
ask_typed(const struct tui *tui)
{
	return asking_of(tui)->line.text;
}
