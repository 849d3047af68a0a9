/* POST /v1/punches: a device delivers. */
#include "service/ledger/punches.h"

#include <stdlib.h>
#include <string.h>

#include "authority.h"
#include "base/mem.h"
#include "core/restate.h"
#include "service/desk/reply.h"
#include "service/ledger/ledger.h"
#include "wire/wire.h"

/* When it was pressed by the service's clock, for what counted then. */
static int64_t
pressed_ms(const struct punch *punch, const struct wire_delivery *delivery,
	int64_t received_ms)
{
	const struct contact now = {
		.now = delivery->now, .received_ms = received_ms};
	const struct restate_evidence evidence = {
		.contacts = &now, .count = 1, .carrier = &now};
	struct restated restated;

	restate_punch(punch, &evidence, &restated);
	return restated.press_ms;
}

static void
malform(struct ledger_item *item, const char *why)
{
	item->decided = VERDICT_REFUSED;
	item->problem = PROBLEM_MALFORMED;
	str_copy(item->detail, sizeof(item->detail), why);
}

static void
decide(const struct authority_facts *facts, int64_t at_ms,
	struct ledger_item *item)
{
	struct authority_verdict verdict;
	struct err err = {0};

	if (punch_check(item->punch, &err) < 0) {
		malform(item, err.text);
		return;
	}
	authority_decide(item->punch, facts, at_ms, &verdict);
	item->decided = verdict.kind;
	item->problem = verdict.problem;
	if (verdict.detail != NULL)
		str_copy(item->detail, sizeof(item->detail), verdict.detail);
}

/* Facts are loaded once for neighbours that share them: a device's punches
 * are mostly one person's, at one job. */
static int
decide_all(const struct call *call, const struct wire_delivery *delivery,
	struct ledger_item *items, struct err *err)
{
	struct authority_facts facts = {0};
	const struct punch *loaded = NULL; /* the facts are of it */
	size_t wrong = 0;

	for (size_t i = 0; i < delivery->count; i++) {
		const struct punch *punch = &delivery->punches[i];

		items[i].punch = punch;
		if (wrong < delivery->wrong_count &&
			delivery->wrong[wrong].index == i) {
			malform(&items[i], delivery->wrong[wrong++].detail);
			continue;
		}
		if (loaded == NULL || !authority_same_facts(punch, loaded)) {
			if (authority_load(call->db, &call->caller.company,
				    punch, &facts, err) < 0)
				return -1;
			loaded = punch;
		}
		decide(&facts, pressed_ms(punch, delivery, call->now_ms),
			&items[i]);
	}
	return 0;
}

static int
deliver(struct call *call, const struct wire_delivery *delivery,
	const struct ledger_item *items, struct err *err)
{
	const struct ledger_delivery handed = {
		.company = call->caller.company,
		.device = call->caller.enrolment,
		.now = delivery->now,
		.received_ms = call->now_ms,
		.items = items,
		.count = delivery->count,
	};
	struct wire_verdicts verdicts;

	if (ledger_deliver(call->desk->ledger, &handed, &verdicts, err) < 0)
		return -1;
	wire_verdicts_encode(&verdicts, &call->reply->body);
	free(verdicts.verdicts);
	reply_json(call->reply);
	return 0;
}

static int
take(struct call *call, const struct wire_delivery *delivery, struct err *err)
{
	struct ledger_item *items;
	int rc;

	if (!id_equal(&delivery->enrolment, &call->caller.enrolment)) {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			"The credential is of another enrolment.",
			"/enrolment");
		return 0;
	}
	items = mem_new(delivery->count, sizeof(*items));
	rc = decide_all(call, delivery, items, err);
	/* The commit is waited for without it. */
	if (rc == 0)
		call_end_reading(call, NULL);
	if (rc == 0)
		rc = deliver(call, delivery, items, err);
	free(items);
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
	if (delivery.count == 0) {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			"There is nothing to deliver.", "/punches");
		rc = 0;
	} else {
		rc = take(call, &delivery, err);
	}
	wire_delivery_release(&delivery);
	return rc;
}
