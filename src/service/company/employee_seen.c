#include "employee_seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/employee.h"
#include "kind_hooks.h"
#include "records_note.h"
#include "viewset_rows.h"

/* Whoever adds, before and after. */
struct creator {
	struct employee before;
	struct employee after;
};

/* One more in the list, if it takes one more. */
static bool
choose(struct creator *creator, const struct id *employee)
{
	const struct field_list *old = &creator->before.viewset_employees;
	const struct field *list =
		field_find(&employee_description, "viewset_employees");
	struct id *ids = mem_new(old->count + 1, sizeof(*ids));
	struct err err = {0};
	bool fits;

	if (old->count > 0)
		memcpy(ids, old->ids, old->count * sizeof(*ids));
	ids[old->count] = *employee;
	creator->after.record = creator->before.record;
	field_copy(&employee_description, &creator->after, &creator->before,
		~(field_set)0);
	fits = field_set_list(
		       list, &creator->after, ids, old->count + 1, &err) == 0;
	free(ids);
	return fits;
}

static int
save(struct records_step *step, struct creator *creator, struct err *err)
{
	const struct record *added = step->after;
	const struct id *company = &step->call->caller.company;
	const struct records_step own = {
		.call = step->call,
		.db = step->db,
		.before = &creator->before,
		.after = &creator->after,
	};
	const struct record_change change = {
		.company = company,
		.record = &creator->after,
		.before = &creator->before,
		.now_ms = step->call->now_ms,
	};
	const struct viewset_change viewset = {
		.company = company,
		.now_ms = step->call->now_ms,
		.changed_seq = added->version,
	};

	creator->after.record.version = added->version;
	if (record_rows_save(step->db, kinds_of(&employee_description), &change,
		    err) < 0 ||
		records_note(&own, &employee_description, err) < 0)
		return -1;
	return viewset_rows_work_out(
		step->db, &viewset, &creator->after.record.id, err);
}

int
employee_seen_added(struct records_step *step, struct err *err)
{
	const struct caller *caller = &step->call->caller;
	const struct record_viewer viewer = records_viewer(step->call);
	const struct record *added = step->after;
	struct creator creator = {.before.record.id = caller->employee};
	bool found;
	int rc;

	if (caller->viewset == VIEWSET_ALL)
		return 0;
	step->unseen = true;
	rc = record_rows_find(step->db, kinds_of(&employee_description),
		&viewer, &creator.before, &found, err);
	if (rc == 0 && found && creator.before.viewset == VIEWSET_SELECTED &&
		choose(&creator, &added->id)) {
		step->unseen = false;
		rc = save(step, &creator, err);
	}
	field_release(&employee_description, &creator.before);
	field_release(&employee_description, &creator.after);
	return rc;
}
