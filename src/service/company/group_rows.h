#ifndef SERVICE_COMPANY_GROUP_ROWS_H
#define SERVICE_COMPANY_GROUP_ROWS_H

/* Groups of employees. */

#include "record_rows.h"

/* The kind. */
extern const struct record_kind group_rows;

#endif
