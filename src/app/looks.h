#ifndef APP_LOOKS_H
#define APP_LOOKS_H

/* What is looked at before a sign-in (ready.c). */

#include "inside.h"

/* With the app; what is under way is dropped. */
void looks_open(struct app *app);
void looks_close(struct app *app);

#endif
