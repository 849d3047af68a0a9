#ifndef JOURNAL_SALVAGE_PROVE_H
#define JOURNAL_SALVAGE_PROVE_H

/*
 * Which of the rows that were found are punches of this journal: those that
 * fit the link of the one before them, and those whose predecessor is gone,
 * so that nothing speaks against them.
 */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "journal/salvage/recover.h"
#include "pattern.h"

struct proof {
	bool ours; /* something of a journal was found at all */
	int64_t kept;
	int64_t unproven; /* of the kept: their predecessor is gone */
	int64_t lost;
	struct str ranges; /* the lost numbers in words: "3, 17-19" */
};

/*
 * Moves what salvage_run found by `list` into the true tables of `db`, chained
 * anew, and fills `lost` up to the newest number that was ever witnessed.
 * Inside the caller's transaction. Release proof->ranges, which must be
 * initialised.
 */
int prove_run(sqlite3 *db, const struct damaged *damaged,
	const struct pattern_list *list, struct proof *proof, struct err *err);

#endif
