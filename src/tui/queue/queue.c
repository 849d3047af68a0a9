#include "tui/queue/queue.h"

#include <stdio.h>
#include <string.h>

#include "app/lost.h"
#include "app/words.h"
#include "tui/link_line.h"
#include "tui/wrap.h"

#define QUEUE_COL 3
#define QUEUE_LINE_BYTES 2048
#define QUEUE_DETAIL_ROWS 4

#define QUEUE_ITEMS_MAX 200

struct queue {
	struct id items[QUEUE_ITEMS_MAX]; /* set aside first, then waiting */
	bool set_aside[QUEUE_ITEMS_MAX];
	size_t count;
	size_t selected;
	size_t top;
	struct link_line line;
	struct store_loss lost; /* the first that nobody knows; first 0: none */
};

static struct queue *
queue_of(const struct tui *tui)
{
	return tui->states[TUI_QUEUE];
}

static bool
on_kept(void *ctx, const struct kept_punch *kept)
{
	struct queue *queue = ctx;

	if (queue->count == QUEUE_ITEMS_MAX)
		return false;
	queue->set_aside[queue->count] = kept->state == KEPT_SET_ASIDE;
	queue->items[queue->count++] = kept->punch.id;
	return true;
}

static bool
on_lost(void *ctx, const struct store_loss *loss)
{
	struct queue *queue = ctx;

	if (loss->acknowledged)
		return true;
	queue->lost = *loss;
	return false;
}

/* Reads the list again; the selection stays on its punch. */
static void
queue_load(struct tui *tui)
{
	struct queue *queue = queue_of(tui);
	struct id selected = queue->items[queue->selected];
	struct err err = {0};

	queue->count = 0;
	queue->lost = (struct store_loss){0};
	if (link_line_load(tui, &queue->line, &err) < 0 ||
		lost_list(tui->app, on_lost, queue, &err) < 0 ||
		deliver_list(tui->app, STORE_SET_ASIDE, on_kept, queue, &err) <
			0 ||
		deliver_list(tui->app, STORE_WAITING, on_kept, queue, &err) < 0)
		tui_note(tui, ROLE_ERROR, err.text);
	if (queue->selected >= queue->count)
		queue->selected = queue->count > 0 ? queue->count - 1 : 0;
	for (size_t i = 0; i < queue->count; i++)
		if (id_equal(&queue->items[i], &selected))
			queue->selected = i;
}

static void
queue_move(struct tui *tui, int step)
{
	struct queue *queue = queue_of(tui);

	if (step < 0 && queue->selected > 0)
		queue->selected--;
	if (step > 0 && queue->selected + 1 < queue->count)
		queue->selected++;
}

static void
queue_up(struct tui *tui)
{
	queue_move(tui, -1);
}

static void
queue_down(struct tui *tui)
{
	queue_move(tui, 1);
}

static bool
queue_can_retry(const struct tui *tui)
{
	const struct queue *queue = queue_of(tui);

	return queue->count > 0 && queue->set_aside[queue->selected];
}

static void
queue_retry(struct tui *tui)
{
	struct queue *queue = queue_of(tui);
	struct err err = {0};

	if (deliver_retry(tui->app, &queue->items[queue->selected], &err) < 0)
		tui_note(tui, ROLE_ERROR, err.text);
	else
		tui_note(tui, ROLE_GOOD, "It waits again and is being sent.");
	tui->stale = true;
}

static void
queue_send(struct tui *tui)
{
	/* How it goes stands in the head. */
	deliver_sync(tui->app, false, NULL, NULL);
}

static bool
queue_can_know(const struct tui *tui)
{
	return queue_of(tui)->lost.first != 0;
}

static void
queue_know(struct tui *tui)
{
	struct err err = {0};
	int64_t count;

	if (lost_acknowledge(tui->app, &count, &err) < 0)
		tui_note(tui, ROLE_ERROR, err.text);
	else
		tui_note(tui, ROLE_GOOD, "You know what is lost.");
	tui->stale = true;
}

/* One punch in words, as the panel told it; false when it is gone. */
static bool
queue_say(const struct tui *tui, size_t item, struct str *out)
{
	struct id reader = tui_reader(tui);
	struct receipt receipt;
	struct str date;
	struct err ignored = {0};

	if (receipt_of(tui->app, &queue_of(tui)->items[item], NULL, &receipt,
		    &ignored) < 0)
		return false;
	str_init(&date, 64);
	words_date(&date, app_zone(tui->app), receipt.pressed_ms);
	str_addf(out, "%.10s  ", date.data);
	str_release(&date);
	words_receipt(out, &receipt, app_zone(tui->app), &reader);
	return true;
}

static void
queue_draw_item(
	const struct tui *tui, struct canvas *canvas, size_t item, int row)
{
	const struct queue *queue = queue_of(tui);
	bool aside = queue->set_aside[item];
	struct str text;

	str_init(&text, QUEUE_LINE_BYTES);
	queue_say(tui, item, &text);
	canvas_sign(canvas, row, QUEUE_COL, 1, aside ? ROLE_ERROR : ROLE_GOOD,
		aside ? SIGN_WARN : SIGN_KEPT);
	canvas_put(canvas, row, QUEUE_COL + 2, canvas->cols - QUEUE_COL - 4,
		ROLE_TEXT, text.data);
	if (item == queue->selected) {
		canvas_put(canvas, row, 1, 1, ROLE_KEY, ">");
		canvas_tint(canvas, row, QUEUE_COL,
			canvas->cols - QUEUE_COL - 2, ROLE_SELECTED);
		canvas_cursor(canvas, row, QUEUE_COL);
	}
	str_release(&text);
}

