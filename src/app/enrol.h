#ifndef ENROL_H
#define ENROL_H

/*
 * A new enrolment in the place of the current one, when an answer shows that
 * this journal was put back from a copy or has a twin: what is kept stays
 * under the old one, what is pressed from now on goes under the new one.
 */

#include "inside.h"

/* With the app; what is under way is dropped. */
void enrol_open(struct app *app);
void enrol_close(struct app *app);

typedef void enrol_on_done(struct app *app, const struct err *err);

/*
 * Asks for it with the key of `old`, an enrolment of the account; keeps its
 * key, makes it current, and tells the person. Ends with on_done, perhaps at
 * once; after a failure the old one goes on. One at a time.
 */
void enrol_begin(struct app *app, const struct account *account,
	const struct enrolment *old, enrol_on_done *on_done);

/* Drops it; nobody is told. */
void enrol_cancel(struct app *app);

#endif
