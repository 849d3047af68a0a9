#include "panel_forgotten.h"

#include <stdio.h>

#include "app/account.h"
#include "app/words.h"
#include "core/typed_time.h"
#include "panel_press.h"
#include "tui/ask.h"

#define BODY_BYTES 16384

static void on_stopped(struct tui *tui);

/* `why`: the last answer was none; or "". */
static void
ask(struct tui *tui, const char *why)
{
	const struct panel *panel = panel_of(tui);
	struct ask ask = {.title = "Forgot to stop?",
		.yes = "GO",
		.safe = true,
		.field = "I stopped at",
		.on_yes = on_stopped};
	struct str text;

	str_init(&text, ASK_TEXT_BYTES - 1);
	if (why[0] != '\0')
		str_addf(&text, "%s. ", why);
	str_addz(&text, "You are IN since ");
	words_moment(&text, app_zone(tui->app), panel->face.state.since_ms,
		panel->face.now_ms);
	str_addz(&text,
		". When you stopped, as 16:30 or yesterday 16:30, your "
		"supervisor is asked to add. Empty: still working, or you "
		"tell your supervisor yourself.");
	snprintf(ask.text, sizeof(ask.text), "%s", text.data);
	str_release(&text);
	ask_open(tui, &ask);
}

bool
panel_forgotten_asks(struct tui *tui)
{
	const struct account *account = app_account(tui->app);
	const struct face *face = &panel_of(tui)->face;
	struct str words;
	bool forgotten;

	if (account == NULL ||
		!id_equal(&face->employee, &account->person.id) ||
		!permission_has(account->person.permissions,
			PERMISSION_REQUEST_MISSED_PUNCH))
		return false;
	str_init(&words, ASK_TEXT_BYTES);
	words_forgotten(&words, face, app_zone(tui->app), face->now_ms);
	forgotten = words.len > 0;
	str_release(&words);
	if (forgotten)
		ask(tui, "");
	return forgotten;
}

static void
on_answer(void *ctx, const struct office_answer *answer)
{
	struct tui *tui = ctx;
	const struct missed *missed = &panel_of(tui)->missed;
	enum request_state state = REQUEST_WAITS;
	struct err err = answer->err;
	struct str words, body;

	str_init(&words, TUI_NOTE_BYTES - 1);
	str_init(&body, BODY_BYTES);
	if (answer->body != NULL)
		str_add(&body, answer->body, answer->body_bytes);
	if (err.kind == ERR_NONE && missed_read(&body, &state, &err) == 0) {
		missed_say(&words, tui->app, missed, state, tui->now_ms);
		tui_note_stays(tui, ROLE_GOOD, words.data);
	} else {
		missed_words(&words, tui->app, missed, tui->now_ms);
		str_addf(&words,
			" · NOT ASKED FOR: %s. GO is recorded; ask again by "
			"connect-clock request",
			err.text);
		tui_note_stays(tui, ROLE_ALARM, words.data);
	}
	tui->dirty = true;
	tui->awaits = false;
	str_release(&words);
	str_release(&body);
}

static void
send(struct tui *tui)
{
	struct office_request request = {.method = "POST", .path = MISSED_PATH};
	struct panel *panel = panel_of(tui);
	struct str body;
	struct err err;

	str_init(&body, BODY_BYTES);
	request.body = &body;
	if (panel->office == NULL)
		panel->office = office_new(tui->app);
	office_cancel(panel->office);
	tui_note_stays(tui, ROLE_DIM, "Asking for the STOP that is missing.");
	if (missed_write(tui->app, &panel->missed, &body, &err) < 0) {
		tui_note_stays(tui, ROLE_ALARM, err.text);
	} else {
		tui->awaits = true;
		office_ask(panel->office, &request, on_answer, tui);
	}
	str_release(&body);
}

/* Within what is open; of two readings the first one is as good. */
static int
read_time(struct tui *tui, const char *text, int64_t *ms_out, struct err *err)
{
	const struct face *face = &panel_of(tui)->face;
	const struct typed_place place = {
		.company = app_zone(tui->app), .now_ms = face->now_ms};
	struct typed_time time;

	if (typed_time_read(text, &place, &time, err) < 0)
		return -1;
	*ms_out = time.ms[0];
	if (*ms_out > face->state.since_ms && *ms_out <= face->now_ms)
		return 0;
	return err_set(
		err, ERR_DATA, "%.40s does not lie between then and now", text);
}

static void
on_stopped(struct tui *tui)
{
	struct panel *panel = panel_of(tui);
	const char *text = ask_typed(tui);
	struct err err;
	int64_t ms;

	panel_load(tui);
	if (!panel->has_face) {
		tui_note(tui, ROLE_ERROR, panel->trouble);
		return;
	}
	if (text[0] == '\0') {
		(void)panel_go(tui);
		return;
	}
	if (read_time(tui, text, &ms, &err) < 0) {
		ask(tui, err.text);
		return;
	}
	panel->missed = (struct missed){.press = PUNCH_STOP, .at_ms = ms};
	if (panel_go(tui))
		send(tui);
}

void
panel_forgotten_leave(struct tui *tui)
{
	office_free(&panel_of(tui)->office);
	tui->awaits = false;
}
