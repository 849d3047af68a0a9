#ifndef SERVICE_LEDGER_SHUT_H
#define SERVICE_LEDGER_SHUT_H

/*
 * What may not be moved any more: pay periods that are closed, cards that are
 * approved (connect-rules(7), Approval and closing). A press that would move
 * them is held for review; a correction is refused.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar/period.h"
#include "core/clock.h"
#include "db/db.h"

struct shut {
	unsigned causes; /* CAUSE_CLOSED_PERIOD, CAUSE_APPROVED_CARD; 0: none */
	struct period period; /* one that is shut, where there is one */
};

/* A press, as others have it before them. */
struct shut_near {
	int64_t at_ms;
	bool open;   /* no STOP: a record or a break goes on behind it */
	bool counts; /* false: it waits for review */
};

/* Presses that are not written yet, the latest first. */
#define SHUT_NEAR_MAX 32
struct shut_nears {
	struct shut_near items[SHUT_NEAR_MAX];
	size_t count;
};

/* A press of an employee at a time. */
struct shut_press {
	struct id company;
	struct id employee;
	const struct clock_rules *rules; /* the company's; shut_date: none */
	int64_t at_ms;
	bool goes_on;                  /* with what was begun before it */
	int64_t line;                  /* its own in the timeline; 0: none */
	const struct shut_nears *near; /* of the employee; NULL: none */
};

/* Whether a press of the kind goes on with what was begun before it, and is
 * nothing without: STOP, Meal Break, End Break. */
bool shut_goes_on(enum punch_kind kind);

/* What the date is in. */
int shut_date(struct db *db, const struct shut_press *press, int32_t date,
	struct shut *shut_out, struct err *err);

/* Whether a press can move anything of what is shut up to this date (0: nothing
 * is), and is to be judged. */
bool shut_reaches(const struct shut_press *press, int32_t shut_to);

/* What is shut, and what to do about it, in a sentence. */
void shut_say(const struct shut *shut, char *out, size_t size);

/*
 * What a press at this time would move: its date, and that of the record which
 * was begun before it and which it would end. One that goes on with what is
 * held waits with that: for a date that is shut, as long as it is.
 */
int shut_judge(struct db *db, const struct shut_press *press,
	struct shut *shut_out, struct err *err);

#endif
