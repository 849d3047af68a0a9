#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

/*
 * The clock of one employee: the state that follows from punches, and what
 * each button does in it: connect-rules(7), States and buttons, and
 * connect-rules(7), Punches without effect.
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

enum clock_mode {
	CLOCK_OUT,
	CLOCK_IN,
	CLOCK_MEAL
};

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
	int64_t at_ms; /* effective time (restated), Unix time */
	struct id boot;
	int64_t boottime_ms;
	bool has_chosen;
};

/* What a punch did, or why it did nothing. A set of bits. */
enum clock_effect {
	CLOCK_EFFECT_NONE = 0,
	CLOCK_EFFECT_UNEXPECTED = 1 << 0,  /* kept without effect */
	CLOCK_EFFECT_ORPHAN_STOP = 1 << 1, /* STOP while OUT: incomplete line */
	CLOCK_EFFECT_SHORT_MEAL = 1 << 2,  /* break ended before its minutes */
	CLOCK_EFFECT_VOIDED = 1 << 3,      /* undone by a later void */
};

struct clock_rules {
	struct meal_policy meal;
	const struct zone *zone; /* the company's, cuts days; NULL: UTC days */
};

/*
 * Order of punches: effective time, device sequence, device id, punch id.
 * For qsort.
 */
int clock_event_compare(const void *a, const void *b);

/*
 * Applies n events, given in any order, in the order of clock_event_compare to
 * `from` (NULL: OUT and nothing known). An event that is earlier than `from`
 * counts as of the instant of `from`. Voids are resolved inside: a void takes
 * effect up to and including 30.000 s after its target, by boot time on the
 * same device and boot, else by effective time; one whose target is not among
 * the events takes none. effects_out, when not NULL, gets the bits of each
 * event, in the order given.
 */
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

/* Whether a void pressed now still takes effect on `target`. */
bool clock_can_undo(const struct clock_event *target, const struct stamp *now);

/*
 * When the next meal break falls due (Unix time), by k x N minutes of the
 * day's cumulated work; since_ms when it was due before this record began;
 * 0 when none is coming (not IN, not tracked).
 */
int64_t clock_meal_due_ms(
	const struct clock_state *state, const struct clock_rules *rules);

/*
 * Whether a record or break is open since an earlier local date than that of
 * now_ms: "forgot to stop?".
 */
bool clock_is_left_open(const struct clock_state *state,
	const struct clock_rules *rules, int64_t now_ms);

#endif
