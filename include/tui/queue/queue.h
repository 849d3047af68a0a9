#ifndef TUI_QUEUE_QUEUE_H
#define TUI_QUEUE_QUEUE_H

#include "tui/screen.h"

/* What the service has not answered yet, and what it would not take. */
extern const struct screen queue_screen;

#endif
