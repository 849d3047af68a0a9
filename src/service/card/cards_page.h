#ifndef SERVICE_CARD_CARDS_PAGE_H
#define SERVICE_CARD_CARDS_PAGE_H

/* Pages of people, in the order of their ids. */

#include "base/id.h"
#include "service/desk/paged.h"

struct cards_page {
	struct id after; /* from behind this one */
	size_t limit;
	const struct query_argument *filters; /* that stay in the next page's */
	size_t filter_count;
};

/* From the arguments cursor and limit, which stand in this order; `max` people
 * at most. ERR_DATA says which is wrong. */
int cards_page_read(const struct query_argument arguments[2], size_t max,
	struct cards_page *page, struct err *err);

/* Sets Link to the page behind the last one; nil: there is none. */
void cards_page_link(struct reply *reply, const char *path,
	const struct cards_page *page, const struct id *last);

#endif
