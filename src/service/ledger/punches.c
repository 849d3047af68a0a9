/* POST /v1/punches: an enrolment delivers, or just makes contact. */
#include "service/ledger/punches.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/token.h"
#include "enrolment_state_rows.h"
#include "service/desk/metrics.h"
#include "service/desk/reply.h"
#include "service/ledger/ledger.h"
#include "wire/wire.h"

/* A delivery on its way from the wire to the ledger. */
struct handed {
	struct call *call;
	const struct wire_delivery *wire;
	struct ledger_item *items;
};

static void
refuse(struct ledger_item *item, const char *why)
{
	item->refused = true;
	item->problem = PROBLEM_MALFORMED;
	str_copy(item->detail, sizeof(item->detail), why);
}

/* What can be said of each without asking anybody. */
static void
lay_out(struct handed *handed)
{
	const struct wire_delivery *wire = handed->wire;
	size_t wrong = 0;

	for (size_t i = 0; i < wire->count; i++) {
		struct ledger_item *item = &handed->items[i];
		struct err err = {0};

		item->punch = &wire->punches[i];
		if (wrong < wire->wrong_count && wire->wrong[wrong].index == i)
			refuse(item, wire->wrong[wrong++].detail);
		else if (punch_check(item->punch, &err) < 0)
			refuse(item, err.text);
	}
}

static bool
has_news(const struct wire_verdicts *verdicts)
{
	for (size_t i = 0; i < verdicts->count; i++)
		if (verdicts->verdicts[i].kind != VERDICT_DUPLICATE)
			return true;
	return false;
}

/* A refresh brings nothing new, if anything. It also hears what its person's
 * earlier enrolments miss. */
static int
find_earlier(struct call *call, struct wire_verdicts *verdicts, struct err *err)
{
	const struct enrolment_earlier before = {
		.company = call->caller.company,
		.device = call->caller.device,
		.employee = call->caller.employee,
		.begun_ms = call->caller.begun_ms,
	};

	verdicts->earlier_count = 0;
	if (has_news(verdicts))
		return 0;
	if (call_begin_reading(call, err) < 0)
		return -1;
	return enrolment_state_rows_earlier(call->db, &before,
		verdicts->earlier, WIRE_EARLIER_MAX, &verdicts->earlier_count,
		err);
}

static int
deliver(struct handed *handed, struct err *err)
{
	struct call *call = handed->call;
	const struct caller *caller = &call->caller;
	const char *token = call_bearer(call);
	struct hash credential;
	const struct ledger_delivery delivery = {
		.company = caller->company,
		.enrolment = caller->enrolment,
		.begun_ms = caller->begun_ms,
		.credential = &credential,
		.person = caller->employee,
		.contact = {.now = handed->wire->now,
			.highest = handed->wire->highest,
			.received_ms = call->now_ms},
		.items = handed->items,
		.count = handed->wire->count,
	};
	struct wire_verdicts verdicts;
	int rc;

	token_hash(token, strlen(token), &credential);
	if (ledger_deliver(call->desk->ledger, &delivery, &verdicts, err) < 0) {
		if (err->kind != ERR_AUTH)
			return -1;
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, "");
		return 0;
	}
	for (size_t i = 0; i < verdicts.count; i++)
		metrics_punch(call->desk->metrics, verdicts.verdicts[i].kind);
	rc = find_earlier(call, &verdicts, err);
	if (rc == 0) {
		wire_verdicts_encode(&verdicts, &call->reply->body);
		reply_json(call->reply);
	}
	free(verdicts.verdicts);
	return rc;
}

static int
take(struct call *call, const struct wire_delivery *wire, struct err *err)
{
	struct handed handed = {.call = call, .wire = wire};
	int rc;

	if (!id_equal(&wire->enrolment, &call->caller.enrolment)) {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			"The credential is another enrolment's.", "/enrolment");
		return 0;
	}
	handed.items = mem_new(wire->count + 1, sizeof(*handed.items));
	lay_out(&handed);
	/* The commit is waited for without it. */
	call_end_reading(call, NULL);
	rc = deliver(&handed, err);
	free(handed.items);
	return rc;
}

int
punches_handle(struct call *call, struct err *err)
{
	const struct request *request = call->request;
	struct wire_delivery delivery;
	int rc;

	if (wire_delivery_decode(
		    request->body, request->body_bytes, &delivery, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	rc = take(call, &delivery, err);
	wire_delivery_release(&delivery);
	return rc;
}
