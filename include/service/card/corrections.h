#ifndef SERVICE_CARD_CORRECTIONS_H
#define SERVICE_CARD_CORRECTIONS_H

#include "service/desk/call.h"

/* POST /v1/time-cards/{employee}/corrections: a punch of somebody's card is
 * added, changed, or its effect taken back. */
call_handler corrections_post;

#endif
