#ifndef TUI_MANAGE_MANAGE_H
#define TUI_MANAGE_MANAGE_H

#include "tui/screen.h"

/* The kinds that the office keeps; of one of them a list; of a record a form;
 * in it, choosing other records and what a role allows; and what is only
 * decided of: punches that are held for review, devices. */
extern const struct screen manage_screen;
extern const struct screen manage_list_screen;
extern const struct screen manage_form_screen;
extern const struct screen manage_choose_screen;
extern const struct screen manage_levels_screen;
extern const struct screen manage_rows_screen;

#endif
