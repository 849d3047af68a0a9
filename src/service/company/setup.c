#include "service/company/setup.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "company_rows.h"
#include "core/cost_code.h"
#include "core/employee.h"
#include "core/location.h"
#include "core/person.h"
#include "core/policy_group.h"
#include "core/role.h"
#include "cost_code_rows.h"
#include "employee_rows.h"
#include "location_rows.h"
#include "policy_group_rows.h"
#include "role_rows.h"
#include "service/company/company_clock.h"
#include "viewset_rows.h"

static int
new_id(struct setup *setup, struct id *id, struct err *err)
{
	return id_is_nil(id) ? id_make(&setup->ids, setup->now_ms, id, err) : 0;
}

int
setup_company(struct setup *setup, const char *company_id, const char *name,
	const char *zone, struct err *err)
{
	char folded[COMPANY_ID_BYTES];
	struct company_row row = {
		.company_id = folded,
		.name = name,
		.zone = zone,
		.now_ms = setup->now_ms,
	};
	bool added;

	if (person_read_company(company_id, folded, err) < 0 ||
		new_id(setup, &setup->company, err) < 0)
		return -1;
	row.id = setup->company;
	if (company_rows_add(setup->db, &row, &added, err) < 0)
		return -1;
	if (!added)
		return err_set(err, ERR_DATA,
			"the company '%s' is there already; nothing was "
			"changed",
			folded);
	return company_clock_begin(
		setup->db, &row.id, CLOCK_RECORD_MAX_MINUTES, err);
}

/* A new record of few, as it was filled in. */
static int
save(struct setup *setup, const struct record_kind *kind, void *made,
	struct id *id_out, struct err *err)
{
	struct record *record = made;
	const struct record_change change = {
		.company = &setup->company,
		.record = made,
		.now_ms = setup->now_ms,
	};

	if (new_id(setup, &record->id, err) < 0)
		return -1;
	record->version = ++setup->change_seq;
	record->since_ms = setup->now_ms;
	*id_out = record->id;
	return record_rows_save(setup->db, kind, &change, err);
}

int
setup_role(struct setup *setup, const char *name, permission_set permissions,
	bool is_administrator, struct id *role_out, struct err *err)
{
	struct role role;

	field_clear(&role_description, &role);
	(void)str_copy(role.name, sizeof(role.name), name);
	role.permissions = permissions & ~PERMISSION_SET(ADMINISTRATOR);
	role.is_administrator = is_administrator;
	return save(setup, &role_rows, &role, role_out, err);
}

int
setup_roles(struct setup *setup, struct id *administrator_out,
	struct id *supervisor_out, struct id *employee_out, struct err *err)
{
	const permission_set supervisor =
		PERMISSION_SET(CLOCK_IN_OUT) | PERMISSION_SET(CLOCK_IN_FOR) |
		PERMISSION_SET(CLOCK_IN_FOR_EDIT_TIME) |
		PERMISSION_SET(BOARD_VIEW) | PERMISSION_SET_EDIT(TIME_CARDS) |
		PERMISSION_SET(APPROVE_SUPERVISOR) |
		PERMISSION_SET_EDIT(QUARANTINE);
	const permission_set employee = PERMISSION_SET(CLOCK_IN_OUT) |
					PERMISSION_SET(REQUEST_MISSED_PUNCH) |
					PERMISSION_SET(APPROVE_OWN) |
					PERMISSION_SET(MY_TIME_CARD_VIEW);

	if (setup_role(setup, "Administrator", 0, true, administrator_out,
		    err) < 0 ||
		setup_role(setup, "Supervisor", supervisor, false,
			supervisor_out, err) < 0)
		return -1;
	return setup_role(
		setup, "Employee", employee, false, employee_out, err);
}

int
setup_policy_group(struct setup *setup, const char *name,
	const struct meal_policy *meal, struct id *group_out, struct err *err)
{
	struct policy_group group;

	field_clear(&policy_group_description, &group);
	(void)str_copy(group.name, sizeof(group.name), name);
	group.meal_tracked = meal->tracked;
	group.meal_length_minutes = meal->length_minutes;
	group.meal_due_after_minutes = meal->due_after_minutes;
	group.meal_early = meal->early;
	return save(setup, &policy_group_rows, &group, group_out, err);
}

/* The items of a batch. */
struct batch {
	struct setup *setup;
	setup_next_employee *next_employee;
	setup_next_entry *next_entry;
	void *ctx;
	struct id *made; /* of each employee, its id */
	bool failed;
	struct err err;
};

