#ifndef APP_SHEET_H
#define APP_SHEET_H

/*
 * Lines of text with a meaning, so that the command line prints what a screen
 * shows. Whoever adds a line cuts it to size.
 */

#include <stdbool.h>

#include "base/id.h"
#include "base/str.h"

enum sheet_kind {
	SHEET_TEXT,
	SHEET_STRONG,
	SHEET_DIM,
	SHEET_WARNING
};

struct sheet_line {
	enum sheet_kind kind;
	size_t at;    /* where its text begins */
	struct id of; /* what it is about; nil: nothing alone */
};

struct sheet {
	struct sheet_line *lines;
	size_t count, cap;
	struct str text; /* of all, each ended by a NUL */
};

/* No lines. Ends with sheet_release. */
void sheet_init(struct sheet *sheet);
void sheet_release(struct sheet *sheet);

/* Adds a line; `of` may be NULL. */
void sheet_add(struct sheet *sheet, enum sheet_kind kind, const struct id *of,
	const char *text);

/* The text of a line; borrowed until the next is added. */
const char *sheet_text(const struct sheet *sheet, size_t line);

/* Whether each word of a filter stands in a text, case and accents aside. */
bool sheet_fits(const char *text, const char *filter);

/* Appends all of them as text. */
void sheet_print(const struct sheet *sheet, struct str *out);

#endif
