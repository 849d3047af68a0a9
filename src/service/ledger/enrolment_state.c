#include "enrolment_state.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "core/restate.h"

#define QUICKER_MS 500 /* less is not worth a row */

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
		/* Its press may go by it: within its boot, and a day. */
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

static void
put_int(unsigned char *out, int64_t value)
{
	uint64_t big = htobe64((uint64_t)value);

	memcpy(out, &big, sizeof(big));
}

static int64_t
get_int(const unsigned char *in)
{
	uint64_t big;

	memcpy(&big, in, sizeof(big));
	return (int64_t)be64toh(big);
}

void
enrolment_state_keep(
	struct enrolment_state *state, const struct contact *contact)
{
	unsigned char *out =
		state->recent +
		state->recent_count * ENROLMENT_STATE_CONTACT_BYTES;

	assert(state->recent_count < ENROLMENT_STATE_RECENT);
	state->recent_count++;
	put_int(out, contact->received_ms);
	put_int(out + 8, contact->now.wall_ms);
	put_int(out + 16, contact->now.boottime_ms);
	put_int(out + 24, contact->highest);
	memcpy(out + 32, contact->now.boot.bytes, sizeof(struct id));
}

struct contact
enrolment_state_recent(const struct enrolment_state *state, size_t i)
{
	const unsigned char *in =
		state->recent + i * ENROLMENT_STATE_CONTACT_BYTES;
	struct contact contact = {
		.received_ms = get_int(in),
		.now = {.wall_ms = get_int(in + 8),
			.boottime_ms = get_int(in + 16)},
		.highest = get_int(in + 24),
	};

	memcpy(contact.now.boot.bytes, in + 32, sizeof(struct id));
	return contact;
}

bool
enrolment_state_is_quicker(
	const struct enrolment_state *state, const struct contact *contact)
{
	return same_boot(&state->last, contact) &&
	       state->slow_ms != INT64_MIN &&
	       contact_offset_ms(contact) + QUICKER_MS < state->slow_ms;
}
