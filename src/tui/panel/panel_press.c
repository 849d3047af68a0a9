#include "panel_press.h"

#include <stdio.h>
#include <string.h>

#include "app/deliver.h"
#include "app/words.h"
#include "panel_forgotten.h"
#include "panel_list.h"
#include "tui/ask.h"
#include "tui/panel/panel.h"

/* A key that comes again within this time is held down, or bounced. */
#define REPEAT_MS 700

/* The service was just asked. */
#define FRESH_MS 2000

/* Makes the press. What it says stays until the next one. */
static bool
panel_record(struct tui *tui, const struct press *press)
{
	struct panel *panel = panel_of(tui);
	struct receipt receipt;
	struct err err = {0};

	tui->stale = true;
	panel->go_again = false;
	if (press_record(tui->app, press, &receipt, &err) < 0) {
		tui_note_stays(tui, ROLE_ALARM, err.text);
		return false;
	}
	tui_note(tui, ROLE_TEXT, "");
	panel->receipt = receipt;
	panel->has_receipt = true;
	panel->is_old_receipt = false;
	edit_set(&panel->comment, "");
	return true;
}

static bool
panel_record_kind(struct tui *tui, enum punch_kind kind, bool asked)
{
	struct panel *panel = panel_of(tui);
	struct press press = {.kind = kind,
		.faces = &panel->face,
		.count = 1,
		.confirmed = asked,
		.forced = asked && panel->offers[kind].forced,
		.comment = panel->comment.text};

	if (kind == PUNCH_GO) {
		press.location = panel->choices[PANEL_LOCATION].id;
		press.cost_code = panel->choices[PANEL_COST_CODE].id;
	}
	return panel_record(tui, &press);
}

bool
panel_go(struct tui *tui)
{
	return panel_record_kind(tui, PUNCH_GO, false);
}

/* The answer came later than the question: it is judged as things are now. */
static void
panel_confirm(struct tui *tui, enum punch_kind kind)
{
	const struct panel *panel = panel_of(tui);

	panel_load(tui);
	if (panel->has_face)
		(void)panel_record_kind(tui, kind, true);
	else
		tui_note(tui, ROLE_ERROR, panel->trouble);
}

static void
on_yes_go(struct tui *tui)
{
	panel_confirm(tui, PUNCH_GO);
}

static void
on_yes_stop(struct tui *tui)
{
	panel_confirm(tui, PUNCH_STOP);
}

static void
on_yes_meal(struct tui *tui)
{
	panel_confirm(tui, PUNCH_MEAL);
}

static void
on_yes_resume(struct tui *tui)
{
	panel_confirm(tui, PUNCH_RESUME);
}

/* Asks before a press; "yes" to a forced one is a key of its own. */
static void
panel_ask(struct tui *tui, enum panel_button button, const char *why)
{
	static void (*const on_yes[])(struct tui *) = {
		[PUNCH_GO] = on_yes_go,
		[PUNCH_STOP] = on_yes_stop,
		[PUNCH_MEAL] = on_yes_meal,
		[PUNCH_RESUME] = on_yes_resume,
	};
	enum punch_kind kind = panel_kind(tui, button);
	const struct clock_offer *offer = &panel_of(tui)->offers[kind];
	struct ask ask = {.title = panel_label(tui, button),
		.yes = panel_label(tui, button),
		.safe = !offer->forced,
		.on_yes = on_yes[kind]};

	if (offer->forced)
		ask.yes = "STOP anyway";
	snprintf(ask.text, sizeof(ask.text), "%s", why);
	ask_open(tui, &ask);
}

static bool
panel_is_held_down(struct tui *tui, enum panel_button button)
{
	struct panel *panel = panel_of(tui);
	int64_t now_ms = tui->now.boottime_ms;
	bool held = button == panel->last_button &&
		    now_ms - panel->last_button_ms < REPEAT_MS;

	panel->last_button = button;
	panel->last_button_ms = now_ms;
	return held;
}

static void
panel_say_again(struct tui *tui)
{
	struct str text;

	str_init(&text, TUI_NOTE_BYTES - 1);
	str_addz(&text, "Already IN on this job since ");
	words_time(
		&text, app_zone(tui->app), panel_of(tui)->face.state.since_ms);
	str_addz(&text, ". Press G once more to begin a new record of it, or "
			"choose another job first.");
	tui_note(tui, ROLE_WARNING, text.data);
	str_release(&text);
}

/* GO to where one is already: meant, or a second press by mistake? */
static bool
panel_is_same_job(struct tui *tui, bool held)
{
	struct panel *panel = panel_of(tui);

	if (!press_is_again(&panel->face, &panel->choices[PANEL_LOCATION].id,
		    &panel->choices[PANEL_COST_CODE].id) ||
		(panel->go_again && !held))
		return false;
	panel->go_again = true;
	panel_say_again(tui);
	return true;
}

/* Whether GO has all it needs; else it opens the list of what is missing. */
static bool
panel_has_job(struct tui *tui)
{
	for (int field = PANEL_LOCATION; field <= PANEL_COST_CODE; field++)
		if (id_is_nil(&panel_of(tui)->choices[field].id)) {
			panel_open_list(tui, (enum panel_field)field, NULL);
			return false;
		}
	return true;
}

