#include "service/company/cost_codes.h"

#include "cost_code_rows.h"
#include "records.h"

static const struct records cost_codes = {
	.kind = &cost_code_rows,
	.see = ACCESS_COST_CODES,
	.edit = ACCESS_COST_CODES_EDIT,
};

int
cost_codes_list(struct call *call, struct err *err)
{
	return records_list(call, &cost_codes, err);
}

int
cost_codes_post(struct call *call, struct err *err)
{
	return records_post(call, &cost_codes, err);
}

int
cost_codes_get(struct call *call, struct err *err)
{
	return records_get(call, &cost_codes, err);
}

int
cost_codes_patch(struct call *call, struct err *err)
{
	return records_patch(call, &cost_codes, err);
}
