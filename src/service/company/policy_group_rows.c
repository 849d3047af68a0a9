#include "policy_group_rows.h"

#include "core/policy_group.h"

#define RECORD_TABLE "policy_group"
#define RECORD_KEY "name"
#define RECORD_LINK_excluded_cost_codes                                        \
	"policy_group_cost_code", "policy_group", "cost_code"

const struct record_kind policy_group_rows =
	RECORD_KIND(policy_group_description, POLICY_GROUP_FIELDS);
