#ifndef SERVICE_LEDGER_CLOCK_H
#define SERVICE_LEDGER_CLOCK_H

#include "service/desk/call.h"

/* GET /v1/clock: an employee's state, as the ledger has it. */
call_handler clock_handle;

#endif
