#ifndef SERVICE_CARD_REQUESTS_H
#define SERVICE_CARD_REQUESTS_H

/* Punches that people missed, and ask for. */

#include "service/desk/call.h"

/* POST /v1/requests: the caller asks for one of the own. */
call_handler requests_post;

/* GET /v1/requests: the own ones, and those of the viewset. */
call_handler requests_list;

/* POST /v1/requests/{id}/accept and /decline. */
call_handler requests_accept, requests_decline;

#endif
