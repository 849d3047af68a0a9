#ifndef PANEL_DRAW_H
#define PANEL_DRAW_H

#include "panel_state.h"

/* Draws rows top .. end. */
void panel_draw(struct tui *tui, struct canvas *canvas, int top, int end);

#endif
