/*
 * Thousands of honest worlds (tests/lib/trust_world.h): whatever happens to
 * machines, networks and the service, every press stands once, at its time.
 * TRUST_WORLDS says how many, TRUST_SEED which is the first: so the one that a
 * failure names is run again.
 */

#include <stdio.h>
#include <stdlib.h>

#include "lib/cmocka_all.h"
#include "lib/trust_world.h"

#define WORLDS 30000
#define PROMPT_MS 400 /* a contact that took no longer is exact */
#define EXACT_MS 1000 /* so is a press that goes by it */
#define DRIFT 10000   /* 100 ppm is one in so many */
#define MINUTE INT64_C(60000)
#define COPIES (TRUST_CLONED | TRUST_RESTORED)
#define MONTHS (TRUST_OFFLINE | TRUST_DRIFT)

static struct trust_world world;
static unsigned long caught; /* where it is wrong on purpose */

/* One press on the bench: what is true of it. */
struct look {
	uint64_t seed;
	const struct trust_enrolment *enrolment;
	const struct trust_press *press;
	/* The contact that it goes by, and the one that it should. */
	const struct contact *anchor, *best;
	const struct trust_contact *anchor_truth, *best_truth;
};

static void
fail_at(const struct look *look, const char *what)
{
	const struct trust_press *press = look->press;

	if (world.forgets) {
		caught++;
		return;
	}
	fail_msg("TRUST_SEED=%llu TRUST_WORLDS=1 (traits %#x): number %lld of "
		 "enrolment %d: %s: by %s, flags %#x, off by %lld ms, proven "
		 "from %lld to %lld ms from the truth",
		(unsigned long long)look->seed, world.traits,
		(long long)press->punch.number, look->enrolment->id.bytes[1],
		what, restate_method_name(press->restated.method),
		press->placed.flags,
		(long long)(press->placed.press_ms - press->true_ms),
		(long long)(press->restated.not_before_ms - press->true_ms),
		(long long)(press->restated.not_after_ms - press->true_ms));
}

static int64_t
distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

static void
find_anchor(struct look *look)
{
	const struct restated *restated = &look->press->restated;

	for (size_t i = 0; i < look->enrolment->count; i++) {
		look->anchor = &look->enrolment->contacts[i];
		look->anchor_truth = &look->enrolment->truths[i];
		if (look->anchor->received_ms == restated->anchor_received_ms &&
			look->anchor->now.boottime_ms ==
				restated->anchor_boottime_ms)
			return;
	}
	fail_at(look, "goes by no contact");
}

/* Takes a contact for the best if its boot's clock ran through until then. */
static void
consider(struct look *look, size_t i)
{
	const struct trust_contact *truth = &look->enrolment->truths[i];

	if (truth->stopped_ms != look->press->stopped_ms)
		return;
	look->best = &look->enrolment->contacts[i];
	look->best_truth = truth;
}

/* Of the day from the first one after it the quickest, by what is true; where
 * there is none, the last before it. */
static void
find_best(struct look *look)
{
	const struct trust_enrolment *enrolment = look->enrolment;
	const struct stamp *pressed = &look->press->punch.pressed;
	int64_t first = INT64_MAX, last = -1;

	for (size_t i = 0; i < enrolment->count; i++) {
		const struct stamp *now = &enrolment->contacts[i].now;

		if (!id_equal(&now->boot, &pressed->boot))
			continue;
		if (now->boottime_ms >= pressed->boottime_ms &&
			now->boottime_ms < first)
			first = now->boottime_ms;
		if (now->boottime_ms < pressed->boottime_ms &&
			now->boottime_ms > last)
			last = now->boottime_ms;
	}
	for (size_t i = 0; i < enrolment->count; i++) {
		const struct stamp *now = &enrolment->contacts[i].now;

		if (!id_equal(&now->boot, &pressed->boot))
			continue;
		if (first == INT64_MAX
				? now->boottime_ms == last
				: now->boottime_ms >= first &&
					  now->boottime_ms - first <=
						  CONTACT_DAY_MS &&
					  (look->best == NULL ||
						  enrolment->truths[i].took_ms <
							  look->best_truth
								  ->took_ms))
			consider(look, i);
	}
}

