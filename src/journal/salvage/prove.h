#ifndef JOURNAL_SALVAGE_PROVE_H
#define JOURNAL_SALVAGE_PROVE_H

/*
 * Which of the rows that were found are as they were written: those whose
 * digest fits. The others are named as lost, missing or altered.
 */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "journal/format/ranges.h"
#include "journal/salvage/recover.h"
#include "pattern.h"

struct proof {
	bool ours; /* something of a journal was found at all */
	int64_t kept;
	struct ranges lost; /* that no person has acknowledged yet */
};

/*
 * Moves what salvage_run found by `list` into the true tables of `db`, chained
 * anew, and fills `loss` up to the newest number that was ever witnessed.
 * Inside the caller's transaction.
 */
int prove_run(sqlite3 *db, const struct damaged *damaged,
	const struct pattern_list *list, struct proof *proof, struct err *err);

#endif
