#include <stdio.h>
#include <string.h>

#include "app/receipt.h"
#include "entries.h"
#include "fold.h"

/*
 * "number name", or nothing for a nil id; `known` may be the entry. Yields how
 * much of it is the number.
 */
static uint8_t
label_of(struct app *app, const struct entry *known, enum entry_kind kind,
	const struct id *id, char label[RECEIPT_LABEL_BYTES])
{
	struct entry entry = *known;
	struct err ignored = {0};

	if (id_is_nil(id))
		return 0;
	if (!id_equal(id, &known->id) &&
		entries_find(app, kind, id, &entry, &ignored) < 0)
		return 0;
	snprintf(label, RECEIPT_LABEL_BYTES, "%s%s%s", entry.number,
		entry.number[0] && entry.name[0] ? " " : "", entry.name);
	return (uint8_t)strlen(entry.number);
}

static enum receipt_stage
stage_of(enum kept_state state)
{
	static const enum receipt_stage stages[] = {
		[KEPT_WAITING] = RECEIPT_KEPT,
		[KEPT_ANSWERED] = RECEIPT_SENT,
		[KEPT_SET_ASIDE] = RECEIPT_SET_ASIDE,
		[KEPT_CLOSED] = RECEIPT_CLOSED,
	};

	return stages[state];
}

/* The words that follow from the employee's clock after the punch. */
static void
receipt_fill(struct app *app, const struct face *face,
	const struct clock_state *state, struct receipt *receipt)
{
	const struct punch *punch = &receipt->punch;
	const struct id *location = &punch->location;
	const struct id *cost_code = &punch->cost_code;

	(void)str_copy(receipt->employee_number,
		sizeof(receipt->employee_number), face->number);
	(void)str_copy(
		receipt->employee, sizeof(receipt->employee), face->name);
	(void)str_copy(receipt->employee_username,
		sizeof(receipt->employee_username), face->username);
	receipt->mode = state->mode;
	receipt->since_ms = state->since_ms;
	if (punch->kind == PUNCH_RESUME || punch->kind == PUNCH_VOID) {
		receipt->back_location = state->location;
		receipt->back_cost_code = state->cost_code;
		location = &receipt->back_location;
		cost_code = &receipt->back_cost_code;
	}
	receipt->location_number_len = label_of(app, &face->location,
		ENTRY_LOCATION, location, receipt->location);
	receipt->cost_code_number_len = label_of(app, &face->cost_code,
		ENTRY_COST_CODE, cost_code, receipt->cost_code);
}

/* Named to the person, as it may not be the press that they had in mind. */
static void
receipt_fill_undone(
	struct app *app, const struct face *face, struct receipt *receipt)
{
	struct store *store = &app->ports.store;
	struct undone *undone = &receipt->undone;
	struct kept_punch kept;
	struct err ignored = {0};

	if (receipt->punch.kind != PUNCH_VOID ||
		store->ops->find(store->self, &receipt->punch.target, &kept,
			&ignored) < 0)
		return;
	undone->id = kept.punch.id;
	undone->kind = kept.punch.kind;
	undone->at_ms = events_time_ms(app, &kept);
	(void)label_of(app, &face->location, ENTRY_LOCATION,
		&kept.punch.location, undone->location);
	(void)label_of(app, &face->cost_code, ENTRY_COST_CODE,
		&kept.punch.cost_code, undone->cost_code);
}

/* `face`: of the same employee, now; else it is folded. */
static int
receipt_make(struct app *app, const struct kept_punch *kept,
	const struct face *face, struct receipt *receipt_out, struct err *err)
{
	struct receipt receipt = {
		.punch = kept->punch,
		.at_ms = events_time_ms(app, kept),
		.pressed_ms = reckon_press(&app->told, &kept->punch.pressed),
		.stage = stage_of(kept->state),
		.verdict = kept->verdict,
	};
	const struct events *events;
	struct face own;

	if (face == NULL || !id_equal(&face->employee, &kept->punch.employee)) {
		if (fold_face(app, &kept->punch.employee, &own, &events, err) <
			0)
			return -1;
		face = &own;
	}
	receipt_fill(app, face, &face->state, &receipt);
	receipt_fill_undone(app, face, &receipt);
	*receipt_out = receipt;
	return 0;
}

int
receipt_of(struct app *app, const struct id *punch, const struct face *face,
	struct receipt *receipt_out, struct err *err)
{
	struct kept_punch kept;

	if (app->ports.store.ops->find(
		    app->ports.store.self, punch, &kept, err) < 0)
		return -1;
	return receipt_make(app, &kept, face, receipt_out, err);
}

int
receipt_last(struct app *app, const struct face *face,
	struct receipt *receipt_out, struct err *err)
{
	struct kept_punch kept;

	if (app->ports.store.ops->last(app->ports.store.self, &kept, err) < 0)
		return -1;
	return receipt_make(app, &kept, face, receipt_out, err);
}

int
receipt_refresh(struct app *app, struct receipt *receipt, struct err *err)
{
	const bool is_fresh = receipt->is_fresh;
	const bool is_idle = receipt->is_idle;
	struct kept_punch kept;

	if (app->ports.store.ops->find(
		    app->ports.store.self, &receipt->punch.id, &kept, err) < 0)
		return -1;
	if (stage_of(kept.state) == receipt->stage)
		return 0;
	if (receipt_make(app, &kept, NULL, receipt, err) < 0)
		return -1;
	receipt->is_fresh = is_fresh;
	receipt->is_idle = is_idle;
	return 0;
}

/* The state behind a press, whosoever's events are at hand. */
static bool
state_behind(struct app *app, const struct punch *punch,
	const struct face *before, struct clock_state *state_out)
{
	const struct events *events;
	struct err ignored = {0};
	struct face after;

	if (fold_press(app, before, punch, state_out))
		return true;
	if (fold_face(app, &punch->employee, &after, &events, &ignored) < 0)
		return false;
	*state_out = after.state;
	return true;
}

void
receipt_of_press(struct app *app, const struct punch *punch,
	const struct face *before, struct receipt *receipt_out)
{
	struct clock_state state;

	/* It is on disk: names that cannot be read change nothing. */
	*receipt_out = (struct receipt){
		.punch = *punch,
		.at_ms = events_time_ms(
			app, &(struct kept_punch){.punch = *punch}),
		.pressed_ms = reckon_press(&app->told, &punch->pressed),
	};
	if (!state_behind(app, punch, before, &state))
		return;
	receipt_fill(app, before, &state, receipt_out);
	receipt_fill_undone(app, before, receipt_out);
	receipt_out->is_fresh = true;
	receipt_out->is_idle = fold_is_same(&before->state, &state);
}
