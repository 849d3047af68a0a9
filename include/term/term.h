#ifndef TERM_TERM_H
#define TERM_TERM_H

/*
 * The panel on a terminal, through ncurses: the only place that knows it. The
 * terminal is given back as it was, however the program ends.
 */

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "loop/loop.h"
#include "tui/tui.h"

struct term_options {
	bool colour; /* else mono, as with NO_COLOR in the environment */
	bool light;  /* the terminal's own background is light */
	bool ascii;  /* draw ASCII only, as without a UTF-8 locale */
};

/*
 * Whether COLORFGBG (NULL: not set), in which rxvt, Konsole and others name
 * their colours as "text;background", speaks of a light background.
 */
bool term_is_light(const char *colorfgbg);

/*
 * Runs the loop with the panel on the terminal of stdin and stdout until the
 * person leaves, or SIGINT, SIGTERM or SIGHUP comes. ERR_USAGE when there is no
 * terminal, ERR_CONFIG when it is of an unknown kind or cannot show a panel.
 * The loop is not run again afterwards: it still watches the signals.
 */
int term_run(struct loop *loop, struct tui *tui,
	const struct term_options *options, struct err *err);

/*
 * Whether this terminal can show a panel, without touching it: appends what it
 * is; where there is none, that commands do without. ERR_CONFIG.
 */
int term_check(struct str *out, struct err *err);

#endif
