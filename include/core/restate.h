#ifndef CORE_RESTATE_H
#define CORE_RESTATE_H

/*
 * When was this punch really? From the stamp of the press, the stamp of the
 * delivery and the instant it was received: connect-rules(7), Restating. The
 * claimed time is never rewritten; both are kept.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/punch.h"
#include "core/stamp.h"

#define RESTATE_FLAG_MS (5 * 60 * 1000) /* a larger difference is flagged */

/* X(name, name on the wire and in the ledger) */
#define RESTATE_METHODS(X)                                                     \
	X(SAME_BOOT, "same-boot") /* received - boottime passed: exact */      \
	X(ANCHOR, "anchor")       /* a delivery of the punch's own boot */     \
	X(WALL, "wall")           /* wall clock + the delivery's offset */     \
	X(CHOSEN, "chosen")       /* a person's word */

enum restate_method {
#define X(name, wire) RESTATE_##name,
	RESTATE_METHODS(X)
#undef X
};

/* X(name, bit, name on the wire) */
#define RESTATE_FLAGS(X)                                                       \
	X(DIFFERS, 0, "differs") /* > 5 minutes from the claimed time */       \
	X(FUTURE, 1, "future")   /* clamped to received */                     \
	X(LIFTED, 2, "lifted")   /* raised to the device's previous punch */

/* Flags of a restated time: a set of bits. */
enum restate_flag {
#define X(name, bit, wire) RESTATE_##name = 1 << (bit),
	RESTATE_FLAGS(X)
#undef X
};

/* A delivery made in some boot of the device: its boot time when received. */
struct restate_anchor {
	bool known;
	int64_t boottime_ms;
	int64_t received_ms;
};

struct restate_delivery {
	struct stamp now;    /* the device's clocks when it sent */
	int64_t received_ms; /* the service's clock */
};

struct restated {
	int64_t at_ms; /* effective time, Unix time */
	enum restate_method method;
	unsigned flags;
};

/*
 * Restates one punch. `anchor` is the last delivery of the punch's own boot
 * (when that is not the delivery's boot). previous_ms is the effective time of
 * the device's punch before it in sequence, INT64_MIN when there is none.
 * Returns false when the stamps contradict each other (same boot, pressed
 * after it was sent): the punch is to be refused.
 *
 * A chosen time is taken as typed, without flags and whatever came before it,
 * unless it is later than the restated press, which then stands for it.
 */
bool restate_punch(const struct punch *punch,
	const struct restate_delivery *delivery,
	const struct restate_anchor *anchor, int64_t previous_ms,
	struct restated *restated_out);

/*
 * Whether the wall clock was moved between two observations of one boot: they
 * differ by 5 s + 100 ppm or more. False for different boots.
 */
bool
restate_clock_stepped(const struct stamp *earlier, const struct stamp *later);

/* The wire name of one flag (one bit), NULL when it is none. */
const char *restate_flag_name(enum restate_flag flag);

/* The wire name of a method. */
const char *restate_method_name(enum restate_method method);

#endif
