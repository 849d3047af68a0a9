#ifndef SERVICE_LEDGER_DEVICE_LIST_H
#define SERVICE_LEDGER_DEVICE_LIST_H

#include "service/desk/call.h"

/* GET /v1/devices: those that somebody whom one sees is enrolled on, and what
 * was heard of them last. */
call_handler device_list_handle;

#endif
