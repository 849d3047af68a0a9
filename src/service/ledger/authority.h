#ifndef SERVICE_LEDGER_AUTHORITY_H
#define SERVICE_LEDGER_AUTHORITY_H

/*
 * May this punch be taken? What the rules of people and places say of it; what
 * the ledger says (known id, contradicting times) is the ledger's.
 *
 * The decision is pure. Its facts are of now, with the moment since when they
 * are so: what was withdrawn after the press is quarantined, not refused.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/permission.h"
#include "core/problem.h"
#include "core/punch.h"
#include "core/verdict.h"
#include "db/db.h"

/* Something that can be there, gone, or never have been. */
struct authority_fact {
	bool known;       /* it exists */
	bool holds;       /* now: active, switched on, a member */
	int64_t since_ms; /* since when it is as it is */
};

struct authority_facts {
	bool own;                        /* pressed by the employee */
	bool enrolled;                   /* the enrolment is of pressed_by */
	struct authority_fact presser;   /* pressed_by: may sign in */
	struct authority_fact role;      /* since when its permissions are so */
	permission_set permissions;      /* of the presser's role */
	struct authority_fact employee;  /* active */
	struct authority_fact viewset;   /* of the presser holds the employee */
	struct authority_fact company;   /* Enable Clock In/Out */
	struct authority_fact location;  /* active; GO only */
	struct authority_fact cost_code; /* active; GO only */
	struct authority_fact listed;    /* the location takes it; GO only */
};

struct authority_verdict {
	enum verdict_kind kind; /* RECORDED, QUARANTINED or REFUSED */
	enum problem problem;   /* the last two */
	const char *detail;     /* the last two: one sentence, constant */
};

/* pressed_ms: when it was pressed, by the service's clock. */
void
authority_decide(const struct punch *punch, const struct authority_facts *facts,
	int64_t pressed_ms, struct authority_verdict *verdict_out);

/* The facts of one punch, by one statement. */
int authority_load(struct db *db, const struct id *company,
	const struct punch *punch, struct authority_facts *facts_out,
	struct err *err);

/* Whether the facts of two punches of one device are the same. */
bool authority_same_facts(const struct punch *a, const struct punch *b);

#endif
