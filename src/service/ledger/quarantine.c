/* GET /v1/quarantine, POST of a decision. */
#include "service/ledger/quarantine.h"

#include "base/jsonout.h"
#include "quarantine_decide.h"
#include "quarantine_item.h"
#include "quarantine_rows.h"
#include "service/company/judged.h"
#include "service/desk/access.h"
#include "service/desk/paged.h"
#include "service/desk/reply.h"
#include "service/ledger/correct.h"

static bool
may(struct call *call, enum access access)
{
	if (access_allows(access, call->caller.permissions, ACCESS_OWN))
		return true;
	reply_problem(call->reply, PROBLEM_FORBIDDEN, "");
	return false;
}

/* One more than the page holds is asked for, and tells of the next one. */
static int
write_page(struct call *call, const struct paged *paged, struct err *err)
{
	struct jsonout json;
	struct db_stmt *stmt;
	int64_t last = 0;
	bool found = true;

	if (quarantine_rows_page(call->db, &call->caller, paged->cursor,
		    (int64_t)paged->limit + 1, &stmt, err) < 0)
		return -1;
	jsonout_init(&json, &call->reply->body);
	jsonout_object(&json, NULL);
	jsonout_array(&json, "items");
	for (size_t n = 0;; n++) {
		if (db_step(stmt, &found, err) < 0)
			return -1;
		if (!found || n == paged->limit)
			break;
		last = db_int(stmt, QUARANTINE_SEQ);
		quarantine_item_write(&json, stmt);
	}
	db_reset(call->db);
	jsonout_array_end(&json);
	jsonout_object_end(&json);
	reply_json(call->reply);
	if (found)
		paged_link(call->reply, "/v1/quarantine", last, paged->limit,
			NULL, 0);
	return 0;
}

int
quarantine_list(struct call *call, struct err *err)
{
	struct query_argument arguments[] = {
		{.name = "cursor"}, {.name = "limit"}};
	struct paged paged;

	if (!may(call, ACCESS_QUARANTINE))
		return 0;
	if (query_parse(call->request->query, arguments, 2, err) < 0 ||
		paged_read(&arguments[0], &arguments[1], &paged, err) < 0) {
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE, err->text);
		return 0;
	}
	return write_page(call, &paged, err);
}

static void
answer(struct call *call, const struct quarantine_decide *it)
{
	char words[160];

	switch (it->outcome) {
	case QUARANTINE_DECIDED:
		reply_done(call->reply);
		break;
	case QUARANTINE_MISSING:
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		break;
	case QUARANTINE_OTHERWISE:
		reply_problem(call->reply, PROBLEM_STALE,
			"Somebody decided otherwise.");
		break;
	case QUARANTINE_SHUT:
		shut_say(&it->shut, words, sizeof(words));
		reply_problem(call->reply, PROBLEM_SHUT, words);
		break;
	case QUARANTINE_NOBODY:
		reply_problem(call->reply, PROBLEM_UNPROCESSABLE,
			"There is no such employee: it can count for nobody.");
		break;
	}
}

static int
decide(struct call *call, bool accepts, struct err *err)
{
	struct quarantine_decide it = {
		.call = call,
		.seq = ledger_seq_of(&call->id),
		.accepts = accepts,
	};

	if (!may(call, ACCESS_QUARANTINE_EDIT))
		return 0;
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
	if (judged_write(call, quarantine_decide_work, &it, err) < 0)
		return -1;
	answer(call, &it);
	return 0;
}

int
quarantine_accept(struct call *call, struct err *err)
{
	return decide(call, true, err);
}

int
quarantine_decline(struct call *call, struct err *err)
{
	return decide(call, false, err);
}
