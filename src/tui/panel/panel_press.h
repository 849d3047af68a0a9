#ifndef PANEL_PRESS_H
#define PANEL_PRESS_H

#include "panel_state.h"

/* The button pressed: recorded, asked about, or why not is said. */
void panel_press(struct tui *tui, enum panel_button button);

/* GO, now, whatever may be asked about it; whether it is recorded. */
bool panel_go(struct tui *tui);

/* Takes the last press back. */
void panel_undo(struct tui *tui);

#endif
