#include "lib/trust_world.h"

#include <assert.h>
#include <string.h>

#define BEGINNING INT64_C(1764000000000)
#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define PATIENCE (30 * SECOND) /* an answer that comes later is dropped */
#define STEPS 60
#define RIGHT_MS SECOND

int64_t
trust_random(uint64_t *random, int64_t limit)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (int64_t)((*random >> 11) % (uint64_t)limit);
}

static int64_t
below(struct trust_world *world, int64_t limit)
{
	return trust_random(&world->random, limit);
}

/* One in so many times. */
static bool
one_in(struct trust_world *world, int times)
{
	return below(world, times) == 0;
}

static bool
has(const struct trust_world *world, enum trust_trait trait)
{
	return (world->traits & trait) != 0;
}

/* --- machines ------------------------------------------------------------ */

static struct stamp
read_clocks(const struct trust_world *world, const struct trust_machine *m,
	bool *was_right_out)
{
	int64_t ran_ms = world->now_ms - m->booted_ms - m->stopped_ms;
	int64_t drift_ms = ran_ms * m->drift_ppm / 1000000;
	int64_t wall_ms = world->now_ms;

	if (!m->is_disciplined)
		wall_ms += m->wall_off_ms + drift_ms;
	*was_right_out = wall_ms - world->now_ms <= RIGHT_MS &&
			 world->now_ms - wall_ms <= RIGHT_MS;
	return (struct stamp){
		.wall_ms = wall_ms,
		.boottime_ms = ran_ms + drift_ms,
		.boot = m->boot,
	};
}

static void
boot(struct trust_world *world, struct trust_machine *m)
{
	int n = ++world->boots;
	int most_ppm = has(world, TRUST_DRIFT) ? 100 : 10;

	m->boot = (struct id){{0xb0, (uint8_t)(n >> 8), (uint8_t)n}};
	m->booted_ms = world->now_ms;
	m->stopped_ms = 0;
	m->drift_ppm = (int)below(world, 2 * most_ppm + 1) - most_ppm;
	m->is_disciplined = !has(world, TRUST_DRIFT);
	m->wall_off_ms = below(world, 2 * RIGHT_MS) - RIGHT_MS;
	if (has(world, TRUST_DEAD) && one_in(world, 2)) {
		m->is_disciplined = false;
		m->wall_off_ms = -world->now_ms + below(world, DAY);
	} else if (has(world, TRUST_FAST) && one_in(world, 2)) {
		m->is_disciplined = false;
		m->wall_off_ms = below(world, 3 * DAY);
	}
}

static void
enrol(struct trust_world *world, struct trust_journal *journal)
{
	int n = world->enrolment_count;

	/* A crowded world goes on under the old one. */
	if (n == TRUST_ENROLMENTS)
		return;
	if (n > 0 && journal->current >= 0)
		world->enrolments[journal->current].ended = true;
	trust_begin(&world->enrolments[n], n, world->now_ms);
	world->enrolments[n].watch = world->watch;
	world->enrolments[n].forgets = world->forgets;
	journal->current = n;
	journal->last[n] = 0;
	world->enrolment_count++;
}

/* --- messages ------------------------------------------------------------ */

static int64_t
time_on_the_way(struct trust_world *world)
{
	int64_t took_ms = 20 + below(world, 280);

	if (has(world, TRUST_SLOW) && one_in(world, 3))
		took_ms = below(world, one_in(world, 4) ? MINUTE : 10 * SECOND);
	if (world->now_ms + took_ms < world->frozen_until_ms)
		took_ms = world->frozen_until_ms - world->now_ms +
			  below(world, 200);
	return took_ms;
}

static void
send(struct trust_world *world, int machine, int person, int enrolment,
	bool with_items)
{
	const struct trust_machine *m = &world->machines[machine];
	const struct trust_journal *journal = &m->journals[person];
	struct trust_message *message;

	/* Some are lost on their way. */
	if (world->pending_count == TRUST_PENDING || one_in(world, 10))
		return;
	message = &world->pending[world->pending_count++];
	*message = (struct trust_message){
		.machine = machine,
		.person = person,
		.enrolment = enrolment,
		.restored = journal->restored,
		.is_answer_lost = one_in(world, 10),
		.contact = {.highest = journal->last[enrolment]},
	};
	message->contact.now = read_clocks(world, m, &message->truth.was_right);
	message->truth.stopped_ms = m->stopped_ms;
	message->truth.took_ms = time_on_the_way(world);
	message->contact.received_ms = world->now_ms + message->truth.took_ms;
	for (size_t i = 0; with_items && i < journal->count; i++) {
		const struct trust_kept *kept = &journal->kept[i];

		if (kept->enrolment == enrolment && !kept->is_done)
			message->items[message->count++] = kept->press;
	}
}