/* The selected punch in full: what happened to it and what comes next. */
static void
queue_draw_detail(const struct tui *tui, struct canvas *canvas, int row)
{
	const struct queue *queue = queue_of(tui);
	struct area area = {.row = row,
		.col = QUEUE_COL,
		.rows = QUEUE_DETAIL_ROWS,
		.cols = canvas->cols - QUEUE_COL - 2};
	struct str text;

	str_init(&text, QUEUE_LINE_BYTES);
	if (tui->note.text[0] != '\0')
		str_addz(&text, tui->note.text);
	else if (queue->count > 0)
		queue_say(tui, queue->selected, &text);
	wrap_put(canvas, &area,
		tui->note.text[0] != '\0' ? tui->note.role : ROLE_TEXT,
		text.data);
	str_release(&text);
}

static void
queue_draw_head(const struct tui *tui, struct canvas *canvas, int row)
{
	const struct link_line *line = &queue_of(tui)->line;
	const struct queue_counts *counts = &line->counts;
	struct str text;

	str_init(&text, QUEUE_LINE_BYTES);
	link_line_say(tui, line, &text);
	if (counts->waiting + counts->set_aside > QUEUE_ITEMS_MAX)
		str_addf(&text, " · the first %d are shown", QUEUE_ITEMS_MAX);
	canvas_put(canvas, row, QUEUE_COL, canvas->cols - QUEUE_COL - 2,
		counts->set_aside > 0 ? ROLE_ERROR : ROLE_STRONG, text.data);
	str_release(&text);
}

/* What is lost comes first: nobody else tells it. */
static void
queue_draw_lost(const struct tui *tui, struct canvas *canvas, int row)
{
	const struct queue *queue = queue_of(tui);
	struct str text;

	if (!queue_can_know(tui))
		return;
	str_init(&text, QUEUE_LINE_BYTES);
	str_addz(&text, "Lost: ");
	lost_words(&text, &queue->lost, app_zone(tui->app));
	canvas_put(canvas, row, QUEUE_COL, canvas->cols - QUEUE_COL - 2,
		ROLE_ERROR, text.data);
	str_release(&text);
}

static void
queue_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct queue *queue = queue_of(tui);
	int detail = end - QUEUE_DETAIL_ROWS;
	size_t rows = (size_t)(detail - 1 - (top + 2));

	queue_draw_head(tui, canvas, top);
	queue_draw_lost(tui, canvas, top + 1);
	if (queue->selected < queue->top)
		queue->top = queue->selected;
	if (queue->selected >= queue->top + rows)
		queue->top = queue->selected - rows + 1;
	for (size_t i = 0; i < rows && queue->top + i < queue->count; i++)
		queue_draw_item(tui, canvas, queue->top + i, top + 2 + (int)i);
	if (queue->count == 0) {
		canvas_put(canvas, top + 2, QUEUE_COL, canvas->cols, ROLE_TEXT,
			queue_can_know(tui)
				? "Nothing waits here."
				: "Nothing waits here: the service has every "
				  "punch.");
		canvas_cursor(canvas, top + 2, QUEUE_COL);
	}
	canvas_sign(canvas, detail - 1, 0, canvas->cols, ROLE_RULE, SIGN_RULE);
	queue_draw_detail(tui, canvas, detail);
}

static const struct bind queue_binds[] = {
	{.key = KEY_IS_RUNE,
		.letter = 'r',
		.cap = "R",
		.word = "Retry",
		.help = "Send the selected set-aside punch once more",
		.act = queue_retry,
		.works = queue_can_retry},
	{.key = KEY_IS_RUNE,
		.letter = 's',
		.cap = "S",
		.word = "Send now",
		.help = "Try to send everything that waits now",
		.act = queue_send},
	{.key = KEY_IS_RUNE,
		.letter = 'a',
		.cap = "A",
		.word = "I know",
		.help = "Say that you know which punches are lost",
		.act = queue_know,
		.works = queue_can_know},
	{.key = KEY_IS_UP, .act = queue_up},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Move",
		.rank = 2,
		.help = "Move the selection",
		.act = queue_down},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back to the panel",
		.act = tui_back},
	{.key = KEY_IS_RUNE, .letter = 'k', .act = tui_back},
	{.key = KEY_IS_RUNE,
		.letter = '?',
		.cap = "?",
		.word = "Help",
		.help = "These keys",
		.rank = 1,
		.act = tui_act_help},
	{.key = KEY_IS_HELP, .act = tui_act_help},
	{.key = KEY_IS_RUNE,
		.letter = 'q',
		.cap = "Q",
		.word = "Quit",
		.help = "Leave; what is kept stays kept",
		.rank = 3,
		.act = tui_act_quit},
	{0},
};

static void
queue_open(struct tui *tui)
{
	*queue_of(tui) = (struct queue){0};
}

const struct screen queue_screen = {
	.title = "Kept punches",
	.state_bytes = sizeof(struct queue),
	.binds = queue_binds,
	.open = queue_open,
	.load = queue_load,
	.draw = queue_draw,
};
