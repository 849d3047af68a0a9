#ifndef APP_UNDO_H
#define APP_UNDO_H

#include "events.h"

/* Whether the last of these punches can be undone at `now`. */
bool undo_is_open(const struct events *events, const struct stamp *now);

#endif