static bool
is_exact(const struct look *look)
{
	return restate_is_exact(look->press->restated.method);
}

static bool
is_paused(const struct look *look)
{
	return look->press->restated.method == RESTATE_PAUSED;
}

/* Its boot's clock ran through to a contact that reached the service. */
static bool
is_prompt(const struct look *look)
{
	return look->best != NULL && look->best_truth->took_ms <= PROMPT_MS &&
	       !is_paused(look);
}

/* What a boot's clock may be wrong by from the press to a contact, and over the
 * day in which a quicker one is looked for. */
static int64_t
drift_ms(const struct look *look, const struct contact *contact)
{
	int64_t passed_ms = distance(look->press->punch.pressed.boottime_ms,
		contact->now.boottime_ms);

	return (passed_ms + CONTACT_DAY_MS) /
	       (world.traits & TRUST_DRIFT ? DRIFT : 10 * DRIFT);
}

/* How far off it may be. One that could not be told better is as it is. */
static int64_t
uncertainty_ms(const struct look *look)
{
	if (is_prompt(look))
		return EXACT_MS + drift_ms(look, look->best);
	return distance(look->press->restated.press_ms, look->press->true_ms);
}

/* All clocks that spoke of it were right. */
static bool
is_right(const struct look *look)
{
	const struct trust_enrolment *enrolment = look->enrolment;

	return look->press->was_right && look->anchor_truth->was_right &&
	       enrolment->truths[look->press->carrier].was_right &&
	       (!is_exact(look) || look->anchor_truth->stopped_ms ==
					   look->press->stopped_ms);
}

/*
 * Whether a contact waited for longer than the rules allow for, and nothing
 * told: no one of its boot came later, within a day, that was quicker by more
 * than they allow for and clocks can drift.
 */
static bool
waited_unseen(const struct trust_enrolment *enrolment, size_t i)
{
	const struct contact *slow = &enrolment->contacts[i];

	int64_t took_ms = enrolment->truths[i].took_ms - CONTACT_SLACK_MS;

	if (took_ms <= 0)
		return false;
	for (size_t k = 0; k < enrolment->count; k++) {
		const struct contact *other = &enrolment->contacts[k];
		int64_t passed_ms =
			other->now.boottime_ms - slow->now.boottime_ms;

		if (id_equal(&other->now.boot, &slow->now.boot) &&
			passed_ms >= 0 && passed_ms <= CONTACT_DAY_MS &&
			took_ms - enrolment->truths[k].took_ms >
				2 * passed_ms / DRIFT &&
			enrolment->truths[k].stopped_ms ==
				enrolment->truths[i].stopped_ms)
			return false;
	}
	return true;
}

/* Whether its not-before is of such a contact. */
static bool
is_excused(const struct look *look)
{
	const struct trust_enrolment *enrolment = look->enrolment;
	int64_t from_ms =
		look->press->restated.not_before_ms + CONTACT_SLACK_MS;

	for (size_t i = 0; i < enrolment->count; i++)
		if (enrolment->contacts[i].received_ms == from_ms &&
			waited_unseen(enrolment, i))
			return true;
	return false;
}

/* --- what is promised ---------------------------------------------------- */

/* What the presses before it leave to say of the next one. */
struct before {
	int64_t press_ms;
	int64_t off_ms; /* the most that an exact one of them is off */
	bool all_right;
};

static void
check_interval(const struct look *look)
{
	const struct trust_press *press = look->press;

	if (press->true_ms > press->restated.not_after_ms)
		fail_at(look, "pressed after its not-after");
	/* A witness that is quicker by less does not restate it. */
	if (press->true_ms + RESTATE_QUICKER_MS < press->restated.not_before_ms)
		fail_at(look, "pressed before its not-before");
}

static void
check_time(const struct look *look, const struct before *before)
{
	int64_t off_ms =
		distance(look->press->placed.press_ms, look->press->true_ms);
	int64_t most_ms = uncertainty_ms(look);

	if (most_ms < before->off_ms)
		most_ms = before->off_ms;
	if (is_prompt(look) && off_ms > most_ms)
		fail_at(look, "not at its time");
}

