/* Employees: who may make whom what. */
#include "core/employee.h"

#include <stdio.h>
#include <string.h>

#include "core/rule.h"
#include "employee_letters.h"
#include "employee_rows.h"
#include "employee_seen.h"
#include "kind_hooks.h"
#include "policy_from.h"
#include "role_rows.h"
#include "viewset_rows.h"

static bool
moved(const struct records_step *step, const char *field)
{
	return records_moved(step, &employee_description, field);
}

static bool
viewset_moved(const struct records_step *step)
{
	return moved(step, "viewset") || moved(step, "viewset_employees") ||
	       moved(step, "viewset_groups");
}

/* --- what a person is ------------------------------------------------------
 */

static void
check_person(struct records_step *step, const struct employee *after)
{
	struct err wrong = {0};
	/* of somebody who lacks it all along, anything else may be changed */
	bool signs_in = !id_is_nil(&after->role) &&
			(moved(step, "role") || moved(step, "username") ||
				moved(step, "email"));

	if (rule_name(after->given_name, after->family_name, &wrong) < 0) {
		records_refuse(
			step, PROBLEM_UNPROCESSABLE, "given_name", wrong.text);
		return;
	}
	if (moved(step, "email") && after->email[0] != '\0' &&
		rule_address(after->email, &wrong) < 0) {
		records_refuse(step, PROBLEM_UNPROCESSABLE, "email",
			"Is no e-mail address.");
		return;
	}
	if (signs_in && after->username[0] == '\0')
		records_refuse(step, PROBLEM_UNPROCESSABLE, "username",
			"A sign-in needs a username and an e-mail address.");
	else if (signs_in && after->email[0] == '\0')
		records_refuse(step, PROBLEM_UNPROCESSABLE, "email",
			"A sign-in needs a username and an e-mail address.");
}

/* --- guards ----------------------------------------------------------------
 */

/* Nobody moves the gates that they stand behind themselves. */
static void
check_oneself(struct records_step *step, const struct employee *after)
{
	const struct caller *caller = &step->call->caller;

	if (step->before == NULL ||
		!id_equal(&after->record.id, &caller->employee))
		return;
	if (moved(step, "role"))
		records_refuse(step, PROBLEM_FORBIDDEN, "role",
			"You cannot change your own role.");
	else if (viewset_moved(step))
		records_refuse(step, PROBLEM_FORBIDDEN, "viewset",
			"You cannot change whom you see.");
	else if (moved(step, "active"))
		records_refuse(step, PROBLEM_FORBIDDEN, "active",
			"You cannot deactivate yourself.");
}

/* What somebody's account hangs on. */
static bool
account_moved(const struct records_step *step)
{
	return moved(step, "username") || moved(step, "email") ||
	       moved(step, "active") || moved(step, "role");
}

static bool
is_administrators(permission_set permissions)
{
	return permission_has(permissions, PERMISSION_ADMINISTRATOR);
}

/* Nobody makes, or takes hold of, somebody who may do more than they. */
static void
judge_roles(struct records_step *step, permission_set old, permission_set new)
{
	permission_set own = step->call->caller.permissions;

	if (is_administrators(old | new) && !is_administrators(own) &&
		(step->before == NULL || step->moved != 0))
		records_refuse(step, PROBLEM_FORBIDDEN, "role",
			"Only administrators make or edit administrators.");
	else if (moved(step, "role") && (new & ~own) != 0)
		records_refuse(step, PROBLEM_FORBIDDEN, "role",
			"This role allows more than your own.");
	else if (account_moved(step) && (old & ~own) != 0)
		records_refuse(step, PROBLEM_FORBIDDEN, "",
			"This person's role allows more than your own.");
}

static int
check_roles(struct records_step *step, const struct employee *after,
	struct err *err)
{
	const struct employee *before = step->before;
	const struct id *company = &step->call->caller.company;
	permission_set old = 0, new;
	bool active, was_active;

