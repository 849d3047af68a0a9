/* Groups: viewsets are made of them. */
#include "core/group.h"

#include "kind_hooks.h"
#include "viewset_rows.h"

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
	return viewset_rows_work_out_group(
		step->db, &change, &group->record.id, err);
}

const struct records_hooks groups_hooks = {.saved = saved};
