#ifndef SERVICE_COMPANY_COST_CODE_ROWS_H
#define SERVICE_COMPANY_COST_CODE_ROWS_H

/* Cost codes. */

#include "record_rows.h"

/* Their statements; the records are struct cost_code. */
extern const struct record_kind cost_code_rows;

#endif
