/*
 * POST /v1/password/forgot: whoever it is asked for, the same is done, one wish
 * written down, and the same is said. Whether there is such a person is found
 * out by the outbox.
 */
#include <string.h>

#include "base/text.h"
#include "forgot_rows.h"
#include "service/desk/quota.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "service/identity/verify.h"
#include "throttle_rows.h"
#include "verify_page.h"
#include "wire/password.h"

#define ASKED_MAX 10 /* by an address, within */
#define ASKED_MS (60 * 1000)
#define WAIT_S 60

struct wish {
	struct call *call;
	const struct wire_forgot *forgot;
	struct str username; /* folded */
	bool too_many;
};

static int
count(struct wish *wish, struct db *db, struct err *err)
{
	const int64_t now_ms = wish->call->now_ms;
	const struct throttle_window window = {now_ms, now_ms - ASKED_MS};
	struct throttle_key key = {.scope = "forgot"};
	struct str peer;
	int64_t asked, until_ms;
	int rc;

	str_init(&peer, 64);
	quota_peer(wish->call->request->peer, &peer);
	hash_bytes(peer.data, peer.len, &key.hash);
	str_release(&peer);
	rc = throttle_rows_count(db, &key, &window, &asked, &until_ms, err);
	db_reset(db);
	wish->too_many = rc == 0 && asked > ASKED_MAX;
	return rc;
}

/* store_work; what was too many is counted too, and nothing wished. */
static int
write_down(void *ctx, struct db *db, struct err *err)
{
	struct wish *wish = ctx;

	err_clear(err);
	if (!wish->call->desk->no_limits && count(wish, db, err) < 0)
		return -1;
	if (wish->too_many)
		return 0;
	return forgot_rows_add(db, wish->forgot->company_id,
		wish->username.data, wish->call->now_ms, err);
}

static void
show(const struct call *call, enum verify_page page)
{
	const struct verification nobody = {.state = VERIFICATION_NONE};
	const struct verify_page_facts facts = {.it = &nobody,
		.token = "",
		.accept_language = call->request->accept_language};

	verify_page(page, &facts, call->reply);
}

/* A browser gets a page, a program a word of JSON. */
static void
answer(const struct wish *wish)
{
	struct call *call = wish->call;

	if (wish->too_many)
		reply_later(call->reply, PROBLEM_THROTTLED, WAIT_S);
	else if (call_is_media(call, "application/json"))
		reply_done(call->reply);
	else
		show(call, VERIFY_PAGE_ASKED);
}

int
verify_forgot_page(struct call *call, struct err *err)
{
	(void)err;
	show(call, VERIFY_PAGE_FORGOT);
	return 0;
}

int
verify_forgot(struct call *call, struct err *err)
{
	const struct request *request = call->request;
	struct wire_forgot forgot;
	struct wish wish = {.call = call, .forgot = &forgot};
	int rc;

	if (wire_forgot_decode(request->body, request->body_bytes,
		    call_is_media(call, "application/json") ? WIRE_JSON
							    : WIRE_FORM,
		    &forgot, err) < 0) {
		if (call_is_media(call, "application/json"))
			reply_undecoded(call->reply, err);
		else
			show(call, VERIFY_PAGE_FORGOT_WHOM);
		return 0;
	}
	str_init(&wish.username, 1025);
	text_fold(&wish.username, forgot.username, strlen(forgot.username));
	rc = store_write(call->desk->store, write_down, &wish, err);
	str_release(&wish.username);
	if (rc < 0)
		return -1;
	call->mails = true;
	answer(&wish);
	return 0;
}
