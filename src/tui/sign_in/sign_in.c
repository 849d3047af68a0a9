#include "tui/sign_in/sign_in.h"

#include <stdio.h>
#include <string.h>

#include "app/account.h"
#include "app/ready.h"
#include "app/settings.h"
#include "base/secret.h"
#include "base/text.h"
#include "tui/edit.h"
#include "tui/wrap.h"

#define FORM_COLS 64
#define FORM_LABEL_CELLS 13

enum sign_in_field {
	SIGN_IN_SERVER,
	SIGN_IN_COMPANY,
	SIGN_IN_USERNAME,
	SIGN_IN_PASSWORD,
	SIGN_IN_FIELDS
};

/* Where the sign-in will be kept; no password is asked for before that. */
enum sign_in_place {
	SIGN_IN_LOOKING,
	SIGN_IN_MISSING,
	SIGN_IN_THERE
};

struct form {
	struct edit fields[SIGN_IN_FIELDS];
	enum sign_in_field focus;
	bool busy;
	bool has_back; /* Esc leads back to the panel */
	enum sign_in_place place;
	char why[ERR_TEXT_BYTES]; /* MISSING */
	bool is_server_wrong;     /* nothing good answered there */
};

static struct form *
form_of(const struct tui *tui)
{
	return tui->states[TUI_SIGN_IN];
}

static void
on_place(void *ctx, const struct err *err)
{
	struct tui *tui = ctx;
	struct form *form = form_of(tui);

	form->place = err->kind == ERR_NONE ? SIGN_IN_THERE : SIGN_IN_MISSING;
	memcpy(form->why, err->text, sizeof(form->why));
	tui->dirty = true;
}

static void
sign_in_look(struct tui *tui)
{
	form_of(tui)->place = SIGN_IN_LOOKING;
	ready_place(tui->app, on_place, tui);
}

/* Filled in from the account or the options; empty fields come first. */
static void
sign_in_open(struct tui *tui)
{
	struct form *form = form_of(tui);
	const struct account *account = app_account(tui->app);

	*form = (struct form){.has_back = tui->depth > 0};
	for (int i = 0; i < SIGN_IN_FIELDS; i++)
		edit_init(&form->fields[i], 511);
	edit_init(&form->fields[SIGN_IN_COMPANY], COMPANY_ID_BYTES - 1);
	edit_init(&form->fields[SIGN_IN_USERNAME], 256);
	form->fields[SIGN_IN_PASSWORD].secret = true;
	edit_set(&form->fields[SIGN_IN_SERVER],
		account != NULL ? account->server : tui->options.server);
	edit_set(&form->fields[SIGN_IN_COMPANY],
		account != NULL ? account->person.company_id
				: tui->options.company_id);
	if (account != NULL)
		edit_set(&form->fields[SIGN_IN_USERNAME], account->username);
	while ((int)form->focus < SIGN_IN_PASSWORD &&
		form->fields[form->focus].len > 0)
		form->focus++;
	sign_in_look(tui);
}

/* What was typed of a password does not stay behind, nor what was refused. */
static void
sign_in_leave(struct tui *tui)
{
	ready_drop(tui->app, tui);
	edit_set(&form_of(tui)->fields[SIGN_IN_PASSWORD], "");
	tui_note(tui, ROLE_TEXT, "");
}

static void
sign_in_move(struct tui *tui, int step)
{
	struct form *form = form_of(tui);

	form->focus = (enum sign_in_field)(
		((int)form->focus + step + SIGN_IN_FIELDS) % SIGN_IN_FIELDS);
}

static void
sign_in_next(struct tui *tui)
{
	sign_in_move(tui, 1);
}

static void
sign_in_previous(struct tui *tui)
{
	sign_in_move(tui, -1);
}

/* Says why; the field that is wrong takes the cursor, the others stay. */
static void
sign_in_refuse(struct tui *tui, enum sign_in_field field, const struct err *err)
{
	struct form *form = form_of(tui);

	form->focus = field;
	edit_set(&form->fields[SIGN_IN_PASSWORD], "");
	tui_note_stays(tui, ROLE_ERROR, err->text);
}

