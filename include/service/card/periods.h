#ifndef SERVICE_CARD_PERIODS_H
#define SERVICE_CARD_PERIODS_H

#include "service/desk/call.h"

/* GET /v1/periods: the pay periods, the newest first, and which are closed. */
call_handler periods_list;

/* POST /v1/periods/{date}/close and /reopen: the one that holds the date. */
call_handler periods_close, periods_reopen;

#endif
