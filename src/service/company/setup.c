#include "service/company/setup.h"

#include <string.h>

#include "base/str.h"
#include "company_rows.h"
#include "core/cost_code.h"
#include "core/person.h"
#include "cost_code_rows.h"
#include "employee_rows.h"
#include "entry_rows.h"
#include "policy_group_rows.h"
#include "role_rows.h"
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
	return 0;
}

int
setup_role(struct setup *setup, const char *name, permission_set permissions,
	bool is_administrator, struct id *role_out, struct err *err)
{
	struct role_row row = {
		.company = setup->company,
		.name = name,
		.permissions = permissions,
		.is_administrator = is_administrator,
		.since_ms = setup->now_ms,
	};

	if (new_id(setup, &row.id, err) < 0)
		return -1;
	*role_out = row.id;
	return role_rows_add(setup->db, &row, err);
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
	struct policy_group_row row = {
		.company = setup->company,
		.name = name,
		.meal = *meal,
	};

	if (new_id(setup, &row.id, err) < 0)
		return -1;
	row.changed_seq = ++setup->change_seq;
	*group_out = row.id;
	return policy_group_rows_add(setup->db, &row, err);
}

/* The items of a batch. */
struct batch {
	struct setup *setup;
	setup_next_employee *next_employee;
	setup_next_entry *next_entry;
	void *ctx;
	bool failed;
	struct err err;
};

static struct id
identify(struct batch *batch, struct id id)
{
	if (!batch->failed && new_id(batch->setup, &id, &batch->err) < 0)
		batch->failed = true;
	return id;
}

static void
next_employee(void *ctx, size_t i, struct employee_row *row_out)
{
	struct batch *batch = ctx;
	struct setup *setup = batch->setup;
	struct setup_employee it = {0};

	batch->next_employee(batch->ctx, i, &it);
	*row_out = (struct employee_row){
		.company = setup->company,
		.id = identify(batch, it.id),
		.number = it.number,
		.given_name = it.given_name,
		.family_name = it.family_name,
		.username = it.username,
		.email = it.email,
		.password_hash = it.password_hash,
		.role = it.role,
		.viewset = it.viewset,
		.policy_group = it.policy_group,
		.since_ms = setup->now_ms,
		.changed_seq = ++setup->change_seq,
	};
}

static void
next_entry(void *ctx, size_t i, struct entry_row *row_out)
{
	struct batch *batch = ctx;
	struct setup *setup = batch->setup;
	struct setup_entry it = {.number = ""};

	batch->next_entry(batch->ctx, i, &it);
	*row_out = (struct entry_row){
		.company = setup->company,
		.id = identify(batch, it.id),
		.number = it.number,
		.name = it.name,
		.since_ms = setup->now_ms,
		.changed_seq = ++setup->change_seq,
	};
}

static void
next_cost_code(void *ctx, size_t i, void *record_out)
{
	struct batch *batch = ctx;
	struct setup *setup = batch->setup;
	struct setup_entry it = {.number = ""};
	struct cost_code *code = record_out;

	batch->next_entry(batch->ctx, i, &it);
	code->record.id = identify(batch, it.id);
	code->record.version = ++setup->change_seq;
	code->record.since_ms = setup->now_ms;
	(void)str_copy(code->number, sizeof(code->number), it.number);
	(void)str_copy(code->name, sizeof(code->name), it.name);
}

static int
finish(const struct batch *batch, int rc, struct err *err)
{
	if (rc < 0 || !batch->failed)
		return rc;
	*err = batch->err;
	return -1;
}

int
setup_employees(struct setup *setup, size_t n, setup_next_employee *next,
	void *ctx, struct err *err)
{
	struct batch batch = {
		.setup = setup, .next_employee = next, .ctx = ctx};
	int rc = employee_rows_add(setup->db, n, next_employee, &batch, err);

	return finish(&batch, rc, err);
}

int
setup_entries(struct setup *setup, enum setup_kind kind, size_t n,
	setup_next_entry *next, void *ctx, struct err *err)
{
	struct batch batch = {.setup = setup, .next_entry = next, .ctx = ctx};
	const struct record_batch cost_codes = {
		.kind = &cost_code_rows,
		.company = &setup->company,
		.next = next_cost_code,
		.ctx = &batch,
	};
	int rc = kind == SETUP_LOCATION
			 ? entry_rows_add_locations(
				   setup->db, n, next_entry, &batch, err)
			 : record_rows_add(setup->db, &cost_codes, n, err);

	return finish(&batch, rc, err);
}

int
setup_viewset_member(struct setup *setup, const struct id *viewer,
	const struct id *member, struct err *err)
{
	const struct viewset_row row = {
		.company = setup->company,
		.viewer = *viewer,
		.member = *member,
		.since_ms = setup->now_ms,
		.changed_seq = ++setup->change_seq,
	};

	return viewset_rows_add(setup->db, &row, err);
}

int
setup_finish(struct setup *setup, struct err *err)
{
	return company_rows_set_change(
		setup->db, &setup->company, setup->change_seq, err);
}
