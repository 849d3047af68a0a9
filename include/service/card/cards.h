#ifndef SERVICE_CARD_CARDS_H
#define SERVICE_CARD_CARDS_H

/* What people worked, worked out from the ledger when it is asked for. */

#include "service/desk/call.h"

/* GET /v1/time-cards/{id}: the card of an employee. */
call_handler cards_get;

/* GET /v1/time-cards: the sums of everybody in the viewset, by pages. */
call_handler cards_list;

/* GET /v1/board: who is in, where and since when, by pages. */
call_handler board_get;

#endif
