#ifndef SERVICE_CATALOG_CURSOR_H
#define SERVICE_CATALOG_CURSOR_H

/*
 * Where a client stands in the catalogue. The catalogue is read in runs: a run
 * takes what has changed after `since` up to the `horizon`, which is fixed
 * when it begins, kind by kind, page by page. Opaque to the client, and sealed
 * (catalog.c): what it may still hold stands in it, and is believed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"
#include "core/entry.h"
#include "core/permission.h"

struct cursor {
	/* Whom the client's entries were told for, and, within a run, the
	 * widest that it may still hold employees of. */
	enum viewset scope;
	enum viewset range;
	bool all_employees; /* not only the changed ones: the scope changed */
	int64_t since;
	int64_t horizon; /* 0: no run, all up to `since` is told */
	int kind;        /* enum entry_kind, the one that is being read */
	int64_t seq;     /* and its last entry that was told */
	struct id id;
};

/* From text; "" is the very beginning. ERR_DATA when it is not one of ours. */
int cursor_parse(const char *text, struct cursor *cursor_out, struct err *err);

/* Appends its text, less than 128 bytes. */
void cursor_format(const struct cursor *cursor, struct str *out);

/*
 * Continues the run of a cursor or begins the next, for a person who sees
 * `scope` now, of a company whose last change is change_seq.
 */
void
cursor_begin(struct cursor *cursor, enum viewset scope, int64_t change_seq);

/* Goes to the kind's beginning; past the last kind, ends the run. */
void cursor_begin_kind(struct cursor *cursor, int kind);

#endif
