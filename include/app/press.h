#ifndef APP_PRESS_H
#define APP_PRESS_H

/* The press: what a button would do, and doing it. */

#include "app/face.h"
#include "app/receipt.h"
#include "base/str.h"
#include "core/punch.h"

#define PRESS_CREW_MAX 64

/* What the button would do at the moment of the face (core/clock.h). */
void press_offer(const struct app *app, const struct face *face,
	enum punch_kind kind, struct clock_offer *offer_out);

struct press {
	enum punch_kind kind;
	/*
	 * Whose clocks, one or a crew, as they were shown: `count` of them,
	 * of one moment, which is the moment of the press.
	 */
	const struct face *faces;
	size_t count;
	struct id location;  /* GO */
	struct id cost_code; /* GO */
	struct id target;    /* VOID */
	bool forced;         /* STOP whoever is OUT too, after it was said */
	bool confirmed;      /* the question of CLOCK_ASK was answered yes */
	bool has_chosen;     /* "edit time" */
	int64_t chosen_ms;
	const char *comment; /* "" or NULL: none */
};

/*
 * Records the press durably (all punches or none), judged by its faces, and
 * begins to deliver at once. When 0 is returned it is on disk; otherwise it is
 * NOT RECORDED and the text says so, why, and what to do. receipts_out has room
 * for press->count. ERR_USAGE when the rules do not offer the button (the text
 * says why), ERR_AUTH when nobody is signed in, ERR_PERMISSION.
 */
int press_record(struct app *app, const struct press *press,
	struct receipt *receipts_out, struct err *err);

/* Whether whoever is signed in may press for this employee at all, as the
 * service last said. ERR_PERMISSION, as press_record. */
int press_allowed(struct app *app, const struct id *employee, struct err *err);

/*
 * Whether the press would be recorded if every question that it brings up
 * were answered with yes; else the errors of press_record, without its
 * NOT RECORDED. So nobody is asked what yes does not help.
 */
int press_check(struct app *app, const struct press *press, struct err *err);

/*
 * Before an undo behind an undo: what the next one would take back, as a
 * question, so that no day unwinds by a key that is pressed again. Nothing is
 * appended where there is none; else the press must be `confirmed`.
 */
void
press_undo_question(struct app *app, const struct face *face, struct str *out);

/*
 * Whether the press of the i-th face would leave that clock as it is: a time
 * that was chosen may lie before the last press.
 */
bool press_is_idle(struct app *app, const struct press *press, size_t i);

/* Whether somebody is IN on this very job, so that GO may be a second press. */
bool press_is_again(const struct face *face, const struct id *location,
	const struct id *cost_code);

/*
 * Why a control is hidden in this state, in lower case without a full stop:
 * it can still be asked for by its key or on the command line.
 */
const char *press_why_hidden(enum punch_kind kind, const struct face *face);

#endif
