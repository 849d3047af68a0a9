#ifndef SERVICE_LEDGER_EVIDENCE_H
#define SERVICE_LEDGER_EVIDENCE_H

/*
 * The contacts that a press is restated by. What comes in order goes by the
 * four that its enrolment's state names; for the rest they are looked up.
 */

#include "contact_rows.h"
#include "core/restate.h"
#include "enrolment_state.h"

#define EVIDENCE_MAX (CONTACT_ROWS_MAX + ENROLMENT_STATE_RECENT + 6)

struct evidence {
	struct db *db;
	const struct enrolment_state *state; /* before the carrier */
	const struct contact
		*news; /* one more, that it may not hold; or NULL */
	struct restate_evidence given; /* but contacts and count */
	/* What was looked up, and for which boot: the next press of it that
	 * comes in order needs nothing else. */
	struct contact contacts[EVIDENCE_MAX];
	size_t looked_up;
	struct id boot;
	int64_t number;
};

/* Begins, since when the enrolment is there. The caller sets given.carrier. */
void evidence_init(struct evidence *evidence, struct db *db,
	const struct enrolment_state *state, int64_t begun_ms);

/* Finds out whether the carrier, which the state has not seen, is rolled back:
 * then *rolled_back in `given` is set. */
int evidence_find_roll_back(struct evidence *evidence, struct err *err);

/* Restates one press. always: look its contacts up in any case. */
int evidence_restate(struct evidence *evidence, const struct punch *punch,
	bool always, struct restated *restated_out, struct err *err);

#endif
