/* POST /v1/time-cards/{employee}/corrections. */
#include "service/card/corrections.h"

#include <string.h>

#include "base/jsonout.h"
#include "card_edit.h"
#include "service/company/judged.h"
#include "service/company/viewset.h"
#include "service/desk/access.h"
#include "service/desk/reply.h"
#include "wire/correction.h"

struct correcting {
	struct call *call;
	struct query_argument arguments[CARD_RANGE_COUNT];
	struct card_edit edit;
};

static int
write(struct correcting *it, struct db *db, struct err *err)
{
	struct card_edit *edit = &it->edit;
	const struct id *employee = &edit->correction.employee;
	char tag[CARD_TAG_BYTES];
	struct period range;

	if (card_range_parse(it->arguments, &edit->hours,
		    hours_day(&edit->hours, it->call->now_ms), &range, err) < 0)
		return -1;
	if (card_tag(db, it->call, employee, &range, tag, err) < 0)
		return -1;
	if (!card_tag_fits(it->call->request->if_match, tag)) {
		edit->outcome = CARD_STALE;
		return 0;
	}
	if (card_edit_write(edit, db, err) < 0)
		return -1;
	return edit->outcome != CARD_DONE
		       ? 0
		       : card_tag(db, it->call, employee, &range,
				 it->call->reply->etag, err);
}

/* store_work: what was seen is what stands, then it is written. */
static int
work(void *ctx, struct db *db, struct err *err)
{
	struct correcting *it = ctx;
	struct card_edit *edit = &it->edit;
	int rc;

	edit->outcome = CARD_DONE;
	rc = hours_load(db, it->call->desk->zones, &it->call->caller.company,
		&edit->hours, err);
	if (rc == 0)
		rc = write(it, db, err);
	hours_release(&edit->hours);
	return rc;
}

static void
take(struct correcting *it, const struct wire_correction *asked)
{
	const struct call *call = it->call;
	struct ledger_correction *correction = &it->edit.correction;

	*correction = (struct ledger_correction){
		.company = call->caller.company,
		.employee = call->id,
		.author = call->caller.employee,
		.device = call->caller.device,
		.now_ms = call->now_ms,
		.kind = asked->kind,
		.enrolment = asked->enrolment,
		.punch = asked->punch,
		.press = asked->press,
		.has_at = asked->has_at,
		.at_ms = asked->at_ms,
		.has_job = asked->has_job,
		.location = asked->location,
		.cost_code = asked->cost_code,
	};
	memcpy(correction->comment, asked->comment, sizeof(asked->comment));
	memcpy(correction->reason, asked->reason, sizeof(asked->reason));
}

static void
answer(struct call *call, const struct card_edit *edit)
{
	const struct id id = ledger_seq_id(edit->seq);
	struct jsonout json;

	if (edit->outcome != CARD_DONE) {
		call->reply->etag[0] = '\0';
		card_edit_refuse(call, edit);
		return;
	}
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_int(&json, "seq", edit->seq);
	jsonout_id(&json, "correction", &id);
	jsonout_object_end(&json);
	reply_json(call->reply);
}

/* Others' cards in the viewset; the own one is an administrator's alone. */
static int
may(struct call *call, bool *may_out, struct err *err)
{
	const permission_set held = call->caller.permissions;
	enum access_subject subject;

	*may_out = false;
	if (!access_allows(ACCESS_CORRECT, held, ACCESS_SEEN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
		return 0;
	}
	if (viewset_subject(call->db, &call->caller, &call->id, &subject, err) <
		0)
		return -1;
	*may_out = access_allows(ACCESS_CORRECT, held, subject);
	if (!*may_out && subject == ACCESS_OWN)
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"Nobody but an administrator corrects the own card: "
			"ask for the punch that is missing.");
	else if (!*may_out)
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	return 0;
}

/* The request by itself; false: it is answered. */
static bool
read_request(struct correcting *it, struct err *err)
{
	struct call *call = it->call;
	struct wire_correction asked;
	const struct hours none = {.week_start = 0};
	struct period range;

	if (query_parse(call->request->query, it->arguments, CARD_RANGE_COUNT,
		    err) < 0 ||
		card_range_parse(it->arguments, &none, 0, &range, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return false;
	}
	if (wire_correction_decode(call->request->body,
		    call->request->body_bytes, &asked, err) < 0) {
		reply_undecoded(call->reply, err);
		return false;
	}
	if (asked.reason[0] == '\0') {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			"It takes a reason.", "/reason");
		return false;
	}
	if (call->request->if_match == NULL) {
		reply_problem(call->reply, PROBLEM_VERSION_WANTED, "");
		return false;
	}
	take(it, &asked);
	return true;
}

int
corrections_post(struct call *call, struct err *err)
{
	struct correcting it = {.call = call,
		.arguments = {CARD_RANGE_ARGUMENTS},
		.edit = {.call = call}};
	bool allowed;

	if (may(call, &allowed, err) < 0)
		return -1;
	if (!allowed || !read_request(&it, err))
		return 0;
	call_end_reading(call, NULL);
	if (judged_write(call, work, &it, err) < 0) {
		if (err->kind != ERR_NOT_FOUND)
			return -1;
		it.edit.outcome = CARD_MISSING;
	}
	answer(call, &it.edit);
	return 0;
}
