#include "evidence.h"

#include <stdlib.h>
#include <string.h>

static int
compare_contacts(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;

	if (x->received_ms != y->received_ms)
		return x->received_ms < y->received_ms ? -1 : 1;
	if (x->now.boottime_ms != y->now.boottime_ms)
		return x->now.boottime_ms < y->now.boottime_ms ? -1 : 1;
	return (x->highest > y->highest) - (x->highest < y->highest);
}

/* The state's contacts behind those looked up, the carrier, the news; in
 * order. */
static size_t
gather(struct evidence *evidence, struct contact *out)
{
	const struct enrolment_state *state = evidence->state;
	const struct contact *own[] = {&state->before, &state->first,
		&state->quick, &state->last, evidence->given.carrier};
	size_t count = evidence->looked_up;

	memcpy(out, evidence->contacts, count * sizeof(*out));
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (own[i]->received_ms != 0)
			out[count++] = *own[i];
	if (evidence->news != NULL)
		out[count++] = *evidence->news;
	qsort(out, count, sizeof(*out), compare_contacts);
	return count;
}

/* When the number was told at the latest, as far as is at hand. */
static int64_t
told_ms(const struct evidence *evidence, int64_t number)
{
	const struct enrolment_state *state = evidence->state;
	const struct contact *own[] = {
		&state->before, &state->first, &state->quick, &state->last};
	int64_t told = evidence->given.carrier->received_ms;

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (own[i]->received_ms != 0 && own[i]->highest >= number &&
			own[i]->received_ms < told)
			told = own[i]->received_ms;
	for (size_t i = 0; i < state->recent_count; i++) {
		const struct contact *recent = &state->recent[i];

		if (recent->highest >= number && recent->received_ms < told)
			told = recent->received_ms;
	}
	return told;
}

static int
look_up(struct evidence *evidence, int64_t number, const struct stamp *pressed,
	struct err *err)
{
	const struct enrolment_state *state = evidence->state;
	const struct contact_where where = {
		.company = state->company,
		.enrolment = state->enrolment,
		.contact = {.now = *pressed,
			.highest = number,
			.received_ms = told_ms(evidence, number)},
	};

	evidence->looked_up = 0;
	evidence->boot = pressed->boot;
	evidence->number = number;
	if (contact_rows_around(evidence->db, &where, evidence->contacts,
		    &evidence->looked_up, err) < 0)
		return -1;
	for (size_t i = 0; i < state->recent_count; i++)
		evidence->contacts[evidence->looked_up++] = state->recent[i];
	return 0;
}

/* When the service first heard of a number; INT64_MAX: not yet. */
static int64_t
heard_ms(const struct contact *contacts, size_t n, int64_t number)
{
	for (size_t i = 0; i < n; i++)
		if (contacts[i].highest >= number)
			return contacts[i].received_ms;
	return INT64_MAX;
}

/* A contact that tells less than was known may be one. */
int
evidence_find_roll_back(struct evidence *evidence, struct err *err)
{
	const struct contact *carrier = evidence->given.carrier;
	struct contact all[EVIDENCE_MAX];
	size_t n;

	if (carrier->highest >= evidence->state->highest)
		return 0;
	if (look_up(evidence, carrier->highest + 1, &carrier->now, err) < 0)
		return -1;
	n = gather(evidence, all);
	evidence->given.rolled_back = restate_rolled_back(
		carrier, all, n, heard_ms(all, n, carrier->highest + 1));
	return 0;
}

/* Not its contacts: they are many, and most presses look none up. */
void
evidence_init(struct evidence *evidence, struct db *db,
	const struct enrolment_state *state, int64_t begun_ms)
{
	evidence->db = db;
	evidence->state = state;
	evidence->news = NULL;
	evidence->given = (struct restate_evidence){
		.begun_ms = begun_ms, .fork_from = state->fork_from};
	evidence->looked_up = 0;
	evidence->boot = (struct id){{0}};
	evidence->number = 0;
}

/* Whether the state has a contact that the press's boot made before it: an
 * older one says less. */
static bool
has_one_before(const struct enrolment_state *state, const struct stamp *pressed)
{
	const struct contact *own[] = {
		&state->last, &state->quick, &state->first, &state->before};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (own[i]->received_ms != 0 &&
			id_equal(&own[i]->now.boot, &pressed->boot) &&
			own[i]->now.boottime_ms < pressed->boottime_ms)
			return true;
	return false;
}

/* Whether the contact before the press was told waited somewhere: then those
 * before it matter. */
static bool
lies_about(const struct evidence *evidence, const struct contact *before)
{
	const struct enrolment_state *state = evidence->state;
	const struct contact later[] = {state->first, state->quick, state->last,
		*evidence->given.carrier};

	return before->received_ms != 0 &&
	       contact_lay_about(
		       before, later, sizeof(later) / sizeof(later[0]));
}

/* Whether the state's contacts are all that matter to this press. */
static bool
is_in_order(const struct evidence *evidence, const struct punch *punch)
{
	const struct enrolment_state *state = evidence->state;
	const struct id *boot = &punch->pressed.boot;
	bool now = id_equal(boot, &evidence->given.carrier->now.boot);

	if (state->last.received_ms == 0)
		return true; /* no contact but the carrier */
	if (!has_one_before(state, &punch->pressed))
		return false;
	if (punch->number > state->highest)
		return id_equal(boot, &state->last.now.boot) &&
		       !lies_about(evidence, &state->last);
	return now && id_equal(boot, &state->first.now.boot) &&
	       state->before.highest < punch->number &&
	       punch->number > state->recorded &&
	       !lies_about(evidence, &state->before);
}

int
evidence_restate(struct evidence *evidence, const struct punch *punch,
	bool always, struct restated *restated_out, struct err *err)
{
	struct restate_evidence given;
	struct contact all[EVIDENCE_MAX];
	bool at_hand = evidence->looked_up > 0 &&
		       punch->number > evidence->state->highest &&
		       evidence->number > evidence->state->highest &&
		       id_equal(&evidence->boot, &punch->pressed.boot);

	if (evidence->given.brought)
		evidence->looked_up = 0;
	else if (always || (!is_in_order(evidence, punch) && !at_hand))
		if (look_up(evidence, punch->number, &punch->pressed, err) < 0)
			return -1;
	given = evidence->given;
	given.count = gather(evidence, all);
	given.contacts = all;
	given.carrier = bsearch(evidence->given.carrier, all, given.count,
		sizeof(*all), compare_contacts);
	restate_punch(punch, &given, restated_out);
	return 0;
}
