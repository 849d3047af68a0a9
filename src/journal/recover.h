#ifndef JOURNAL_RECOVER_H
#define JOURNAL_RECOVER_H

/*
 * A damaged journal made into a sound one. Every punch that can be read and
 * does not contradict the chain goes into a new file, which then takes the
 * journal's name; the damaged one stays beside it as journal.db.damaged-N.
 * What is missing is named by number in the table `lost` and in a notice.
 */

#include "inside.h"

/*
 * With the database closed and GUARD_USE held alone. A crash at any point
 * leaves what the next call finishes. ERR_CONFIG: the file is none of ours;
 * else ERR_DISK, ERR_FULL. The damaged file is never written to.
 */
int recover_run(struct journal *journal, struct err *err);

/* Whether a recovery was cut off before the new file took its place. */
bool recover_is_pending(struct journal *journal);

#endif
