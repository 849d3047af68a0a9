#include "policy_group_rows.h"

#include "core/policy_group.h"

#define RECORD_TABLE "policy_group"
#define RECORD_KEY "name"

const struct record_kind policy_group_rows =
	RECORD_KIND(policy_group_description, POLICY_GROUP_FIELDS);
