#ifndef CORE_RECKON_H
#define CORE_RECKON_H

/*
 * One clock on a device: what it reckons (how long, how much is left, whether
 * something was forgotten, how old news are) goes by the service's time. That
 * is the last authenticated answer's, carried on by the boot clock; the wall
 * clock is only what a punch claims (connect-rules(7), One clock).
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/stamp.h"

/* What the service's clock said, and this device's at that moment. */
struct reckoning {
	int64_t service_ms; /* Unix time; 0: it never said anything */
	int64_t wall_ms;
	int64_t boottime_ms;
	struct id boot;
};

/* What an answer that says so much tells, read at `now`. */
struct reckoning reckon_told(int64_t service_ms, const struct stamp *now);

/*
 * The service's time now. Exact within the boot of the answer. In a later boot
 * by the wall clock, less what that was wrong by when the service answered;
 * where it was wrong by more than two days it was not set at all, and is taken
 * as it is once it is nearer to the answer than to what it said then. Never
 * before the answer and the time since this boot. Without an answer: the wall
 * clock.
 */
int64_t reckon_now(const struct reckoning *told, const struct stamp *now);

/* The service's time at a press, which may lie before the answer. Likewise. */
int64_t reckon_press(const struct reckoning *told, const struct stamp *pressed);

/* Whether `told` says anything that could not be reckoned from `before`. */
bool
reckon_is_news(const struct reckoning *before, const struct reckoning *told);

#endif
