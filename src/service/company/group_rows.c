#include "group_rows.h"

#include "core/group.h"

#define RECORD_TABLE "employee_group"
#define RECORD_KEY "name"
#define RECORD_LINK_members "employee_group_member", "employee_group", "member"

const struct record_kind group_rows =
	RECORD_KIND(group_description, GROUP_FIELDS);
