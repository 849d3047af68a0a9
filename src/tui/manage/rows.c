#include "rows.h"

#include <stdio.h>
#include <string.h>

#include "app/words.h"
#include "calendar/civil.h"
#include "tui/ask.h"
#include "tui/manage/manage.h"
#include "tui/wrap.h"

#define ROWS_COL 3
#define ROWS_BYTES 4096
#define ROWS_REASON_BYTES 500
#define ROWS_FIND_BYTES 200
#define ROWS_DETAIL_ROWS 4
#define ROWS_REASON_COL 11

struct rows *
rows_of(const struct tui *tui)
{
	return tui->states[TUI_MANAGE_ROWS];
}

void
rows_add_time(const struct tui *tui, const char *wire, struct str *out)
{
	struct str date;
	struct err ignored;
	int64_t ms;

	if (civil_parse_rfc3339(wire, &ms, &ignored) < 0) {
		str_addz(out, wire);
		return;
	}
	str_init(&date, 64);
	words_date(&date, app_zone(tui->app), ms);
	str_addf(out, "%.10s ", date.data);
	words_time(out, app_zone(tui->app), ms);
	str_release(&date);
}

/* --- loading -------------------------------------------------------------- */

static void
on_loaded(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct rows *rows = rows_of(tui);

	rows->is_loading = false;
	rows->trouble = answer->err;
	rows_find_refresh(tui);
	tui->dirty = true;
}

void
rows_reload(struct tui *tui)
{
	struct rows *rows = rows_of(tui);
	const struct office_rows_source source = {
		.path = rows->path, .list = rows->view->list};

	office_cancel(manage_of(tui)->office);
	rows->is_loading = true;
	err_clear(&rows->trouble);
	office_rows_load(
		manage_of(tui)->office, rows->rows, &source, on_loaded, tui);
}

/* It is decided of this one, wherever it stands by then. */
static void
take_selected(struct tui *tui)
{
	struct rows *rows = rows_of(tui);

	(void)snprintf(rows->about, sizeof(rows->about), "%s",
		rows_cell(tui, rows->at, 0));
}

/* --- deciding ------------------------------------------------------------- */

static void
on_decided(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	struct rows *rows = rows_of(tui);
	struct str words;

	rows->is_deciding = false;
	tui->dirty = true;
	if (answer->err.kind == ERR_NONE) {
		rows->is_writing = false;
		edit_set(&rows->reason, "");
		tui_note(tui, ROLE_GOOD, "Done.");
		rows_reload(tui);
		return;
	}
	str_init(&words, TUI_NOTE_BYTES - 1);
	if (answer->err.kind == ERR_BUSY)
		str_addz(&words, "Somebody decided of it already; ^R shows "
				 "what is left.");
	else
		manage_say(&answer->err, &words);
	tui_note_stays(tui, ROLE_ERROR, words.data);
	str_release(&words);
}

static void
begin_to_decide(struct tui *tui)
{
	office_cancel(manage_of(tui)->office);
	rows_of(tui)->is_loading = false;
	rows_of(tui)->is_deciding = true;
	tui_note(tui, ROLE_TEXT, "");
}

static void
decide(struct tui *tui, const char *what, const char *reason)
{
	begin_to_decide(tui);
	office_decide(manage_of(tui)->office,
		&(struct office_decision){rows_of(tui)->view->decision->path,
			rows_of(tui)->about, what, reason},
		on_decided, tui);
}

static void
end_it(struct tui *tui)
{
	begin_to_decide(tui);
	office_end(manage_of(tui)->office, rows_of(tui)->view->end->path,
		rows_of(tui)->about, on_decided, tui);
}

static void
accept(struct tui *tui)
{
	decide(tui, "accept", "");
}

/* Asked first: what is decided stands. */
static void
ask(struct tui *tui, const struct ask *about)
{
	struct ask it = *about;
	struct str text;

	take_selected(tui);
	str_init(&text, sizeof(it.text) - 1);
	str_addz(&text, about->text);
	rows_of(tui)->view->say_all(tui, rows_of(tui)->at, &text);
	(void)snprintf(it.text, sizeof(it.text), "%s", text.data);
	str_release(&text);
	ask_open(tui, &it);
}

/* --- keys ----------------------------------------------------------------- */

static bool
is_free(const struct tui *tui)
{
	const struct rows *rows = rows_of(tui);

	return !rows->is_writing && !rows->is_deciding && !rows->find.is_typing;
}

static bool
may_decide(const struct tui *tui)
{
	const struct rows *rows = rows_of(tui);

	return is_free(tui) && rows->view->decision != NULL &&
	       rows_count(tui) > 0 &&
	       permission_has(manage_permissions(tui),
		       rows->view->decision->permission);
}

static bool
may_end(const struct tui *tui)
{
	const struct rows *rows = rows_of(tui);

	return is_free(tui) && rows->view->end != NULL && rows_count(tui) > 0 &&
	       permission_has(manage_permissions(tui), PERMISSION_DEVICES_EDIT);
}

