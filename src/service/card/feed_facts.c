#include "feed_facts.h"

/* Somebody who is not in the company's list has its longest record alone. */
static int
load_rules(const struct feed_person *person, struct feed_facts *out,
	struct err *err)
{
	struct hours *hours = person->hours;
	struct hours_person who;
	bool found;

	if (hours_person(person->db, &person->company, &person->employee, &who,
		    &found, err) < 0)
		return -1;
	if (found)
		return hours_rules(hours, person->db, &who, &out->rules, err);
	out->plain.max_record_minutes = hours->clock.rules.max_record_minutes;
	out->rules = (struct time_rules){.zone = hours->clock.rules.zone,
		.week_start = hours->week_start,
		.spans = &out->plain,
		.span_count = 1};
	return 0;
}

int
feed_facts_load(const struct feed_person *person, const struct period *weeks,
	struct feed_facts *facts_out, struct err *err)
{
	/* Whether what is open is too old is not told. */
	const struct facts_query query = {
		.company = person->company,
		.zone = person->hours->clock.rules.zone,
		.dates = *weeks,
	};

	*facts_out = (struct feed_facts){.facts = {.count = 0}};
	if (facts_load(person->db, &query, &person->employee, &facts_out->known,
		    err) < 0)
		return -1;
	facts_out->facts = (struct time_facts){&facts_out->known.from,
		facts_out->known.facts, facts_out->known.count, 0};
	if (load_rules(person, facts_out, err) == 0)
		return 0;
	feed_facts_release(facts_out);
	return -1;
}

void
feed_facts_release(struct feed_facts *facts)
{
	facts_release(&facts->known);
}
