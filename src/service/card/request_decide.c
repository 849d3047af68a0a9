/* POST /v1/requests/{id}/accept and /decline. */
#include <string.h>

#include "card_edit.h"
#include "request_note.h"
#include "service/card/requests.h"
#include "service/company/judged.h"
#include "service/company/viewset.h"
#include "service/desk/access.h"
#include "service/desk/query.h"
#include "service/desk/reply.h"
#include "wire/reason.h"

enum outcome {
	DECIDED, /* by this call, or as it wants it before */
	TRIED,   /* all was done, and nothing kept */
	MISSING,
	OWN, /* nobody but an administrator decides of the own */
	ALREADY,
	WRONG /* the punch cannot be added: `edit` says why */
};

struct deciding {
	struct call *call;
	bool accepts;
	bool dry_run;
	struct wire_reason reason;
	struct request_row row;
	enum outcome outcome;
	struct card_edit edit;
};

/* An accepted one adds its punch, as a correction of the card. */
static int
add_punch(struct deciding *it, struct db *db, struct err *err)
{
	const struct wire_request *asked = &it->row.asked;
	const struct call *call = it->call;
	struct ledger_correction *correction = &it->edit.correction;
	int rc;

	*correction = (struct ledger_correction){
		.company = it->row.company,
		.employee = it->row.employee,
		.author = call->caller.employee,
		.device = call->caller.device,
		.now_ms = call->now_ms,
		.kind = CORRECTION_ADD,
		.press = asked->press,
		.has_at = true,
		.at_ms = asked->at_ms,
		.has_job = asked->press == PUNCH_GO,
		.location = asked->location,
		.cost_code = asked->cost_code,
		.request = asked->id,
	};
	memcpy(correction->comment, asked->comment, sizeof(asked->comment));
	memcpy(correction->reason, it->reason.text, sizeof(it->reason.text));
	rc = hours_load(
		db, call->desk->zones, &it->row.company, &it->edit.hours, err);
	if (rc == 0)
		rc = card_edit_write(&it->edit, db, err);
	hours_release(&it->edit.hours);
	if (rc == 0 && it->edit.outcome != CARD_DONE)
		it->outcome = WRONG;
	return rc;
}

/* Whether it is there for the caller, and still to be decided. */
static int
judge(struct deciding *it, struct db *db, bool *open_out, struct err *err)
{
	const struct caller *caller = &it->call->caller;
	const struct request_row *row = &it->row;
	enum access_subject subject;

	*open_out = false;
	if (viewset_subject(db, caller, &row->employee, &subject, err) < 0)
		return -1;
	if (!access_allows(
		    ACCESS_REQUESTS_DECIDE, caller->permissions, subject)) {
		it->outcome = subject == ACCESS_OWN ? OWN : MISSING;
		return 0;
	}
	/* the answer to the same decision may have been lost */
	it->outcome =
		row->state == (it->accepts ? REQUEST_ACCEPTED
					   : REQUEST_DECLINED) &&
				id_equal(&row->decided_by, &caller->employee)
			? DECIDED
			: ALREADY;
	*open_out = row->state == REQUEST_WAITS;
	return 0;
}

static int
decide(struct deciding *it, struct db *db, struct err *err)
{
	struct request_row *row = &it->row;
	int64_t seq;

	it->outcome = DECIDED;
	if (it->accepts && add_punch(it, db, err) < 0)
		return -1;
	if (it->outcome != DECIDED)
		return 0;
	row->state = it->accepts ? REQUEST_ACCEPTED : REQUEST_DECLINED;
	row->decided_by = it->call->caller.employee;
	row->decided_ms = it->call->now_ms;
	memcpy(row->reason, it->reason.text, sizeof(it->reason.text));
	if (request_note(db, it->call, row, &seq, err) < 0 ||
		request_rows_decide(db, row, err) < 0)
		return -1;
	if (!it->dry_run)
		return 0;
	/* ends the transaction without a trace */
	it->outcome = TRIED;
	return err_set(err, ERR_DATA, "nothing is written");
}

/* store_work */
static int
work(void *ctx, struct db *db, struct err *err)
{
	struct deciding *it = ctx;
	bool found, open;

	it->outcome = MISSING;
	if (request_rows_find(db, &it->call->caller.company, &it->call->id,
		    &it->row, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	if (judge(it, db, &open, err) < 0)
		return -1;
	return open ? decide(it, db, err) : 0;
}

static void
answer(struct call *call, const struct deciding *it)
{
	switch (it->outcome) {
	case DECIDED:
	case TRIED:
		reply_done(call->reply);
		break;
	case MISSING:
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		break;
	case OWN:
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"Nobody but an administrator decides of the own "
			"request.");
		break;
	case ALREADY:
		reply_problem(call->reply, PROBLEM_STALE,
			it->row.state == REQUEST_ACCEPTED
				? "Somebody accepted it already."
				: "Somebody declined it already.");
		break;
	case WRONG:
		card_edit_refuse(call, &it->edit);
		break;
	}
}

static int
read_arguments(struct deciding *it, struct err *err)
{
	struct query_argument dry_run = {.name = "dry_run"};

	if (query_parse(it->call->request->query, &dry_run, 1, err) < 0)
		return -1;
	return query_flag(&dry_run, &it->dry_run, err);
}

static int
handle(struct call *call, bool accepts, struct err *err)
{
	struct deciding it = {
		.call = call, .accepts = accepts, .edit = {.call = call}};

	if (!access_allows(ACCESS_REQUESTS_DECIDE, call->caller.permissions,
		    ACCESS_SEEN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
		return 0;
	}
	if (read_arguments(&it, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	if (wire_reason_decode(call->request->body, call->request->body_bytes,
		    &it.reason, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	if (!accepts && it.reason.text[0] == '\0') {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			"It takes a reason.", "/reason");
		return 0;
	}
	call_end_reading(call, NULL);
	if (judged_write(call, work, &it, err) < 0 && it.outcome != TRIED)
		return -1;
	answer(call, &it);
	return 0;
}

int
requests_accept(struct call *call, struct err *err)
{
	return handle(call, true, err);
}

int
requests_decline(struct call *call, struct err *err)
{
	return handle(call, false, err);
}
