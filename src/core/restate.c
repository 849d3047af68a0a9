#include "core/restate.h"

#include <assert.h>
#include <string.h>

#define STEP_MS 5000
#define DRIFT 10000 /* 100 ppm is one in so many */

static const char *const method_names[] = {
#define X(name, number, wire) [RESTATE_##name] = (wire),
	RESTATE_METHODS(X)
#undef X
};
#define METHOD_COUNT (sizeof(method_names) / sizeof(*method_names))

const char *
restate_method_name(enum restate_method method)
{
	return method_names[method];
}

int
restate_method_parse(const char *name)
{
	for (size_t i = 0; i < METHOD_COUNT; i++)
		if (strcmp(method_names[i], name) == 0)
			return (int)i;
	return -1;
}

const char *
restate_flag_name(enum restate_flag flag)
{
	static const struct {
		unsigned flag;
		const char *name;
	} flags[] = {
#define X(name, bit, wire) {RESTATE_##name, wire},
		RESTATE_FLAGS(X)
#undef X
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (flags[i].flag == (unsigned)flag)
			return flags[i].name;
	}
	return NULL;
}

bool
restate_is_exact(enum restate_method method)
{
	return method == RESTATE_SAME_BOOT || method == RESTATE_ANCHOR;
}

static int64_t
distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

bool
restate_clock_stepped(const struct stamp *earlier, const struct stamp *later)
{
	int64_t wall = later->wall_ms - earlier->wall_ms;
	int64_t boot = later->boottime_ms - earlier->boottime_ms;

	return id_equal(&earlier->boot, &later->boot) &&
	       distance(wall, boot) >= STEP_MS + distance(boot, 0) / DRIFT;
}

bool
restate_rolled_back(const struct contact *contact, const struct contact *others,
	size_t n, int64_t heard_ms)
{
	return heard_ms < contact->received_ms - CONTACT_SLACK_MS &&
	       !contact_lay_about(contact, others, n);
}

/* --- by its clocks ------------------------------------------------------- */

/* The contacts of the press's boot that speak of it; each may be NULL. */
struct anchors {
	const struct contact *before;   /* the last one made before it */
	const struct contact *first;    /* the first one made after it */
	const struct contact *quickest; /* of those within a day from then */
};

static void
find_neighbours(const struct stamp *pressed,
	const struct restate_evidence *evidence, struct anchors *found)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const struct contact *contact = &evidence->contacts[i];
		int64_t at = contact->now.boottime_ms;

		if (!id_equal(&contact->now.boot, &pressed->boot))
			continue;
		if (at >= pressed->boottime_ms) {
			if (found->first == NULL ||
				at < found->first->now.boottime_ms)
				found->first = contact;
		} else if (found->before == NULL ||
			   at > found->before->now.boottime_ms) {
			found->before = contact;
		}
	}
}

static void
find_quickest(const struct stamp *pressed,
	const struct restate_evidence *evidence, struct anchors *found)
{
	int64_t from = found->first->now.boottime_ms;

	found->quickest = found->first;
	for (size_t i = 0; i < evidence->count; i++) {
		const struct contact *contact = &evidence->contacts[i];
		int64_t at = contact->now.boottime_ms;

		if (id_equal(&contact->now.boot, &pressed->boot) &&
			at >= from && at - from <= CONTACT_DAY_MS &&
			contact_offset_ms(contact) <
				contact_offset_ms(found->quickest))
			found->quickest = contact;
	}
}

static int64_t
clamp(int64_t value, int64_t low, int64_t high)
{
	if (value < low)
		return low;
	return value > high ? high : value;
}

static void
go_by(enum restate_method method, const struct contact *contact,
	int64_t press_ms, struct restated *r)
{
	r->method = method;
	r->press_ms = press_ms;
	r->anchor_boottime_ms = contact->now.boottime_ms;
	r->anchor_received_ms = contact->received_ms;
}

static int64_t
by_wall(const struct stamp *pressed, const struct contact *contact)
{
	return pressed->wall_ms + contact->received_ms - contact->now.wall_ms;
}

