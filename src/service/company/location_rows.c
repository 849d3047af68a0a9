#include "location_rows.h"

#include "core/location.h"

#define RECORD_TABLE "location"
#define RECORD_KEY "number"
#define RECORD_LINK_cost_codes "location_cost_code", "location", "cost_code"

const struct record_kind location_rows =
	RECORD_KIND(location_description, LOCATION_FIELDS);
