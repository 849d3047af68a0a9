/* POST, GET /v1/enrolments, DELETE /v1/enrolments/{id}. */
#include "service/identity/enrolments.h"

#include <stdlib.h>

#include "base/mem.h"
#include "enrol.h"
#include "enrolment_rows.h"
#include "service/company/judged.h"
#include "service/desk/event.h"
#include "session_rows.h"
#include "whose.h"

#define CROWDED_RETRY_S 3600

/* A new enrolment in the place of the caller's, on its way. */
struct instead {
	struct call *call;
	struct enrol who;
	struct wire_enrolment enrolment;
};

/* The session that asked goes on with the new one. */
static int
make(void *ctx, struct db *db, struct err *err)
{
	struct instead *it = ctx;
	const struct caller *caller = &it->call->caller;

	wire_enrolment_release(&it->enrolment);
	if (enrol_instead(
		    db, &it->who, &caller->enrolment, &it->enrolment, err) < 0)
		return -1;
	if (id_is_nil(&caller->session))
		return 0;
	return session_rows_move(
		db, &caller->company, &caller->session, &it->enrolment.id, err);
}

static void
tell(const struct call *call, const struct id *enrolment)
{
	const struct event event = {
		.kind = EVENT_ENROLMENT_BEGUN,
		.company = &call->caller.company,
		.employee = &call->caller.employee,
		.device = &call->caller.device,
		.enrolment = enrolment,
	};

	event_log(call, &event);
}

static int
enrol(struct call *call, const struct wire_enrol *asked, struct err *err)
{
	const struct caller *caller = &call->caller;
	struct instead it = {
		.call = call,
		.who = {.company = caller->company,
			.employee = caller->employee,
			.device = caller->device,
			.device_name = asked->device_name,
			.now_ms = call->now_ms},
	};
	int rc = judged_write(call, make, &it, err);

	if (rc == 0) {
		tell(call, &it.enrolment.id);
		wire_enrolment_encode(&it.enrolment, &call->reply->body);
		reply_created(call->reply);
	} else if (err->kind == ERR_PERMISSION && it.who.too_many) {
		reply_later(call->reply, PROBLEM_THROTTLED, CROWDED_RETRY_S);
		rc = 0;
	} else if (err->kind == ERR_PERMISSION) {
		/* Revoked since the caller was looked up. */
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, "");
		rc = 0;
	}
	wire_enrolment_release(&it.enrolment);
	return rc;
}

int
enrolments_post(struct call *call, struct err *err)
{
	const struct request *request = call->request;
	struct wire_enrol asked;

	if (wire_enrol_decode(request->body, request->body_bytes, &asked, err) <
		0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	if (id_is_nil(&call->caller.enrolment)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"This session has no device: it reads and never "
			"punches.");
		return 0;
	}
	if (id_is_nil(&call->caller.employee)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"A kiosk is enrolled anew by a code.");
		return 0;
	}
	call_end_reading(call, NULL);
	return enrol(call, &asked, err);
}

static int
list(struct call *call, const struct id *employee, struct err *err)
{
	struct wire_enrolment_items *items = mem_new(1, sizeof(*items));
	int rc = enrolment_rows_list(
		call->db, &call->caller.company, employee, items, err);

	for (size_t i = 0; rc == 0 && i < items->count; i++)
		items->items[i].current =
			id_equal(&items->items[i].id, &call->caller.enrolment);
	if (rc == 0) {
		wire_enrolments_encode(items, &call->reply->body);
		reply_json(call->reply);
	}
	free(items);
	return rc;
}

int
enrolments_get(struct call *call, struct err *err)
{
	struct id employee;
	bool may;

	if (whose_asked(call, ACCESS_ACCOUNTS, &employee, &may, err) < 0)
		return -1;
	return may ? list(call, &employee, err) : 0;
}

static int
revoke(void *ctx, struct db *db, struct err *err)
{
	const struct call *call = ctx;

	return enrolment_rows_revoke(
		db, &call->caller.company, &call->id, call->now_ms, err);
}

int
enrolments_delete(struct call *call, struct err *err)
{
	struct enrolment enrolment;
	bool found;

	if (enrolment_rows_find(call->db, &call->caller.company, &call->id,
		    &found, &enrolment, err) < 0)
		return -1;
	return whose_revoke(call,
		&(struct whose_revocation){found ? &enrolment.employee : NULL,
			revoke, "enrolment.revoke"},
		err);
}
