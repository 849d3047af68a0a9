#include "panel_state.h"
#include "app/today.h"

#include <stdio.h>
#include <string.h>

#include "app/today.h"
#include "core/permission.h"

#define UNDO_MS 30000

struct panel *
panel_of(const struct tui *tui)
{
	return tui->states[TUI_PANEL];
}

bool
panel_has_employee(const struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	return account != NULL && permission_has(account->person.permissions,
					  PERMISSION_CLOCK_IN_FOR);
}

/* Whose clock it is while nobody is chosen: nil where only others' may be. */
static struct id
panel_own(const struct tui *tui)
{
	const struct account *account = app_account(tui->app);

	if (account != NULL && panel_has_employee(tui) &&
		!permission_has(
			account->person.permissions, PERMISSION_CLOCK_IN_OUT))
		return (struct id){0};
	return tui_reader(tui);
}

bool
panel_has_nobody(const struct tui *tui)
{
	const struct panel *panel = panel_of(tui);

	return app_account(tui->app) != NULL && !panel->has_face &&
	       panel->trouble[0] == '\0' &&
	       id_is_nil(&panel->choices[PANEL_EMPLOYEE].id);
}

void
panel_begin(struct tui *tui)
{
	struct panel *panel = panel_of(tui);

	office_free(&panel->office);
	*panel = (struct panel){.focus = PANEL_ACTIONS};
	panel->reader = tui_reader(tui);
	edit_init(&panel->comment, PUNCH_COMMENT_BYTES - 1);
}

void
panel_hold(struct panel_choice *choice, const struct id *id, const char *number,
	const char *name)
{
	choice->id = *id;
	snprintf(choice->label, sizeof(choice->label), "%s%s%s", number,
		number[0] != '\0' && name[0] != '\0' ? " " : "", name);
}

static void
panel_hold_entry(struct panel_choice *choice, const struct entry *entry)
{
	if (!choice->by_hand)
		panel_hold(choice, &entry->id, entry->number, entry->name);
}

/* The job that GO would take: the one running, else the last one. */
static int
panel_fill_job(struct tui *tui, struct err *err)
{
	struct panel *panel = panel_of(tui);
	struct entry location = panel->face.location;
	struct entry cost_code = panel->face.cost_code;

	if (panel->face.state.mode == CLOCK_OUT &&
		face_last_job(tui->app, &panel->face.employee, &location,
			&cost_code, err) < 0)
		return -1;
	panel_hold_entry(&panel->choices[PANEL_LOCATION], &location);
	panel_hold_entry(&panel->choices[PANEL_COST_CODE], &cost_code);
	return 0;
}

static void
panel_load_offers(struct tui *tui)
{
	struct panel *panel = panel_of(tui);

	for (int kind = 0; kind < PUNCH_VOID; kind++)
		press_offer(tui->app, &panel->face, (enum punch_kind)kind,
			&panel->offers[kind]);
}

static int
panel_load_face(struct tui *tui, struct err *err)
{
	struct panel *panel = panel_of(tui);
	struct panel_choice *who = &panel->choices[PANEL_EMPLOYEE];

	if (!who->by_hand || id_is_nil(&who->id))
		who->id = panel_own(tui);
	panel->has_face = false;
	if (tui->clock.kind != ERR_NONE) {
		*err = tui->clock;
		return -1;
	}
	if (id_is_nil(&who->id)) {
		panel->face = (struct face){0};
		panel_load_offers(tui);
		return 0;
	}
	if (face_of(tui->app, &who->id, &tui->now, &panel->face, err) < 0)
		return -1;
	deliver_follow(tui->app, &who->id);
	today_follow(tui->app, &who->id);
	panel_hold(who, &panel->face.employee, panel->face.number,
		panel->face.name);
	panel_load_offers(tui);
	panel->has_face = true;
	return panel_fill_job(tui, err);
}

/* Until when the last press can be undone, on this boot's clock. */
static void
panel_load_undo(struct tui *tui)
{
	struct panel *panel = panel_of(tui);

	panel->undo_until_ms = 0;
	if (panel->has_face && panel->face.has_undo)
		panel->undo_until_ms = panel->face.undo_boottime_ms + UNDO_MS;
}

/* The last press as it stands now: it may be another program's by now. */
static int
panel_load_receipt(struct tui *tui, struct err *err)
{
	struct panel *panel = panel_of(tui);
	struct receipt last;

	if (receipt_last(tui->app, &panel->face, &last, err) < 0) {
		if (err->kind != ERR_NOT_FOUND)
			return -1;
		err_clear(err);
		return 0;
	}
	if (!panel->has_receipt ||
		!id_equal(&panel->receipt.punch.id, &last.punch.id))
		panel->is_old_receipt = true;
	panel->receipt = last;
	panel->has_receipt = true;
	return 0;
}

void
panel_load(struct tui *tui)
{
	struct panel *panel = panel_of(tui);
	const struct account *account = app_account(tui->app);
	struct id reader = tui_reader(tui);
	struct err err = {0};

	if (!id_equal(&reader, &panel->reader))
		panel_begin(tui); /* what another person chose is not theirs */
	panel->trouble[0] = '\0';
	app_begin_read(tui->app);
	if (link_line_load(tui, &panel->line, &err) < 0 ||
		(account != NULL && (panel_load_face(tui, &err) < 0 ||
					    panel_load_receipt(tui, &err) < 0)))
		memcpy(panel->trouble, err.text, sizeof(panel->trouble));
	app_end_read(tui->app);
	panel_load_undo(tui);
}

enum punch_kind
panel_kind(const struct tui *tui, enum panel_button button)
{
	if (button == PANEL_STOP)
		return PUNCH_STOP;
	if (button == PANEL_MEAL)
		return panel_of(tui)->face.state.mode == CLOCK_MEAL
			       ? PUNCH_RESUME
			       : PUNCH_MEAL;
	return PUNCH_GO;
}

const char *
panel_label(const struct tui *tui, enum panel_button button)
{
	if (button == PANEL_STOP)
		return "STOP";
	if (button == PANEL_MEAL)
		return panel_kind(tui, button) == PUNCH_RESUME ? "End Break"
							       : "Meal Break";
	return panel_of(tui)->face.state.mode == CLOCK_IN ? "Switch" : "GO";
}

int
panel_undo_s(const struct tui *tui)
{
	const struct panel *panel = panel_of(tui);
	int64_t left_ms = panel->undo_until_ms - tui->now.boottime_ms;

	if (panel->undo_until_ms == 0 || left_ms <= 0)
		return 0;
	return (int)((left_ms + 999) / 1000);
}
