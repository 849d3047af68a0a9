#include "core/group.h"

#include "core/employee.h"

#define FIELD_OF struct group

static const struct field fields[] = {GROUP_FIELDS(FIELD_ROW)};

const struct description group_description = {
	.title = "group",
	.path = "/v1/groups",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct group),
};