static void
begin_record(struct batch *batch, struct id id, struct record *record)
{
	struct setup *setup = batch->setup;

	record->id = id;
	if (!batch->failed && new_id(setup, &record->id, &batch->err) < 0)
		batch->failed = true;
	record->version = ++setup->change_seq;
	record->since_ms = setup->now_ms;
}

static void
copy(char *to, size_t size, const char *text)
{
	(void)str_copy(to, size, text == NULL ? "" : text);
}

static void
next_employee(void *ctx, size_t i, void *record_out)
{
	struct batch *batch = ctx;
	struct setup_employee it = {0};
	struct employee *employee = record_out;

	batch->next_employee(batch->ctx, i, &it);
	begin_record(batch, it.id, &employee->record);
	batch->made[i] = employee->record.id;
	copy(employee->number, sizeof(employee->number), it.number);
	copy(employee->given_name, sizeof(employee->given_name), it.given_name);
	copy(employee->family_name, sizeof(employee->family_name),
		it.family_name);
	copy(employee->username, sizeof(employee->username), it.username);
	copy(employee->email, sizeof(employee->email), it.email);
	employee->role = it.role;
	employee->viewset = it.viewset;
	employee->policy_group = it.policy_group;
}

static void
next_location(void *ctx, size_t i, void *record_out)
{
	struct batch *batch = ctx;
	struct setup_entry it = {0};
	struct location *location = record_out;

	batch->next_entry(batch->ctx, i, &it);
	begin_record(batch, it.id, &location->record);
	copy(location->number, sizeof(location->number), it.number);
	copy(location->name, sizeof(location->name), it.name);
}

static void
next_cost_code(void *ctx, size_t i, void *record_out)
{
	struct batch *batch = ctx;
	struct setup_entry it = {0};
	struct cost_code *code = record_out;

	batch->next_entry(batch->ctx, i, &it);
	begin_record(batch, it.id, &code->record);
	copy(code->number, sizeof(code->number), it.number);
	copy(code->name, sizeof(code->name), it.name);
}

static int
add(struct batch *batch, const struct record_kind *kind, record_rows_next *next,
	size_t n, struct err *err)
{
	const struct record_batch rows = {
		.kind = kind,
		.company = &batch->setup->company,
		.next = next,
		.ctx = batch,
	};

	if (record_rows_add(batch->setup->db, &rows, n, err) < 0)
		return -1;
	if (!batch->failed)
		return 0;
	*err = batch->err;
	return -1;
}

/* Those who have a password may sign in. */
static int
set_passwords(struct batch *batch, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct setup_employee it = {0};

		batch->next_employee(batch->ctx, i, &it);
		if (it.password_hash != NULL &&
			employee_rows_set_password(batch->setup->db,
				&batch->setup->company, &batch->made[i],
				it.password_hash, err) < 0)
			return -1;
	}
	return 0;
}

int
setup_employees(struct setup *setup, size_t n, setup_next_employee *next,
	void *ctx, struct err *err)
{
	struct batch batch = {
		.setup = setup,
		.next_employee = next,
		.ctx = ctx,
		.made = mem_new(n + 1, sizeof(struct id)),
	};
	int rc = add(&batch, &employee_rows, next_employee, n, err);

	if (rc == 0)
		rc = set_passwords(&batch, n, err);
	free(batch.made);
	return rc;
}

int
setup_entries(struct setup *setup, enum setup_kind kind, size_t n,
	setup_next_entry *next, void *ctx, struct err *err)
{
	struct batch batch = {.setup = setup, .next_entry = next, .ctx = ctx};

	return kind == SETUP_LOCATION
		       ? add(&batch, &location_rows, next_location, n, err)
		       : add(&batch, &cost_code_rows, next_cost_code, n, err);
}

int
setup_viewset_member(struct setup *setup, const struct id *viewer,
	const struct id *member, struct err *err)
{
	const struct viewset_change change = {
		.company = &setup->company,
		.now_ms = setup->now_ms,
		.changed_seq = ++setup->change_seq,
	};

	if (viewset_rows_choose(setup->db, &change, viewer, member, err) < 0)
		return -1;
	return viewset_rows_work_out(setup->db, &change, viewer, err);
}

int
setup_finish(struct setup *setup, struct err *err)
{
	return company_rows_set_change(
		setup->db, &setup->company, setup->change_seq, err);
}
