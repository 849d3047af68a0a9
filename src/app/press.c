#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/press.h"
#include "app/words.h"
#include "base/mem.h"
#include "events.h"
#include "fold.h"
#include "turn.h"

void
press_offer(const struct app *app, const struct face *face,
	enum punch_kind kind, struct clock_offer *offer_out)
{
	struct clock_rules rules = fold_rules(app, &face->meal);

	clock_offer(&face->state, &rules, kind, face->now_ms, offer_out);
}

int
press_allowed(struct app *app, const struct id *employee, struct err *err)
{
	const struct person *me = &app->account.person;
	bool own = id_equal(employee, &me->id);
	enum permission needed =
		own ? PERMISSION_CLOCK_IN_OUT : PERMISSION_CLOCK_IN_FOR;

	if (!me->clock_enabled)
		return err_set(err, ERR_PERMISSION,
			"Clock In/Out is switched off for the company; ask an "
			"administrator to enable it");
	if (!permission_has(me->permissions, needed))
		return err_set(err, ERR_PERMISSION,
			"It takes the permission %s; ask an administrator",
			permission_title(needed));
	return 0;
}

/* What this person may do here, as the service last said. */
static int
check_permission(
	struct app *app, const struct press *press, size_t i, struct err *err)
{
	const struct person *me = &app->account.person;

	if (press_allowed(app, &press->faces[i].employee, err) < 0)
		return -1;
	if (press->has_chosen && !permission_has(me->permissions,
					 PERMISSION_CLOCK_IN_FOR_EDIT_TIME))
		return err_set(err, ERR_PERMISSION,
			"your role may not choose a time; ask an "
			"administrator");
	return 0;
}

const char *
press_why_hidden(enum punch_kind kind, const struct face *face)
{
	if (kind == PUNCH_RESUME)
		return "not on a meal break, so there is none to end";
	if (face->state.mode == CLOCK_MEAL)
		return "already on a meal break";
	if (face->state.mode == CLOCK_OUT)
		return "not clocked in: a meal break interrupts work";
	return "the company does not track meal breaks for this person";
}

void
press_undo_question(struct app *app, const struct face *face, struct str *out)
{
	struct receipt receipt;
	struct err ignored = {0};

	if (!face->undo_is_again)
		return;
	str_addz(out, "the last press was an undo already; undo ");
	if (receipt_of(app, &face->undo, face, &receipt, &ignored) == 0)
		words_receipt(
			out, &receipt, app->zone, &app->account.person.id);
	else
		str_addz(out, "the press before it");
	str_addz(out, ", too?");
}

/* Leaves `forced` in the press only where it takes it. */
static int
check_offer(struct app *app, struct press *press, const struct face *face,
	struct err *err)
{
	bool may_force = press->forced;
	struct clock_offer offer;
	bool operator_may = permission_has(
		app->account.person.permissions, PERMISSION_CLOCK_IN_FOR);

	press_offer(app, face, press->kind, &offer);
	press->forced = false;
	switch (offer.answer) {
	case CLOCK_ALLOWED:
		return 0;
	case CLOCK_ASK:
		if (press->confirmed)
			return 0;
		break;
	case CLOCK_DISABLED:
		press->forced = offer.forced && may_force;
		if (press->forced)
			return 0;
		if (offer.by_operator && operator_may && press->confirmed)
			return 0;
		break;
	case CLOCK_HIDDEN:
		break;
	}
	return err_set(err, ERR_USAGE, "%s",
		offer.why[0] ? offer.why : press_why_hidden(press->kind, face));
}

static int
check_undo(const struct press *press, const struct face *face, struct err *err)
{
	if (!face->has_undo || !id_equal(&face->undo, &press->target))
		return err_set(err, ERR_USAGE,
			"only the last punch can be undone, within 30 seconds");
	if (face->undo_is_again && !press->confirmed)
		return err_set(
			err, ERR_USAGE, "the last press was an undo already");
	return 0;
}

static int
check_press(struct app *app, struct press *press, size_t i, struct err *err)
{
	const struct face *face = &press->faces[i];

	if (check_permission(app, press, i, err) < 0)
		return -1;
	if (press->kind == PUNCH_VOID)
		return check_undo(press, face, err);
	if (press->kind == PUNCH_GO &&
		(id_is_nil(&press->location) || id_is_nil(&press->cost_code)))
		return err_set(err, ERR_USAGE, "choose a %s first",
			id_is_nil(&press->location) ? "location" : "cost code");
	return check_offer(app, press, face, err);
}

