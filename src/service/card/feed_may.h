#ifndef SERVICE_CARD_FEED_MAY_H
#define SERVICE_CARD_FEED_MAY_H

#include "service/desk/access.h"
#include "service/desk/call.h"

/* Whether the caller may read the feed; else it is answered. */
bool feed_may(struct call *call);

#endif
