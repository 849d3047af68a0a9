#ifndef SERVICE_IDENTITY_SESSIONS_H
#define SERVICE_IDENTITY_SESSIONS_H

#include "service/desk/call.h"

/* GET /v1/sessions and DELETE /v1/sessions/{id}: somebody's, and an end. */
call_handler sessions_get;
call_handler sessions_delete;

#endif
