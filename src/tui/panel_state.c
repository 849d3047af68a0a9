#include <stdio.h>
#include <string.h>

#include "core/permission.h"
#include "panel.h"
#include "screen.h"

#define UNDO_MS 30000

void
panel_begin(struct tui *tui)
{
	struct panel *panel = &tui->panel;

	*panel = (struct panel){.focus = panel_has_employee(tui)
						 ? PANEL_EMPLOYEE
						 : PANEL_LOCATION};
	panel->reader = tui_reader(tui);
	edit_init(&panel->comment, PUNCH_COMMENT_BYTES - 1);
}

static void
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
	struct panel *panel = &tui->panel;
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

static int
panel_load_face(struct tui *tui, struct err *err)
{
	struct panel *panel = &tui->panel;
	struct panel_choice *who = &panel->choices[PANEL_EMPLOYEE];

	if (!who->by_hand || id_is_nil(&who->id))
		who->id = tui_reader(tui);
	panel->has_face = false;
	if (face_of(tui->app, &who->id, &panel->face, err) < 0)
		return -1;
	face_follow(tui->app, &who->id);
	panel_hold(who, &panel->face.employee, "", panel->face.name);
	for (int kind = 0; kind < PUNCH_VOID; kind++)
		if (press_offer(tui->app, &panel->face, (enum punch_kind)kind,
			    &panel->offers[kind], err) < 0)
			return -1;
	panel->has_face = true;
	return panel_fill_job(tui, err);
}

/* Until when the last press can be undone, on this boot's clock. */
static void
panel_load_undo(struct tui *tui)
{
	struct panel *panel = &tui->panel;
	struct receipt receipt;
	struct err ignored = {0};

	panel->undo_until_ms = 0;
	if (!panel->has_face || !panel->face.has_undo ||
		receipt_of(tui->app, &panel->face.undo, &receipt, &ignored) < 0)
		return;
	panel->undo_until_ms = receipt.punch.pressed.boottime_ms + UNDO_MS;
}

/* The last press as it stands now: it may be another program's by now. */
static int
panel_load_receipt(struct tui *tui, struct err *err)
{
	struct panel *panel = &tui->panel;
	struct receipt last;

	if (receipt_last(tui->app, &last, err) < 0) {
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
	struct panel *panel = &tui->panel;
	const struct account *account = app_account(tui->app);
	struct id reader = tui_reader(tui);
	struct err err = {0};
	const char *why = "";

	if (!id_equal(&reader, &panel->reader))
		panel_begin(tui); /* what another person chose is not theirs */
	panel->trouble[0] = '\0';
	panel->link = app_link(tui->app, &why);
	snprintf(panel->link_why, sizeof(panel->link_why), "%s", why);
	if (account == NULL)
		return;
	if (deliver_counts(tui->app, &panel->counts, &err) < 0 ||
		panel_load_face(tui, &err) < 0 ||
		panel_load_receipt(tui, &err) < 0)
		memcpy(panel->trouble, err.text, sizeof(panel->trouble));
	panel_load_undo(tui);
}

/* A cost code that the new location does not offer is let go, and said so. */
static void
panel_check_cost_code(struct tui *tui)
{
	struct panel_choice *code = &tui->panel.choices[PANEL_COST_CODE];
	struct panel_choice *location = &tui->panel.choices[PANEL_LOCATION];
	struct choices *choices = NULL;
	char text[TUI_NOTE_BYTES];
	struct err ignored = {0};
	bool found = false;

	if (id_is_nil(&code->id) ||
		choices_new(tui->app, ENTRY_COST_CODE, NULL, &location->id,
			&choices, &ignored) < 0)
		return;
	for (size_t i = 0; i < choices_count(choices) && !found; i++) {
		struct choice choice = choices_at(choices, i);

		found = id_equal(&choice.id, &code->id);
	}
	choices_free(&choices);
	if (found)
		return;
	snprintf(text, sizeof(text),
		"%s is not offered at %s. Choose another cost code.",
		code->label, location->label);
	*code = (struct panel_choice){.by_hand = true};
	tui_note(tui, ROLE_WARNING, text);
}

static void
on_employee(struct tui *tui, const struct choice *choice)
{
	struct panel_choice *who = &tui->panel.choices[PANEL_EMPLOYEE];

	panel_hold(who, &choice->id, "", choice->label);
	who->by_hand = true;
	tui->panel.focus = PANEL_LOCATION;
	tui->stale = true;
}

static void
on_location(struct tui *tui, const struct choice *choice)
{
	struct panel_choice *location = &tui->panel.choices[PANEL_LOCATION];

	panel_hold(location, &choice->id, "", choice->label);
	location->by_hand = true;
	tui->panel.choices[PANEL_COST_CODE].by_hand = true;
	tui->panel.focus = PANEL_COST_CODE;
	panel_check_cost_code(tui);
}

static void
on_cost_code(struct tui *tui, const struct choice *choice)
{
	struct panel_choice *code = &tui->panel.choices[PANEL_COST_CODE];

	panel_hold(code, &choice->id, "", choice->label);
	code->by_hand = true;
}

void
panel_open_list(struct tui *tui, enum panel_field field)
{
	struct panel *panel = &tui->panel;
	struct id *employee = &panel->choices[PANEL_EMPLOYEE].id;
	struct id *location = &panel->choices[PANEL_LOCATION].id;

	panel->focus = field;
	if (field == PANEL_EMPLOYEE)
		pick_open(tui, ENTRY_EMPLOYEE, employee, NULL, on_employee);
	else if (field == PANEL_LOCATION)
		pick_open(tui, ENTRY_LOCATION, employee, NULL, on_location);
	else if (field == PANEL_COST_CODE)
		pick_open(
			tui, ENTRY_COST_CODE, employee, location, on_cost_code);
}
