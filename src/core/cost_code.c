#include "core/cost_code.h"

#define FIELD_OF struct cost_code

static const struct field fields[] = {COST_CODE_FIELDS(FIELD_ROW)};

const struct description cost_code_description = {
	.title = "cost code",
	.path = "/v1/cost-codes",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct cost_code),
};
