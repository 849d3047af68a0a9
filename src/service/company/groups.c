/* Groups: viewsets are made of them. */
#include "core/group.h"

#include "kind_hooks.h"
#include "viewset_rows.h"

/* Whom somebody sees by a group is for others to say, and for those who see
 * as much. */
static int
check_sight(struct records_step *step, const struct viewset_change *change,
	struct err *err)
{
	const struct caller *caller = &step->call->caller;
	bool gained;

	if (caller->viewset == VIEWSET_ALL)
		return 0;
	if (viewset_rows_gained(
		    step->db, change, &caller->employee, &gained, err) < 0)
		return -1;
	if (gained)
		records_refuse(step, PROBLEM_FORBIDDEN, "",
			"Somebody would see people by it whom you do not.");
	return 0;
}

static int
saved(struct records_step *step, struct err *err)
{
	const struct group *group = step->after;
	const struct viewset_change change = {
		.company = &step->call->caller.company,
		.now_ms = step->call->now_ms,
		.changed_seq = group->record.version,
	};

	if (step->before == NULL)
		return 0;
	if (viewset_rows_work_out_group(
		    step->db, &change, &group->record.id, err) < 0)
		return -1;
	return check_sight(step, &change, err);
}

const struct records_hooks groups_hooks = {.saved = saved};
