#include "core/policy_group.h"

#define FIELD_OF struct policy_group

static const char *const early[] = {
	[MEAL_EARLY_WARN] = "warn",
	[MEAL_EARLY_BLOCK] = "block",
};
const struct field_words policy_early_words = {early, 2};

static const struct field fields[] = {POLICY_GROUP_FIELDS(FIELD_ROW)};

const struct description policy_group_description = {
	.title = "policy group",
	.path = "/v1/policy-groups",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct policy_group),
};