static bool
may_revoke(const struct tui *tui)
{
	const struct rows *rows = rows_of(tui);

	return may_end(tui) && !rows->view->end->is_session;
}

static bool
may_sign_out(const struct tui *tui)
{
	const struct rows *rows = rows_of(tui);

	return may_end(tui) && rows->view->end->is_session;
}

static bool
is_finding(const struct tui *tui)
{
	return rows_of(tui)->find.is_typing;
}

/* Letters go into no line. */
static bool
is_found(const struct tui *tui)
{
	return is_free(tui) && rows_of(tui)->find.text.len > 0;
}

static bool
may_move(const struct tui *tui)
{
	return is_free(tui) || is_finding(tui);
}

static bool
is_writing(const struct tui *tui)
{
	const struct rows *rows = rows_of(tui);

	return rows->is_writing && !rows->is_deciding;
}

static bool
may_leave(const struct tui *tui)
{
	return !is_writing(tui) && !is_finding(tui);
}

static void
act_accept(struct tui *tui)
{
	struct ask about = {.title = "Accept it?",
		.yes = "Accept",
		.safe = true,
		.on_yes = accept};

	(void)snprintf(about.text, sizeof(about.text), "%s",
		rows_of(tui)->view->decision->text);
	ask(tui, &about);
}

static void
act_write(struct tui *tui)
{
	take_selected(tui);
	rows_of(tui)->is_writing = true;
}

static void
act_decline(struct tui *tui)
{
	struct rows *rows = rows_of(tui);

	if (rows->reason.len == 0)
		tui_note(tui, ROLE_WARNING,
			"Declining takes a reason: the person reads it.");
	else
		decide(tui, "decline", rows->reason.text);
}

static void
act_stop_writing(struct tui *tui)
{
	rows_of(tui)->is_writing = false;
}

static void
act_end(struct tui *tui)
{
	const struct rows_end *end = rows_of(tui)->view->end;
	struct ask about = {
		.title = end->title, .yes = end->yes, .on_yes = end_it};

	(void)snprintf(about.text, sizeof(about.text), "%s", end->text);
	ask(tui, &about);
}

static void
act_found(struct tui *tui)
{
	rows_of(tui)->find.is_typing = false;
}

static void
act_up(struct tui *tui)
{
	if (rows_of(tui)->at > 0)
		rows_of(tui)->at--;
}

static void
act_down(struct tui *tui)
{
	if (rows_of(tui)->at + 1 < rows_count(tui))
		rows_of(tui)->at++;
}

static bool
on_key(struct tui *tui, const struct key_event *event)
{
	struct rows *rows = rows_of(tui);

	if (rows->is_deciding)
		return event->key != KEY_IS_ESC;
	if (rows_find_key(tui, event))
		return true;
	return rows->is_writing && edit_key(&rows->reason, event);
}

static const struct bind binds[] = {
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Decline",
		.command = true,
		.act = act_decline,
		.works = is_writing},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.act = act_stop_writing,
		.works = is_writing},
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "Done",
		.act = act_found,
		.works = is_finding},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "All",
		.act = rows_find_end,
		.works = is_finding},
	{.key = KEY_IS_RUNE,
		.letter = 'a',
		.cap = "A",
		.word = "Accept",
		.help = "Let it count, at the time that it has",
		.act = act_accept,
		.works = may_decide},
	{.key = KEY_IS_RUNE,
		.letter = 'd',
		.cap = "D",
		.word = "Decline",
		.help = "Let it never count, for a reason",
		.act = act_write,
		.works = may_decide},
	{.key = KEY_IS_RUNE,
		.letter = 'r',
		.cap = "R",
		.word = "Revoke",
		.help = "End the device for good, whoever is enrolled on it",
		.act = act_end,
		.works = may_revoke},
	{.key = KEY_IS_RUNE,
		.letter = 'e',
		.cap = "E",
		.word = "End",
		.help = "Sign the person out there",
		.act = act_end,
		.works = may_sign_out},
	{.key = KEY_IS_RUNE,
		.letter = '/',
		.cap = "/",
		.word = "Find",
		.rank = 3,
		.help = "Find by any part of a line; Esc shows all again",
		.act = rows_find_begin,
		.works = is_free},
	{.key = KEY_IS_UP, .act = act_up, .works = may_move},
	{.key = KEY_IS_DOWN,
		.cap = "Up/Down",
		.word = "Move",
		.rank = 4,
		.help = "Move the selection",
		.act = act_down,
		.works = may_move},
	{.key = KEY_IS_CTRL,
		.letter = 'r',
		.cap = "^R",
		.word = "Reload",
		.rank = 2,
		.help = "Ask the service for the list again",
		.act = rows_reload,
		.works = is_free},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "All",
		.act = rows_find_end,
		.works = is_found},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "Back",
		.help = "Back",
		.act = tui_back,
		.works = may_leave},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 1,
		.help = "These keys",
		.act = tui_act_help},
	{0},
};

/* --- drawing -------------------------------------------------------------- */

