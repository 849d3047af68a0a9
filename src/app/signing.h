#ifndef APP_SIGNING_H
#define APP_SIGNING_H

/* A sign-in or sign-out under way; at most one, and no turn beside it. */

#include "inside.h"

/* Drops it; nobody is told. */
void signing_cancel(struct app *app);

#endif
