#ifndef APP_UNDO_H
#define APP_UNDO_H

#include "inside.h"

/*
 * Whether the state before this employee's last punches here is still needed
 * at `now`: the last one can be undone, or was, by an undo that the service's
 * state up to `watermark` does not know yet.
 */
bool undo_needs_before(struct app *app, const struct id *employee,
	int64_t watermark, const struct stamp *now);

#endif
