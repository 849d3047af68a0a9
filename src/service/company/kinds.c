#include "kind_hooks.h"

#include <stddef.h>
#include <string.h>

#include "company_rows.h"
#include "cost_code_rows.h"
#include "employee_rows.h"
#include "group_rows.h"
#include "location_rows.h"
#include "policy_group_rows.h"
#include "records_answer.h"
#include "records_note.h"
#include "role_rows.h"
#include "service/company/kinds.h"
#include "service/desk/reply.h"
#include "use_rows.h"

static const struct records employees = {&employee_rows, ACCESS_EMPLOYEES,
	ACCESS_EMPLOYEES_EDIT, &employees_hooks};
static const struct records locations = {&location_rows, ACCESS_LOCATIONS,
	ACCESS_LOCATIONS_EDIT, &locations_hooks};
static const struct records cost_codes = {
	&cost_code_rows, ACCESS_COST_CODES, ACCESS_COST_CODES_EDIT, NULL};
static const struct records groups = {
	&group_rows, ACCESS_GROUPS, ACCESS_GROUPS_EDIT, &groups_hooks};
static const struct records roles = {
	&role_rows, ACCESS_ROLES, ACCESS_ROLES_EDIT, &roles_hooks};
static const struct records policy_groups = {&policy_group_rows,
	ACCESS_POLICY_GROUPS, ACCESS_POLICY_GROUPS_EDIT, &policy_groups_hooks};
static const struct records settings = {
	&company_rows, ACCESS_COMPANY, ACCESS_COMPANY, &settings_hooks};

int
kinds_company_get(struct call *call, struct err *err)
{
	call->id = call->caller.company;
	return records_get(call, &settings, err);
}

int
kinds_company_patch(struct call *call, struct err *err)
{
	call->id = call->caller.company;
	return records_patch(call, &settings, err);
}

/* Of which records of time a change of its name is one, too. */
static int
answer_use(struct call *call, const struct records *records,
	enum entry_kind kind, struct err *err)
{
	const struct record_viewer viewer = records_viewer(call);
	struct wire_use use;
	bool found;

	if (!records_may(call, records->see))
		return 0;
	if (record_rows_exists(call->db, records->kind, &viewer, &call->id,
		    &found, err) < 0)
		return -1;
	if (!found) {
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		return 0;
	}
	if (use_rows_count(call->db, &call->caller.company, &call->id, kind,
		    &use, err) < 0)
		return -1;
	wire_use_encode(&use, &call->reply->body);
	reply_json(call->reply);
	return 0;
}

int
kinds_employee_use(struct call *call, struct err *err)
{
	return answer_use(call, &employees, ENTRY_EMPLOYEE, err);
}

int
kinds_location_use(struct call *call, struct err *err)
{
	return answer_use(call, &locations, ENTRY_LOCATION, err);
}

int
kinds_cost_code_use(struct call *call, struct err *err)
{
	return answer_use(call, &cost_codes, ENTRY_COST_CODE, err);
}

static const struct records *const all[] = {&employees, &locations, &cost_codes,
	&groups, &roles, &policy_groups, &settings};
#define ALL_COUNT (sizeof(all) / sizeof(all[0]))

const struct record_kind *
kinds_of(const struct description *description)
{
	for (size_t i = 0; i < ALL_COUNT; i++)
		if (all[i]->kind->description == description)
			return all[i]->kind;
	return NULL;
}

const struct description *
kinds_noted(const char *what)
{
	char name[AUDIT_WHAT_BYTES];

	for (size_t i = 0; i < ALL_COUNT; i++) {
		const struct description *of = all[i]->kind->description;

		records_note_name(of, "", name);
		if (strncmp(what, name, strlen(name)) == 0)
			return of;
	}
	return NULL;
}

#define X(name, path, access)                                                  \
	int kinds_##name##_list(struct call *call, struct err *err)            \
	{                                                                      \
		return records_list(call, &(name), err);                       \
	}                                                                      \
	int kinds_##name##_post(struct call *call, struct err *err)            \
	{                                                                      \
		return records_post(call, &(name), err);                       \
	}                                                                      \
	int kinds_##name##_get(struct call *call, struct err *err)             \
	{                                                                      \
		return records_get(call, &(name), err);                        \
	}                                                                      \
	int kinds_##name##_patch(struct call *call, struct err *err)           \
	{                                                                      \
		return records_patch(call, &(name), err);                      \
	}
KINDS(X)
#undef X
