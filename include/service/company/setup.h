#ifndef SERVICE_COMPANY_SETUP_H
#define SERVICE_COMPANY_SETUP_H

/*
 * Making a company and what belongs to it, inside a write transaction of the
 * caller's. Each row gets the company's next change number.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "core/permission.h"
#include "core/policy.h"
#include "db/db.h"

struct setup {
	struct db *db;
	struct id company;
	int64_t now_ms;
	int64_t change_seq;
	struct id_source ids;
};

struct setup_employee {
	struct id id; /* nil: a new one is made */
	const char *number;
	const char *given_name;
	const char *family_name;
	const char *username; /* NULL: cannot sign in */
	const char *email;
	const char *password_hash;
	struct id role; /* nil: No Access */
	enum viewset viewset;
	struct id policy_group;
};

struct setup_entry {
	struct id id; /* nil: a new one is made */
	const char *number;
	const char *name;
};

/* Yields item i into a zeroed struct; texts must last until the next call. */
typedef void
setup_next_employee(void *ctx, size_t i, struct setup_employee *employee_out);
typedef void
setup_next_entry(void *ctx, size_t i, struct setup_entry *entry_out);

/* Which of the two kinds of entries. */
enum setup_kind {
	SETUP_LOCATION,
	SETUP_COST_CODE
};

/*
 * A company of this Company ID and IANA zone; fills setup->company. ERR_DATA
 * when the Company ID is malformed or taken.
 */
int setup_company(struct setup *setup, const char *company_id, const char *name,
	const char *zone, struct err *err);

/* A role of this name with these permissions. */
int
setup_role(struct setup *setup, const char *name, permission_set permissions,
	bool is_administrator, struct id *role_out, struct err *err);

/* The three roles that every company begins with. */
int setup_roles(struct setup *setup, struct id *administrator_out,
	struct id *supervisor_out, struct id *employee_out, struct err *err);

/* A policy group of this name with these meal breaks. */
int setup_policy_group(struct setup *setup, const char *name,
	const struct meal_policy *meal, struct id *group_out, struct err *err);

/* n of them in one batch. */
int setup_employees(struct setup *setup, size_t n, setup_next_employee *next,
	void *ctx, struct err *err);
int setup_entries(struct setup *setup, enum setup_kind kind, size_t n,
	setup_next_entry *next, void *ctx, struct err *err);

/* One of the Selected Employees of a viewset. */
int setup_viewset_member(struct setup *setup, const struct id *viewer,
	const struct id *member, struct err *err);

/* Writes down the last change number: the end of it all. */
int setup_finish(struct setup *setup, struct err *err);

#endif
