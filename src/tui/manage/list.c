/* The records of a kind: found by typing, opened, made. */
#include "finder.h"
#include "room.h"
#include "tui/manage/manage.h"

#define LIST_COL 3
#define LIST_LOADING_MS 500

struct list {
	const struct office_kind *kind;
	struct finder finder;
	bool is_loading;
	struct err trouble; /* why it could not be loaded */
};

static struct list *
list_of(const struct tui *tui)
{
	return tui->states[TUI_MANAGE_LIST];
}

static struct office *
office_of(const struct tui *tui)
{
	return manage_of(tui)->office;
}

/* --- loading -------------------------------------------------------------- */

static void
on_loaded(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct list *list = list_of(tui);

	list->is_loading = false;
	list->trouble = answer->err;
	finder_refresh(&list->finder);
	tui->dirty = true;
}

static void
load(struct tui *tui)
{
	struct list *list = list_of(tui);

	office_cancel(office_of(tui));
	list->is_loading = true;
	err_clear(&list->trouble);
	office_load(office_of(tui), list->kind->of, true, on_loaded, tui);
}

static void
resume(struct tui *tui)
{
	struct manage *manage = manage_of(tui);
	struct list *list = list_of(tui);

	/* A form broke it off. */
	if (list->is_loading && !office_is_busy(manage->office))
		load(tui);
	finder_refresh(&list->finder);
	if (!id_is_nil(&manage->changed))
		finder_select(&list->finder, &manage->changed);
	manage->changed = (struct id){{0}};
}

static void
leave(struct tui *tui)
{
	office_cancel(office_of(tui));
	finder_release(&list_of(tui)->finder);
}

/* --- keys ----------------------------------------------------------------- */

static bool
on_key(struct tui *tui, const struct key_event *event)
{
	return finder_key(&list_of(tui)->finder, event);
}

static bool
has_one(const struct tui *tui)
{
	return finder_at(&list_of(tui)->finder) != NULL;
}

static void
act_open(struct tui *tui)
{
	manage_form_open(
		tui, list_of(tui)->kind->of, finder_at(&list_of(tui)->finder));
}

/* Once there is what a new one may name. */
static bool
may_add(const struct tui *tui)
{
	const struct description *of = list_of(tui)->kind->of;

	return office_has(office_of(tui), of) &&
	       office_may_change(of, manage_permissions(tui));
}

static void
act_new(struct tui *tui)
{
	manage_form_open(tui, list_of(tui)->kind->of, NULL);
}

static void
act_none(struct tui *tui)
{
	(void)tui;
}

static const struct bind binds[] = {
	{.cap = "Letters", /* the finder takes them */
		.word = "Find",
		.rank = 3,
		.help = "Any part of a name or number, in any order; ^U clears",
		.act = act_none},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Open",
		.help = "Open what is selected",
		.act = act_open,
		.works = has_one},
	{.key = KEY_IS_CTRL,
		.letter = 'n',
		.cap = "^N",
		.word = "New",
		.help = "Make a new one",
		.act = act_new,
		.works = may_add},
	{.key = KEY_IS_CTRL,
		.letter = 'r',
		.cap = "^R",
		.word = "Reload",
		.rank = 4,
		.help = "Ask the service for the list again",
		.act = load},
	{.cap = "Up/Down",
		.word = "Move",
		.rank = 5,
		.help = "Move the selection; PgUp and PgDn too",
		.act = act_none},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back",
		.act = tui_back},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 1,
		.help = "These keys",
		.act = tui_act_help},
	{0},
};

/* --- drawing -------------------------------------------------------------- */

/* What is under way, went wrong, or was said; nothing: "". */
static enum role
say(const struct tui *tui, struct str *out)
{
	const struct list *list = list_of(tui);

	if (list->is_loading) {
		size_t come = office_loading(office_of(tui));

		str_addz(out, "Loading ...");
		if (come > 0)
			str_addf(out, " %zu so far", come);
		return ROLE_STRONG;
	}
	if (list->trouble.kind != ERR_NONE) {
		str_addz(out, "Not loaded. ");
		manage_say(&list->trouble, out);
		str_addz(out, " ^R tries again.");
		return ROLE_ERROR;
	}
	if (tui->note.text[0] != '\0') {
		str_addz(out, tui->note.text);
		return tui->note.role;
	}
	if (list->finder.all == 0) {
		str_addz(out, "There are none yet.");
		if (may_add(tui))
			str_addz(out, " ^N makes one.");
	} else if (list->finder.count == 0) {
		str_addz(out, "Nothing fits. Any part of a name or number "
			      "will do, in any order.");
	}
	return ROLE_WARNING;
}

static void
draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct area words = {.col = LIST_COL, .cols = canvas->cols - 5};
	struct area area = {
		.row = top, .col = LIST_COL, .cols = canvas->cols - 5};
	struct str text;
	enum role role;

	str_init(&text, TUI_NOTE_BYTES);
	role = say(tui, &text);
	words.rows = wrap_rows(text.data, words.cols);
	if (words.rows > 3)
		words.rows = 3;
	words.row = end - words.rows;
	area.rows = words.row - top;
	finder_draw(&list_of(tui)->finder, canvas, &area,
		&(struct finder_marks){0});
	wrap_put(canvas, &words, role, text.data);
	str_release(&text);
}

/* So many of them have come. */
static int64_t
next_change_ms(const struct tui *tui)
{
	return list_of(tui)->is_loading ? LIST_LOADING_MS : -1;
}

static const char *
say_title(const struct tui *tui)
{
	return list_of(tui)->kind->title;
}

const struct screen manage_list_screen = {
	.say_title = say_title,
	.state_bytes = sizeof(struct list),
	.binds = binds,
	.on_key = on_key,
	.draw = draw,
	.next_change_ms = next_change_ms,
	.resume = resume,
	.leave = leave,
};

void
manage_list_open(struct tui *tui, const struct office_kind *kind)
{
	struct list *list = list_of(tui);

	*list = (struct list){.kind = kind};
	finder_init(&list->finder, office_of(tui), kind->of);
	tui_note(tui, ROLE_TEXT, "");
	tui_open(tui, TUI_MANAGE_LIST);
	if (!office_has(office_of(tui), kind->of))
		load(tui);
}
