#ifndef SERVICE_COMPANY_COST_CODES_H
#define SERVICE_COMPANY_COST_CODES_H

/* /v1/cost-codes: what is being done, as the office keeps it. */

#include "service/desk/call.h"

/* The list, a new one, one of them, a change of it. */
call_handler cost_codes_list, cost_codes_post;
call_handler cost_codes_get, cost_codes_patch;

#endif
