#ifndef APP_MAILED_STATE_H
#define APP_MAILED_STATE_H

#include "inside.h"

/* With the app; what is under way is dropped. */
void mailed_open(struct app *app);
void mailed_close(struct app *app);

#endif
