#ifndef TESTS_INTEGRATION_SERVICE_RECORDS_SCENE_H
#define TESTS_INTEGRATION_SERVICE_RECORDS_SCENE_H

/* Somebody who keeps the office, and where its records are. */

#include "lib/clerk.h"
#include "lib/pad.h"
#include "lib/sql.h"

#define EMPLOYEES "/v1/employees"
#define ROLES "/v1/roles"
#define LOCATIONS "/v1/locations"
#define POLICY_GROUPS "/v1/policy-groups"
#define COMPANY "/v1/company"

static inline struct clerk
open_office(void **state)
{
	return clerk_sign_in(acme_open(*state), ACME_ADMIN);
}

static inline void
close_office(struct clerk *clerk)
{
	acme_check(clerk->acme);
	acme_close(&clerk->acme);
}

#endif
