#ifndef TUI_BOARD_BOARD_H
#define TUI_BOARD_BOARD_H

#include "tui/screen.h"

/* Who is in, where, since when. */
extern const struct screen board_screen;

#endif