static void
check_flags(const struct look *look, const struct before *before)
{
	unsigned flags = look->press->placed.flags;

	if (flags & RESTATE_FORK)
		fail_at(look, "a fork, it says");
	/* A second process may tell a number and not carry it. */
	if ((flags & RESTATE_HELD) && !(world.traits & TRUST_MANY))
		fail_at(look, "held back, it says");
	/* Between two contacts that are months apart, both bounds drift. */
	if (is_paused(look) && (world.traits & TRUST_OFFLINE))
		return;
	if (is_right(look) &&
		drift_ms(look, look->anchor) + look->anchor_truth->took_ms <
			RESTATE_FLAG_MS - MINUTE / 2 &&
		before->off_ms < RESTATE_FLAG_MS - MINUTE / 2 &&
		(is_exact(look) || before->all_right) &&
		(flags & (RESTATE_DIFFERS | RESTATE_MOVED)))
		fail_at(look, "flagged, and its clock was right");
}

/* A machine that ran through is not said to have been paused, unless no
 * contact told in time. */
static void
check_pause(const struct look *look)
{
	const struct trust_enrolment *enrolment = look->enrolment;
	const struct id *boot = &look->press->punch.pressed.boot;

	if (!(look->press->placed.flags & RESTATE_BETWEEN))
		return;
	for (size_t i = 0; i < enrolment->count; i++)
		if (id_equal(&enrolment->contacts[i].now.boot, boot) &&
			(enrolment->truths[i].took_ms > CONTACT_SLACK_MS ||
				enrolment->truths[i].stopped_ms !=
					look->press->stopped_ms))
			return;
	fail_at(look, "paused, it says");
}

/* The last contact of its boot made before the press; -1: none. */
static int
find_last_before(const struct look *look)
{
	const struct trust_enrolment *enrolment = look->enrolment;
	const struct stamp *pressed = &look->press->punch.pressed;
	int64_t last = -1;
	int found = -1;

	for (size_t i = 0; i < enrolment->count; i++) {
		const struct stamp *now = &enrolment->contacts[i].now;

		if (!id_equal(&now->boot, &pressed->boot) ||
			now->boottime_ms >= pressed->boottime_ms ||
			now->boottime_ms <= last)
			continue;
		last = now->boottime_ms;
		found = (int)i;
	}
	return found;
}

/* One that stood still for more than a minute, and than clocks can drift, is
 * found out, where a prompt contact stands before it. */
static void
check_no_pause(const struct look *look)
{
	const struct trust_enrolment *enrolment = look->enrolment;
	int last = find_last_before(look);
	int64_t stood_ms, passed_ms;

	if (last < 0 || look->press->restated.method != RESTATE_SAME_BOOT)
		return;
	stood_ms = look->anchor_truth->stopped_ms -
		   enrolment->truths[last].stopped_ms;
	passed_ms = look->anchor->now.boottime_ms -
		    enrolment->contacts[last].now.boottime_ms;
	if (enrolment->truths[last].took_ms <= PROMPT_MS &&
		stood_ms > MINUTE + 2 * passed_ms / DRIFT)
		fail_at(look, "paused, and nobody says so");
}

/* Where the boot's clock stood still, right wall clocks tell, as well as the
 * contacts around let them: one may have waited, or be months away. */
static void
check_paused_time(const struct look *look)
{
	const struct restated *restated = &look->press->restated;

	if (is_paused(look) && is_right(look) &&
		(world.traits & MONTHS) != MONTHS &&
		look->anchor_truth->took_ms <= PROMPT_MS &&
		!(look->press->placed.flags & RESTATE_LIFTED) &&
		distance(restated->press_ms, look->press->true_ms) > 6 * MINUTE)
		fail_at(look, "not at its time, between pauses");
}

