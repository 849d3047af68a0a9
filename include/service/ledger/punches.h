#ifndef SERVICE_LEDGER_PUNCHES_H
#define SERVICE_LEDGER_PUNCHES_H

#include "service/desk/call.h"

/* POST /v1/punches: a device delivers. */
call_handler punches_handle;

#endif
