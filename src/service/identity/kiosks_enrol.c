/* POST /v1/kiosks/enrol. */
#include <string.h>

#include "base/secret.h"
#include "costs.h"
#include "crypto/code.h"
#include "device_rows.h"
#include "enrol.h"
#include "hashers.h"
#include "kiosks_note.h"
#include "service/desk/event.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "service/identity/identity.h"
#include "service/identity/kiosks.h"
#include "throttle.h"

#define BUSY_RETRY_S 2
/* No username begins so: the names of codes are accounts of their own. */
#define CODES '\x02'

/* A code that was typed, on its way. */
struct typed {
	struct call *call;
	struct wire_kiosk_enrol in;
	char bare[KIOSKS_CODE_LEN + 1];    /* "": it can be none */
	char account[KIOSK_CODE_NAME + 2]; /* CODES and the name */
	struct throttle_try try;
	int wait_s;
	struct kiosk_code code;           /* that it may be */
	char version[CALL_VERSION_BYTES]; /* of its connect-clock */
	bool used;                        /* it was, and is no more */
	struct wire_enrolment enrolment;
};

/* store_work */
static int
count_try(void *ctx, struct db *db, struct err *err)
{
	struct typed *typed = ctx;

	err_clear(err);
	if (!typed->call->desk->no_limits &&
		throttle_count(db, &typed->try, &typed->wait_s, err) < 0)
		return -1;
	if (typed->wait_s > 0)
		return -1;
	db_reset(db);
	if (kiosk_code_rows_try(db, typed->in.company_id, typed->account + 1,
		    typed->call->now_ms, &typed->code, err) < 0)
		return -1;
	db_reset(db);
	return 0;
}

/* store_work */
static int
use(void *ctx, struct db *db, struct err *err)
{
	struct typed *typed = ctx;
	const struct kiosk_code *code = &typed->code;
	struct enrol who = {
		.company = code->company,
		.device = typed->in.device,
		.device_name = code->kiosk.name,
		.location = code->kiosk.location,
		.now_ms = typed->call->now_ms,
	};
	struct audit_row row = {
		.at_ms = who.now_ms,
		.device = who.device,
		.what = "kiosk.enrol",
		.subject = who.device,
	};

	err_clear(err);
	wire_enrolment_release(&typed->enrolment);
	if (kiosk_code_rows_use(db, code, &typed->used, err) < 0)
		return -1;
	db_reset(db);
	if (!typed->used)
		return 0;
	if (throttle_forgive(db, &typed->try, err) < 0 ||
		enrol_kiosk(db, &who, &typed->enrolment, err) < 0 ||
		device_rows_runs(db, &code->company, &typed->enrolment.id,
			typed->version, err) < 0)
		return -1;
	db_reset(db);
	return kiosks_note(db, &row, code, err);
}

static void
tell(const struct typed *typed, enum event_kind kind)
{
	const struct event event = {
		.kind = kind,
		.company = &typed->code.company,
		.device = &typed->in.device,
		.enrolment = &typed->enrolment.id,
	};

	event_log(typed->call, &event);
}

static void
refuse(const struct typed *typed)
{
	tell(typed, EVENT_CODE_REFUSED);
	reply_problem(typed->call->reply, PROBLEM_CODE_REFUSED, "");
}

static int
let_in(struct typed *typed, struct err *err)
{
	struct reply *reply = typed->call->reply;

	if (store_write(typed->call->desk->store, use, typed, err) < 0) {
		if (err->kind != ERR_PERMISSION)
			return -1;
		reply_problem(reply, PROBLEM_FORBIDDEN,
			"An administrator has revoked this device.");
	} else if (!typed->used) {
		refuse(typed);
	} else {
		tell(typed, EVENT_ENROLMENT_BEGUN);
		wire_kiosk_encode(
			&typed->enrolment, &typed->code.kiosk, &reply->body);
		reply_created(reply);
	}
	return 0;
}

/* Counts the try, then the hash. Returns 1 when it fits, 0 when it does not
 * or when wait_s says to wait. */
static int
judge(struct typed *typed, struct err *err)
{
	const struct desk *desk = typed->call->desk;
	const bool known = store_write(desk->store, count_try, typed, err) == 0;

	if (!known)
		return typed->wait_s > 0 ? 0 : -1;
	return costs_fit(desk->identity->costs, typed->bare,
		strlen(typed->bare),
		id_is_nil(&typed->code.company) ? NULL : typed->code.hash);
}

static int
try_code(struct typed *typed, struct err *err)
{
	struct call *call = typed->call;
	struct hashers *hashers = call->desk->identity->hashers;
	int fits;

	if (!hashers_enter(hashers)) {
		reply_later(call->reply, PROBLEM_OVERLOADED, BUSY_RETRY_S);
		return 0;
	}
	fits = judge(typed, err);
	hashers_leave(hashers, fits < 0 && db_is_down(err));
	if (fits < 0)
		return -1;
	if (typed->wait_s > 0)
		reply_later(call->reply, PROBLEM_THROTTLED, typed->wait_s);
	else if (fits == 0)
		refuse(typed);
	else
		return let_in(typed, err);
	return 0;
}

/* Whoever has to wait costs neither a write nor a hash. */
static int
look(struct typed *typed, struct err *err)
{
	struct call *call = typed->call;

	if (call->desk->no_limits)
		return 0;
	if (call_begin_reading(call, err) < 0 ||
		throttle_look(call->db, &typed->try, &typed->wait_s, err) < 0)
		return -1;
	call_end_reading(call, NULL);
	return 0;
}

static int
run(struct typed *typed, struct err *err)
{
	struct call *call = typed->call;

	if (!code_read(typed->in.code, KIOSKS_CODE_LEN, typed->bare))
		typed->bare[0] = '\0';
	typed->account[0] = CODES;
	memcpy(typed->account + 1, typed->bare, KIOSK_CODE_NAME);
	typed->try = (struct throttle_try){
		.company_id = typed->in.company_id,
		.username = typed->account,
		.peer = call->request->peer,
		.now_ms = call->now_ms,
	};
	if (look(typed, err) < 0)
		return -1;
	if (typed->wait_s == 0)
		return try_code(typed, err);
	reply_later(call->reply, PROBLEM_THROTTLED, typed->wait_s);
	return 0;
}

int
kiosks_enrol(struct call *call, struct err *err)
{
	struct typed typed = {.call = call};
	int rc;

	if (wire_kiosk_enrol_decode(call->request->body,
		    call->request->body_bytes, &typed.in, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	call_version(call, typed.version);
	rc = run(&typed, err);
	wire_enrolment_release(&typed.enrolment);
	secret_wipe(&typed.in, sizeof(typed.in));
	secret_wipe(typed.bare, sizeof(typed.bare));
	return rc;
}
