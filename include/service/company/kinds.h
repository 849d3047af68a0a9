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

/* Of each the list, a new one, one of them, a change of it. */
call_handler kinds_employees_list, kinds_employees_post;
call_handler kinds_employees_get, kinds_employees_patch;
call_handler kinds_locations_list, kinds_locations_post;
call_handler kinds_locations_get, kinds_locations_patch;
call_handler kinds_cost_codes_list, kinds_cost_codes_post;
call_handler kinds_cost_codes_get, kinds_cost_codes_patch;
call_handler kinds_groups_list, kinds_groups_post;
call_handler kinds_groups_get, kinds_groups_patch;
call_handler kinds_roles_list, kinds_roles_post;
call_handler kinds_roles_get, kinds_roles_patch;
call_handler kinds_policy_groups_list, kinds_policy_groups_post;
call_handler kinds_policy_groups_get, kinds_policy_groups_patch;

/* On how many records of time its name stands, and since when. */
call_handler kinds_employee_use, kinds_location_use, kinds_cost_code_use;

/* The company's settings, and a change of them. */
call_handler kinds_company_get, kinds_company_patch;

#endif
