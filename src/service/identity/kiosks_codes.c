/* POST /v1/kiosks/codes. */
#include <string.h>

#include "base/secret.h"
#include "crypto/code.h"
#include "hashers.h"
#include "kiosks_note.h"
#include "service/desk/access.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "service/identity/identity.h"
#include "service/identity/kiosks.h"

#define BUSY_RETRY_S 2

/* A code on its way. */
struct making {
	const struct call *call;
	struct kiosk_code code;
	struct wire_kiosk_code out;
	bool placed; /* there is such a location */
	bool added;  /* no other one is called so */
};

static int
add(void *ctx, struct db *db, struct err *err)
{
	struct making *it = ctx;
	const struct call *call = it->call;
	struct audit_row row = {
		.at_ms = call->now_ms,
		.device = call->caller.device,
		.what = "kiosk.code",
		.subject = it->code.kiosk.location,
	};

	it->added = false;
	if (kiosk_code_rows_place(db, &it->code.company,
		    &it->code.kiosk.location, &it->placed, err) < 0)
		return -1;
	db_reset(db);
	if (!it->placed)
		return 0;
	if (kiosk_code_rows_add(db, &it->code, call->now_ms, &it->added, err) <
		0)
		return -1;
	db_reset(db);
	return it->added ? kiosks_note(db, &row, &it->code, err) : 0;
}

static int
make(struct making *it, struct err *err)
{
	const struct identity *identity = it->call->desk->identity;
	char bare[KIOSKS_CODE_LEN + 1];
	int rc = code_make(KIOSKS_CODE_LEN, it->out.code, err);

	if (rc < 0)
		return -1;
	(void)code_read(it->out.code, KIOSKS_CODE_LEN, bare);
	memcpy(it->code.name, bare, KIOSK_CODE_NAME);
	rc = password_hash(
		bare, KIOSKS_CODE_LEN, &identity->cost, it->code.hash, err);
	secret_wipe(bare, sizeof(bare));
	return rc < 0 ? -1 : store_write(it->call->desk->store, add, it, err);
}

static int
answer(struct call *call, struct making *it, struct err *err)
{
	struct hashers *hashers = call->desk->identity->hashers;
	int rc;

	if (!hashers_enter(hashers)) {
		reply_later(call->reply, PROBLEM_OVERLOADED, BUSY_RETRY_S);
		return 0;
	}
	rc = make(it, err);
	hashers_leave(hashers, rc < 0 && db_is_down(err));
	if (rc < 0)
		return -1;
	if (!it->placed) {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE,
			"There is no such location, or it is not active.",
			"/location");
	} else if (!it->added) {
		reply_later(call->reply, PROBLEM_OVERLOADED, BUSY_RETRY_S);
	} else {
		it->out.until_ms = it->code.until_ms;
		wire_kiosk_code_encode(&it->out, &call->reply->body);
		reply_created(call->reply);
	}
	return 0;
}

int
kiosks_codes_post(struct call *call, struct err *err)
{
	const struct caller *caller = &call->caller;
	struct making it = {
		.call = call,
		.code = {.company = caller->company,
			.author = caller->employee,
			.until_ms = call->now_ms + KIOSKS_CODE_MS},
	};
	int rc;

	if (!access_allows(ACCESS_KIOSKS, caller->permissions, ACCESS_OWN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"It takes the permission Devices.");
		return 0;
	}
	if (wire_kiosk_wanted_decode(call->request->body,
		    call->request->body_bytes, &it.code.kiosk, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	if (caller->viewset != VIEWSET_ALL) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"A kiosk is everybody's: it takes a viewset of all.");
		return 0;
	}
	call_end_reading(call, NULL);
	rc = answer(call, &it, err);
	secret_wipe(it.out.code, sizeof(it.out.code));
	return rc;
}
