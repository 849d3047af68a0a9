#ifndef SERVICE_COMPANY_KINDS_H
#define SERVICE_COMPANY_KINDS_H

/*
 * What the office manages: of each kind a list, a new one, one of them, a
 * change of it, all answered alike (src/service/company/records.h).
 */

#include "service/desk/call.h"

/* X(name, its path, what it takes to see it; with _EDIT, to change it) */
#define KINDS(X)                                                               \
	X(employees, "/v1/employees", EMPLOYEES)                               \
	X(locations, "/v1/locations", LOCATIONS)                               \
	X(cost_codes, "/v1/cost-codes", COST_CODES)                            \
	X(groups, "/v1/groups", GROUPS)                                        \
	X(roles, "/v1/roles", ROLES)                                           \
	X(policy_groups, "/v1/policy-groups", POLICY_GROUPS)

/* kinds_locations_list, _post, _get, _patch, and so of the others. */
#define X(name, path, access)                                                  \
	call_handler kinds_##name##_list, kinds_##name##_post,                 \
		kinds_##name##_get, kinds_##name##_patch;
KINDS(X)
#undef X

/* The company's settings, and a change of them. */
call_handler kinds_company_get, kinds_company_patch;

#endif
