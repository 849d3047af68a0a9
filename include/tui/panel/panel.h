#ifndef TUI_PANEL_PANEL_H
#define TUI_PANEL_PANEL_H

#include "tui/screen.h"

/* The panel itself: whose clock, which job, the buttons, the last press. */
extern const struct screen panel_screen;

#endif
