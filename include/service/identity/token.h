#ifndef SERVICE_IDENTITY_TOKEN_H
#define SERVICE_IDENTITY_TOKEN_H

#include "service/desk/call.h"

/* POST /v1/token and POST /v1/token/revoke: signing in, staying so, and out. */
call_handler token_handle;
call_handler token_revoke_handle;

#endif
