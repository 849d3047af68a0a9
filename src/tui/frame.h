#ifndef FRAME_H
#define FRAME_H

/* What every screen has around it: a head, a line of keys. */

#include "tui/screen.h"

/* Whether the canvas is too small; then it says what it needs. */
bool frame_too_small(struct canvas *canvas);

/* Draws head and foot of a screen, and the screen between them. */
void
frame_draw(struct tui *tui, const struct screen *screen, struct canvas *canvas);

#endif