/* Between two contacts of its boot, or before the first. */
static void
estimate_inside(const struct stamp *pressed, const struct anchors *found,
	struct restated *r)
{
	const struct contact *before = found->before;
	const struct contact *after = found->quickest;
	int64_t late_ms = pressed->boottime_ms + contact_offset_ms(after);
	int64_t early_ms, passed_ms;

	go_by(RESTATE_SAME_BOOT, after, late_ms, r);
	if (before == NULL)
		return;
	early_ms = pressed->boottime_ms + contact_offset_ms(before);
	passed_ms = after->now.boottime_ms - before->now.boottime_ms;
	if (late_ms - early_ms <= CONTACT_SLACK_MS + passed_ms / DRIFT)
		return;
	/* The boot's clock stood still in between, or somebody lies. */
	after = found->first;
	if (pressed->boottime_ms - before->now.boottime_ms <
		after->now.boottime_ms - pressed->boottime_ms)
		after = before;
	go_by(RESTATE_PAUSED, after,
		clamp(by_wall(pressed, after), early_ms, late_ms), r);
	r->flags |= RESTATE_BETWEEN;
}

static void
note_steps(const struct stamp *pressed, const struct anchors *found,
	struct restated *r)
{
	if ((found->before != NULL &&
		    restate_clock_stepped(&found->before->now, pressed)) ||
		(found->first != NULL &&
			restate_clock_stepped(pressed, &found->first->now)))
		r->flags |= RESTATE_STEPPED;
}

/* When the button was pressed, by the best clocks there are. */
static void
estimate(const struct stamp *pressed, const struct restate_evidence *evidence,
	struct restated *r)
{
	const struct contact *carrier = evidence->carrier;
	struct anchors found = {0};

	find_neighbours(pressed, evidence, &found);
	note_steps(pressed, &found, r);
	if (found.first != NULL) {
		find_quickest(pressed, evidence, &found);
		estimate_inside(pressed, &found, r);
	} else if (id_equal(&carrier->now.boot, &pressed->boot)) {
		/* Pressed after it was sent: its clocks contradict. */
		go_by(RESTATE_WALL, carrier, by_wall(pressed, carrier), r);
		r->flags |= RESTATE_FUTURE;
	} else if (found.before != NULL) {
		go_by(RESTATE_ANCHOR, found.before,
			pressed->boottime_ms + contact_offset_ms(found.before),
			r);
	} else {
		go_by(RESTATE_WALL, carrier, by_wall(pressed, carrier), r);
	}
	/* A clock that starts in 1970 may come out before it. */
	if (r->press_ms < 0)
		r->press_ms = 0;
}

/* --- what the contacts prove --------------------------------------------- */

/* Where the contacts leave a press, by what they told of its number. */
struct proof {
	int64_t told_ms;   /* receipt of the first contact that knew it */
	int64_t before_ms; /* not pressed before */
	/* What others would say that prove nothing, else 0: */
	int64_t doubt_ms; /* one that lay about */
	int64_t other_ms; /* one of a second machine */
};

/* What is carried before all else that was told may be another press. */
static bool
contacts_bound(int64_t number, const struct restate_evidence *evidence)
{
	return !evidence->brought && !evidence->rolled_back &&
	       number < evidence->fork_from;
}

static void
find_told(int64_t number, const struct restate_evidence *evidence,
	struct proof *proof)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const struct contact *contact = &evidence->contacts[i];

		if (contact->highest >= number &&
			contact->received_ms < proof->told_ms)
			proof->told_ms = contact->received_ms;
	}
}

static void
spread(int64_t *from_ms, int64_t *to_ms, int64_t at_ms)
{
	if (at_ms < *from_ms)
		*from_ms = at_ms;
	if (at_ms > *to_ms)
		*to_ms = at_ms;
}

/*
 * Whether the contact came from a second machine, seen from a press of this
 * boot: the contacts of its boot lie among those of the press's, or around
 * one, and no machine goes back into a boot. Its journal is a copy then, and
 * knows other presses.
 */
