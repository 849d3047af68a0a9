#ifndef TUI_LEAVE_H
#define TUI_LEAVE_H

/* Leaving while something is being sent: its answer is waited for a little. */

#include "tui/screen.h"

/* Leaves; at once when nothing is being sent, or asked a second time. */
void leave_ask(struct tui *tui);

/* Another key was pressed: the person stays. */
void leave_forget(struct tui *tui);

/* Whether the answer came, or the patience ended. */
bool leave_is_due(const struct tui *tui);

/* Milliseconds until the patience ends; -1: nobody leaves. */
int64_t leave_next_change_ms(const struct tui *tui);

#endif
