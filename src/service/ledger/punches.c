/* POST /v1/punches: an enrolment delivers, or just makes contact. */
#include "service/ledger/punches.h"

#include <stdlib.h>
#include <string.h>

#include "authority.h"
#include "base/mem.h"
#include "enrolment_state_rows.h"
#include "service/company/zones.h"
#include "service/desk/reply.h"
#include "service/ledger/ledger.h"
#include "wire/wire.h"

/* A delivery on its way from the wire to the ledger. */
struct handed {
	struct call *call;
	const struct wire_delivery *wire;
	struct ledger_item *items;
	struct authority_facts facts; /* of the last punch looked at */
	const struct punch *loaded;   /* that one; NULL: none yet */
	struct wire_missing earlier[WIRE_EARLIER_MAX];
	size_t earlier_count;
};

static void
refuse(struct ledger_item *item, enum problem problem, const char *why)
{
	item->refused = true;
	item->problem = problem;
	str_copy(item->detail, sizeof(item->detail), why);
}

/* Facts are loaded once for neighbours that share them: an enrolment's
 * punches are mostly one person's, at one job. */
static int
load_facts(struct handed *handed, const struct punch *punch, struct err *err)
{
	struct call *call = handed->call;

	if (handed->loaded != NULL &&
		authority_same_facts(punch, handed->loaded))
		return 0;
	handed->loaded = punch;
	return authority_load(
		call->db, &call->caller.company, punch, &handed->facts, err);
}

/* Nobody speaks for somebody else, nor under an enrolment that is another
 * person's; one that the service does not know may be brought. */
static bool
may_deliver(const struct handed *handed, const struct punch *punch)
{
	const struct caller *caller = &handed->call->caller;
	const struct authority_fact *enrolment = &handed->facts.enrolment;

	return id_equal(&punch->pressed_by, &caller->employee) &&
	       (!enrolment->known || enrolment->holds);
}

static int
decide(struct handed *handed, size_t i, struct err *err)
{
	struct ledger_item *item = &handed->items[i];
	const struct punch *punch = &handed->wire->punches[i];
	struct err wrong = {0};

	item->punch = punch;
	if (punch_check(punch, &wrong) < 0) {
		refuse(item, PROBLEM_MALFORMED, wrong.text);
		return 0;
	}
	if (load_facts(handed, punch, err) < 0)
		return -1;
	if (!may_deliver(handed, punch))
		refuse(item, PROBLEM_NOT_THIS_ENROLMENTS, "");
	else
		item->causes = authority_causes(punch, &handed->facts);
	return 0;
}

static int
decide_all(struct handed *handed, struct err *err)
{
	const struct wire_delivery *wire = handed->wire;
	size_t wrong = 0;

	for (size_t i = 0; i < wire->count; i++) {
		if (wrong < wire->wrong_count &&
			wire->wrong[wrong].index == i) {
			handed->items[i].punch = &wire->punches[i];
			refuse(&handed->items[i], PROBLEM_MALFORMED,
				wire->wrong[wrong++].detail);
			continue;
		}
		if (decide(handed, i, err) < 0)
			return -1;
	}
	return 0;
}

/* A refresh also hears what its person's earlier enrolments miss. */
static int
find_earlier(struct handed *handed, struct err *err)
{
	const struct caller *caller = &handed->call->caller;
	const struct enrolment_earlier before = {
		.company = caller->company,
		.device = caller->device,
		.employee = caller->employee,
		.begun_ms = caller->begun_ms,
	};

	if (handed->wire->count > 0)
		return 0;
	return enrolment_state_rows_earlier(handed->call->db, &before,
		handed->earlier, WIRE_EARLIER_MAX, &handed->earlier_count, err);
}

static int
find_zone(struct handed *handed, const struct zone **zone_out, struct err *err)
{
	struct call *call = handed->call;
	char *name = handed->facts.zone;

	if (handed->loaded == NULL &&
		enrolment_state_rows_zone(
			call->db, &call->caller.company, name, err) < 0)
		return -1;
	return zones_get(call->desk->zones, name, zone_out, err);
}

static int
deliver(struct handed *handed, const struct zone *zone, struct err *err)
{
	struct call *call = handed->call;
	const struct caller *caller = &call->caller;
	const struct ledger_delivery delivery = {
		.company = caller->company,
		.enrolment = caller->enrolment,
		.begun_ms = caller->begun_ms,
		.ended_at = caller->ended_ms != 0 ? caller->ended_at_number
						  : INT64_MAX,
		.zone = zone,
		.contact = {.now = handed->wire->now,
			.highest = handed->wire->highest,
			.received_ms = call->now_ms},
		.items = handed->items,
		.count = handed->wire->count,
	};
	struct wire_verdicts verdicts;

	if (ledger_deliver(call->desk->ledger, &delivery, &verdicts, err) < 0)
		return -1;
	memcpy(verdicts.earlier, handed->earlier, sizeof(verdicts.earlier));
	verdicts.earlier_count = handed->earlier_count;
	wire_verdicts_encode(&verdicts, &call->reply->body);
	free(verdicts.verdicts);
	reply_json(call->reply);
	return 0;
}

static int
take(struct call *call, const struct wire_delivery *wire, struct err *err)
{
	struct handed handed = {.call = call, .wire = wire};
	const struct zone *zone;
	int rc;

	if (!id_equal(&wire->enrolment, &call->caller.enrolment)) {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			"The credential is another enrolment's.", "/enrolment");
		return 0;
	}
	handed.items = mem_new(wire->count + 1, sizeof(*handed.items));
	rc = decide_all(&handed, err);
	if (rc == 0)
		rc = find_earlier(&handed, err);
	if (rc == 0)
		rc = find_zone(&handed, &zone, err);
	/* The commit is waited for without it. */
	if (rc == 0)
		call_end_reading(call, NULL);
	if (rc == 0)
		rc = deliver(&handed, zone, err);
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
