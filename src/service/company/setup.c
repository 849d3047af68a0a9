#include "service/company/setup.h"

#include <assert.h>
#include <string.h>

#include "core/person.h"
#include "db/batch.h"

static int
new_id(struct setup *setup, struct id *id, struct err *err)
{
	return id_is_nil(id) ? id_make(&setup->ids, setup->now_ms, id, err) : 0;
}

int
setup_company(struct setup *setup, const char *company_id, const char *name,
	const char *zone, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (person_check_company(company_id, err) < 0 ||
		new_id(setup, &setup->company, err) < 0 ||
		db_prepare(setup->db,
			"INSERT INTO company (id, company_id, name, zone,"
			" clock_enabled, clock_since_ms, created_ms)"
			" VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)"
			" ON CONFLICT (company_id) DO NOTHING RETURNING id",
			&stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &setup->company);
	db_bind_text(stmt, 2, company_id);
	db_bind_text(stmt, 3, name);
	db_bind_text(stmt, 4, zone);
	db_bind_int(stmt, 5, setup->now_ms);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	db_reset(setup->db);
	if (!row)
		return err_set(err, ERR_DATA,
			"the company '%s' is there already; nothing was "
			"changed",
			company_id);
	return 0;
}

int
setup_role(struct setup *setup, const char *name, permission_set permissions,
	bool is_administrator, struct id *role_out, struct err *err)
{
	struct id id = {{0}};
	struct db_stmt *stmt;

	if (new_id(setup, &id, err) < 0 ||
		db_prepare(setup->db,
			"INSERT INTO role (company, id, name, permissions,"
			" is_administrator, since_ms)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			&stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &setup->company);
	db_bind_id(stmt, 2, &id);
	db_bind_text(stmt, 3, name);
	db_bind_int(stmt, 4, permissions);
	db_bind_int(stmt, 5, is_administrator);
	db_bind_int(stmt, 6, setup->now_ms);
	*role_out = id;
	return db_run(stmt, err);
}

int
setup_roles(struct setup *setup, struct id *administrator_out,
	struct id *supervisor_out, struct id *employee_out, struct err *err)
{
	const permission_set own = 1U << PERMISSION_CLOCK_IN_OUT;
	const permission_set all = (1U << PERMISSION_COUNT) - 1;

	if (setup_role(setup, "Administrator", all, true, administrator_out,
		    err) < 0 ||
		setup_role(setup, "Supervisor", all, false, supervisor_out,
			err) < 0)
		return -1;
	return setup_role(setup, "Employee", own, false, employee_out, err);
}

int
setup_policy_group(struct setup *setup, const char *name,
	const struct meal_policy *meal, struct id *group_out, struct err *err)
{
	struct id id = {{0}};
	struct db_stmt *stmt;

	if (new_id(setup, &id, err) < 0 ||
		db_prepare(setup->db,
			"INSERT INTO policy_group (company, id, name,"
			" meal_tracked, meal_length_minutes,"
			" meal_due_after_minutes, meal_early, changed_seq)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
			&stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &setup->company);
	db_bind_id(stmt, 2, &id);
	db_bind_text(stmt, 3, name);
	db_bind_int(stmt, 4, meal->tracked);
	db_bind_int(stmt, 5, meal->length_minutes);
	db_bind_int(stmt, 6, meal->due_after_minutes);
	db_bind_int(stmt, 7, meal->early);
	db_bind_int(stmt, 8, ++setup->change_seq);
	*group_out = id;
	return db_run(stmt, err);
}

/* The items of a batch; `made` keeps an id until its statement has run. */
struct batch {
	struct setup *setup;
	setup_next_employee *next_employee;
	setup_next_entry *next_entry;
	void *ctx;
	struct setup_employee employee;
	struct setup_entry entry;
	bool failed;
	struct err err;
};

static void
identify(struct batch *batch, struct id *id)
{
	if (!batch->failed && new_id(batch->setup, id, &batch->err) < 0)
		batch->failed = true;
}

static void
bind_employee(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct batch *batch = ctx;
	struct setup *setup = batch->setup;
	struct setup_employee *it = &batch->employee;

	*it = (struct setup_employee){0};
	batch->next_employee(batch->ctx, i, it);
	identify(batch, &it->id);
	db_bind_id(stmt, 1, &setup->company);
	db_bind_id(stmt, 2, &it->id);
	db_bind_text(stmt, 3, it->number);
	db_bind_text(stmt, 4, it->name);
	db_bind_text(stmt, 5, it->username);
	db_bind_text(stmt, 6, it->email);
	db_bind_text(stmt, 7, it->password_hash);
	db_bind_int(stmt, 8, it->username != NULL);
	db_bind_id(stmt, 9, &it->role);
	db_bind_int(stmt, 10, setup->now_ms);
	db_bind_int(stmt, 11, it->viewset);
	db_bind_id(stmt, 12, &it->policy_group);
	db_bind_int(stmt, 13, ++setup->change_seq);
}

static void
bind_entry(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct batch *batch = ctx;
	struct setup *setup = batch->setup;
	struct setup_entry *it = &batch->entry;

	*it = (struct setup_entry){.number = ""};
	batch->next_entry(batch->ctx, i, it);
	identify(batch, &it->id);
	db_bind_id(stmt, 1, &setup->company);
	db_bind_id(stmt, 2, &it->id);
	db_bind_text(stmt, 3, it->number);
	db_bind_text(stmt, 4, it->name);
	db_bind_int(stmt, 5, setup->now_ms);
	db_bind_int(stmt, 6, ++setup->change_seq);
}

static int
run(struct batch *batch, const char *sql, size_t n,
	void (*bind)(void *ctx, struct db_stmt *stmt, size_t i),
	struct err *err)
{
	const struct db_batch_call call = {.bind = bind, .ctx = batch};

	if (db_batch(batch->setup->db, sql, n, &call, err) < 0)
		return -1;
	if (!batch->failed)
		return 0;
	*err = batch->err;
	return -1;
}

int
setup_employees(struct setup *setup, size_t n, setup_next_employee *next,
	void *ctx, struct err *err)
{
	struct batch batch = {
		.setup = setup, .next_employee = next, .ctx = ctx};

	return run(&batch,
		"INSERT INTO employee (company, id, number, name, username,"
		" email, password_hash, verified, role, since_ms, viewset,"
		" viewset_since_ms, policy_group, changed_seq)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10,"
		" ?12, ?13)",
		n, bind_employee, err);
}

int
setup_entries(struct setup *setup, enum setup_kind kind, size_t n,
	setup_next_entry *next, void *ctx, struct err *err)
{
	static const char *const sql[] = {
		[SETUP_LOCATION] =
			"INSERT INTO location (company, id, number, name,"
			" all_cost_codes, since_ms, changed_seq)"
			" VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)",
		[SETUP_COST_CODE] =
			"INSERT INTO cost_code (company, id, number, name,"
			" since_ms, changed_seq)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	};
	struct batch batch = {.setup = setup, .next_entry = next, .ctx = ctx};

	return run(&batch, sql[kind], n, bind_entry, err);
}

int
setup_viewset_member(struct setup *setup, const struct id *viewer,
	const struct id *member, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(setup->db,
		    "INSERT INTO viewset_member (company, viewer, member,"
		    " since_ms, changed_seq) VALUES (?1, ?2, ?3, ?4, ?5)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &setup->company);
	db_bind_id(stmt, 2, viewer);
	db_bind_id(stmt, 3, member);
	db_bind_int(stmt, 4, setup->now_ms);
	db_bind_int(stmt, 5, ++setup->change_seq);
	return db_run(stmt, err);
}

int
setup_finish(struct setup *setup, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(setup->db,
		    "UPDATE company SET change_seq = ?2 WHERE id = ?1", &stmt,
		    err) < 0)
		return -1;
	db_bind_id(stmt, 1, &setup->company);
	db_bind_int(stmt, 2, setup->change_seq);
	return db_run(stmt, err);
}
