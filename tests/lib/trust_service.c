#include "lib/trust_service.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

void
trust_begin(struct trust_enrolment *enrolment, int number, int64_t at_ms)
{
	enrolment->id = (struct id){{0xee, (uint8_t)number}};
	enrolment->begun_ms = at_ms;
	enrolment->ended = enrolment->forgets = false;
	enrolment->count = enrolment->press_count = 0;
	history_init(&enrolment->history, &enrolment->id, enrolment->contacts,
		enrolment->rows);
	enrolment->history.begun_ms = at_ms;
}

/* Wrong on purpose: by the carrier alone. */
static void
forget(struct trust_enrolment *enrolment, struct history_press *row)
{
	const struct contact *carrier = &enrolment->contacts[row->carrier];
	const struct restate_evidence evidence = {
		.contacts = carrier,
		.count = 1,
		.carrier = carrier,
		.begun_ms = enrolment->begun_ms,
		.fork_from = enrolment->history.fork_from,
		.rolled_back = row->rolled_back,
	};

	restate_punch(row->punch, &evidence, &row->restated);
}

static struct trust_press *
press_of(const struct history_press *row)
{
	return (struct trust_press *)((uintptr_t)row->punch -
				      offsetof(struct trust_press, punch));
}

/* What the history has come to, into the presses. */
static void
tell_presses(struct trust_enrolment *enrolment)
{
	struct history *history = &enrolment->history;

	enrolment->count = history->count;
	enrolment->press_count = history->press_count;
	for (size_t i = 0; i < history->press_count; i++) {
		struct history_press *row = &history->presses[i];
		struct trust_press *press = press_of(row);

		if (enrolment->forgets)
			forget(enrolment, row);
		enrolment->presses[i] = press;
		press->stands = true;
		press->carrier = row->carrier;
		press->restated = row->restated;
		press->placed = row->placed;
	}
}

struct trust_answer
trust_take(struct trust_enrolment *enrolment, const struct contact *contact,
	const struct trust_contact *truth, struct trust_press *const *items,
	size_t n)
{
	struct trust_answer answer = {.ended = enrolment->ended};
	const struct punch *punches[TRUST_PRESSES];

	assert(enrolment->count < TRUST_CONTACTS && n <= TRUST_PRESSES);
	if (enrolment->watch != NULL)
		enrolment->watch->on_take(
			enrolment->watch->ctx, enrolment, contact, items, n);
	for (size_t i = 0; i < n; i++)
		punches[i] = &items[i]->punch;
	enrolment->truths[enrolment->count] = *truth;
	answer.forked = history_take(&enrolment->history, contact, punches, n);
	tell_presses(enrolment);
	answer.highest = enrolment->history.highest;
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
	history_order(&enrolment->history);
	tell_presses(enrolment);
	qsort(enrolment->presses, enrolment->press_count,
		sizeof(enrolment->presses[0]), compare_numbers);
}
