#ifndef APP_HEARD_H
#define APP_HEARD_H

/* When the service last told somebody's clock, by its own time. */

#include "inside.h"

/* With the app. */
void heard_open(struct app *app);
void heard_close(struct app *app);

/* It did, whether that was news or not. */
void heard_note(struct app *app, const struct id *employee, int64_t told_ms);

/* When it did to this process; 0: not yet. */
int64_t heard_of(const struct app *app, const struct id *employee);

#endif
