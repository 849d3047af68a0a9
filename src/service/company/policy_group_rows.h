#ifndef SERVICE_COMPANY_POLICY_GROUP_ROWS_H
#define SERVICE_COMPANY_POLICY_GROUP_ROWS_H

/* Policy groups. */

#include "record_rows.h"

/* The kind. */
extern const struct record_kind policy_group_rows;

#endif
