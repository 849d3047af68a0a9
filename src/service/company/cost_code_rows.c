#include "cost_code_rows.h"

#include "core/cost_code.h"

#define RECORD_TABLE "cost_code"
#define RECORD_KEY "number"

const struct record_kind cost_code_rows =
	RECORD_KIND(cost_code_description, COST_CODE_FIELDS);
