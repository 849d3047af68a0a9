#ifndef TUI_SHEET_VIEW_H
#define TUI_SHEET_VIEW_H

/*
 * Lines of the app (app/sheet.h) on a screen: what is typed filters them, one
 * is selected, and what it means can be read below.
 */

#include "app/sheet.h"
#include "tui/edit.h"

struct sheet_view {
	struct edit filter;
	size_t selected; /* a line */
	size_t top;      /* the first line on the screen */
	size_t count;    /* as of the last picture: of lines, of rows */
	size_t rows;
	struct id of;  /* what the selected line is about; nil: nothing */
	bool explains; /* what it means stands below */
};

/* Begins anew. */
void sheet_view_init(struct sheet_view *view);

/* Whether the event was one for the filter; then it was obeyed. */
bool sheet_view_key(struct sheet_view *view, const struct key_event *event);

/* Moves the selection by lines, by pages. */
void sheet_view_move(struct sheet_view *view, int lines);
void sheet_view_page(struct sheet_view *view, int pages);

/* What Esc does first: closes what is explained, clears the filter. False when
 * there is nothing of it. */
bool sheet_view_escape(struct sheet_view *view);

/* Finds the line that is selected among these; before anything is drawn. */
void sheet_view_settle(struct sheet_view *view, const struct sheet *lines);

/* What is drawn, and where. */
struct sheet_picture {
	const struct sheet *lines;
	const struct sheet *below;
	const char *beside;
	int top, end;
};

/*
 * Draws the filter, what is said beside it, the lines, and below them, where
 * `below` is not NULL, its lines as sentences.
 */
void sheet_view_draw(struct sheet_view *view, struct canvas *canvas,
	const struct sheet_picture *picture);

#endif
