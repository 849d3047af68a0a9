#include "employee_rows.h"

#include "db/batch.h"

/* A batch; `made` keeps what is bound until its statement has run. */
struct employees {
	employee_rows_next *next;
	void *ctx;
	struct employee_row made;
};

static void
bind_employee(void *ctx, struct db_stmt *stmt, size_t i)
{
	struct employees *it = ctx;
	struct employee_row *row = &it->made;

	*row = (struct employee_row){0};
	it->next(it->ctx, i, row);
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->id);
	db_bind_text(stmt, 3, row->number);
	db_bind_text(stmt, 4, row->given_name);
	db_bind_text(stmt, 5, row->family_name);
	db_bind_text(stmt, 6, row->username);
	db_bind_text(stmt, 7, row->email);
	db_bind_text(stmt, 8, row->password_hash);
	db_bind_int(stmt, 9, row->username != NULL);
	db_bind_id(stmt, 10, &row->role);
	db_bind_int(stmt, 11, row->since_ms);
	db_bind_int(stmt, 12, row->viewset);
	db_bind_id(stmt, 13, &row->policy_group);
	db_bind_int(stmt, 14, row->changed_seq);
}

int
employee_rows_add(struct db *db, size_t n, employee_rows_next *next, void *ctx,
	struct err *err)
{
	struct employees employees = {.next = next, .ctx = ctx};
	const struct db_batch_call call = {
		.bind = bind_employee, .ctx = &employees};

	return db_batch(db,
		"INSERT INTO employee (company, id, number, given_name,"
		" family_name, username, email, password_hash, verified, role,"
		" since_ms, viewset, viewset_since_ms, policy_group,"
		" changed_seq)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
		" ?11, ?13, ?14)",
		n, &call, err);
}