/* Nobody tells which of company, name and password was wrong. */
static enum sign_in_field
sign_in_blame(const struct tui *tui)
{
	return form_of(tui)->is_server_wrong ? SIGN_IN_SERVER
					     : SIGN_IN_PASSWORD;
}

/* Said while the next field is typed; nothing is held up for it. */
static void
on_server(void *ctx, const struct err *err)
{
	struct tui *tui = ctx;
	struct form *form = form_of(tui);

	form->is_server_wrong = err->kind != ERR_NONE;
	if (form->is_server_wrong && !form->busy)
		tui_note_stays(tui, ROLE_WARNING, err->text);
}

static void
on_signed_in(void *ctx, const struct err *err)
{
	struct tui *tui = ctx;

	form_of(tui)->busy = false;
	tui->dirty = true;
	if (err->kind != ERR_NONE) {
		sign_in_refuse(tui, sign_in_blame(tui), err);
		return;
	}
	sign_in_leave(tui);
	tui_start(tui, TUI_PANEL);
	tui_note_stays(tui, ROLE_WARNING, err->text);
}

/* What can be seen to be wrong of a field; -1: err says it. */
static int
sign_in_check(
	const struct form *form, enum sign_in_field field, struct err *err)
{
	const struct edit *edit = &form->fields[field];
	char url[512];
	char company[COMPANY_ID_BYTES];

	if (edit->len == 0)
		return err_set(err, ERR_USAGE, "This is needed, too.");
	if (field == SIGN_IN_SERVER)
		return settings_check_server(edit->text, url, err);
	if (field == SIGN_IN_COMPANY)
		return person_read_company(edit->text, company, err);
	return 0;
}

/* The first field that is wrong is refused. */
static bool
sign_in_is_complete(struct tui *tui)
{
	struct err err = {0};

	for (int i = 0; i < SIGN_IN_FIELDS; i++)
		if (sign_in_check(form_of(tui), (enum sign_in_field)i, &err) <
			0) {
			sign_in_refuse(tui, (enum sign_in_field)i, &err);
			return false;
		}
	return true;
}

static void
sign_in_send(struct tui *tui)
{
	struct form *form = form_of(tui);
	struct edit *fields = form->fields;
	struct edit *password = &fields[SIGN_IN_PASSWORD];
	struct secret secret;
	struct sign_in in = {.server = fields[SIGN_IN_SERVER].text,
		.company_id = fields[SIGN_IN_COMPANY].text,
		.username = fields[SIGN_IN_USERNAME].text,
		.password = &secret};
	struct err err = {0};

	form->busy = true;
	secret_init(&secret);
	secret_set(&secret, password->text, password->len);
	if (account_sign_in(tui->app, &in, on_signed_in, tui, &err) < 0) {
		form->busy = false;
		sign_in_refuse(tui, SIGN_IN_PASSWORD, &err);
	}
	secret_release(&secret);
}

static void
sign_in_ask_server(struct tui *tui)
{
	const struct edit *edit = &form_of(tui)->fields[SIGN_IN_SERVER];
	char url[512];
	struct err ignored;

	form_of(tui)->is_server_wrong = false;
	if (settings_check_server(edit->text, url, &ignored) == 0)
		ready_server(tui->app, url, on_server, tui);
}

/* Whether nothing is typed: no password before there is a place for it. */
static bool
sign_in_is_waiting(const struct form *form)
{
	return form->busy || (form->focus == SIGN_IN_PASSWORD &&
				     form->place != SIGN_IN_THERE);
}

/*
 * Enter: on to the next field, from the last one off to the service. What is
 * wrong with a field is said, but whoever types on without looking comes to the
 * password: it never stands in a field that shows it.
 */
