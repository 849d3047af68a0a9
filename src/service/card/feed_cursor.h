#ifndef SERVICE_CARD_FEED_CURSOR_H
#define SERVICE_CARD_FEED_CURSOR_H

/* Where a reader of the feed stands: opaque, and sealed for one person. */

#include "feed_list_rows.h"
#include "service/desk/call.h"

#define FEED_CURSOR_BYTES 128

/* So long is one good; one that is older than the other is given out anew. */
#define FEED_CURSOR_DAYS 180
#define FEED_CURSOR_FRESH_DAYS 30

struct feed_cursor {
	int64_t seq;   /* all up to here is told; 0: nothing */
	int64_t made;  /* when, in days since 1970 */
	int64_t scope; /* for whom: see feed_now */
};

/* Its text. */
void feed_cursor_format(const struct call *call,
	const struct feed_cursor *cursor, char text_out[FEED_CURSOR_BYTES]);

/*
 * From text; "" is the very beginning. ERR_DATA: it is not one of this service
 * for this person. ERR_NOT_FOUND: it is too old, or whom the person sees, or
 * the database, has been changed since: to begin anew is all that helps.
 */
int feed_cursor_parse(const struct call *call, const char *text,
	const struct feed_now *now, struct feed_cursor *cursor_out,
	struct err *err);

#endif