	if (before != NULL && role_rows_load(step->db, company, &before->role,
				      &old, &was_active, err) < 0)
		return -1;
	if (role_rows_load(
		    step->db, company, &after->role, &new, &active, err) < 0)
		return -1;
	if (moved(step, "role") && !active)
		records_refuse(step, PROBLEM_UNPROCESSABLE, "role",
			"This role is not active.");
	else
		judge_roles(step, old, new);
	return 0;
}

/* Nor somebody who sees more people. As it stood before the change. */
static int
check_sight(struct records_step *step, struct err *err)
{
	const struct employee *before = step->before;
	const struct caller *caller = &step->call->caller;
	bool beyond = false;

	if (before == NULL || !account_moved(step) ||
		caller->viewset == VIEWSET_ALL ||
		id_equal(&before->record.id, &caller->employee))
		return 0;
	if (before->viewset == VIEWSET_ALL)
		beyond = true;
	else if (viewset_rows_beyond(step->db, &caller->company,
			 &caller->employee, &before->record.id, &beyond,
			 err) < 0)
		return -1;
	if (beyond)
		records_refuse(step, PROBLEM_FORBIDDEN, "",
			"This person sees people whom you do not.");
	return 0;
}

/* Nobody who cannot sign in is asked to prove an address: then it is not
 * proven once they can. */
static void
forget_address(struct records_step *step, struct employee *after)
{
	if (step->before != NULL && moved(step, "email") &&
		!employee_letters_reach(after))
		after->verified = false;
}

static int
check(struct records_step *step, struct err *err)
{
	struct employee *after = step->after;

	check_person(step, after);
	forget_address(step, after);
	if (!step->refused)
		check_oneself(step, after);
	if (!step->refused && check_roles(step, after, err) < 0)
		return -1;
	if (!step->refused && check_sight(step, err) < 0)
		return -1;
	if (!step->refused && id_is_nil(&after->policy_group))
		return employee_rows_default_policy(step->db,
			&step->call->caller.company, &after->policy_group, err);
	return 0;
}

/* --- what follows ----------------------------------------------------------
 */

static int
work_out_viewset(struct records_step *step, const struct employee *after,
	struct err *err)
{
	const struct caller *caller = &step->call->caller;
	const struct viewset_change change = {
		.company = &caller->company,
		.now_ms = step->call->now_ms,
		.changed_seq = after->record.version,
	};
	bool beyond = after->viewset == VIEWSET_ALL;

	if (viewset_rows_work_out(step->db, &change, &after->record.id, err) <
		0)
		return -1;
	if (caller->viewset == VIEWSET_ALL)
		return 0;
	if (!beyond &&
		viewset_rows_beyond(step->db, &caller->company,
			&caller->employee, &after->record.id, &beyond, err) < 0)
		return -1;
	if (beyond)
		records_refuse(step, PROBLEM_FORBIDDEN, "viewset",
			"It holds people whom you do not see.");
	return 0;
}

static int
check_administrators(struct records_step *step, struct err *err)
{
	int64_t left;

	if (employee_rows_count_administrators(
		    step->db, &step->call->caller.company, &left, err) < 0)
		return -1;
	if (left == 0)
		records_refuse(step, PROBLEM_FORBIDDEN, "",
			"At least one administrator remains.");
	return 0;
}

static int
saved(struct records_step *step, struct err *err)
{
	const struct employee *after = step->after;

	if ((step->before == NULL || viewset_moved(step)) &&
		work_out_viewset(step, after, err) < 0)
		return -1;
	if (step->before == NULL && !step->refused &&
		employee_seen_added(step, err) < 0)
		return -1;
	if (step->before != NULL && account_moved(step) && !step->refused &&
		check_administrators(step, err) < 0)
		return -1;
	if (!step->refused && policy_from_person(step, err) < 0)
		return -1;
	return step->refused ? 0 : employee_letters_saved(step, err);
}

const struct records_hooks employees_hooks = {
	.check = check, .saved = saved, .is_dated = true};
