#ifndef SERVICE_LEDGER_ENROLMENT_STATE_H
#define SERVICE_LEDGER_ENROLMENT_STATE_H

/*
 * Where the ledger stands with an enrolment: its numbers, its order, and the
 * contacts that its next press goes by. All that a press which comes in order
 * needs; what comes late is looked up (evidence.h).
 */

#include "contact_bytes.h"
#include "core/order.h"
#include "db/db.h"

#define ENROLMENT_STATE_RECENT 8

struct enrolment_state {
	struct id company;
	struct id enrolment;
	int64_t highest;   /* number that was ever told, 0: none */
	int64_t recorded;  /* highest number in the ledger */
	int64_t watermark; /* all up to here are known */
	int64_t fork_from; /* the first number that forks, INT64_MAX: none */
	int64_t forks;
	int64_t steps; /* of its wall clock */
	int64_t stepped_ms;
	int64_t slow_ms; /* slowest offset that a press of last's boot goes by
			  */
	struct order_point order;
	/* received_ms 0: there was none */
	struct contact before; /* the last that told less than `highest` */
	struct contact first;  /* the first that told it */
	struct contact quick;  /* the quickest of its boot since then */
	struct contact last;   /* of all */
	/* Contacts that it let go and that are not put away yet. */
	struct contact recent[ENROLMENT_STATE_RECENT];
	size_t recent_count;
	/* Those before, first, quick and last, and the recent ones, as they
	 * stand in its row (enrolment_state_rows.h). */
	unsigned char contacts[(4 + ENROLMENT_STATE_RECENT) * CONTACT_BYTES];
};

/* A new enrolment's. */
void enrolment_state_init(struct enrolment_state *state,
	const struct id *company, const struct id *enrolment);

/*
 * Takes a contact in that is no roll-back. Returns whether the wall clock was
 * moved since the one before. Contacts that bounded a press and are displaced
 * go to gone_out (room for 3), their number to *gone_count_out: to be kept.
 */
bool enrolment_state_see(struct enrolment_state *state,
	const struct contact *contact, struct contact *gone_out,
	size_t *gone_count_out);

/* Keeps one that it let go among the recent ones, of which there are fewer than
 * ENROLMENT_STATE_RECENT. */
void enrolment_state_keep(
	struct enrolment_state *state, const struct contact *contact);

/* Whether this contact says better of earlier presses of its boot, which went
 * by a slower one: to be restated again. */
bool enrolment_state_is_quicker(
	const struct enrolment_state *state, const struct contact *contact);

#endif
