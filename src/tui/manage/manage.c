#include "tui/manage/manage.h"

#include "room.h"

#define KIND_COL 3
#define KIND_TITLE_COL 6
#define KIND_ABOUT_COL 26
#define KIND_WIDE 60

struct manage *
manage_of(const struct tui *tui)
{
	return tui->states[TUI_MANAGE];
}

permission_set
manage_permissions(const struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	return account != NULL && account->signed_in
		       ? account->person.permissions
		       : 0;
}

void
manage_say(const struct err *err, struct str *out)
{
	char first = err->text[0];

	if (first >= 'a' && first <= 'z')
		first = (char)(first - 'a' + 'A');
	if (first != '\0')
		str_addf(out, "%c%s", first, err->text + 1);
	if (out->len > 0 && out->data[out->len - 1] != '.')
		str_addc(out, '.');
	if (err->kind == ERR_AUTH)
		str_addz(out, " Sign in again: I on the panel, or connect-clock"
			      " login in another terminal.");
}

/* The n-th of those that the reader may see, NULL behind the last. */
static const struct office_kind *
kind_at(const struct tui *tui, size_t n)
{
	return office_kind_for(manage_permissions(tui), n);
}

static void
open_at(struct tui *tui, size_t n)
{
	const struct office_kind *kind = kind_at(tui, n);

	if (kind == NULL)
		return;
	manage_of(tui)->at = n;
	if (kind->of == NULL)
		manage_rows_open(tui, kind);
	else if (kind->way == OFFICE_SETTINGS)
		manage_form_open_settings(tui, kind->of);
	else
		manage_list_open(tui, kind);
}

static void
act_open(struct tui *tui)
{
	open_at(tui, manage_of(tui)->at);
}

static void
act_up(struct tui *tui)
{
	if (manage_of(tui)->at > 0)
		manage_of(tui)->at--;
}

static void
act_down(struct tui *tui)
{
	if (kind_at(tui, manage_of(tui)->at + 1) != NULL)
		manage_of(tui)->at++;
}

/* The first letter of a kind opens it. */
static bool
on_key(struct tui *tui, const struct key_event *event)
{
	const struct office_kind *kind;

	if (event->key != KEY_IS_RUNE || event->burst)
		return false;
	for (size_t n = 0; (kind = kind_at(tui, n)) != NULL; n++)
		if ((event->rune | 0x20) == ((uint32_t)kind->title[0] | 0x20)) {
			open_at(tui, n);
			return true;
		}
	return false;
}

static void
draw_kind(const struct tui *tui, struct canvas *canvas, size_t n, int row)
{
	const struct office_kind *kind = kind_at(tui, n);
	const char cap[] = {kind->title[0], '\0'};
	int end = canvas->cols - 2;

	canvas_put(canvas, row, KIND_COL, 1, ROLE_KEY, cap);
	canvas_put(canvas, row, KIND_TITLE_COL, end - KIND_TITLE_COL, ROLE_TEXT,
		kind->title);
	if (canvas->cols >= KIND_WIDE)
		canvas_put(canvas, row, KIND_ABOUT_COL, end - KIND_ABOUT_COL,
			ROLE_DIM, kind->about);
	if (n != manage_of(tui)->at)
		return;
	canvas_put(canvas, row, 1, 1, ROLE_KEY, ">");
	canvas_tint(canvas, row, KIND_TITLE_COL, end - KIND_TITLE_COL,
		ROLE_SELECTED);
	canvas_cursor(canvas, row, KIND_TITLE_COL);
}

static void
draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	int row = top + (end - top > TUI_ROWS_MIN);

	for (size_t n = 0; row < end && kind_at(tui, n) != NULL; n++)
		draw_kind(tui, canvas, n, row++);
	if (row + 1 < end)
		canvas_put(canvas, row + 1, KIND_COL,
			canvas->cols - KIND_COL - 1, tui->note.role,
			tui->note.text);
	else if (tui->note.text[0] != '\0')
		canvas_put(canvas, end - 1, KIND_COL,
			canvas->cols - KIND_COL - 1, tui->note.role,
			tui->note.text);
}

static const struct bind binds[] = {
	{.cap = "Letters", /* on_key takes them */
		.word = "Open",
		.help = "The letter before a line opens it",
		.act = act_open},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Open",
		.rank = 3,
		.help = "Open what is selected",
		.act = act_open},
	{.key = KEY_IS_UP, .act = act_up},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Move",
		.rank = 4,
		.help = "Move the selection",
		.act = act_down},
	{.key = KEY_IS_BACKTAB, .act = act_up},
	{.key = KEY_IS_TAB, .act = act_down},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back to the panel",
		.act = tui_back},
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
		.rank = 2,
		.act = tui_act_quit},
	{0},
};

static void
open_room(struct tui *tui)
{
	struct manage *manage = manage_of(tui);

	*manage = (struct manage){.office = office_new(tui->app)};
}

static void
leave_room(struct tui *tui)
{
	office_free(&manage_of(tui)->office);
}

const struct screen manage_screen = {
	.title = "Manage",
	.state_bytes = sizeof(struct manage),
	.binds = binds,
	.open = open_room,
	.on_key = on_key,
	.draw = draw,
	.leave = leave_room,
};
