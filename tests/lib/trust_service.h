#ifndef TESTS_LIB_TRUST_SERVICE_H
#define TESTS_LIB_TRUST_SERVICE_H

/*
 * What a service makes of presses and contacts (core/history.h), and beside
 * each press the truth. For simulated worlds, honest ones and liars'.
 */

#include "core/history.h"

#define TRUST_PRESSES 160
#define TRUST_CONTACTS 400

/* A press: what was claimed, what is true, what the service holds. */
struct trust_press {
	struct punch punch;
	int64_t true_ms;
	bool was_right;     /* its wall clock was */
	int64_t stopped_ms; /* how long its boot's clock had stood still */
	bool kept;          /* in a journal: it must come to stand */
	/* The service's: */
	bool stands;
	size_t carrier; /* index of a contact of its enrolment */
	struct restated restated;
	struct order_item placed;
};

struct trust_contact {
	int64_t took_ms; /* on its way */
	bool was_right;  /* as of a press */
	int64_t stopped_ms;
};

struct trust_enrolment;

/* Told what is taken, before it is: to have somebody else do the same. */
struct trust_watch {
	void (*on_take)(void *ctx, const struct trust_enrolment *enrolment,
		const struct contact *contact, struct trust_press *const *items,
		size_t n);
	void *ctx;
};

struct trust_enrolment {
	const struct trust_watch *watch; /* NULL: nobody */
	struct id id;
	int64_t begun_ms;
	bool ended;   /* another one follows */
	bool forgets; /* wrong on purpose: goes by the carrier alone */
	struct history history;
	struct contact contacts[TRUST_CONTACTS];
	struct trust_contact truths[TRUST_CONTACTS];
	size_t count;
	struct history_press rows[TRUST_PRESSES]; /* as they came */
	struct trust_press *presses[TRUST_PRESSES];
	size_t press_count;
};

/* What is told back. */
struct trust_answer {
	int64_t highest;
	bool forked;
	bool ended;
};

/* A new enrolment of this number, begun at this moment. */
void trust_begin(struct trust_enrolment *enrolment, int number, int64_t at_ms);

/*
 * Takes one contact and the presses that it delivers, at its received_ms;
 * contacts come in that order. Presses that stand already are passed over.
 * Earlier presses of its boot are restated when it is quicker.
 */
struct trust_answer trust_take(struct trust_enrolment *enrolment,
	const struct contact *contact, const struct trust_contact *truth,
	struct trust_press *const *items, size_t n);

/* Reads the enrolment: the order applied, `placed` filled, presses sorted. */
void trust_read(struct trust_enrolment *enrolment);

#endif
