#ifndef APP_UNDO_H
#define APP_UNDO_H

#include "inside.h"

/* Whether this employee's last punch here can still be undone at `now`. */
bool undo_is_open(
	struct app *app, const struct id *employee, const struct stamp *now);

#endif
