#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

/*
 * The clock of one employee: the state that follows from punches, and what
 * each button does in it: connect-rules(7), States and buttons, Punches without
 * effect.
 *
 * Both programs use it: the panel over the service's last word plus its own
 * punches, the service over its ledger. Nothing is ever refused here: a punch
 * that makes no sense is kept without effect and marked.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "calendar/zone.h"
#include "core/policy.h"
#include "core/punch.h"

/* X(name, number on disk, name on the wire) */
#define CLOCK_MODES(X)                                                         \
	X(OUT, 0, "out")                                                       \
	X(IN, 1, "in")                                                         \
	X(MEAL, 2, "meal")

enum clock_mode {
#define X(name, number, wire) CLOCK_##name = (number),
	CLOCK_MODES(X)
#undef X
};

/* The place of a punch in the order of all: time, number, enrolment, id. */
struct clock_key {
	int64_t at_ms;
	int64_t number;
	struct id enrolment;
	struct id id;
};

/* How a record or break began. */
struct clock_start {
	int64_t number; /* of the punch `last` */
	struct id enrolment;
	enum punch_kind kind;
	bool after_meal; /* it ended a break, which was one */
};

/*
 * The state, and all that the fold needs to go on behind it: it can be stored
 * and taken up again. All zero: OUT, and nothing known.
 */
struct clock_state {
	enum clock_mode mode;
	int64_t since_ms;   /* start of the record or break; OUT: of being out;
			       0 when nothing is known yet */
	struct id location; /* IN: the job. MEAL: the job it returns to */
	struct id cost_code;
	struct id last;    /* the punch that led here, nil when none */
	int64_t day_ms;    /* first GO of the first run of the day, 0: none */
	int64_t worked_ms; /* work of that day before since_ms, meals out */
	int meals_taken;   /* breaks begun in that day */
	struct clock_start start; /* IN, MEAL; OUT: all zero */
	struct clock_key folded;  /* the last punch of all, whatever it did */
};

/* One punch as the clock sees it. */
struct clock_event {
	struct id id;
	enum punch_kind kind;
	struct id location;
	struct id cost_code;
	struct id target;
	struct id enrolment;
	int64_t number;
	int64_t at_ms; /* the time that counts, Unix time */
	struct id boot;
	int64_t boottime_ms;
	/* Its proven interval, of the press; 0: unknown. */
	int64_t not_before_ms;
	int64_t not_after_ms;
	bool has_chosen;
};

/* What a punch did, or why it did nothing. A set of bits. */
enum clock_effect {
	CLOCK_EFFECT_NONE = 0,
	CLOCK_EFFECT_UNEXPECTED = 1 << 0,  /* kept without effect */
	CLOCK_EFFECT_ORPHAN_STOP = 1 << 1, /* STOP while OUT: incomplete line */
	CLOCK_EFFECT_SHORT_MEAL = 1 << 2,  /* break ended before its minutes */
	CLOCK_EFFECT_VOIDED = 1 << 3,      /* undone by a later void */
	/* What it ended was longer than the company's maximum: none. */
	CLOCK_EFFECT_OVER_MAXIMUM = 1 << 4,
};

/* The longest record of every company, whatever its setting says. */
#define CLOCK_RECORD_MAX_MINUTES (16 * 60)

struct clock_rules {
	struct meal_policy meal;
	const struct zone *zone; /* the company's, cuts days; NULL: UTC days */
	int max_record_minutes;  /* the company's longest record; 0: none */
	/* By from_ms, rising: where there are any, the meal and the longest
	 * record are of the one that holds at an event, for the fold. */
	const struct time_span *spans;
	size_t span_count;
};

/* The longest record that a punch at this time can end; INT64_MAX: any. */
int64_t clock_longest_ms(const struct clock_rules *rules, int64_t at_ms);

/* The place of an event in the order. */
struct clock_key clock_key_of(const struct clock_event *event);

/* -1, 0, 1 in the order of all. */
int clock_key_compare(const struct clock_key *x, const struct clock_key *y);

/* Order of punches, by struct clock_key. For qsort. */
int clock_event_compare(const void *a, const void *b);

/* Whether the event comes behind all that was folded into the state: then the
 * fold can go on there, and comes out as one over all events. */
bool clock_is_behind(
	const struct clock_event *event, const struct clock_state *state);

/* Told of each event in their order: what it did (enum clock_effect), and the
 * state behind it. */
struct clock_sink {
	void (*on_event)(void *ctx, const struct clock_event *event,
		unsigned effects, const struct clock_state *behind);
	void *ctx;
};

/*
 * The fold: takes n events, given in any order, into the state, in the order of
 * clock_event_compare. An event that is earlier than the state counts as of the
 * instant of the state. `sink` may be NULL.
 *
 * Voids are resolved among the events. One takes effect up to and including
 * 30.000 s after its target, by the clock of the boot that both were pressed
 * in, under one enrolment, unless their proven intervals lie further apart;
 * any other, or one whose target is not among the events, is unexpected. So a
 * void wants a fold from a state before its target.
 */
void clock_fold(const struct clock_rules *rules, struct clock_state *state,
	const struct clock_event *events, size_t n,
	const struct clock_sink *sink);

/* The fold from `from` (NULL: OUT and nothing known). effects_out, when not
 * NULL, gets the bits of each event, in the order given. */
void clock_replay(const struct clock_rules *rules,
	const struct clock_state *from, const struct clock_event *events,
	size_t n, struct clock_state *state_out, unsigned *effects_out);

enum clock_answer {
	CLOCK_ALLOWED,
	CLOCK_ASK,      /* allowed after a question; `why` is the question */
	CLOCK_DISABLED, /* `why` says why */
	CLOCK_HIDDEN
};

struct clock_offer {
	enum clock_answer answer;
	char why[160];    /* English, without a final full stop; may be empty */
	int minutes_left; /* RESUME too early: of the break, rounded up */
	bool by_operator; /* disabled for the employee, an operator may ask */
	bool forced;      /* pressing makes a forced punch (STOP while OUT) */
};

/* What pressing this button now would mean. VOID: see clock_can_undo. */
void
clock_offer(const struct clock_state *state, const struct clock_rules *rules,
	enum punch_kind kind, int64_t now_ms, struct clock_offer *offer_out);

/* Whether a void pressed now, under the enrolment of `target`, still takes
 * effect on it. */
bool clock_can_undo(const struct clock_event *target, const struct stamp *now);

struct clock_due {
	int64_t at_ms; /* 0: none is coming (not IN, not tracked) */
	bool before;   /* it was due before that, and when is not known */
};

/*
 * When the next meal break falls due, or fell, by k x N minutes of the day's
 * cumulated work: also before this record began. Where the work before it was
 * not unbroken, that is known only up to its beginning.
 */
struct clock_due clock_meal_due(
	const struct clock_state *state, const struct clock_rules *rules);

/* Whether the record or break is older than the company's longest record, 24
 * hours where it has none: "forgot to stop?". */
bool clock_is_left_open(const struct clock_state *state,
	const struct clock_rules *rules, int64_t now_ms);

#endif
