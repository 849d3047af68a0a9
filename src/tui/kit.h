#ifndef KIT_H
#define KIT_H

/* The screens of the kit, which every panel has. */

#include "tui/screen.h"

/* A question; it is opened with ask_open. */
extern const struct screen ask_screen;

/* The keys of the screen below. */
extern const struct screen help_screen;

/* A list to choose from; it is opened with pick_open. */
extern const struct screen pick_screen;

#endif
