#include "lib/trust_service.h"

#include <assert.h>
#include <stdlib.h>

void
trust_begin(struct trust_enrolment *enrolment, int number, int64_t at_ms)
{
	enrolment->id = (struct id){{0xee, (uint8_t)number}};
	enrolment->begun_ms = at_ms;
	enrolment->ended = enrolment->forgets = false;
	enrolment->count = enrolment->press_count = 0;
	enrolment->highest = 0;
	enrolment->fork_from = INT64_MAX;
}

/* When a number was first told; INT64_MAX: it was not. */
static int64_t
heard_ms(const struct trust_enrolment *enrolment, int64_t number)
{
	for (size_t i = 0; i < enrolment->count; i++)
		if (enrolment->contacts[i].highest >= number)
			return enrolment->contacts[i].received_ms;
	return INT64_MAX;
}

static void
restate(const struct trust_enrolment *enrolment, struct trust_press *press)
{
	const struct contact *carrier = &enrolment->contacts[press->carrier];
	bool forgets = enrolment->forgets;
	const struct restate_evidence evidence = {
		.contacts = forgets ? carrier : enrolment->contacts,
		.count = forgets ? 1 : enrolment->count,
		.carrier = carrier,
		.begun_ms = enrolment->begun_ms,
		.fork_from = enrolment->fork_from,
		.rolled_back = press->rolled_back,
	};

	restate_punch(&press->punch, &evidence, &press->restated);
}

/* Whether a contact that came later says more of a press that stands. */
static bool
says_more(const struct contact *contact, const struct trust_press *press)
{
	const struct stamp *pressed = &press->punch.pressed;
	const struct restated *got = &press->restated;

	if (!id_equal(&contact->now.boot, &pressed->boot) ||
		contact->now.boottime_ms < pressed->boottime_ms)
		return false;
	return got->method != RESTATE_SAME_BOOT ||
	       got->anchor_received_ms - got->anchor_boottime_ms -
			       contact_offset_ms(contact) >=
		       TRUST_QUICKER_MS;
}

/* Whether a press by its boot's clock lies behind a fork that is news. */
static bool
sinks_to(const struct trust_press *press, int64_t fork_was, int64_t fork_from)
{
	return fork_from < fork_was && press->punch.number >= fork_from &&
	       press->restated.method != RESTATE_WALL;
}

static bool
find_forks(struct trust_enrolment *enrolment, const struct trust_press *new)
{
	bool forked = false;

	for (size_t i = 0; i < enrolment->press_count; i++) {
		const struct trust_press *old = enrolment->presses[i];

		if (old == new || old->punch.number != new->punch.number)
			continue;
		forked = true;
		if (new->punch.number < enrolment->fork_from)
			enrolment->fork_from = new->punch.number;
	}
	return forked;
}

static void
fork_at(struct trust_enrolment *enrolment, int64_t number)
{
	if (number < enrolment->fork_from)
		enrolment->fork_from = number;
}

/* What the contact knows of the enrolment; whether that is less than was
 * known. */
static bool
take_contact(struct trust_enrolment *enrolment, const struct contact *contact,
	const struct trust_contact *truth)
{
	int64_t first_heard_ms = heard_ms(enrolment, contact->highest + 1);
	bool rolled_back;

	assert(enrolment->count < TRUST_CONTACTS);
	enrolment->contacts[enrolment->count] = *contact;
	enrolment->truths[enrolment->count++] = *truth;
	rolled_back = restate_rolled_back(
		contact, enrolment->contacts, enrolment->count, first_heard_ms);
	if (rolled_back)
		fork_at(enrolment, contact->highest + 1);
	if (contact->highest > enrolment->highest)
		enrolment->highest = contact->highest;
	return rolled_back;
}

/* A press that the newest contact carries; one that stands is passed over. */
static void
take_press(struct trust_enrolment *enrolment, struct trust_press *press,
	bool rolled_back)
{
	if (press->stands)
		return;
	press->stands = true;
	press->carrier = enrolment->count - 1;
	press->rolled_back = rolled_back;
	if (rolled_back)
		fork_at(enrolment, press->punch.number);
	assert(enrolment->press_count < TRUST_PRESSES);
	enrolment->presses[enrolment->press_count++] = press;
}

struct trust_answer
trust_take(struct trust_enrolment *enrolment, const struct contact *contact,
	const struct trust_contact *truth, struct trust_press *const *items,
	size_t n)
{
	size_t was = enrolment->press_count;
	struct trust_answer answer = {.ended = enrolment->ended};
	int64_t fork_was = enrolment->fork_from;
	bool rolled_back;

	if (enrolment->watch != NULL)
		enrolment->watch->on_take(
			enrolment->watch->ctx, enrolment, contact, items, n);
	rolled_back = take_contact(enrolment, contact, truth);
	for (size_t i = 0; i < n; i++)
		take_press(enrolment, items[i], rolled_back);
	for (size_t i = was; i < enrolment->press_count; i++)
		answer.forked |= find_forks(enrolment, enrolment->presses[i]);
	for (size_t i = 0; i < enrolment->press_count; i++) {
		struct trust_press *press = enrolment->presses[i];

		if (i >= was || says_more(contact, press) ||
			sinks_to(press, fork_was, enrolment->fork_from))
			restate(enrolment, press);
		if (press->punch.number >= enrolment->fork_from)
			press->restated.flags |= RESTATE_FORK;
	}
	answer.highest = enrolment->highest;
	return answer;
}

static int
compare_numbers(const void *a, const void *b)
{
	const struct trust_press *const *x = a, *const *y = b;
	int64_t i = (*x)->punch.number, k = (*y)->punch.number;

	if (i != k)
		return i < k ? -1 : 1;
	return id_compare(&(*x)->punch.id, &(*y)->punch.id);
}

void
trust_read(struct trust_enrolment *enrolment)
{
	struct order_item items[TRUST_PRESSES];
	size_t n = enrolment->press_count;

	qsort(enrolment->presses, n, sizeof(enrolment->presses[0]),
		compare_numbers);
	for (size_t i = 0; i < n; i++) {
		const struct trust_press *press = enrolment->presses[i];
		const struct punch *punch = &press->punch;

		items[i] = (struct order_item){
			.number = punch->number,
			.id = punch->id,
			.restated_ms = press->restated.press_ms,
			.is_exact = restate_is_exact(press->restated.method),
			.not_before_ms = press->restated.not_before_ms,
			.not_after_ms = press->restated.not_after_ms,
			.boot = punch->pressed.boot,
			.boottime_ms = punch->pressed.boottime_ms,
			.wall_ms = punch->pressed.wall_ms,
			.is_void = punch->kind == PUNCH_VOID,
			.has_chosen = punch->has_chosen,
			.chosen_ms = punch->chosen_ms,
			.flags = press->restated.flags,
		};
	}
	order_run(NULL, items, n, enrolment->fork_from, NULL);
	for (size_t i = 0; i < n; i++)
		enrolment->presses[i]->placed = items[i];
}
