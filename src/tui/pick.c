#include "tui/pick.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kit.h"
#include "tui/edit.h"
#include "tui/wrap.h"

#define PICK_ROWS_MAX 128
#define PICK_TEXT_BYTES 200
#define PICK_COL 3
#define PICK_RECENT_CELLS 8
#define PICK_COUNT_CELLS 22 /* "99980-99999 of 100000" */

struct pick {
	enum entry_kind kind;
	struct choices *choices;
	struct match_query *query;
	struct edit text;
	size_t selected; /* among the hits */
	size_t top;      /* the first hit on the screen */
	size_t rows;     /* hits that fit on the screen */
	size_t count;    /* of all hits */
	size_t shown;    /* hits in `hits` */
	uint32_t hits[PICK_ROWS_MAX];
	void (*on_choice)(struct tui *tui, const struct choice *choice);
};

static struct pick *
pick_of(const struct tui *tui)
{
	return tui->states[TUI_PICK];
}

/* Finds the hits for what is typed, the selected one among those shown. */
static void
pick_find(struct pick *pick)
{
	if (pick->rows == 0)
		pick->rows = 1;
	if (pick->selected < pick->top)
		pick->top = pick->selected;
	if (pick->selected >= pick->top + pick->rows)
		pick->top = pick->selected - pick->rows + 1;
	pick->shown = match_find(pick->query, pick->text.text, pick->top,
		pick->rows, pick->hits, &pick->count);
}

static void
pick_move(struct tui *tui, long step)
{
	struct pick *pick = pick_of(tui);

	if (step < 0 && (size_t)-step > pick->selected)
		pick->selected = 0;
	else
		pick->selected += (size_t)step;
	if (pick->selected >= pick->count)
		pick->selected = pick->count > 0 ? pick->count - 1 : 0;
	pick_find(pick);
}

static void
pick_up(struct tui *tui)
{
	pick_move(tui, -1);
}

static void
pick_down(struct tui *tui)
{
	pick_move(tui, 1);
}

static void
pick_page_up(struct tui *tui)
{
	pick_move(tui, -(long)pick_of(tui)->rows);
}

static void
pick_page_down(struct tui *tui)
{
	pick_move(tui, (long)pick_of(tui)->rows);
}

static void
pick_take(struct tui *tui)
{
	struct pick *pick = pick_of(tui);
	size_t at = pick->selected - pick->top;
	struct choice choice;

	if (at >= pick->shown)
		return;
	choice = choices_at(pick->choices, pick->hits[at]);
	pick->on_choice(tui, &choice);
	tui_back(tui);
}

static void
pick_find_all(struct tui *tui)
{
	struct pick *pick = pick_of(tui);

	edit_set(&pick->text, "");
	pick->selected = pick->top = 0;
	pick_find(pick);
}

static bool
pick_key(struct tui *tui, const struct key_event *event)
{
	struct pick *pick = pick_of(tui);
	size_t len = pick->text.len;

	if (!edit_key(&pick->text, event))
		return false;
	if (pick->text.len != len) {
		pick->selected = pick->top = 0;
		pick_find(pick);
	}
	return true;
}

/* "3 of 1204" fit; "1-19 of 20" when not all of those are seen. */
static void
pick_draw_count(const struct pick *pick, struct canvas *canvas, int row)
{
	char text[64];
	size_t all = choices_count(pick->choices);

	if (pick->shown > 0 && pick->shown < pick->count)
		snprintf(text, sizeof(text), "%zu-%zu of %zu", pick->top + 1,
			pick->top + pick->shown, pick->count);
	else if (match_is_near(pick->query))
		snprintf(text, sizeof(text), "%zu nearly", pick->count);
	else if (pick->count == all)
		snprintf(text, sizeof(text), "%zu", all);
	else
		snprintf(text, sizeof(text), "%zu of %zu", pick->count, all);
	canvas_put(canvas, row, canvas->cols - 2 - (int)strlen(text),
		(int)strlen(text), ROLE_DIM, text);
}

static void
pick_draw_hit(
	const struct pick *pick, struct canvas *canvas, size_t at, int row)
{
	struct choice choice = choices_at(pick->choices, pick->hits[at]);
	bool selected = pick->top + at == pick->selected;
	bool by_name = choice.number_len == 0;
	int end = canvas->cols - 2;
	struct area area = {.row = row,
		.col = PICK_COL,
		.cols = end - PICK_COL - PICK_RECENT_CELLS};

	/* by the username in brackets, if there is one: that is to be seen */
	wrap_put_tail(canvas, &area, ROLE_TEXT,
		by_name ? choice.name : choice.label,
		by_name ? choice.label + strlen(choice.name) : "");
	if (choice.recent)
		canvas_put(canvas, row, end - 6, 6, ROLE_DIM, "recent");
	if (!selected)
		return;
	canvas_put(canvas, row, 1, 1, ROLE_KEY, ">");
	canvas_tint(canvas, row, PICK_COL, end - PICK_COL, ROLE_SELECTED);
	canvas_cursor(canvas, row, PICK_COL);
}

