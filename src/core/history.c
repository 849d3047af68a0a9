#include "core/history.h"

#include <stdlib.h>

#include "base/mem.h"

void
history_init(struct history *history, const struct id *enrolment,
	struct contact *contacts, struct history_press *presses)
{
	*history = (struct history){
		.enrolment = *enrolment,
		.ended_ms = INT64_MAX,
		.contacts = contacts,
		.presses = presses,
		.ended_at = INT64_MAX,
		.fork_from = INT64_MAX,
	};
}

/* --- taking -------------------------------------------------------------- */

/* When a number was first told; INT64_MAX: it was not. */
static int64_t
heard_ms(const struct history *history, int64_t number)
{
	for (size_t i = 0; i < history->count; i++)
		if (history->contacts[i].highest >= number)
			return history->contacts[i].received_ms;
	return INT64_MAX;
}

static void
fork_at(struct history *history, int64_t number)
{
	if (number < history->fork_from)
		history->fork_from = number;
}

static bool
is_own(const struct history *history, const struct punch *punch)
{
	return id_equal(&punch->enrolment, &history->enrolment);
}

/* Whether the contact knows less than was known. */
static bool
take_contact(struct history *history, const struct contact *contact,
	const struct punch *const *punches, size_t n)
{
	struct contact *took = &history->contacts[history->count++];
	int64_t first_heard_ms;
	bool rolled_back;

	*took = *contact;
	for (size_t i = 0; i < n; i++)
		if (is_own(history, punches[i]) &&
			punches[i]->number > took->highest)
			took->highest = punches[i]->number;
	if (took->received_ms >= history->ended_ms &&
		history->ended_at == INT64_MAX)
		history->ended_at = history->highest;
	first_heard_ms = heard_ms(history, took->highest + 1);
	rolled_back = restate_rolled_back(
		took, history->contacts, history->count, first_heard_ms);
	if (rolled_back)
		fork_at(history, took->highest + 1);
	if (took->highest > history->highest)
		history->highest = took->highest;
	return rolled_back;
}

static bool
stands(const struct history *history, const struct punch *punch)
{
	for (size_t i = 0; i < history->press_count; i++) {
		const struct punch *old = history->presses[i].punch;

		if (id_equal(&old->id, &punch->id) &&
			id_equal(&old->enrolment, &punch->enrolment))
			return true;
	}
	return false;
}

static void
take_press(struct history *history, const struct punch *punch, bool rolled_back)
{
	struct history_press *press;

	if (stands(history, punch))
		return;
	press = &history->presses[history->press_count++];
	*press = (struct history_press){
		.punch = punch,
		.carrier = history->count - 1,
		.rolled_back = rolled_back,
		.brought = !is_own(history, punch),
	};
	if (rolled_back && !press->brought)
		fork_at(history, punch->number);
}

/* Whether the new press has a number that another one has. */
static bool
find_forks(struct history *history, const struct history_press *new)
{
	bool forked = false;

	for (size_t i = 0; i < history->press_count && !new->brought; i++) {
		const struct history_press *old = &history->presses[i];

		if (old == new || old->brought ||
			old->punch->number != new->punch->number)
			continue;
		forked = true;
		fork_at(history, new->punch->number);
	}
	return forked;
}

/* --- restating ----------------------------------------------------------- */

/* Whether a contact that came later says more of a press that stands. */
static bool
says_more(const struct contact *contact, const struct history_press *press)
{
	const struct stamp *pressed = &press->punch->pressed;
	const struct restated *got = &press->restated;

	if (!id_equal(&contact->now.boot, &pressed->boot) ||
		contact->now.boottime_ms < pressed->boottime_ms)
		return false;
	return got->method != RESTATE_SAME_BOOT ||
	       got->anchor_received_ms - got->anchor_boottime_ms -
			       contact_offset_ms(contact) >=
		       RESTATE_QUICKER_MS;
}

/* Whether a press by its boot's clock lies behind a fork that is news. */
static bool
sinks_to(const struct history_press *press, int64_t fork_was, int64_t fork_from)
{
	return fork_from < fork_was && press->punch->number >= fork_from &&
	       press->restated.method != RESTATE_WALL;
}

static void
restate(const struct history *history, struct history_press *press)
{
	const struct restate_evidence evidence = {
		.contacts = history->contacts,
		.count = history->count,
		.carrier = &history->contacts[press->carrier],
		.begun_ms = history->begun_ms,
		.fork_from = history->fork_from,
		.rolled_back = press->rolled_back,
		.brought = press->brought,
	};

	restate_punch(press->punch, &evidence, &press->restated);
	if (!press->brought && press->punch->number > history->ended_at)
		press->restated.flags |= RESTATE_ENDED;
}

static void
look_again(const struct history *history, struct history_press *press,
	int64_t fork_was)
{
	const struct contact *news = &history->contacts[history->count - 1];

	if (press->brought)
		return;
	if (says_more(news, press) ||
		sinks_to(press, fork_was, history->fork_from))
		restate(history, press);
}

bool
history_take(struct history *history, const struct contact *contact,
	const struct punch *const *punches, size_t n)
{
	size_t was = history->press_count;
	int64_t fork_was = history->fork_from;
	bool rolled_back = take_contact(history, contact, punches, n);
	bool forked = false;

	for (size_t i = 0; i < n; i++)
		take_press(history, punches[i], rolled_back);
	for (size_t i = was; i < history->press_count; i++)
		forked |= find_forks(history, &history->presses[i]);
	for (size_t i = 0; i < history->press_count; i++) {
		struct history_press *press = &history->presses[i];

		if (i >= was)
			restate(history, press);
		else
			look_again(history, press, fork_was);
		if (!press->brought &&
			press->punch->number >= history->fork_from)
			press->restated.flags |= RESTATE_FORK;
	}
	return forked;
}

/* --- ordering ------------------------------------------------------------ */

static int
compare_presses(const void *a, const void *b)
{
	const struct history_press *const *x = a, *const *y = b;
	int64_t i = (*x)->punch->number, k = (*y)->punch->number;

	if (i != k)
		return i < k ? -1 : 1;
	return id_compare(&(*x)->punch->id, &(*y)->punch->id);
}

static struct order_item
item_of(const struct history_press *press)
{
	const struct punch *punch = press->punch;

	return (struct order_item){
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

/* One that another enrolment brought has no place in this order. */
void
history_order(struct history *history)
{
	size_t n = 0;
	struct history_press **own =
		mem_new(history->press_count + 1, sizeof(*own));
	struct order_item *items =
		mem_new(history->press_count + 1, sizeof(*items));

	for (size_t i = 0; i < history->press_count; i++) {
		struct history_press *press = &history->presses[i];

		press->placed = item_of(press);
		if (press->brought)
			order_run(NULL, &press->placed, 1, INT64_MAX, NULL);
		else
			own[n++] = press;
	}
	qsort(own, n, sizeof(struct history_press *), compare_presses);
	for (size_t i = 0; i < n; i++)
		items[i] = own[i]->placed;
	order_run(NULL, items, n, history->fork_from, NULL);
	for (size_t i = 0; i < n; i++)
		own[i]->placed = items[i];
	free(items);
	free(own);
}
