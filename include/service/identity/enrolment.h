#ifndef SERVICE_IDENTITY_ENROLMENT_H
#define SERVICE_IDENTITY_ENROLMENT_H

/*
 * Enrolments: one person on one device, named by the service. Its delivery
 * credential delivers presses that this person made under it, nothing else;
 * it outlives sign-out and the person's account, and ends with a revocation.
 * That of a kiosk has no person: so far it makes contacts alone.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "db/db.h"

struct enrolment {
	struct id company;
	struct id id;
	struct id device;
	struct id employee; /* nil: of a kiosk */
	struct id previous; /* the one whose place it took; nil: none */
	int64_t begun_ms;
	int64_t ended_ms;        /* another took its place; 0: no */
	int64_t ended_at_number; /* the highest heard of then */
	int64_t revoked_ms;      /* it, or its device; 0: no */
};

/* The enrolment of this id, whoever's it is in the company. */
int enrolment_find(struct db *db, const struct id *company, const struct id *id,
	bool *found_out, struct enrolment *enrolment_out, struct err *err);

#endif
