#ifndef CORE_BUDGET_H
#define CORE_BUDGET_H

/*
 * What the work at a location may come to: so many hours, or the share of a
 * contract price that is for labor; not both.
 */

#include "core/location.h"

/*
 * Checks what the fields of a budget mean together, and sets budget_amount
 * ("7500.00", half a hundredth up; "" where there is no price). ERR_DATA says
 * what is wrong, *wrong_out of which field.
 */
int budget_settle(
	struct location *location, const char **wrong_out, struct err *err);

#endif