static void
sign_in_enter(struct tui *tui)
{
	struct form *form = form_of(tui);
	struct err err = {0};

	tui_note(tui, ROLE_TEXT, "");
	if (form->focus == SIGN_IN_PASSWORD) {
		if (form->place == SIGN_IN_MISSING)
			sign_in_look(tui);
		else if (!sign_in_is_waiting(form) && sign_in_is_complete(tui))
			sign_in_send(tui);
		return;
	}
	if (form->busy)
		return;
	if (sign_in_check(form, form->focus, &err) < 0)
		tui_note_stays(tui, ROLE_ERROR, err.text);
	else if (form->focus == SIGN_IN_SERVER)
		sign_in_ask_server(tui);
	sign_in_move(tui, 1);
}

static bool
sign_in_needs_place(const struct tui *tui)
{
	const struct form *form = form_of(tui);

	return form->place == SIGN_IN_MISSING && !form->busy &&
	       ready_file(tui->app) != NULL;
}

/* The person's own word; once signed in, the configuration's, too. */
static void
sign_in_choose_file(struct tui *tui)
{
	struct err err = {0};

	if (ready_choose(tui->app, KEYRING_CHOICE_FILE, &err) < 0)
		tui_note_stays(tui, ROLE_ERROR, err.text);
	else
		sign_in_look(tui);
}

static bool
sign_in_key(struct tui *tui, const struct key_event *event)
{
	struct form *form = form_of(tui);

	/* While the service is asked nothing changes; one can still leave. */
	if (form->busy)
		return event->key != KEY_IS_ESC;
	if (sign_in_is_waiting(form))
		return event->key == KEY_IS_RUNE || event->key == KEY_IS_PASTE;
	return edit_key(&form->fields[form->focus], event);
}

static void
sign_in_draw_field(const struct tui *tui, struct canvas *canvas,
	enum sign_in_field field, const struct area *area)
{
	static const char *const labels[] = {
		[SIGN_IN_SERVER] = "Server",
		[SIGN_IN_COMPANY] = "Company ID",
		[SIGN_IN_USERNAME] = "Username",
		[SIGN_IN_PASSWORD] = "Password",
	};
	const struct form *form = form_of(tui);
	const struct edit *edit = &form->fields[field];
	bool focused = form->focus == field;
	int col = area->col + FORM_LABEL_CELLS;
	int cells = area->cols - FORM_LABEL_CELLS;

	if (focused)
		canvas_put(canvas, area->row, area->col - 2, 1, ROLE_KEY, ">");
	canvas_put(canvas, area->row, area->col, FORM_LABEL_CELLS,
		focused ? ROLE_STRONG : ROLE_DIM, labels[field]);
	edit_draw(edit, canvas, area->row, col, cells, focused && !form->busy);
}

/* Whether the field shows less than it holds, in a form of so many cells. */
static bool
sign_in_is_cut(const struct edit *edit, int cols)
{
	return !edit->secret &&
	       text_cells(edit->text) >= (size_t)(cols - FORM_LABEL_CELLS);
}

/* There is none yet, and what can be done about it. */
static void
sign_in_say_place(const struct tui *tui, struct str *out)
{
	const struct form *form = form_of(tui);
	const char *file = ready_file(tui->app);

	if (form->place == SIGN_IN_LOOKING) {
		str_addz(out, "Looking for the keyring ...");
		return;
	}
	if (file != NULL)
		str_addf(out,
			"There is no place for the sign-in: Ctrl-F keeps it in "
			"a private file (%s). ",
			file);
	str_addf(out, "Enter looks again: %s.", form->why);
}

/* What the service is doing, what went wrong, or what belongs here. */
static enum role
sign_in_say(const struct tui *tui, int cols, struct str *out)
{
	static const char *const hints[] = {
		[SIGN_IN_SERVER] = "The address of your company's time "
				   "service, such as time.example.com",
		[SIGN_IN_COMPANY] = "One word, as your company uses it to sign "
				    "in: \"acme\", for instance.",
		[SIGN_IN_USERNAME] = "",
		[SIGN_IN_PASSWORD] = "It goes to the service and is not kept; "
				     "this machine keeps a key of its own.",
	};
	const struct form *form = form_of(tui);

	if (form->busy) {
		str_addf(out, "Signing in at %s ...",
			form->fields[SIGN_IN_SERVER].text);
		return ROLE_STRONG;
	}
	if (tui->note.text[0] != '\0') {
		str_addz(out, tui->note.text);
		return tui->note.role;
	}
	if (sign_in_is_waiting(form)) {
		sign_in_say_place(tui, out);
		return ROLE_WARNING;
	}
	if (sign_in_is_cut(&form->fields[form->focus], cols))
		str_addz(out, form->fields[form->focus].text);
	else
		str_addz(out, hints[form->focus]);
	return ROLE_DIM;
}

