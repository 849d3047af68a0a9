#ifndef CTL_ROWS_H
#define CTL_ROWS_H

/* Lists of the API that are only shown, as a table or as JSON. */

#include "call.h"
#include "wire/rows.h"

struct rows_column {
	const char *title;
	const char *member;
	bool is_time;
};

#define ROWS_COLUMNS_MAX 12

struct rows_view {
	const char *list; /* the member of the answer that is the list */
	const struct rows_column *columns; /* up to one without a title */
	const char *none;                  /* what an empty list says */
};

/* All pages from `path` on, at most `max` rows of them, into rows_out, which
 * is to be released whatever happens. */
int
rows_load(struct ctl_call *call, const struct rows_view *view, const char *path,
	size_t max, struct wire_rows *rows_out, struct err *err);

/* Prints what was loaded. */
int rows_print(struct ctl_call *call, const struct rows_view *view,
	struct wire_rows *rows, bool as_json, struct err *err);

/* The id of the one that is called so in one column, or has this whole id in
 * the other. */
int rows_find_id(const struct wire_rows *rows, size_t called, size_t id,
	const char *words, struct id *id_out, struct err *err);

/* "2026-11-16 08:02:00" in the company's zone, of a time on the wire; what is
 * none stays as it is. */
void rows_show_time(struct ctl_call *call, const char *wire, struct str *out);

#endif