/* Said in words here: the punch itself is checked by the names of the API. */
static int
check_chosen(
	const struct press *press, const struct face *face, struct err *err)
{
	if (!press->has_chosen)
		return 0;
	if (press->chosen_ms > face->now_ms)
		return err_set(err, ERR_USAGE,
			"the time that was chosen is still to come; choose one "
			"in the past");
	if (press->chosen_ms < 0)
		return err_set(err, ERR_USAGE,
			"the time that was chosen is before 1970");
	return 0;
}

static int
make_punch(struct app *app, const struct press *press, size_t i,
	struct punch *punch_out, struct err *err)
{
	const struct stamp *now = &press->faces[i].now;
	bool go = press->kind == PUNCH_GO;
	struct punch punch = {
		.employee = press->faces[i].employee,
		.pressed_by = app->account.person.id,
		.enrolment = app->account.device,
		.number = 1, /* the store's to give */
		.kind = press->kind,
		.forced = press->forced,
		.pressed = *now,
		.has_chosen = press->has_chosen,
		.chosen_ms = press->has_chosen ? press->chosen_ms : 0,
	};

	if (go) {
		punch.location = press->location;
		punch.cost_code = press->cost_code;
	}
	if (press->kind == PUNCH_VOID)
		punch.target = press->target;
	if (press->comment != NULL &&
		!str_copy(punch.comment, sizeof(punch.comment), press->comment))
		return err_set(err, ERR_USAGE,
			"the comment is longer than %d bytes",
			PUNCH_COMMENT_BYTES - 1);
	if (id_make(&app->ids, now->wall_ms, &punch.id, err) < 0 ||
		punch_check(&punch, err) < 0)
		return -1;
	*punch_out = punch;
	return 0;
}

/* Of a crew it is said whose press cannot be made. */
static int
refuse(const struct press *press, size_t i, struct err *err)
{
	const struct face *face = &press->faces[i];
	struct str whose;

	if (press->count == 1)
		return -1;
	str_init(&whose, ERR_TEXT_BYTES);
	words_person(&whose, face->number, face->name, face->username);
	err_wrap(err, "%s", whose.data);
	str_release(&whose);
	return -1;
}

static int
make_punches(struct app *app, const struct press *press, struct punch *punches,
	struct err *err)
{
	if (!app->has_account || !app->account.signed_in)
		return err_set(err, ERR_AUTH,
			"nobody is signed in on this machine; sign in first");
	assert(press->count > 0 && press->count <= PRESS_CREW_MAX);
	for (size_t i = 0; i < press->count; i++) {
		struct press own = *press;

		if (check_press(app, &own, i, err) < 0 ||
			check_chosen(&own, &own.faces[i], err) < 0 ||
			make_punch(app, &own, i, &punches[i], err) < 0)
			return refuse(press, i, err);
	}
	return 0;
}

int
press_check(struct app *app, const struct press *press, struct err *err)
{
	struct punch *punches = mem_new(press->count, sizeof(*punches));
	struct press sure = *press;
	int rc;

	sure.confirmed = true;
	sure.forced = true;
	rc = make_punches(app, &sure, punches, err);
	free(punches);
	return rc;
}

bool
press_is_idle(struct app *app, const struct press *press, size_t i)
{
	const struct face *face = &press->faces[i];
	struct clock_state state;
	struct punch punch;
	struct err ignored;

	return make_punch(app, press, i, &punch, &ignored) == 0 &&
	       fold_ahead(app, face, &punch, &state) &&
	       fold_is_same(&face->state, &state);
}

bool
press_is_again(const struct face *face, const struct id *location,
	const struct id *cost_code)
{
	return face->state.mode == CLOCK_IN &&
	       id_equal(&face->state.location, location) &&
	       id_equal(&face->state.cost_code, cost_code);
}

static int
record(struct app *app, const struct press *press, struct punch *punches,
	struct err *err)
{
	if (make_punches(app, press, punches, err) < 0)
		return -1;
	return app->ports.store.ops->record(app->ports.store.self,
		app->account.number, punches, press->count, err);
}

/* Of a sign-in or -out by another process not every machine is told. */
static void
press_look_who(struct app *app)
{
	struct err ignored;

	(void)app_reload_account(app, &ignored);
	app_changed(app);
}

int
press_record(struct app *app, const struct press *press,
	struct receipt *receipts_out, struct err *err)
{
	struct punch *punches = mem_new(press->count, sizeof(*punches));

	if (record(app, press, punches, err) < 0) {
		err_wrap(err, "NOT RECORDED");
		free(punches);
		if (err->kind == ERR_AUTH)
			press_look_who(app);
		return -1;
	}
	app->pressed = punches[press->count - 1].id;
	events_written(app);
	for (size_t i = 0; i < press->count; i++)
		receipt_of_press(
			app, &punches[i], &press->faces[i], &receipts_out[i]);
	free(punches);
	turn_want(app, false, false, NULL, NULL);
	return 0;
}
