#ifndef SERVICE_COMPANY_KIND_HOOKS_H
#define SERVICE_COMPANY_KIND_HOOKS_H

/* The kinds of records, and what is special about each. */

#include "records.h"

/* Of employees, locations, groups, roles, policy groups; of the settings. */
extern const struct records_hooks employees_hooks;
extern const struct records_hooks locations_hooks;
extern const struct records_hooks groups_hooks;
extern const struct records_hooks roles_hooks;
extern const struct records_hooks policy_groups_hooks;
extern const struct records_hooks settings_hooks;

/* The rows of the kind that is described so. */
const struct record_kind *kinds_of(const struct description *description);

/* The description of the kind of which a change is noted as `what`
 * ("cost_code.name"), NULL: it is of none. */
const struct description *kinds_noted(const char *what);

#endif