static void
draw_item(const struct tui *tui, struct canvas *canvas, size_t item, int row)
{
	const struct rows *rows = rows_of(tui);
	int cells = canvas->cols - ROWS_COL - 2;
	struct str text;

	str_init(&text, ROWS_BYTES);
	rows->view->say(tui, item, &text);
	canvas_put(canvas, row, ROWS_COL, cells, ROLE_TEXT, text.data);
	str_release(&text);
	if (item != rows->at)
		return;
	canvas_put(canvas, row, 1, 1, ROLE_KEY, ">");
	canvas_tint(canvas, row, ROWS_COL, cells, ROLE_SELECTED);
	canvas_cursor(canvas, row, ROWS_COL);
}

/* What is under way, went wrong, was said; else all of the selected one. */
static enum role
say(const struct tui *tui, struct str *out)
{
	const struct rows *rows = rows_of(tui);

	if (rows->is_loading || rows->is_deciding) {
		str_addz(out, rows->is_loading ? "Loading ..." : "Asking ...");
		return ROLE_STRONG;
	}
	if (rows->trouble.kind != ERR_NONE) {
		str_addz(out, "Not loaded. ");
		manage_say(&rows->trouble, out);
		str_addz(out, " ^R tries again.");
		return ROLE_ERROR;
	}
	if (tui->note.text[0] != '\0') {
		str_addz(out, tui->note.text);
		return tui->note.role;
	}
	if (rows_count(tui) == 0 && rows->find.text.len > 0)
		str_addz(out, "Nothing fits. Any part of a line will do.");
	else if (rows_count(tui) == 0)
		str_addz(out, rows->view->none);
	else
		rows->view->say_all(tui, rows->at, out);
	return ROLE_TEXT;
}

static void
draw_below(struct tui *tui, struct canvas *canvas, int row, int end)
{
	struct area area = {.row = row,
		.col = ROWS_COL,
		.rows = end - row,
		.cols = canvas->cols - ROWS_COL - 2};
	struct str text;
	enum role role;

	str_init(&text, ROWS_BYTES);
	role = say(tui, &text);
	canvas_sign(canvas, row - 1, 0, canvas->cols, ROLE_RULE, SIGN_RULE);
	if (rows_of(tui)->is_writing) {
		canvas_put(canvas, row, ROWS_COL, 7, ROLE_STRONG, "Reason");
		edit_draw(&rows_of(tui)->reason, canvas, row, ROWS_REASON_COL,
			canvas->cols - ROWS_REASON_COL - 2, true);
		area.row++;
		area.rows--;
	}
	wrap_put(canvas, &area, role, text.data);
	str_release(&text);
}

static void
draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	struct rows *rows = rows_of(tui);
	bool finds = rows->find.is_typing || rows->find.text.len > 0;
	int first = top + (finds || end - top > TUI_ROWS_MIN);
	int detail = end - ROWS_DETAIL_ROWS;
	size_t fit = (size_t)(detail - 1 - first);

	if (finds)
		rows_find_draw(tui, canvas, top);
	if (rows->at < rows->top)
		rows->top = rows->at;
	if (rows->at >= rows->top + fit)
		rows->top = rows->at - fit + 1;
	for (size_t i = 0; i < fit && rows->top + i < rows_count(tui); i++)
		draw_item(tui, canvas, rows->top + i, first + (int)i);
	if (rows->top > 0)
		canvas_sign(
			canvas, first, canvas->cols - 1, 1, ROLE_DIM, SIGN_UP);
	if (rows->top + fit < rows_count(tui))
		canvas_sign(canvas, detail - 2, canvas->cols - 1, 1, ROLE_DIM,
			SIGN_DOWN);
	draw_below(tui, canvas, detail, end);
}

static const char *
say_title(const struct tui *tui)
{
	return rows_of(tui)->title;
}

static void
leave(struct tui *tui)
{
	if (manage_of(tui)->office != NULL)
		office_cancel(manage_of(tui)->office);
	rows_find_end(tui);
	office_rows_free(&rows_of(tui)->rows);
}

const struct screen manage_rows_screen = {
	.say_title = say_title,
	.state_bytes = sizeof(struct rows),
	.binds = binds,
	.on_key = on_key,
	.draw = draw,
	.leave = leave,
};

void
rows_open(struct tui *tui, const struct rows_view *view, const char *path,
	const char *whose)
{
	struct rows *rows = rows_of(tui);

	*rows = (struct rows){
		.view = view, .rows = office_rows_new(view->members)};
	(void)snprintf(rows->path, sizeof(rows->path), "%s", path);
	(void)snprintf(
		rows->title, sizeof(rows->title), "%s%s", view->title, whose);
	edit_init(&rows->reason, ROWS_REASON_BYTES);
	edit_init(&rows->find.text, ROWS_FIND_BYTES);
	tui_note(tui, ROLE_TEXT, "");
	tui_open(tui, TUI_MANAGE_ROWS);
	rows_reload(tui);
}
