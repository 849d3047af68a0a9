#ifndef SERVICE_CARD_SEEN_H
#define SERVICE_CARD_SEEN_H

/* What a card is asked of, and what was seen of it. */

#include <stdbool.h>
#include <stdint.h>

#include "service/company/hours.h"
#include "service/desk/call.h"
#include "service/desk/query.h"

/* The arguments of a range: ?period=DATE (the pay period, or work week, that
 * holds it), ?week=DATE, ?from=DATE&to=DATE; none: the period of today. */
#define CARD_RANGE_ARGUMENTS                                                   \
	{.name = "period"}, {.name = "week"}, {.name = "from"},                \
	{                                                                      \
		.name = "to"                                                   \
	}
#define CARD_RANGE_COUNT 4
#define CARD_RANGE_DAYS 31

/* ERR_DATA says what is wrong with it. */
int card_range_parse(const struct query_argument arguments[CARD_RANGE_COUNT],
	const struct hours *hours, int32_t today, struct period *range_out,
	struct err *err);

/* The ETag of an employee's card: a strong hash of what GET answers of it,
 * unexplained. ERR_NOT_FOUND: there is nobody of this id. */
#define CARD_TAG_BYTES 72
int card_tag(struct db *db, const struct call *call, const struct id *employee,
	const struct period *range, char tag_out[CARD_TAG_BYTES],
	struct err *err);

/* The same of such an answer. */
void card_tag_of(const struct str *body, char tag_out[CARD_TAG_BYTES]);

/* "*", or a list that names the tag. */
bool card_tag_fits(const char *if_match, const char *tag);

#endif