static void
sign_in_draw_words(
	const struct tui *tui, struct canvas *canvas, const struct area *area)
{
	struct str text;
	enum role role;

	str_init(&text, TUI_NOTE_BYTES);
	role = sign_in_say(tui, area->cols, &text);
	wrap_put(canvas, area, role, text.data);
	str_release(&text);
}

static void
sign_in_draw(struct tui *tui, struct canvas *canvas, int top, int end)
{
	bool roomy = end - top >= 18;
	struct area area = {.row = top + (roomy ? 3 : 0), .rows = 2};

	area.cols = canvas->cols < FORM_COLS + 8 ? canvas->cols - 5 : FORM_COLS;
	area.col = canvas->cols < FORM_COLS + 8
			   ? 3
			   : (canvas->cols - FORM_COLS) / 2;
	canvas_put(
		canvas, area.row, area.col, area.cols, ROLE_TITLE, "Sign in");
	area.row++;
	area.row += wrap_put(canvas, &area, ROLE_DIM,
		"Once on this machine. After that a press needs no network.");
	area.row += roomy;
	for (int i = 0; i < SIGN_IN_FIELDS; i++) {
		sign_in_draw_field(tui, canvas, (enum sign_in_field)i, &area);
		area.row += 1 + roomy;
	}
	area.row += roomy;
	area.rows = end - area.row;
	sign_in_draw_words(tui, canvas, &area);
}

static void
sign_in_say_enter(const struct tui *tui, struct str *out)
{
	const struct form *form = form_of(tui);

	if (form->focus != SIGN_IN_PASSWORD)
		str_addz(out, "Next");
	else if (form->place == SIGN_IN_MISSING)
		str_addz(out, "Retry");
	else
		str_addz(
			out, form->place == SIGN_IN_THERE ? "Sign in" : "Wait");
}

static void
sign_in_say_esc(const struct tui *tui, struct str *out)
{
	str_addz(out, form_of(tui)->has_back ? "Back" : "Quit");
}

static const struct bind sign_in_binds[] = {
	{.key = KEY_IS_ENTER,
		.cap = "Enter",
		.word = "",
		.help = "Next field; in the last one: sign in",
		.say = sign_in_say_enter,
		.act = sign_in_enter},
	{.key = KEY_IS_CTRL,
		.letter = 'f',
		.cap = "^F",
		.word = "Private file",
		.help = "Keep the sign-in in a private file, not a keyring",
		.act = sign_in_choose_file,
		.works = sign_in_needs_place},
	{.key = KEY_IS_TAB,
		.cap = "Tab",
		.word = "Next",
		.rank = 2,
		.help = "Next field; Shift-Tab and arrows move too",
		.act = sign_in_next},
	{.key = KEY_IS_DOWN, .act = sign_in_next},
	{.key = KEY_IS_BACKTAB, .act = sign_in_previous},
	{.key = KEY_IS_UP, .act = sign_in_previous},
	{.key = KEY_IS_HELP,
		.cap = "F1",
		.word = "Help",
		.rank = 1,
		.help = "These keys",
		.act = tui_act_help},
	{.key = KEY_IS_ESC,
		.cap = "Esc",
		.word = "",
		.help = "Leave the form",
		.say = sign_in_say_esc,
		.act = tui_back},
	{0},
};

const struct screen sign_in_screen = {
	.title = "Sign in",
	.state_bytes = sizeof(struct form),
	.open = sign_in_open,
	.leave = sign_in_leave,
	.binds = sign_in_binds,
	.on_key = sign_in_key,
	.draw = sign_in_draw,
};
