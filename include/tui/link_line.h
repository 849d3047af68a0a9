#ifndef TUI_LINK_LINE_H
#define TUI_LINK_LINE_H

/* The line that says how far the presses of this machine have got. */

#include "app/deliver.h"
#include "base/str.h"

struct tui;

struct link_line {
	struct queue_counts counts; /* zero while nobody is signed in */
	enum app_link link;
	char why[256];
};

/* Reads it from the app; -1: the counts could not be read. */
int link_line_load(
	const struct tui *tui, struct link_line *line_out, struct err *err);

/* Appends it. */
void link_line_say(
	const struct tui *tui, const struct link_line *line, struct str *out);

#endif
