#ifndef CORE_RESTATE_H
#define CORE_RESTATE_H

/*
 * When was this button pressed really? From the stamp of the press, and the
 * contacts that the service had with its enrolment (connect-rules(7), Truth
 * and time). The claimed time is never rewritten; both are kept.
 *
 * The result is the press by itself, inside its proven interval; what the
 * other presses of its enrolment say of it is core/order.h's.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/contact.h"
#include "core/punch.h"
#include "core/stamp.h"

#define RESTATE_FLAG_MS (5 * 60 * 1000) /* a larger difference is flagged */
/* A later contact that is so much quicker restates what stands; less is not
 * worth a row of the ledger. */
#define RESTATE_QUICKER_MS 500

/* X(name, number on disk, name on the wire and in the ledger) */
#define RESTATE_METHODS(X)                                                     \
	X(SAME_BOOT, 0, "same-boot") /* a contact of its boot, made later */   \
	X(ANCHOR, 1, "anchor")       /* such a one, made before the press */   \
	X(PAUSED, 2, "paused")       /* between two that contradict */         \
	X(WALL, 3, "wall")           /* wall clock + the carrier's offset */

enum restate_method {
#define X(name, number, wire) RESTATE_##name = (number),
	RESTATE_METHODS(X)
#undef X
};

/* X(name, bit, name on the wire) */
#define RESTATE_FLAGS(X)                                                       \
	X(DIFFERS, 0, "differs")   /* > 5 minutes from the claimed time */     \
	X(FUTURE, 1, "future")     /* came out after its receipt or sending */ \
	X(LIFTED, 2, "lifted")     /* to its not-before, or a predecessor */   \
	X(CLAMPED, 3, "clamped")   /* to its not-after, or an exact press */   \
	X(STEPPED, 4, "stepped")   /* the wall clock was moved in its boot */  \
	X(FORK, 5, "fork")         /* another press has its number, or may */  \
	X(BETWEEN, 6, "paused")    /* the machine was paused, or lies */       \
	X(UNPROVEN, 7, "unproven") /* wall clock alone, interval > 5 min */    \
	X(HELD, 8, "held")    /* delivered > 5 minutes after it was told */    \
	X(MOVED, 9, "moved")  /* its interval moved it by > 5 minutes, or a    \
				 contact that lay about would have */          \
	X(ENDED, 10, "ended") /* pressed under an ended enrolment */

/* Flags of a time: a set of bits. */
enum restate_flag {
#define X(name, bit, wire) RESTATE_##name = 1 << (bit),
	RESTATE_FLAGS(X)
#undef X
};

/* What the service knows of the enrolment that a press belongs to. */
struct restate_evidence {
	/* Of its enrolment, in order of received_ms: all, or at least those
	 * that matter (see restate_punch). Brought: of the bringing one. */
	const struct contact *contacts;
	size_t count;
	const struct contact *carrier; /* the one of them that delivers it */
	int64_t begun_ms;  /* the enrolment's beginning, service time */
	int64_t fork_from; /* of a fork or a roll-back: contacts bound no number
			      from here on; INT64_MAX: none is known */
	bool rolled_back;  /* the carrier knew less than the service did */
	bool brought;      /* by another enrolment: no bounds at all */
};

struct restated {
	int64_t press_ms; /* Unix time of the press, before any ordering */
	enum restate_method method;
	int64_t anchor_boottime_ms; /* of the contact it goes by */
	int64_t anchor_received_ms;
	int64_t not_before_ms; /* 0: nothing is proven */
	int64_t not_after_ms;  /* at most its receipt */
	unsigned flags;        /* without RESTATE_DIFFERS and RESTATE_ENDED */
};

/*
 * Restates one press. What matters of the contacts: the first received that
 * tells its number or a higher one, and the last ones received before that,
 * with those of their boots made within 24 hours from them; of its own boot
 * the last made before it, and all made within 24 hours from the first made
 * after it.
 *
 * A press is restated again when a contact of its boot comes that is quicker,
 * within those 24 hours; an exact one also when fork_from sinks to its number
 * or below, since what it was lifted by may have been of another copy.
 */
void restate_punch(const struct punch *punch,
	const struct restate_evidence *evidence, struct restated *restated_out);

/* Whether a method goes by a clock that nobody sets. */
bool restate_is_exact(enum restate_method method);

/*
 * Whether the contact is a roll-back: it did not lie about, and tells less
 * than the service had heard (heard_ms: when the number after its highest was
 * first told) 30 s before it came.
 */
bool restate_rolled_back(const struct contact *contact,
	const struct contact *others, size_t n, int64_t heard_ms);

/*
 * Whether the wall clock was moved between two observations of one boot: they
 * differ by 5 s + 100 ppm or more. False for different boots.
 */
bool
restate_clock_stepped(const struct stamp *earlier, const struct stamp *later);

/* The wire name of one flag (one bit), NULL when it is none. */
const char *restate_flag_name(enum restate_flag flag);

/* The wire name of a method; its method, -1 when there is none. */
const char *restate_method_name(enum restate_method method);
int restate_method_parse(const char *name);

#endif
