#ifndef APP_CARD_LINES_H
#define APP_CARD_LINES_H

/*
 * A time card as lines for people: whose and of when, what is wrong with it,
 * its days with a bar and their records, its weeks and their pay.
 */

#include "app/hours.h"

struct card_look {
	int cols;           /* no line is longer, in cells */
	bool ascii;         /* of the bars */
	bool raw;           /* times as they were pressed, to the second */
	const char *filter; /* records with these words alone; NULL, "": all */
	int64_t now_ms;
};

/* Appends them. What is about a record alone names it. */
void card_lines(const struct hours_card *card, const struct card_look *look,
	struct sheet *out);

/*
 * Why the figures of a record are what they are (nil: of all, and what of no
 * record is), in whole sentences, as lines; and who pressed, and what they
 * wrote beside it.
 */
void card_explain(const struct hours_card *card, const struct id *record,
	struct sheet *out);

enum card_standing {
	CARD_NOT_OWN,
	CARD_TO_APPROVE,
	CARD_APPROVED
};

/* Whether the employee, who is the reader, may stand for it now: of a pay
 * period that is over and not closed, where the company has that level. */
enum card_standing card_standing(const struct hours_card *card, int64_t now_ms);

/* Whether its reasons were told. */
bool card_is_explained(const struct hours_card *card);

#endif
