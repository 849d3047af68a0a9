#ifndef APP_UNDO_H
#define APP_UNDO_H

#include "events.h"

/*
 * Whether the state before these last punches is still needed at `now`: the
 * last one can be undone, or was, by an undo that the service's state, which
 * includes the first `told`, does not know yet.
 */
bool undo_needs_before(
	const struct events *events, size_t told, const struct stamp *now);

#endif
