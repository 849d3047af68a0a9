#ifndef FOLD_H
#define FOLD_H

/* The state of one employee's clock, before anything is said about it. */

#include "app/face.h"
#include "events.h"

/* What the clock of somebody with this policy goes by. */
struct clock_rules
fold_rules(const struct app *app, const struct meal_policy *meal);

/*
 * Fills in employee, name, meal, state and known; *events_out are what it was
 * folded from, borrowed as events_get says.
 */
int fold_face(struct app *app, const struct id *employee, struct face *face_out,
	const struct events **events_out, struct err *err);

/*
 * What a punch that was just recorded makes of the clock, from what the face
 * before it was folded from; false when that is not at hand any more.
 */
bool fold_press(struct app *app, const struct face *before,
	const struct punch *punch, struct clock_state *state_out);

/* The same of one that is not recorded, from what is recorded now. */
bool fold_ahead(struct app *app, const struct face *before,
	const struct punch *punch, struct clock_state *state_out);

/* Whether the clock says the same: state, since when, by what, the job. */
bool fold_is_same(const struct clock_state *a, const struct clock_state *b);

/* Whether people would take it for the same. */
bool fold_says_same(const struct clock_state *a, const struct clock_state *b);

/* What the first `told` of these punches made of the clock. */
void fold_told(const struct app *app, const struct events *events, size_t told,
	struct clock_state *state_out);

#endif