/* What a button that does not work has to say. */
static void
panel_refuse(struct tui *tui, enum panel_button button,
	const struct clock_offer *offer)
{
	char text[TUI_NOTE_BYTES];

	snprintf(text, sizeof(text), "%s: %s.", panel_label(tui, button),
		offer->answer == CLOCK_HIDDEN
			? press_why_hidden(PUNCH_MEAL, &panel_of(tui)->face)
			: offer->why);
	tui_note(tui, ROLE_WARNING, text);
}

static void
panel_press_offered(struct tui *tui, enum panel_button button, bool held)
{
	enum punch_kind kind = panel_kind(tui, button);
	const struct clock_offer *offer = &panel_of(tui)->offers[kind];
	bool may_ask = offer->forced ||
		       (offer->by_operator && panel_has_employee(tui));
	char text[ASK_TEXT_BYTES];

	if (offer->answer == CLOCK_ASK ||
		(offer->answer == CLOCK_DISABLED && may_ask)) {
		snprintf(text, sizeof(text), "%s%s", offer->why,
			offer->answer == CLOCK_ASK ? ""
			: offer->forced
				? ". F records a STOP all the same, and marks "
				  "it."
				: ". As you may clock in for others, you can "
				  "do it all the same.");
		panel_ask(tui, button, text);
		return;
	}
	if (offer->answer != CLOCK_ALLOWED) {
		panel_refuse(tui, button, offer);
		return;
	}
	if (kind == PUNCH_GO &&
		(!panel_has_job(tui) || panel_is_same_job(tui, held)))
		return;
	if (held)
		tui_note(tui, ROLE_DIM,
			"The key came twice at once and was counted once.");
	else if (kind != PUNCH_GO || !panel_forgotten_asks(tui))
		(void)panel_record_kind(tui, kind, false);
}

/* The service has told, or cannot be asked: judged by what is known now, at the
 * moment of the key. */
static void
on_asked(void *ctx)
{
	struct tui *tui = ctx;
	struct panel *panel = panel_of(tui);
	enum panel_button button = panel->asking;

	panel->asking = PANEL_NO_BUTTON;
	tui->dirty = tui->stale = true;
	if (tui_at(tui, 0) != &panel_screen ||
		!id_equal(&panel->asking_for, &panel->choices[0].id))
		return;
	tui_note(tui, ROLE_TEXT, "");
	tui->now = panel->asking_key;
	tui->now_ms = app_reckon(tui->app, &tui->now);
	panel_load(tui);
	if (panel->has_face)
		panel_press_offered(tui, button, panel->asking_held);
	else
		tui_note(tui, ROLE_ERROR, panel->trouble);
	tui_read_clock(tui);
}

/* News before judgement. */
static void
panel_ask_service(struct tui *tui, enum panel_button button, bool held)
{
	struct panel *panel = panel_of(tui);
	struct str text;

	panel->asking = button;
	panel->asking_for = panel->face.employee;
	panel->asking_key = tui->now;
	panel->asking_held = held;
	str_init(&text, TUI_NOTE_BYTES - 1);
	str_addz(&text, "Asking the service about ");
	words_person(&text, panel->face.number, panel->face.name,
		panel->face.username);
	str_addz(&text, ".");
	tui_note(tui, ROLE_DIM, text.data);
	str_release(&text);
	deliver_ask(tui->app, &panel->asking_for, 1, on_asked, tui);
}

void
panel_press(struct tui *tui, enum panel_button button)
{
	const struct panel *panel = panel_of(tui);
	bool held = panel_is_held_down(tui, button);
	struct id reader = tui_reader(tui);

	if (panel->asking != PANEL_NO_BUTTON)
		return; /* one that is under way */
	tui_note(tui, ROLE_TEXT, "");
	panel_load(tui);
	if (panel_has_nobody(tui))
		panel_open_list(tui, PANEL_EMPLOYEE, NULL);
	else if (!panel->has_face)
		tui_note(tui, ROLE_ERROR, panel->trouble);
	else if (id_equal(&panel->face.employee, &reader) ||
		 panel->face.now_ms - panel->face.told_ms <= FRESH_MS)
		panel_press_offered(tui, button, held);
	else
		panel_ask_service(tui, button, held);
}

static void
panel_record_undo(struct tui *tui, bool asked)
{
	struct panel *panel = panel_of(tui);
	struct press press = {.kind = PUNCH_VOID,
		.faces = &panel->face,
		.count = 1,
		.confirmed = asked};

	panel_load(tui);
	if (panel_undo_s(tui) == 0) {
		tui_note(tui, ROLE_WARNING,
			"Undo: only the last press, within 30 seconds.");
		return;
	}
	press.target = panel->face.undo;
	panel_record(tui, &press);
}

static void
on_yes_undo(struct tui *tui)
{
	panel_record_undo(tui, true);
}

/* A key that is pressed once more does not unwind the day: it asks. */
void
panel_undo(struct tui *tui)
{
	struct ask ask = {.title = "Undo",
		.yes = "Undo",
		.safe = true,
		.on_yes = on_yes_undo};
	struct str question;

	panel_load(tui);
	str_init(&question, ASK_TEXT_BYTES - 1);
	if (panel_undo_s(tui) > 0)
		press_undo_question(tui->app, &panel_of(tui)->face, &question);
	if (question.len > 0) {
		question.data[0] = (char)(question.data[0] - 'a' + 'A');
		(void)str_copy(ask.text, sizeof(ask.text), question.data);
		ask_open(tui, &ask);
	} else {
		panel_record_undo(tui, false);
	}
	str_release(&question);
}
