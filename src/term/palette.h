#ifndef TERM_PALETTE_H
#define TERM_PALETTE_H

#include "parts.h"

/*
 * The looks of a role: with 256 colours, with 8, and with none. Of a colour of
 * 256 or 8, -1 is the terminal's own. `light_`: where the terminal's own
 * background is light; every text has a contrast of 4.5 : 1 (WCAG 2, 1.4.3) on
 * black and on white.
 */
struct palette_looks {
	short fg, light_fg, bg;
	attr_t attr;
	short fg8, light_fg8, bg8;
	attr_t attr8;
	attr_t mono;
};

/* Never NULL. */
const struct palette_looks *palette_find(enum role role);

#endif
