#ifndef PANEL_FORGOTTEN_H
#define PANEL_FORGOTTEN_H

#include "panel_state.h"

/*
 * Where whoever presses GO forgot to stop, and may ask for missed punches: asks
 * when it was, and true; the answer goes on from there.
 */
bool panel_forgotten_asks(struct tui *tui);

/* What is under way is told nobody any more. */
void panel_forgotten_leave(struct tui *tui);

#endif
