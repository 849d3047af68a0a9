#include <stdio.h>
#include <string.h>

#include "app/face.h"
#include "app/receipt.h"
#include "inside.h"

/* "number name", or nothing for a nil id. */
static void
label_of(struct app *app, enum entry_kind kind, const struct id *id,
	char *label, size_t size)
{
	struct catalog_cache *cache = &app->ports.catalog;
	struct entry entry;
	struct err ignored = {0};

	if (id_is_nil(id) || cache->ops->find(cache->self, app->account.number,
				     kind, id, &entry, &ignored) < 0)
		return;
	snprintf(label, size, "%s%s%s", entry.number,
		entry.number[0] && entry.name[0] ? " " : "", entry.name);
}

static enum receipt_stage
stage_of(enum kept_state state)
{
	static const enum receipt_stage stages[] = {
		[KEPT_WAITING] = RECEIPT_KEPT,
		[KEPT_ANSWERED] = RECEIPT_SENT,
		[KEPT_SET_ASIDE] = RECEIPT_SET_ASIDE,
	};

	return stages[state];
}

static int
receipt_make(struct app *app, const struct kept_punch *kept,
	struct receipt *receipt_out, struct err *err)
{
	const struct punch *punch = &kept->punch;
	struct receipt receipt = {
		.punch = *punch,
		.stage = stage_of(kept->state),
		.verdict = kept->verdict,
	};
	struct face face;
	const struct id *location = &punch->location;
	const struct id *cost_code = &punch->cost_code;

	if (face_of(app, &punch->employee, &face, err) < 0)
		return -1;
	(void)str_copy(receipt.employee, sizeof(receipt.employee), face.name);
	receipt.mode = face.state.mode;
	if (punch->kind == PUNCH_RESUME || punch->kind == PUNCH_VOID) {
		receipt.back_location = face.state.location;
		receipt.back_cost_code = face.state.cost_code;
		location = &receipt.back_location;
		cost_code = &receipt.back_cost_code;
	}
	label_of(app, ENTRY_LOCATION, location, receipt.location,
		sizeof(receipt.location));
	label_of(app, ENTRY_COST_CODE, cost_code, receipt.cost_code,
		sizeof(receipt.cost_code));
	*receipt_out = receipt;
	return 0;
}

int
receipt_of(struct app *app, const struct id *punch, struct receipt *receipt_out,
	struct err *err)
{
	struct kept_punch kept;

	if (app->ports.store.ops->find(
		    app->ports.store.self, punch, &kept, err) < 0)
		return -1;
	return receipt_make(app, &kept, receipt_out, err);
}

int
receipt_last(struct app *app, struct receipt *receipt_out, struct err *err)
{
	struct kept_punch kept;

	if (app->ports.store.ops->last(app->ports.store.self, &kept, err) < 0)
		return -1;
	return receipt_make(app, &kept, receipt_out, err);
}
