#ifndef CORE_HISTORY_H
#define CORE_HISTORY_H

/*
 * All that an enrolment ever delivered, in memory: it drives the rules of time
 * (core/contact.h, restate.h, order.h) over the whole of it, where the
 * service's ledger takes up what it left off. Both come to the same.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/order.h"
#include "core/restate.h"

struct history_press {
	const struct punch *punch; /* lent */
	size_t carrier;            /* the contact that delivered it */
	bool rolled_back;          /* that one was */
	bool brought;              /* by another enrolment than its own */
	struct restated restated;  /* its flags with RESTATE_ENDED */
	struct order_item placed;  /* by history_order */
};

struct history {
	struct id enrolment;
	int64_t begun_ms; /* 0: not known */
	int64_t ended_ms; /* another one followed; INT64_MAX: none did */
	struct contact *contacts; /* as they were received */
	size_t count;
	struct history_press *presses; /* as they came */
	size_t press_count;
	int64_t highest;   /* number heard */
	int64_t ended_at;  /* what lies beyond was pressed under an ended one */
	int64_t fork_from; /* INT64_MAX: no fork is known */
};

/* What it holds in room for so many contacts and presses, which the caller
 * lends: nothing yet. */
void history_init(struct history *history, const struct id *enrolment,
	struct contact *contacts, struct history_press *presses);

/*
 * Takes one contact and the n punches that it delivers. Contacts come in order
 * of received_ms. A punch that stands is passed over, earlier presses are
 * restated where the contact says better of them. It tells at least the numbers
 * that it brings. Whether one of the punches has another one's number.
 */
bool history_take(struct history *history, const struct contact *contact,
	const struct punch *const *punches, size_t n);

/* Applies the order: `placed` of each press. */
void history_order(struct history *history);

#endif
