#ifndef APP_BOARD_LINES_H
#define APP_BOARD_LINES_H

/* Who is in, where, since when, as lines for people. */

#include "app/hours.h"

struct board_look {
	int cols;           /* no line is longer, in cells */
	struct id location; /* those there alone; nil: all */
	const char *filter; /* those with these words alone; NULL, "": all */
	int64_t now_ms;
};

/*
 * Appends how many are in and how old that is, then one line for each: who is
 * in, then who has a break, then who is out, by name. Each names its employee.
 */
void board_lines(const struct hours_board *board, const struct board_look *look,
	struct sheet *out);

/*
 * A list to count people by who left a place in a hurry: those who are in, or
 * have a break, by location, each with a box to tick.
 */
void board_list(const struct hours_board *board, const struct board_look *look,
	struct sheet *out);

/* One object, names beside the ids. */
void board_json(const struct hours_board *board, const struct board_look *look,
	struct str *out);

/* When the service told it. */
int64_t board_told_ms(const struct hours_board *board);

#endif
