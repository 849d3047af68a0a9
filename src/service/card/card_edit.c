#include "card_edit.h"

#include <stdarg.h>
#include <stdio.h>

#include "approve.h"
#include "card_edit_rows.h"
#include "core/cause.h"
#include "service/desk/reply.h"

static void __attribute__((format(printf, 4, 5))) refuse(struct card_edit *edit,
	enum card_outcome outcome, const char *pointer, const char *format, ...)
{
	va_list ap;

	edit->outcome = outcome;
	edit->pointer = pointer;
	va_start(ap, format);
	vsnprintf(edit->detail, sizeof(edit->detail), format, ap);
	va_end(ap);
}

/* What a correction may say of the punch that it is of. */
static void
judge_line(struct card_edit *edit, const struct ledger_line *line)
{
	const struct ledger_correction *it = &edit->correction;

	if (!line->found)
		edit->outcome = CARD_MISSING;
	else if (line->held)
		refuse(edit, CARD_WRONG, "/punch",
			"It waits for review: accept or decline it there.");
	else if (line->taken)
		refuse(edit, CARD_WRONG, "/punch",
			"Its effect was taken back: add a punch.");
	else if (it->kind == CORRECTION_CHANGE && line->press == PUNCH_VOID)
		refuse(edit, CARD_WRONG, "/punch",
			"An Undo has no time of its own: remove it.");
	else if (it->has_job && line->press != PUNCH_GO)
		refuse(edit, CARD_WRONG, "/location",
			"Only GO has a location and a cost code.");
}

static int
judge_job(struct card_edit *edit, struct db *db, struct err *err)
{
	const struct ledger_correction *it = &edit->correction;
	const struct job_names names = {
		it->company, it->location, it->cost_code};
	bool location, cost_code;

	if (!it->has_job)
		return 0;
	if (card_edit_rows_job(db, &names, &location, &cost_code, err) < 0)
		return -1;
	if (!location)
		refuse(edit, CARD_WRONG, "/location",
			"There is no such location.");
	else if (!cost_code)
		refuse(edit, CARD_WRONG, "/cost_code",
			"There is no such cost code.");
	return 0;
}

/* What the edit would move, if its punch stands, or is to stand, at a time. */
static struct shut_press
press_of(const struct card_edit *edit, const struct ledger_line *line,
	int64_t at_ms)
{
	return (struct shut_press){
		.company = edit->hours.company,
		.employee = edit->correction.employee,
		.rules = &edit->hours.clock.rules,
		.at_ms = at_ms,
		.line = line != NULL ? line->seq : 0,
	};
}

/* An approval goes with the edit; a period that is closed stays. */
static int
judge_time(struct card_edit *edit, struct db *db,
	const struct ledger_line *line, int64_t at_ms, struct err *err)
{
	const struct shut_press press = press_of(edit, line, at_ms);
	struct shut shut;

	if (shut_judge(db, &press, &shut, err) < 0)
		return -1;
	if (shut.causes & CAUSE_CLOSED_PERIOD) {
		shut.causes = CAUSE_CLOSED_PERIOD;
		edit->outcome = CARD_SHUT;
		shut_say(&shut, edit->detail, sizeof(edit->detail));
	}
	return 0;
}

static int
judge_times(struct card_edit *edit, struct db *db,
	const struct ledger_line *line, struct err *err)
{
	const struct ledger_correction *it = &edit->correction;

	if (it->has_at && it->at_ms > it->now_ms)
		refuse(edit, CARD_WRONG, "/at", "That is still to come.");
	if (line != NULL && edit->outcome == CARD_DONE &&
		judge_time(edit, db, line, line->at_ms, err) < 0)
		return -1;
	if (it->has_at && edit->outcome == CARD_DONE)
		return judge_time(edit, db, line, it->at_ms, err);
	return 0;
}

/* An edit takes the approvals of what it changes away. */
static int
unapprove(struct card_edit *edit, struct db *db, const struct ledger_line *line,
	int64_t at_ms, struct err *err)
{
	const struct shut_press press = press_of(edit, line, at_ms);
	struct approval_row card = {
		.company = press.company, .employee = press.employee};
	struct shut shut;

	for (;;) {
		if (shut_judge(db, &press, &shut, err) < 0)
			return -1;
		if (shut.causes == 0)
			return 0;
		card.period = shut.period;
		if (approve_take_all(db, edit->call, &card, "corrected", err) <
			0)
			return -1;
	}
}

/* Each way it was, and is: approvals go first, while the time before the edit
 * is what was approved. */
static int
unapprove_all(struct card_edit *edit, struct db *db,
	const struct ledger_line *line, struct err *err)
{
	if (line != NULL && unapprove(edit, db, line, line->at_ms, err) < 0)
		return -1;
	return edit->correction.has_at
		       ? unapprove(edit, db, line, edit->correction.at_ms, err)
		       : 0;
}

int
card_edit_write(struct card_edit *edit, struct db *db, struct err *err)
{
	struct ledger_correction *it = &edit->correction;
	struct ledger_line line = {.found = false};
	const struct ledger_line *of = NULL;

	edit->outcome = CARD_DONE;
	if (it->kind != CORRECTION_ADD) {
		if (ledger_correct_find(db, it, &line, err) < 0)
			return -1;
		of = &line;
		judge_line(edit, of);
	}
	if (edit->outcome == CARD_DONE && judge_job(edit, db, err) < 0)
		return -1;
	if (edit->outcome == CARD_DONE && judge_times(edit, db, of, err) < 0)
		return -1;
	if (edit->outcome != CARD_DONE)
		return 0;
	if (unapprove_all(edit, db, of, err) < 0 ||
		ledger_correct(db, edit->call->desk->zones, it, of, &edit->seq,
			err) < 0)
		return -1;
	return approve_release(db, edit->call, &it->employee, err);
}

void
card_edit_refuse(struct call *call, const struct card_edit *edit)
{
	switch (edit->outcome) {
	case CARD_DONE:
		break;
	case CARD_MISSING:
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		break;
	case CARD_STALE:
		reply_problem(call->reply, PROBLEM_STALE, "");
		break;
	case CARD_SHUT:
		reply_problem(call->reply, PROBLEM_SHUT, edit->detail);
		break;
	case CARD_WRONG:
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			edit->detail, edit->pointer);
		break;
	}
}
