#include "panel_list.h"

#include <stdio.h>

#include "tui/pick.h"

/* A cost code that the new location does not offer is let go, and said so. */
static void
panel_check_cost_code(struct tui *tui)
{
	struct panel_choice *code = &panel_of(tui)->choices[PANEL_COST_CODE];
	struct panel_choice *location = &panel_of(tui)->choices[PANEL_LOCATION];
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

enum panel_field
panel_next_empty(const struct tui *tui, enum panel_field field)
{
	const struct panel *panel = panel_of(tui);

	for (int f = (int)field; f < PANEL_CHOICES; f++)
		if (id_is_nil(&panel->choices[f].id))
			return (enum panel_field)f;
	return PANEL_ACTIONS;
}

static void
on_employee(struct tui *tui, const struct choice *choice)
{
	struct panel_choice *who = &panel_of(tui)->choices[PANEL_EMPLOYEE];

	panel_hold(who, &choice->id, "", choice->label);
	who->by_hand = true;
	panel_load(tui); /* the job that goes with that person */
	panel_of(tui)->focus = panel_next_empty(tui, PANEL_LOCATION);
}

static void
on_location(struct tui *tui, const struct choice *choice)
{
	struct panel_choice *location = &panel_of(tui)->choices[PANEL_LOCATION];

	panel_hold(location, &choice->id, "", choice->label);
	location->by_hand = true;
	panel_of(tui)->choices[PANEL_COST_CODE].by_hand = true;
	panel_check_cost_code(tui);
	panel_of(tui)->focus = panel_next_empty(tui, PANEL_COST_CODE);
}

static void
on_cost_code(struct tui *tui, const struct choice *choice)
{
	struct panel_choice *code = &panel_of(tui)->choices[PANEL_COST_CODE];

	panel_hold(code, &choice->id, "", choice->label);
	code->by_hand = true;
	panel_of(tui)->focus = panel_next_empty(tui, PANEL_LOCATION);
}

void
panel_open_list(
	struct tui *tui, enum panel_field field, const struct key_event *typed)
{
	struct panel *panel = panel_of(tui);
	struct id *employee = &panel->choices[PANEL_EMPLOYEE].id;
	struct id *location = &panel->choices[PANEL_LOCATION].id;

	panel->focus = field;
	if (field == PANEL_EMPLOYEE)
		pick_open(tui, ENTRY_EMPLOYEE, employee, NULL, typed,
			on_employee);
	else if (field == PANEL_LOCATION)
		pick_open(tui, ENTRY_LOCATION, employee, NULL, typed,
			on_location);
	else if (field == PANEL_COST_CODE)
		pick_open(tui, ENTRY_COST_CODE, employee, location, typed,
			on_cost_code);
}
