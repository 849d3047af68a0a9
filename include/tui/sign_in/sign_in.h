#ifndef TUI_SIGN_IN_SIGN_IN_H
#define TUI_SIGN_IN_SIGN_IN_H

#include "tui/screen.h"

/* The sign-in form: the first screen of a new machine, and over the panel. */
extern const struct screen sign_in_screen;

#endif
