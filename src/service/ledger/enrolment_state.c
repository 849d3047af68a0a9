#include "enrolment_state.h"

#include <assert.h>

#include "core/restate.h"

void
enrolment_state_init(struct enrolment_state *state, const struct id *company,
	const struct id *enrolment)
{
	*state = (struct enrolment_state){
		.company = *company,
		.enrolment = *enrolment,
		.fork_from = INT64_MAX,
	};
}

static bool
same_boot(const struct contact *a, const struct contact *b)
{
	return id_equal(&a->now.boot, &b->now.boot);
}

static void
let_go(const struct contact *contact, struct contact *gone_out, size_t *count)
{
	if (contact->received_ms != 0)
		gone_out[(*count)++] = *contact;
}

bool
enrolment_state_see(struct enrolment_state *state,
	const struct contact *contact, struct contact *gone_out,
	size_t *gone_count_out)
{
	bool stepped = restate_clock_stepped(&state->last.now, &contact->now);
	size_t gone = 0;

	if (stepped) {
		state->steps++;
		state->stepped_ms = contact->received_ms;
	}
	if (contact->highest > state->highest ||
		state->first.received_ms == 0) {
		let_go(&state->first, gone_out, &gone);
		if (state->quick.received_ms != state->first.received_ms)
			let_go(&state->quick, gone_out, &gone);
		if (state->last.received_ms != state->first.received_ms &&
			state->last.received_ms != state->quick.received_ms)
			let_go(&state->last, gone_out, &gone);
		state->before = state->last;
		state->first = state->quick = state->last = *contact;
		state->highest = contact->highest;
	} else if (!same_boot(&state->quick, contact) ||
		   contact->received_ms - state->quick.received_ms >
			   CONTACT_DAY_MS) {
		/* Its press may go by it: within its boot, and a day. The first
		 * goes with it, to stand in front of all that tell as much. */
		if (state->first.received_ms != state->quick.received_ms)
			let_go(&state->first, gone_out, &gone);
		let_go(&state->quick, gone_out, &gone);
		if (state->last.received_ms != state->quick.received_ms)
			let_go(&state->last, gone_out, &gone);
		state->quick = state->last = *contact;
	} else {
		if (contact_offset_ms(contact) <
			contact_offset_ms(&state->quick))
			state->quick = *contact;
		state->last = *contact;
	}
	*gone_count_out = gone;
	return stepped;
}

void
enrolment_state_keep(
	struct enrolment_state *state, const struct contact *contact)
{
	assert(state->recent_count < ENROLMENT_STATE_RECENT);
	state->recent[state->recent_count++] = *contact;
}

bool
enrolment_state_is_quicker(
	const struct enrolment_state *state, const struct contact *contact)
{
	return same_boot(&state->last, contact) &&
	       state->slow_ms != INT64_MIN &&
	       contact_offset_ms(contact) + RESTATE_QUICKER_MS < state->slow_ms;
}
