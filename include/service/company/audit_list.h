#ifndef SERVICE_COMPANY_AUDIT_LIST_H
#define SERVICE_COMPANY_AUDIT_LIST_H

#include "service/desk/call.h"

/* GET /v1/audit: who changed what, the newest first. */
call_handler audit_list_handle;

#endif
