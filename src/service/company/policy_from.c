#include "policy_from.h"

#include <string.h>

#include "base/str.h"
#include "calendar/date.h"
#include "core/employee.h"
#include "core/policy_group.h"
#include "hours_rows.h"
#include "records_note.h"
#include "service/company/hours.h"
#include "wire/record.h"

static int
find_date(struct records_step *step, int32_t *from_out, struct err *err)
{
	const struct call *call = step->call;
	const struct id *company = &call->caller.company;
	struct hours hours;
	int32_t today = INT32_MIN, closed = INT32_MIN;
	int rc = hours_load(step->db, call->desk->zones, company, &hours, err);

	if (rc == 0) {
		today = hours_day(&hours, call->now_ms);
		*from_out = step->has_from ? step->from
					   : hours_period(&hours, today).first;
		rc = hours_rows_closed(
			step->db, company, *from_out, &closed, err);
	}
	hours_release(&hours);
	if (rc < 0)
		return -1;
	if (step->has_from && step->from > today)
		records_refuse(step, PROBLEM_UNPROCESSABLE, "",
			"The date from lies in the future: today is the last.");
	else if (step->has_from && closed >= step->from)
		records_refuse(step, PROBLEM_UNPROCESSABLE, "",
			"A pay period is closed that ends on the date from or "
			"behind it: reopen the period first.");
	if (closed >= *from_out)
		*from_out = closed + 1;
	return 0;
}

static int
note(struct records_step *step, const struct description *description,
	int32_t from, struct err *err)
{
	char text[DATE_BYTES + 2] = "\"";

	date_format(from, text + 1);
	text[DATE_BYTES] = '"';
	return records_note_value(step, description, "from", text, err);
}

/* Its name is no rule. */
static bool
rules_moved(const struct records_step *step)
{
	field_set moved = step->moved;

	for (size_t i = 0; i < policy_group_description.count; i++) {
		const char *name = policy_group_description.fields[i].name;

		if (strcmp(name, "name") == 0 || strcmp(name, "active") == 0)
			moved &= ~((field_set)1 << i);
	}
	return moved != 0;
}

int
policy_from_group(struct records_step *step, struct err *err)
{
	const struct policy_group *before = step->before;
	struct hours_end end = {.company = &step->call->caller.company};
	struct str json;
	int rc;

	if (before == NULL || !rules_moved(step))
		return 0;
	end.of = &before->record.id;
	if (find_date(step, &end.until, err) < 0)
		return -1;
	if (step->refused)
		return 0;
	str_init(&json, SIZE_MAX / 2);
	wire_record_encode(
		&policy_group_description, before, PERMISSION_ALL, &json);
	rc = hours_rows_end_policy(step->db, &end, json.data, err);
	str_release(&json);
	if (rc < 0)
		return -1;
	return note(step, &policy_group_description, end.until, err);
}

int
policy_from_person(struct records_step *step, struct err *err)
{
	const struct employee *before = step->before;
	struct hours_end end = {.company = &step->call->caller.company};

	if (before == NULL ||
		!records_moved(step, &employee_description, "policy_group"))
		return 0;
	end.of = &before->record.id;
	if (find_date(step, &end.until, err) < 0)
		return -1;
	if (step->refused)
		return 0;
	if (hours_rows_end_group(step->db, &end, &before->policy_group, err) <
		0)
		return -1;
	return note(step, &employee_description, end.until, err);
}
