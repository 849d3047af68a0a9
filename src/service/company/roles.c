/* Roles: for administrators alone, and theirs is fixed. */
#include "core/role.h"

#include "employee_rows.h"
#include "kind_hooks.h"

static int
check(struct records_step *step, struct err *err)
{
	const struct role *before = step->before;
	const struct role *after = step->after;
	int64_t bearers = 0;

	if (before != NULL && before->is_administrator) {
		records_refuse(step, PROBLEM_FORBIDDEN, "",
			"The role Administrator cannot be changed.");
		return 0;
	}
	if (before == NULL || !before->active || after->active)
		return 0;
	if (employee_rows_count_bearers(step->db, &step->call->caller.company,
		    &after->record.id, &bearers, err) < 0)
		return -1;
	if (bearers > 0)
		records_refuse(step, PROBLEM_IN_USE, "active",
			"Somebody has this role: give them another one first.");
	return 0;
}

const struct records_hooks roles_hooks = {.check = check};
