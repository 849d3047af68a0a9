#ifndef TUI_CARD_CARD_H
#define TUI_CARD_CARD_H

#include "tui/screen.h"

/* A time card, of whom tui->about names: weeks or pay periods, and why its
 * figures are what they are. */
extern const struct screen card_screen;

#endif
