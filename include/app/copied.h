#ifndef APP_COPIED_H
#define APP_COPIED_H

/*
 * A journal that was put back from a copy, or is used on two machines: the
 * person goes on under a new enrolment, and is told.
 */

#include "app/app.h"
#include "base/str.h"

/* Whether the enrolment of who is signed in took the place of another one. */
bool copied_is_here(struct app *app);

/* Whether that was found out in this process since it was asked last. */
bool copied_is_new(struct app *app);

/* Why; a sentence. */
void copied_words(struct str *out);

#endif
