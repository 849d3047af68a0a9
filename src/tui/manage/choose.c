#include "choose.h"

#include <stdlib.h>

#include "base/mem.h"
#include "finder.h"
#include "form.h"
#include "tui/manage/manage.h"

#define CHOOSE_COL 3

struct choose {
	const struct field *field;
	struct finder finder;
	struct field_list before; /* what the list was */
};

static struct choose *
choose_of(const struct tui *tui)
{
	return tui->states[TUI_MANAGE_CHOOSE];
}

static bool
is_several(const struct tui *tui)
{
	return choose_of(tui)->field->type == FIELD_LIST;
}

static bool
is_one(const struct tui *tui)
{
	return !is_several(tui);
}

static struct field_list *
list_of(const struct tui *tui)
{
	return field_list(choose_of(tui)->field, form_of(tui)->now);
}

/* --- picking -------------------------------------------------------------- */

static bool
is_picked(void *ctx, const struct id *id)
{
	return field_list_has(list_of(ctx), id);
}

/* In, or out again; what is typed next looks for another one. */
static void
toggle(struct tui *tui, const struct id *id)
{
	const struct field_list *list = list_of(tui);
	struct id *ids = mem_new(list->count + 1, sizeof(*ids));
	struct err err = {0};
	size_t n = 0;

	for (size_t i = 0; i < list->count; i++)
		if (!id_equal(&list->ids[i], id))
			ids[n++] = list->ids[i];
	if (n == list->count)
		ids[n++] = *id;
	if (field_set_list(
		    choose_of(tui)->field, form_of(tui)->now, ids, n, &err) < 0)
		tui_note(tui, ROLE_ERROR, err.text);
	free(ids);
	choose_of(tui)->finder.is_fresh = true;
}

static void
act_pick(struct tui *tui)
{
	const struct record *record = finder_at(&choose_of(tui)->finder);

	if (record != NULL)
		toggle(tui, &record->id);
}

static void
act_take(struct tui *tui)
{
	struct choose *choose = choose_of(tui);
	const struct record *record = finder_at(&choose->finder);

	if (record == NULL)
		return;
	*field_ref(choose->field, form_of(tui)->now) = record->id;
	tui_back(tui);
	form_act_next(tui);
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
	struct choose *choose = choose_of(tui);
	struct err none;

	if (is_several(tui))
		(void)field_set_list(choose->field, form_of(tui)->now,
			choose->before.ids, choose->before.count, &none);
	tui_back(tui);
}

static bool
on_key(struct tui *tui, const struct key_event *event)
{
	if (is_several(tui) && event->key == KEY_IS_RUNE && event->rune == ' ')
		return false;
	return finder_key(&choose_of(tui)->finder, event);
}

static const struct bind binds[] = {
	{.key = KEY_IS_RUNE,
		.letter = ' ',
		.cap = "Space",
		.word = "Pick",
		.help = "Pick what is selected, or put it back; what is typed "
			"next looks for another one",
		.act = act_pick,
		.works = is_several},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Done",
		.help = "Take those that are picked",
		.act = act_done,
		.works = is_several},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Choose",
		.help = "Take what is selected",
		.act = act_take,
		.works = is_one},
	{.cap = "Letters", /* the finder takes them */
		.word = "Find",
		.rank = 3,
		.help = "Any part of a name or number, in any order; ^U clears",
		.act = act_done},
	{.cap = "Up/Down",
		.word = "Move",
		.rank = 4,
		.help = "Move the selection; PgUp and PgDn too",
		.act = act_done},
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

static void
draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct finder *finder = &choose_of(tui)->finder;
	struct area area = {.row = top,
		.col = CHOOSE_COL,
		.rows = end - top,
		.cols = canvas->cols - 5};
	struct area words = area;

	finder_draw(finder, canvas, &area,
		&(struct finder_marks){
			.is_picked = is_several(tui) ? is_picked : NULL,
			.ctx = tui});
	words.row = end - 3;
	words.rows = 3;
	if (finder->all == 0)
		wrap_put(canvas, &words, ROLE_WARNING,
			"There is nothing to choose from, or nothing that you "
			"may see.");
	else if (finder->count == 0)
		wrap_put(canvas, &words, ROLE_WARNING,
			"Nothing fits. Any part of a name or number will do, "
			"in any order.");
}

static const char *
say_title(const struct tui *tui)
{
	return choose_of(tui)->field->title;
}

static void
leave(struct tui *tui)
{
	struct choose *choose = choose_of(tui);

	finder_release(&choose->finder);
	free(choose->before.ids);
	choose->before = (struct field_list){0};
}

const struct screen manage_choose_screen = {
	.say_title = say_title,
	.state_bytes = sizeof(struct choose),
	.binds = binds,
	.on_key = on_key,
	.draw = draw,
	.leave = leave,
};

void
manage_choose_open(struct tui *tui, const struct field *field,
	const struct key_event *typed)
{
	struct choose *choose = choose_of(tui);

	*choose = (struct choose){.field = field};
	finder_init(&choose->finder, manage_of(tui)->office, field->of);
	if (field->type == FIELD_LIST) {
		const struct field_list *list = list_of(tui);

		choose->before.ids =
			(struct id *)mem_dup((const char *)list->ids,
				list->count * sizeof(*list->ids));
		choose->before.count = list->count;
		finder_put_first(&choose->finder,
			&(struct finder_marks){
				.is_picked = is_picked, .ctx = tui});
	} else {
		finder_select(
			&choose->finder, field_ref(field, form_of(tui)->now));
	}
	tui_open(tui, TUI_MANAGE_CHOOSE);
	if (typed != NULL)
		(void)on_key(tui, typed);
}
