#ifndef SERVICE_IDENTITY_DEVICES_H
#define SERVICE_IDENTITY_DEVICES_H

#include "service/desk/call.h"

/* DELETE /v1/devices/{id}: whatever was signed in on it ends. */
call_handler devices_delete;

#endif
