#ifndef ROWS_H
#define ROWS_H

/* A list that is only shown: what stands in it is decided of, not edited. */

#include "app/office_rows.h"
#include "core/match.h"
#include "core/permission.h"
#include "room.h"
#include "tui/edit.h"

/* What is done to an item that ends for good. */
struct rows_end {
	const char *path; /* of the API, before its id */
	const char *title;
	const char *yes;
	const char *text;
	bool is_session; /* else a device */
};

/* What an item is that is accepted or declined. */
struct rows_decision {
	const char *path; /* of the API, before its id */
	enum permission permission;
	const char *text; /* what accepting does */
};

/* What a list is of. */
struct rows_view {
	const char *title;
	const char *list;           /* the member of the answer */
	const char *const *members; /* up to NULL; the columns, in order */
	const char *none;           /* what is said when there is nothing */
	/* One item in a line, and all that is known of it. */
	void (*say)(const struct tui *tui, size_t row, struct str *out);
	void (*say_all)(const struct tui *tui, size_t row, struct str *out);
	const struct rows_end *end;           /* either of these: */
	const struct rows_decision *decision; /* the other one is NULL */
};

/* Those that what is typed finds, best first. */
struct rows_find {
	struct edit text;
	bool is_typing;
	struct match_index *index;
	struct match_query *query;
	uint32_t *hits; /* NULL: all, in their order */
	size_t count;
};

struct rows {
	const struct rows_view *view;
	char title[320];
	char path[160];
	struct office_rows *rows;
	struct rows_find find;
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

/* How many of the list are found, and a cell of one (rows_find.c). */
size_t rows_count(const struct tui *tui);
const char *rows_cell(const struct tui *tui, size_t row, size_t column);

/* Appends a time of the wire as people read it. */
void rows_add_time(const struct tui *tui, const char *wire, struct str *out);

/* Finding (rows_find.c): begins it, the list came anew, a key of it, its line;
 * its end, all are there again. */
void rows_find_begin(struct tui *tui);
void rows_find_refresh(struct tui *tui);
bool rows_find_key(struct tui *tui, const struct key_event *event);
void rows_find_draw(const struct tui *tui, struct canvas *canvas, int row);
void rows_find_end(struct tui *tui);

/* Opens the list of a view from this path on; of whom, or "". */
void rows_open(struct tui *tui, const struct rows_view *view, const char *path,
	const char *whose);

/* Asks the service again. */
void rows_reload(struct tui *tui);

#endif
