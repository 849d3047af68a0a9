#ifndef SERVICE_CATALOG_CATALOG_H
#define SERVICE_CATALOG_CATALOG_H

#include "service/desk/call.h"

/* GET /v1/catalog: what the person may choose, and what has changed. */
call_handler catalog_handle;

#endif
