#ifndef SERVICE_COMPANY_LOCATION_ROWS_H
#define SERVICE_COMPANY_LOCATION_ROWS_H

/* Locations. */

#include "record_rows.h"

/* The kind. */
extern const struct record_kind location_rows;

#endif
