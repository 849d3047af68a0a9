#ifndef SERVICE_CARD_FEED_FACTS_H
#define SERVICE_CARD_FEED_FACTS_H

/* What is known of a person's punches, and by which rules they are folded: the
 * same as a card goes by. */

#include "facts.h"
#include "feed_person.h"

struct feed_facts {
	struct time_rules rules;
	struct facts known;
	struct time_facts facts; /* of them */
	struct time_span plain;  /* where nobody has this id */
};

/* Enough to fold the records of these weeks, and the ends of them; it must stay
 * where it is. */
int
feed_facts_load(const struct feed_person *person, const struct period *weeks,
	struct feed_facts *facts_out, struct err *err);
void feed_facts_release(struct feed_facts *facts);

#endif
