#ifndef SERVICE_COMPANY_ME_H
#define SERVICE_COMPANY_ME_H

#include "service/desk/call.h"

/* GET /v1/me: who is signed in. */
call_handler me_handle;

#endif
