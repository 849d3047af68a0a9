#ifndef APP_UNDO_H
#define APP_UNDO_H

/* What undo would undo. */

#include "inside.h"

/*
 * Whether this employee's last punch here can be undone at `now`; then
 * *target_out (may be NULL) is that punch.
 */
bool undo_find(struct app *app, const struct id *employee,
	const struct stamp *now, struct id *target_out);

#endif
