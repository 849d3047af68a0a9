#ifndef ROWS_H
#define ROWS_H

/* A list that is only shown: what stands in it is decided of, not edited. */

#include "app/office_rows.h"
#include "room.h"
#include "tui/edit.h"

/* What a list is of. */
struct rows_view {
	const char *title;
	const char *list;           /* the member of the answer */
	const char *const *members; /* up to NULL; the columns, in order */
	const char *none;           /* what is said when there is nothing */
	/* One item in a line, and all that is known of it. */
	void (*say)(const struct tui *tui, size_t row, struct str *out);
	void (*say_all)(const struct tui *tui, size_t row, struct str *out);
	bool is_quarantine; /* else devices */
};

struct rows {
	const struct rows_view *view;
	char path[160];
	struct office_rows *rows;
	size_t at, top;
	bool is_loading;
	bool is_deciding;
	bool is_writing; /* the reason, of declining */
	/* The id of what is decided of: the list may come anew meanwhile. */
	char about[ID_TEXT_BYTES];
	struct edit reason; /* stays when it did not reach the service */
	struct err trouble;
};

/* Where the files of the list find it. */
struct rows *rows_of(const struct tui *tui);

/* A cell of the list. */
const char *rows_cell(const struct tui *tui, size_t row, size_t column);

/* Appends a time of the wire as people read it. */
void rows_add_time(const struct tui *tui, const char *wire, struct str *out);

/* Opens the list of a view from this path on. */
void rows_open(struct tui *tui, const struct rows_view *view, const char *path);

/* Asks the service again. */
void rows_load(struct tui *tui);

#endif