/* At the edge of the list, where it goes on. */
static void
pick_draw_more(const struct pick *pick, struct canvas *canvas, int first)
{
	int col = canvas->cols - 1;

	if (pick->top > 0)
		canvas_sign(canvas, first, col, 1, ROLE_DIM, SIGN_UP);
	if (pick->top + pick->shown < pick->count)
		canvas_sign(canvas, first + (int)pick->shown - 1, col, 1,
			ROLE_DIM, SIGN_DOWN);
}

static void
pick_draw_nothing(const struct pick *pick, struct canvas *canvas, int row)
{
	struct area area = {.row = row,
		.col = PICK_COL,
		.rows = 3,
		.cols = canvas->cols - PICK_COL - 2};

	wrap_put(canvas, &area, ROLE_WARNING,
		choices_count(pick->choices) == 0
			? "The list is not on this machine yet. It comes as "
			  "soon as the service can be reached."
			: "Nothing fits. Any part of a name or number will "
			  "do, in any order.");
	canvas_cursor(canvas, row - 2,
		PICK_COL + 2 + (int)text_cells(pick->text.text));
}

static void
pick_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct pick *pick = pick_of(tui);
	int first = top + 1 + (end - top > TUI_ROWS_MIN);
	size_t rows = (size_t)(end - first);

	pick->rows = rows < PICK_ROWS_MAX ? rows : PICK_ROWS_MAX;
	pick_find(pick);
	canvas_put(canvas, top, 1, 1, ROLE_KEY, "/");
	edit_draw(&pick->text, canvas, top, PICK_COL,
		canvas->cols - PICK_COL - PICK_COUNT_CELLS, true);
	pick_draw_count(pick, canvas, top);
	for (size_t i = 0; i < pick->shown; i++)
		pick_draw_hit(pick, canvas, i, first + (int)i);
	pick_draw_more(pick, canvas, first);
	if (pick->shown == 0)
		pick_draw_nothing(pick, canvas, first);
}

static void
pick_leave(struct tui *tui)
{
	struct pick *pick = pick_of(tui);

	match_query_free(&pick->query);
	choices_free(&pick->choices);
}

static const struct bind pick_binds[] = {
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Choose",
		.help = "Take what is selected",
		.act = pick_take},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back, all stays as it was",
		.act = tui_back},
	{.key = KEY_IS_UP, .act = pick_up},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Move",
		.rank = 1,
		.help = "Move the selection; PgUp and PgDn too",
		.act = pick_down},
	{.key = KEY_IS_TAB, .act = pick_down},
	{.key = KEY_IS_BACKTAB, .act = pick_up},
	{.key = KEY_IS_PAGE_UP, .act = pick_page_up},
	{.key = KEY_IS_PAGE_DOWN, .act = pick_page_down},
	{.key = KEY_IS_CTRL,
		.letter = 'u',
		.cap = "^U",
		.word = "Clear",
		.rank = 2,
		.help = "Clear what is typed; ^W the last word",
		.act = pick_find_all},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 3,
		.help = "These keys",
		.act = tui_act_help},
	{0},
};

static const char *
pick_say_title(const struct tui *tui)
{
	static const char *const titles[ENTRY_KIND_COUNT] = {
		[ENTRY_EMPLOYEE] = "Employee",
		[ENTRY_LOCATION] = "Location",
		[ENTRY_COST_CODE] = "Cost code",
	};

	return titles[pick_of(tui)->kind];
}

const struct screen pick_screen = {
	.say_title = pick_say_title,
	.state_bytes = sizeof(struct pick),
	.binds = pick_binds,
	.on_key = pick_key,
	.draw = pick_draw,
	.leave = pick_leave,
};

void
pick_open(struct tui *tui, enum entry_kind kind, const struct id *employee,
	const struct id *location, const struct key_event *typed,
	void (*on_choice)(struct tui *tui, const struct choice *choice))
{
	struct pick *pick = pick_of(tui);
	struct choices *choices = NULL;
	struct err err = {0};

	if (choices_new(tui->app, kind, employee, location, &choices, &err) <
		0) {
		tui_note(tui, ROLE_ERROR, err.text);
		return;
	}
	*pick = (struct pick){.kind = kind,
		.choices = choices,
		.query = choices_query_new(choices),
		.on_choice = on_choice};
	edit_init(&pick->text, PICK_TEXT_BYTES);
	pick_find(pick);
	tui_open(tui, TUI_PICK);
	if (typed != NULL)
		pick_key(tui, typed);
}
