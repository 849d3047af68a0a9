/* What a role allows: each permission with its level. */
#include <string.h>

#include "base/text.h"
#include "choose.h"
#include "form.h"
#include "tui/manage/manage.h"

#define LEVELS_COL 3
#define LEVELS_VALUE_COL 34
#define LEVELS_NARROW 50

struct levels {
	const struct field *field;
	permission_set before;
	size_t at, top;
};

static struct levels *
levels_of(const struct tui *tui)
{
	return tui->states[TUI_MANAGE_LEVELS];
}

static permission_set *
set_of(const struct tui *tui)
{
	return field_levels(levels_of(tui)->field, form_of(tui)->now);
}

/* The n-th that a role can be given, NULL behind the last. */
static const struct permission_row *
row_at(size_t n)
{
	size_t count;
	const struct permission_row *rows = permission_table(&count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].bit != PERMISSION_ADMINISTRATOR && n-- == 0)
			return &rows[i];
	return NULL;
}

/* none, access; none, view, edit. */
static void
change(struct tui *tui, bool back)
{
	static const char *const of_switch[] = {"none", "access"};
	static const char *const of_area[] = {"none", "view", "edit"};
	const struct permission_row *row = row_at(levels_of(tui)->at);
	const char *const *levels = row->is_area ? of_area : of_switch;
	const size_t count = row->is_area ? 3 : 2;
	const char *level = permission_level(*set_of(tui), row);
	size_t at = 0;
	struct err err = {0};

	while (at + 1 < count && strcmp(levels[at], level) != 0)
		at++;
	at = (at + (back ? count - 1 : 1)) % count;
	if (field_set_level(levels_of(tui)->field, form_of(tui)->now, row->name,
		    levels[at], &err) < 0)
		tui_note(tui, ROLE_ERROR, err.text);
}

static void
act_more(struct tui *tui)
{
	change(tui, false);
}

static void
act_less(struct tui *tui)
{
	change(tui, true);
}

static void
act_up(struct tui *tui)
{
	if (levels_of(tui)->at > 0)
		levels_of(tui)->at--;
}

static void
act_down(struct tui *tui)
{
	if (row_at(levels_of(tui)->at + 1) != NULL)
		levels_of(tui)->at++;
}

static void
act_done(struct tui *tui)
{
	tui_back(tui);
	form_act_next(tui);
}

static void
act_undo(struct tui *tui)
{
	*set_of(tui) = levels_of(tui)->before;
	tui_back(tui);
}

/* A letter goes to the next one that begins so. */
static bool
on_key(struct tui *tui, const struct key_event *event)
{
	struct levels *levels = levels_of(tui);
	size_t count = 0;

	if (event->key != KEY_IS_RUNE || event->rune == ' ')
		return false;
	while (row_at(count) != NULL)
		count++;
	for (size_t i = 1; i <= count; i++) {
		size_t at = (levels->at + i) % count;

		if ((event->rune | 0x20) ==
			((uint32_t)row_at(at)->title[0] | 0x20)) {
			levels->at = at;
			break;
		}
	}
	return true;
}

static void
draw_row(const struct tui *tui, struct canvas *canvas, size_t n, int row)
{
	const struct permission_row *of = row_at(n);
	const char *level = permission_level(*set_of(tui), of);
	int end = canvas->cols - 2;
	int col = canvas->cols < LEVELS_NARROW ? end - 6 : LEVELS_VALUE_COL;
	bool given = strcmp(level, "none") != 0;

	canvas_put(canvas, row, LEVELS_COL, col - LEVELS_COL - 1,
		given ? ROLE_TEXT : ROLE_DIM, of->title);
	canvas_put(canvas, row, col, end - col, given ? ROLE_STRONG : ROLE_DIM,
		level);
	if (n != levels_of(tui)->at)
		return;
	canvas_put(canvas, row, 1, 1, ROLE_KEY, ">");
	canvas_tint(canvas, row, LEVELS_COL, end - LEVELS_COL, ROLE_SELECTED);
	canvas_cursor(canvas, row, LEVELS_COL);
}

static void
draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct levels *levels = levels_of(tui);
	size_t rows = (size_t)(end - top);

	if (levels->at < levels->top)
		levels->top = levels->at;
	if (levels->at >= levels->top + rows)
		levels->top = levels->at - rows + 1;
	for (size_t i = 0; i < rows && row_at(levels->top + i) != NULL; i++)
		draw_row(tui, canvas, levels->top + i, top + (int)i);
	if (levels->top > 0)
		canvas_sign(
			canvas, top, canvas->cols - 1, 1, ROLE_DIM, SIGN_UP);
	if (row_at(levels->top + rows) != NULL)
		canvas_sign(canvas, end - 1, canvas->cols - 1, 1, ROLE_DIM,
			SIGN_DOWN);
}

static const struct bind binds[] = {
	{.key = KEY_IS_RUNE,
		.letter = ' ',
		.cap = "Space",
		.word = "Change",
		.help = "The next level; Right too, Left the one before",
		.act = act_more},
	{.key = KEY_IS_RIGHT, .act = act_more},
	{.key = KEY_IS_LEFT, .act = act_less},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Done",
		.help = "Take it so",
		.act = act_done},
	{.key = KEY_IS_UP, .act = act_up},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Move",
		.rank = 2,
		.help = "Move the selection; a letter goes to the next that "
			"begins so",
		.act = act_down},
	{.key = KEY_IS_BACKTAB, .act = act_up},
	{.key = KEY_IS_TAB, .act = act_down},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back, all stays as it was",
		.act = act_undo},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 1,
		.help = "These keys",
		.act = tui_act_help},
	{0},
};

static const char *
say_title(const struct tui *tui)
{
	return levels_of(tui)->field->title;
}

const struct screen manage_levels_screen = {
	.say_title = say_title,
	.state_bytes = sizeof(struct levels),
	.binds = binds,
	.on_key = on_key,
	.draw = draw,
};

void
manage_levels_open(struct tui *tui, const struct field *field)
{
	*levels_of(tui) = (struct levels){.field = field};
	levels_of(tui)->before = *set_of(tui);
	tui_open(tui, TUI_MANAGE_LEVELS);
}