static void
check_press(const struct look *look, struct before *before)
{
	int64_t off_ms;

	if (look->press->placed.press_ms < before->press_ms)
		fail_at(look, "before the press before it");
	if (!is_excused(look)) {
		check_interval(look);
		check_time(look, before);
		check_flags(look, before);
	}
	check_pause(look);
	check_no_pause(look);
	check_paused_time(look);
	before->press_ms = look->press->placed.press_ms;
	off_ms = uncertainty_ms(look);
	if (is_exact(look) && off_ms > before->off_ms)
		before->off_ms = off_ms;
	before->all_right &= is_right(look);
}

static struct look
look_at(uint64_t seed, const struct trust_enrolment *enrolment, size_t i)
{
	struct look look = {.seed = seed,
		.enrolment = enrolment,
		.press = enrolment->presses[i]};

	find_anchor(&look);
	find_best(&look);
	return look;
}

/* --- the worlds ---------------------------------------------------------- */

static uint64_t
setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void
check_all_stand(uint64_t seed)
{
	for (size_t i = 0; i < world.press_count; i++)
		if (world.presses[i].kept && !world.presses[i].stands)
			fail_msg("TRUST_SEED=%llu: a press is lost",
				(unsigned long long)seed);
}

/* One journal: everything that is promised holds. */
static void
check_enrolment(uint64_t seed, const struct trust_enrolment *enrolment)
{
	struct before before = {.all_right = true};

	for (size_t i = 0; i < enrolment->press_count; i++) {
		struct look look = look_at(seed, enrolment, i);

		check_press(&look, &before);
	}
}

/* Whether a press stands elsewhere than it was pressed. */
static bool
is_off(const struct look *look, int64_t before_off_ms)
{
	int64_t most_ms = uncertainty_ms(look);

	if (most_ms < before_off_ms)
		most_ms = before_off_ms;
	return is_prompt(look) && !is_excused(look) &&
	       distance(look->press->placed.press_ms, look->press->true_ms) >
		       most_ms;
}

/* A journal of which there are two, while neither machine knows. Counts what
 * is not at its time, which must say that it was moved. */
static unsigned long
count_off(uint64_t seed, const struct trust_enrolment *enrolment)
{
	int64_t off_ms = 0;
	unsigned long off = 0;

	for (size_t i = 0; i < enrolment->press_count; i++) {
		struct look look = look_at(seed, enrolment, i);
		unsigned flags = look.press->placed.flags;

		if (is_off(&look, off_ms)) {
			off++;
			if (!(flags & (RESTATE_LIFTED | RESTATE_CLAMPED)))
				fail_at(&look, "moved unseen");
		}
		if (is_exact(&look) && uncertainty_ms(&look) > off_ms)
			off_ms = uncertainty_ms(&look);
	}
	return off;
}

static void
test_honest_worlds(void **state)
{
	uint64_t first = setting("TRUST_SEED", 0);
	uint64_t count = setting("TRUST_WORLDS", WORLDS);
	unsigned long presses = 0, copied = 0, off = 0;

	for (uint64_t seed = first; seed < first + count; seed++) {
		trust_world_run(&world, seed);
		check_all_stand(seed);
		presses += world.press_count;
		if (world.traits & COPIES)
			copied += world.press_count;
		for (int k = 0; k < world.enrolment_count; k++) {
			if (world.traits & COPIES)
				off += count_off(seed, &world.enrolments[k]);
			else
				check_enrolment(seed, &world.enrolments[k]);
		}
	}
	printf("%lu presses; of %lu in copied journals %lu were moved\n",
		presses, copied, off);
	/* Nearly all of those stand at their time too. */
	if (count >= WORLDS)
		assert_true(off * 4000 < copied);
}

/* A service that is wrong on purpose is found out. */
static void
test_control(void **state)
{
	world.forgets = true;
	for (uint64_t seed = 0; seed < 100; seed++) {
		trust_world_run(&world, seed);
		for (int k = 0; k < world.enrolment_count; k++)
			if (!(world.traits & COPIES))
				check_enrolment(seed, &world.enrolments[k]);
	}
	world.forgets = false;
	printf("%lu caught\n", caught);
	assert_true(caught > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_honest_worlds),
		cmocka_unit_test(test_control),
	};

	return cmocka_run_group_tests_name("trust", tests, NULL, NULL);
}
