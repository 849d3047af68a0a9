#include "core/location.h"

#include "core/cost_code.h"

#define FIELD_OF struct location

static const struct field fields[] = {LOCATION_FIELDS(FIELD_ROW)};

const struct description location_description = {
	.title = "location",
	.path = "/v1/locations",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct location),
};
