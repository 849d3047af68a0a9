/* Which kinds there are for whom. */
#include "app/office.h"
#include "core/company.h"
#include "core/cost_code.h"
#include "core/employee.h"
#include "core/group.h"
#include "core/location.h"
#include "core/policy_group.h"
#include "core/role.h"

static const struct office_kind kinds[] = {
	{&employee_description, OFFICE_RECORDS, "Employees",
		"who works here, what they may do, whom they see"},
	{&location_description, OFFICE_RECORDS, "Locations",
		"where work is done, and which cost codes it takes"},
	{&cost_code_description, OFFICE_RECORDS, "Cost codes", "what is done"},
	{&group_description, OFFICE_RECORDS, "Groups",
		"people who belong together"},
	{&role_description, OFFICE_RECORDS, "Roles",
		"what their bearers may do"},
	{&policy_group_description, OFFICE_RECORDS, "Policy groups",
		"rules of people's time: breaks, overtime, rounding"},
	{&company_description, OFFICE_SETTINGS, "Settings",
		"of the company: Clock In/Out, time zone, work week"},
	{NULL, OFFICE_HELD, "Held for review",
		"punches that wait for a decision"},
	{NULL, OFFICE_MISSED, "Missed punches", "what people ask to be added"},
	{NULL, OFFICE_DEVICES, "Devices", "what delivers people's punches"},
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

bool
office_may_see(const struct description *of, permission_set permissions)
{
	for (size_t i = 0; i < of->count; i++)
		if (permission_has(permissions, of->fields[i].see))
			return true;
	return false;
}

bool
office_may_change(const struct description *of, permission_set permissions)
{
	for (size_t i = 0; i < of->count; i++)
		if ((of->fields[i].flags & FIELD_TOLD) == 0 &&
			permission_has(permissions, of->fields[i].change))
			return true;
	return false;
}

static bool
is_open(const struct office_kind *kind, permission_set permissions)
{
	if (kind->of != NULL)
		return office_may_see(kind->of, permissions);
	switch (kind->way) {
	case OFFICE_HELD:
		return permission_has(permissions, PERMISSION_QUARANTINE_VIEW);
	case OFFICE_MISSED:
		return permission_has(permissions, PERMISSION_TIME_CARDS_EDIT);
	case OFFICE_DEVICES:
	case OFFICE_RECORDS:
	case OFFICE_SETTINGS:
		break;
	}
	return permission_has(permissions, PERMISSION_DEVICES_VIEW);
}

const struct office_kind *
office_kind_for(permission_set permissions, size_t n)
{
	for (size_t i = 0; i < KINDS; i++)
		if (is_open(&kinds[i], permissions) && n-- == 0)
			return &kinds[i];
	return NULL;
}
