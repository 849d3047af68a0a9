#ifndef SERVICE_CARD_SUMMARY_H
#define SERVICE_CARD_SUMMARY_H

/* What everybody of a page worked. */

#include "facts.h"
#include "wire/card.h"

/*
 * Fills the rows (room for page->limit), totals, range and zone of a summary of
 * the range; those who are not active are in it where they have anything.
 * *last_out: the last employee of a page that was full, else nil.
 */
int
summary_read(struct db *db, struct hours *hours, const struct facts_page *page,
	struct wire_summary *summary, struct id *last_out, struct err *err);

#endif
