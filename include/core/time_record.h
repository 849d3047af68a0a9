#ifndef CORE_TIME_RECORD_H
#define CORE_TIME_RECORD_H

/*
 * Time records: what follows from the punches of one employee, by the fold of
 * core/clock.h and nothing else: connect-rules(7), Time records. A pure
 * function of facts and rules, the same in every order of arrival.
 *
 * What a card shows of them (times shown, minutes, pay) is core/card.h's.
 */

#include "core/clock.h"
#include "core/policy.h"

struct time_rules {
	const struct zone *zone;       /* the company's; NULL: UTC */
	int week_start;                /* 0 Monday .. 6 Sunday */
	const struct time_span *spans; /* by from_ms, rising; at least one */
	size_t span_count;
};

/* The span that holds at an instant, and the one that a local date begins
 * with: what counts for a day. */
const struct time_span *
time_rules_at(const struct time_rules *rules, int64_t at_ms);
const struct time_span *
time_rules_on(const struct time_rules *rules, int32_t date);

/* The local date of an instant. */
int32_t time_rules_date(const struct time_rules *rules, int64_t at_ms);

/* --- what follows from punches -------------------------------------------- */

/* X(name, number on disk, name on the wire) */
#define TIME_RECORD_KINDS(X)                                                   \
	X(WORK, 0, "work")                                                     \
	X(MEAL, 1, "meal")                                                     \
	X(LUNCH, 2, "lunch") /* taken off by the policy; nobody pressed */

enum time_record_kind {
#define X(name, number, wire) TIME_##name = (number),
	TIME_RECORD_KINDS(X)
#undef X
};

/* An end of a record: the punch that made it. */
struct time_bound {
	struct clock_key key; /* at_ms: raw */
	enum punch_kind kind; /* the button */
	bool exact;           /* it touches a meal, and is never rounded */
};

/*
 * A line of a card. One that is longer than the company's maximum is two: its
 * start and, where no GO ended it, its stop; neither counts.
 */
struct time_record {
	struct id
		id; /* time_record_id of its start; of a stop alone, its end */
	enum time_record_kind kind;
	int32_t date; /* local, of its raw start; of a stop alone: of that */
	bool has_start;
	bool has_end;
	bool open; /* no end yet, and not too old for one: it may come */
	struct time_bound start;
	struct time_bound end;
	struct id location; /* MEAL: of the work that it interrupts; of a stop
			       alone, where nothing was open: nil */
	struct id cost_code;
	/* Of core/card.h: */
	int64_t shown_start_ms;
	int64_t shown_end_ms;
	int minutes;         /* difference of the times shown; 0 unless both
				ends are there */
	int paid[PAY_COUNT]; /* of work; their sum is what of it is paid */
};

/* X(name, number on disk, name on the wire) */
#define TIME_EXCEPTIONS(X)                                                     \
	X(MISSING_START, 0, "missing-start")                                   \
	X(MISSING_STOP, 1, "missing-stop")                                     \
	X(SHORT_MEAL, 2, "short-meal")                                         \
	X(MISSING_MEAL, 3, "missing-meal")                                     \
	X(LATE_MEAL, 4, "late-meal")                                           \
	X(UNEXPECTED, 5, "unexpected-punch")                                   \
	X(UNTRUSTED, 6, "untrusted-time")                                      \
	X(HELD, 7, "quarantined-punch")

enum time_exception_kind {
#define X(name, number, wire) TIME_##name = (number),
	TIME_EXCEPTIONS(X)
#undef X
};

struct time_exception {
	enum time_exception_kind kind;
	int32_t date;  /* of its record, else local of at_ms */
	int64_t at_ms; /* of the punch; of a missing meal: when it fell due */
	struct clock_key punch; /* all zero of a missing meal */
	struct id record;       /* whose it is; nil: of none */
};

/*
 * Why a figure is what it is: `from` became `to`, by `punch`; instants, but
 * for those of core/card.h. X(name, number, name on the wire)
 */
#define TIME_REASONS(X)                                                        \
	/* a time: claimed by the device, by the contacts, by the order of     \
	   its enrolment, as chosen at the press, as corrected */              \
	X(RESTATED, 0, "restated")                                             \
	X(LIFTED, 1, "lifted")                                                 \
	X(CLAMPED, 2, "clamped")                                               \
	X(CHOSEN, 3, "chosen")                                                 \
	X(CORRECTED, 4, "corrected") /* other: the correction */               \
	/* a punch without effect: by a void, other: what it undid; other: the \
	   correction */                                                       \
	X(VOIDED, 5, "voided")                                                 \
	X(TAKEN, 6, "taken")                                                   \
	/* a record: from its start to its end, and what ended it */           \
	X(ENDED_BY, 7, "ended-by")                                             \
	X(OVER_MAXIMUM, 8, "over-maximum") /* minutes: the maximum */          \
	X(MEAL_SHORT, 9, "meal-short")     /* minutes: what was wanted */      \
	X(MEAL_DUE, 10, "meal-due") /* to: when, after so many minutes */      \
	/* of core/card.h: a time shown; minutes of work that are not paid, or \
	   as what, and by which threshold */                                  \
	X(ROUNDED, 11, "rounded")                                              \
	X(LUNCH_OFF, 12, "lunch-taken-off")                                    \
	X(WEEKLY, 13, "weekly-overtime")                                       \
	X(DAILY, 14, "daily-overtime")                                         \
	X(WEEKDAY, 15, "weekday-overtime")                                     \
	X(CONSECUTIVE, 16, "consecutive-days")                                 \
	X(EXCLUDED, 17, "excluded-cost-code")

enum time_reason_kind {
#define X(name, number, wire) TIME_BY_##name = (number),
	TIME_REASONS(X)
#undef X
};

struct time_reason {
	enum time_reason_kind kind;
	struct id record; /* whose figure; nil: a time alone */
	struct clock_key punch;
	struct id other;
	int64_t from;
	int64_t to;
	int minutes;
	enum pay pay; /* of overtime */
};

/* Zero it to begin; time_records_release. */
struct time_records {
	struct time_record
		*records; /* by their start, or end where it is all */
	size_t count, cap;
	struct time_exception *exceptions; /* by at_ms */
	size_t exception_count, exception_cap;
	bool explain; /* whether reasons are told */
	struct time_reason *reasons;
	size_t reason_count, reason_cap;
	struct clock_state state; /* behind the last event */
};

/* Frees what they hold; they are zeroed. */
void time_records_release(struct time_records *records);

/* Room for one more record, zeroed; it lasts until the next. */
struct time_record *time_records_add(struct time_records *records);

/* Adds an exception. */
void time_records_except(
	struct time_records *records, const struct time_exception *exception);

/* Adds a reason, where they are told. */
void time_records_tell(
	struct time_records *records, const struct time_reason *reason);

/*
 * The id of a record: it is made of the punch that began it (of a stop alone:
 * that ended it), so that it stays when anything else is edited. A UUID of
 * version 8 (RFC 9562): the first 16 bytes of the SHA-256 of the enrolment's
 * id, the punch's id and a byte, the kind's number on disk, with version and
 * variant put in. So nobody can make a punch whose record has the id of
 * another one.
 */
struct id
time_record_id(const struct clock_key *punch, enum time_record_kind kind);

/* The wire names. */
const char *time_record_kind_name(enum time_record_kind kind);
const char *time_exception_name(enum time_exception_kind kind);
const char *time_reason_name(enum time_reason_kind kind);

#endif
