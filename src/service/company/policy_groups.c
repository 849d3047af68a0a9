/* Policy groups: what their fields mean together. */
#include <stdio.h>

#include "core/policy_group.h"
#include "kind_hooks.h"
#include "policy_from.h"

static int
check(struct records_step *step, struct err *err)
{
	struct time_policy policy;
	const char *wrong;
	char detail[256];
	struct err why;

	(void)err;
	if (policy_group_rules(step->after, &policy, &wrong, &why) == 0)
		return 0;
	snprintf(detail, sizeof(detail), "It %.200s.", why.text);
	records_refuse(step, PROBLEM_UNPROCESSABLE, wrong, detail);
	return 0;
}

const struct records_hooks policy_groups_hooks = {
	.check = check, .saved = policy_from_group, .is_dated = true};
