#ifndef SERVICE_LEDGER_AUTHORITY_H
#define SERVICE_LEDGER_AUTHORITY_H

/*
 * What holds a punch for review: the rules of people and places
 * (connect-rules(7), Quarantine). A truthful press is never refused for them,
 * whether a gate was shut before it or after. The decision is pure; its facts
 * are of now.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/permission.h"
#include "core/punch.h"

/* Something that can be there, gone, or never have been. */
struct authority_fact {
	bool known; /* it exists */
	bool holds; /* now: active, switched on, a member */
};

struct authority_facts {
	bool own;                       /* pressed by the employee */
	struct authority_fact presser;  /* pressed_by: may sign in */
	permission_set permissions;     /* of the presser's role */
	struct authority_fact employee; /* active */
	struct authority_fact viewset;  /* of the presser holds the employee */
	struct authority_fact company;  /* Enable Clock In/Out */
	/* The punch's; holds: it is of the person who pressed. */
	struct authority_fact enrolment;
	struct authority_fact location;  /* active; GO only */
	struct authority_fact cost_code; /* active; GO only */
	struct authority_fact listed;    /* the location takes it; GO only */
	/* The last date that is in a closed period, or in an approved card of
	 * the employee (service/ledger/shut.h); 0: none is. */
	int32_t shut_to;
};

/* The causes to hold it for review, a set of bits of core/cause.h; 0: none. */
unsigned authority_causes(
	const struct punch *punch, const struct authority_facts *facts);

/* Whether the facts of two punches are the same. */
bool authority_same_facts(const struct punch *a, const struct punch *b);

#endif
