/* Locations: what their fields mean together. */
#include <stdio.h>

#include "core/budget.h"
#include "kind_hooks.h"

static int
check(struct records_step *step, struct err *err)
{
	const char *wrong;
	char detail[256];
	struct err why;

	(void)err;
	if (budget_settle(step->after, &wrong, &why) == 0)
		return 0;
	snprintf(detail, sizeof(detail), "It %.200s.", why.text);
	records_refuse(step, PROBLEM_UNPROCESSABLE, wrong, detail);
	return 0;
}

const struct records_hooks locations_hooks = {.check = check};
