#ifndef TESTS_LIB_SAMPLE_PUNCH_H
#define TESTS_LIB_SAMPLE_PUNCH_H

/* Well-formed accounts and punches to record, all of one person. */

#include <stdbool.h>
#include <stdint.h>

#include "port/store.h"

/* Zero it to begin; then its members may be changed between punches. */
struct sample {
	int64_t made;   /* punches so far */
	int64_t now_ms; /* the wall clock; a second later each time */
	struct id employee;
	struct id location;
	struct id cost_code;
};

/* Dana Whitfield of acme, signed in, without a device yet. */
void sample_account(struct account *account_out);

/* Saves it, and an enrolment for its person that is named by the service. */
int
sample_sign_in(struct store *store, struct account *account, struct err *err);

/* A GO of a second after the one before, ids new and of UUID's version 7. */
void sample_go(struct sample *sample, const struct account *account,
	struct punch *punch_out);

/* Whether two punches are the same in every member. */
bool sample_equal(const struct punch *a, const struct punch *b);

#endif