/* All that wait in a journal, and a word of the current enrolment. */
static void
send_all(struct trust_world *world, int machine, int person)
{
	const struct trust_journal *journal =
		&world->machines[machine].journals[person];
	bool waits[TRUST_ENROLMENTS] = {false};

	for (size_t i = 0; i < journal->count; i++)
		if (!journal->kept[i].is_done)
			waits[journal->kept[i].enrolment] = true;
	/* Where several processes work, one does not know of the other's. */
	if (person == world->machines[machine].user &&
		(!waits[journal->current] ||
			(has(world, TRUST_MANY) && one_in(world, 4))))
		send(world, machine, person, journal->current, false);
	for (int i = 0; i < world->enrolment_count; i++)
		if (waits[i])
			send(world, machine, person, i, true);
}

static void
read_answer(struct trust_world *world, const struct trust_message *message,
	const struct trust_answer *answer)
{
	struct trust_machine *m = &world->machines[message->machine];
	struct trust_journal *journal = &m->journals[message->person];
	bool right;
	struct stamp now = read_clocks(world, m, &right);
	int n = message->enrolment;

	if (message->is_answer_lost || journal->restored != message->restored ||
		!id_equal(&now.boot, &message->contact.now.boot) ||
		now.boottime_ms - message->contact.now.boottime_ms > PATIENCE)
		return;
	for (size_t i = 0; i < journal->count; i++)
		for (size_t k = 0; k < message->count; k++)
			if (journal->kept[i].press == message->items[k])
				journal->kept[i].is_done = true;
	if (n == journal->current &&
		(answer->forked || answer->ended ||
			answer->highest > journal->last[n]))
		enrol(world, journal);
}

static struct trust_message *
first_due(struct trust_world *world, int64_t until_ms)
{
	struct trust_message *first = NULL;

	for (size_t i = 0; i < world->pending_count; i++) {
		struct trust_message *message = &world->pending[i];

		if (message->contact.received_ms <= until_ms &&
			(first == NULL || message->contact.received_ms <
						  first->contact.received_ms))
			first = message;
	}
	return first;
}

/* Time goes on; what is on its way arrives. */
static void
pass(struct trust_world *world, int64_t passed_ms)
{
	int64_t until_ms = world->now_ms + passed_ms;
	struct trust_message *first;

	while ((first = first_due(world, until_ms)) != NULL) {
		struct trust_message message = *first;
		struct trust_answer answer;

		*first = world->pending[--world->pending_count];
		world->now_ms = message.contact.received_ms;
		answer = trust_take(&world->enrolments[message.enrolment],
			&message.contact, &message.truth, message.items,
			message.count);
		read_answer(world, &message, &answer);
	}
	world->now_ms = until_ms;
}

/* --- what happens -------------------------------------------------------- */

static void
press(struct trust_world *world, struct trust_machine *m, int count)
{
	struct trust_journal *journal = &m->journals[m->user];
	bool right;
	struct stamp now = read_clocks(world, m, &right);

	while (count-- > 0 && world->press_count < TRUST_PRESSES) {
		size_t n = world->press_count++;
		struct trust_press *press = &world->presses[n];

		memset(press, 0, sizeof(*press));
		press->punch.id = (struct id){{0xaa, (uint8_t)(n * 89)}};
		press->punch.pressed = now;
		press->punch.number = ++journal->last[journal->current];
		press->punch.enrolment = world->enrolments[journal->current].id;
		press->true_ms = world->now_ms;
		press->was_right = right;
		press->stopped_ms = m->stopped_ms;
		journal->kept[journal->count++] = (struct trust_kept){
			.press = press, .enrolment = journal->current};
	}
}

static void
freeze(struct trust_world *world, struct trust_machine *m)
{
	(void)m;
	if (world->now_ms < world->frozen_until_ms)
		return;
	world->frozen_until_ms = world->now_ms + below(world, 4 * MINUTE);
	for (size_t i = 0; i < world->pending_count; i++) {
		struct trust_message *message = &world->pending[i];
		int64_t more_ms =
			world->frozen_until_ms - message->contact.received_ms;

		if (more_ms <= 0)
			continue;
		message->contact.received_ms += more_ms;
		message->truth.took_ms += more_ms;
	}
}

static void
pause(struct trust_world *world, struct trust_machine *m)
{
	int64_t for_ms = below(world, one_in(world, 2) ? 10 * HOUR : HOUR);

	pass(world, for_ms);
	m->stopped_ms += for_ms;
	/* The wall clock may stand still too, until somebody sets it. */
	if (one_in(world, 2)) {
		m->is_disciplined = false;
		m->wall_off_ms = -for_ms;
	}
}

static void
reboot(struct trust_world *world, struct trust_machine *m)
{
	pass(world, 20 * SECOND + below(world, 10 * MINUTE));
	boot(world, m);
}

/* A second machine gets all that the first one has. */
static void
clone(struct trust_world *world, struct trust_machine *m)
{
	(void)m;
	if (world->machine_count == TRUST_MACHINES)
		return;
	world->machines[1] = world->machines[0];
	world->machine_count = 2;
	boot(world, &world->machines[1]);
}

