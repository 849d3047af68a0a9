#ifndef JOURNAL_PLACE_H
#define JOURNAL_PLACE_H

/* What stands in the journal's place, looked at before SQLite touches it. */

#include <stdbool.h>

#include "base/err.h"

enum place_state {
	PLACE_EMPTY,   /* nothing, or a file of no bytes */
	PLACE_JOURNAL, /* what may well be one */
	PLACE_DAMAGED  /* a file, but no journal as it stands */
};

struct place {
	enum place_state state;
	bool has_wal;      /* something stands in the WAL */
	bool has_undo;     /* and in a rollback journal, which is not ours */
	bool is_read_only; /* it may be read, not written */
	int why;           /* then: errno */
};

/*
 * Looks at `path` and the files beside it; never waits, whatever they are.
 * Takes away others' right to read it. ERR_DISK: not a file of this person's,
 * or it cannot be read.
 */
int place_look(const char *dir, const char *path, struct place *place_out,
	struct err *err);

/* Refuses what is no plain file of this person's; a missing one is fine. */
int place_check_file(const char *path, struct err *err);

#endif
