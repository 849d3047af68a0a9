#include "core/restate.h"

#include <stddef.h>

#define STEP_MS 5000

static const char *const names[] = {
#define X(name, wire) [RESTATE_##name] = (wire),
	RESTATE_METHODS(X)
#undef X
};

const char *
restate_method_name(enum restate_method method)
{
	return names[method];
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
		if (flags[i].flag == flag)
			return flags[i].name;
	}
	return NULL;
}

static int64_t
distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* When the button was pressed, by the best evidence there is. */
static void
estimate_press(const struct stamp *pressed,
	const struct restate_delivery *delivery,
	const struct restate_anchor *anchor, struct restated *press)
{
	if (id_equal(&pressed->boot, &delivery->now.boot)) {
		press->method = RESTATE_SAME_BOOT;
		press->at_ms =
			delivery->received_ms -
			(delivery->now.boottime_ms - pressed->boottime_ms);
	} else if (anchor != NULL && anchor->known) {
		press->method = RESTATE_ANCHOR;
		press->at_ms = anchor->received_ms -
			       (anchor->boottime_ms - pressed->boottime_ms);
	} else {
		press->method = RESTATE_WALL;
		press->at_ms = pressed->wall_ms +
			       (delivery->received_ms - delivery->now.wall_ms);
	}
	/* A clock that starts in 1970 may come out before it. */
	if (press->at_ms < 0)
		press->at_ms = 0;
}

bool
restate_punch(const struct punch *punch,
	const struct restate_delivery *delivery,
	const struct restate_anchor *anchor, int64_t previous_ms,
	struct restated *restated_out)
{
	const struct stamp *pressed = &punch->pressed;
	int64_t claimed = pressed->wall_ms;
	struct restated r = {0};

	if (id_equal(&pressed->boot, &delivery->now.boot) &&
		pressed->boottime_ms > delivery->now.boottime_ms)
		return false;
	estimate_press(pressed, delivery, anchor, &r);
	if (r.at_ms > delivery->received_ms) {
		r.at_ms = delivery->received_ms;
		r.flags |= RESTATE_FUTURE;
	}
	if (r.at_ms < previous_ms) {
		r.at_ms = previous_ms;
		r.flags |= RESTATE_LIFTED;
	}
	if (punch->has_chosen) {
		claimed = punch->chosen_ms;
		r.method = RESTATE_CHOSEN;
		if (claimed <= r.at_ms) {
			/* As typed: nothing was done to this time. */
			r.at_ms = claimed;
			r.flags = 0;
		}
	}
	if (distance(r.at_ms, claimed) > RESTATE_FLAG_MS)
		r.flags |= RESTATE_DIFFERS;
	*restated_out = r;
	return true;
}

bool
restate_clock_stepped(const struct stamp *earlier, const struct stamp *later)
{
	int64_t wall = later->wall_ms - earlier->wall_ms;
	int64_t boot = later->boottime_ms - earlier->boottime_ms;

	/* 100 ppm is one in 10,000. */
	return id_equal(&earlier->boot, &later->boot) &&
	       distance(wall, boot) >= STEP_MS + distance(boot, 0) / 10000;
}