static void
restore(struct trust_world *world, struct trust_machine *m)
{
	if (m->is_copied && one_in(world, 2)) {
		for (int i = 0; i < TRUST_PEOPLE; i++) {
			int restored = m->journals[i].restored;

			m->journals[i] = m->copies[i];
			m->journals[i].restored = restored + 1;
		}
	}
	memcpy(m->copies, m->journals, sizeof(m->copies));
	m->is_copied = true;
}

static void
step_wall(struct trust_world *world, struct trust_machine *m)
{
	m->is_disciplined = one_in(world, 2);
	m->wall_off_ms = below(world, 4 * HOUR) - 2 * HOUR;
}

static void
talk(struct trust_world *world, int machine)
{
	int times = has(world, TRUST_MANY) ? 1 + (int)below(world, 3) : 1;

	while (times-- > 0) {
		for (int i = 0; i < TRUST_PEOPLE; i++)
			send_all(world, machine, i);
		if (times > 0 && one_in(world, 2))
			press(world, &world->machines[machine], 1);
		pass(world, below(world, SECOND));
	}
}

static void
sign_in_the_other(struct trust_world *world, struct trust_machine *m)
{
	(void)world;
	m->user = !m->user;
}

/* The network's time, or somebody, sets the clock right. */
static void
discipline(struct trust_world *world, struct trust_machine *m)
{
	m->is_disciplined = !has(world, TRUST_DRIFT);
}

static void
talk_now(struct trust_world *world, struct trust_machine *m)
{
	talk(world, (int)(m - world->machines));
}

static void
press_now(struct trust_world *world, struct trust_machine *m)
{
	press(world, m, has(world, TRUST_CREW) && one_in(world, 3) ? 8 : 1);
}

/* What happens next, each as often as its weight says. */
static void
happen(struct trust_world *world)
{
	static const struct {
		int weight;
		unsigned traits; /* only in worlds with one of them; 0: all */
		void (*act)(struct trust_world *, struct trust_machine *);
	} acts[] = {
		{1, TRUST_FROZEN, freeze},
		{1, TRUST_PAUSED, pause},
		{1, 0, reboot},
		{1, TRUST_REBOOTS, reboot},
		{1, TRUST_STEPS, step_wall},
		{1, TRUST_SHARED, sign_in_the_other},
		{1, TRUST_CLONED, clone},
		{1, TRUST_RESTORED, restore},
		{1, 0, discipline},
		{5, 0, talk_now},
		{6, 0, press_now},
	};
	struct trust_machine *m =
		&world->machines[below(world, world->machine_count)];
	int64_t left = below(world, 20);
	size_t i = 0;

	while (left >= acts[i].weight)
		left -= acts[i++].weight;
	if (acts[i].traits == 0 || (world->traits & acts[i].traits) != 0)
		acts[i].act(world, m);
}

static int64_t
some_while(struct trust_world *world)
{
	switch (below(world, 20)) {
	case 0:
		if (has(world, TRUST_OFFLINE))
			return below(world, 200 * DAY);
		return below(world, 2 * DAY);
	case 1:
	case 2:
	case 3:
		return below(world, 5 * HOUR);
	case 4:
	case 5:
		return below(world, SECOND);
	default:
		return below(world, 2 * MINUTE);
	}
}

/* All machines are up, the network is there: everything arrives. */
static void
come_to_rest(struct trust_world *world)
{
	const unsigned traits = world->traits;

	world->traits = 0;
	for (int round = 0; round < 12; round++) {
		pass(world, 5 * MINUTE);
		for (int i = 0; i < world->machine_count; i++)
			for (int k = 0; k < TRUST_PEOPLE; k++)
				send_all(world, i, k);
	}
	pass(world, MINUTE);
	for (int i = 0; i < world->machine_count; i++)
		for (int k = 0; k < TRUST_PEOPLE; k++) {
			struct trust_journal *journal =
				&world->machines[i].journals[k];

			for (size_t j = 0; j < journal->count; j++)
				journal->kept[j].press->kept = true;
		}
	for (int i = 0; i < world->enrolment_count; i++)
		trust_read(&world->enrolments[i]);
	world->traits = traits;
}

void
trust_world_run(struct trust_world *world, uint64_t seed)
{
	struct trust_machine *m = &world->machines[0];

	world->random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
	for (int i = 0; i < 8; i++)
		(void)below(world, 2);
	world->traits = (unsigned)below(world, 1 << TRUST_TRAITS) &
			(unsigned)below(world, 1 << TRUST_TRAITS);
	world->now_ms = BEGINNING + below(world, DAY);
	world->frozen_until_ms = 0;
	world->boots = world->enrolment_count = 0;
	world->press_count = world->pending_count = 0;
	world->machine_count = 1;
	memset(m, 0, sizeof(*m));
	boot(world, m);
	for (int i = 0; i < TRUST_PEOPLE; i++) {
		m->journals[i].current = -1;
		pass(world, below(world, HOUR));
		enrol(world, &m->journals[i]);
	}
	for (int i = 0; i < STEPS; i++) {
		pass(world, some_while(world));
		happen(world);
	}
	come_to_rest(world);
}