static bool
is_elsewhere(const struct contact *contact, const struct id *boot,
	const struct restate_evidence *evidence)
{
	int64_t here_from = INT64_MAX, here_to = 0;
	int64_t there_from = INT64_MAX, there_to = 0;

	if (id_equal(&contact->now.boot, boot))
		return false;
	for (size_t i = 0; i < evidence->count; i++) {
		const struct contact *other = &evidence->contacts[i];

		if (id_equal(&other->now.boot, boot))
			spread(&here_from, &here_to, other->received_ms);
		else if (id_equal(&other->now.boot, &contact->now.boot))
			spread(&there_from, &there_to, other->received_ms);
	}
	return here_from < there_to && there_from < here_to;
}

static void
raise_to(int64_t *ms, int64_t at_ms)
{
	if (at_ms > *ms)
		*ms = at_ms;
}

static void
find_before(const struct id *boot, const struct restate_evidence *evidence,
	struct proof *proof)
{
	for (size_t i = evidence->count; i-- > 0;) {
		const struct contact *contact = &evidence->contacts[i];
		int64_t at_ms = contact->received_ms - CONTACT_SLACK_MS;

		if (contact->received_ms >= proof->told_ms)
			continue;
		if (is_elsewhere(contact, boot, evidence)) {
			raise_to(&proof->other_ms, at_ms);
			continue;
		}
		if (contact_lay_about(
			    contact, evidence->contacts, evidence->count)) {
			raise_to(&proof->doubt_ms, at_ms);
			continue;
		}
		raise_to(&proof->before_ms, at_ms);
		return;
	}
}

/* Whether it was kept back: told, and not delivered at the next chance. */
static bool
is_held(const struct restate_evidence *evidence, int64_t told_ms)
{
	int64_t carried_ms = evidence->carrier->received_ms;

	if (carried_ms - told_ms <= RESTATE_FLAG_MS)
		return false;
	for (size_t i = 0; i < evidence->count; i++) {
		int64_t at_ms = evidence->contacts[i].received_ms;

		if (at_ms > told_ms && at_ms < carried_ms)
			return true;
	}
	return false;
}

static void
prove(const struct punch *punch, const struct restate_evidence *evidence,
	struct proof *proof)
{
	*proof = (struct proof){.told_ms = evidence->carrier->received_ms};
	if (!evidence->brought)
		proof->before_ms = evidence->begun_ms;
	if (contacts_bound(punch->number, evidence)) {
		find_told(punch->number, evidence, proof);
		find_before(&punch->pressed.boot, evidence, proof);
	}
	if (proof->before_ms > proof->told_ms)
		proof->before_ms = proof->told_ms;
}

/* Moves the press into its proven interval. */
static void
put_inside(const struct proof *proof, int64_t received_ms, struct restated *r)
{
	int64_t was_ms = r->press_ms;

	r->not_before_ms = proof->before_ms;
	r->not_after_ms = proof->told_ms;
	if (was_ms > received_ms)
		r->flags |= RESTATE_FUTURE;
	if (was_ms > r->not_after_ms)
		r->flags |= RESTATE_CLAMPED;
	if (was_ms < r->not_before_ms)
		r->flags |= RESTATE_LIFTED;
	r->press_ms = clamp(was_ms, r->not_before_ms, r->not_after_ms);
	if (distance(r->press_ms, was_ms) > RESTATE_FLAG_MS ||
		proof->doubt_ms - r->press_ms > RESTATE_FLAG_MS)
		r->flags |= RESTATE_MOVED;
	if (proof->other_ms - r->press_ms > RESTATE_FLAG_MS)
		r->flags |= RESTATE_FORK;
}

void
restate_punch(const struct punch *punch,
	const struct restate_evidence *evidence, struct restated *restated_out)
{
	const struct contact *carrier = evidence->carrier;
	struct restated r = {0};
	struct proof proof;

	assert(carrier >= evidence->contacts &&
		carrier < evidence->contacts + evidence->count);
	estimate(&punch->pressed, evidence, &r);
	prove(punch, evidence, &proof);
	put_inside(&proof, carrier->received_ms, &r);
	if (!evidence->brought && !contacts_bound(punch->number, evidence))
		r.flags |= RESTATE_FORK;
	if (is_held(evidence, proof.told_ms))
		r.flags |= RESTATE_HELD;
	if (r.method == RESTATE_WALL &&
		r.not_after_ms - r.not_before_ms > RESTATE_FLAG_MS)
		r.flags |= RESTATE_UNPROVEN;
	*restated_out = r;
}
