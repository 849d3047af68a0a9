#ifndef APP_TODAY_H
#define APP_TODAY_H

/*
 * The day of one employee for the panel: the card of this week that is kept,
 * and behind it what this device pressed since. Asks nobody.
 */

#include "app/face.h"
#include "app/sheet.h"

/* Whose card of this week is asked for with the news, from now on. */
void today_follow(struct app *app, const struct id *employee);

/*
 * Appends the day as lines of `cols` cells at most: its bar with the minutes of
 * what has ended, today and in the week; then the last presses, and by whom
 * where that was somebody else. Nothing where no card of this week is kept.
 */
void today_lines(struct app *app, const struct face *face, int cols, bool ascii,
	struct sheet *out);

#endif
