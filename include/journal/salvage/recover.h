#ifndef JOURNAL_SALVAGE_RECOVER_H
#define JOURNAL_SALVAGE_RECOVER_H

/*
 * A damaged journal made into a sound one. Every punch that can be read and
 * does not contradict the chain goes into a new file, which then takes the
 * journal's name; the damaged one stays beside it as journal.db.damaged-N.
 * What is missing is named by number in the table `lost` and in a notice.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Which journal, and what is known of it outside of it. */
struct damaged {
	const char *dir;
	const char *path;
	/* The newest punch that was ever witnessed; 0: none. */
	int64_t seen_number;
	int64_t seen_enrolment; /* its row */
	int64_t seen_seq;       /* the punch's number under it */
};

/*
 * With the journal closed and nobody else at it. A crash at any point leaves
 * what the next call finishes. ERR_CONFIG: the file is none of ours; else
 * ERR_DISK, ERR_FULL. The damaged file is never written to.
 */
int recover_run(const struct damaged *damaged, struct err *err);

/* Whether a recovery was cut off before the new file took its place. */
bool recover_is_pending(const struct damaged *damaged);

#endif
