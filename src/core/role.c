#include "core/role.h"

#define FIELD_OF struct role

static const struct field fields[] = {ROLE_FIELDS(FIELD_ROW)};

const struct description role_description = {
	.title = "role",
	.path = "/v1/roles",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct role),
};
