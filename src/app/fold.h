#ifndef FOLD_H
#define FOLD_H

/* The state of one employee's clock, before anything is said about it. */

#include "app/face.h"
#include "events.h"

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

#endif
