#ifndef APP_OFFICE_ROWS_H
#define APP_OFFICE_ROWS_H

/* Lists of the office that are only shown, and what is decided of their items:
 * punches that are held for review or were missed, devices that deliver for
 * somebody, where somebody is signed in. */

#include "app/office.h"

struct office_rows;

/* No items yet; of each these members, up to NULL, are kept as text. They last
 * as long as it. */
struct office_rows *office_rows_new(const char *const *members);

/* NULL is fine. What is under way must have been cancelled. */
void office_rows_free(struct office_rows **rows);

/* Where a list is: from this path on, in the member `list` of each page. */
struct office_rows_source {
	const char *path;
	const char *list;
};

/* Loads all pages of it anew; what was loaded stays until it is whole. */
void office_rows_load(struct office *office, struct office_rows *rows,
	const struct office_rows_source *source, office_on_answer *on_answer,
	void *ctx);

/* What was loaded; a text is foreign, "" where there is none. */
size_t office_rows_count(const struct office_rows *rows);
const char *
office_rows_cell(const struct office_rows *rows, size_t row, size_t column);

/* Decides of what waits: a punch that is held, one that somebody missed.
 * ERR_BUSY: somebody decided already. */
struct office_decision {
	const char *path; /* of all of them, "/v1/quarantine/" */
	const char *id;
	const char *what;   /* "accept", "decline" */
	const char *reason; /* "": none */
};
void
office_decide(struct office *office, const struct office_decision *decision,
	office_on_answer *on_answer, void *ctx);

/* Ends a device, a session for good: the path of all of them, "/v1/devices/",
 * and its id. */
void office_end(struct office *office, const char *path, const char *id,
	office_on_answer *on_answer, void *ctx);

#endif
