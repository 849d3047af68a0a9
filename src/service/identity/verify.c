/*
 * The page of a mailed link.
 *
 * Who opens it holds the token: a GET, a scanner's too, takes nothing, and the
 * answers tell nothing that the mail did not.
 */
#include "service/identity/verify.h"

#include <stdio.h>
#include <string.h>

#include "core/password_rule.h"
#include "hashers.h"
#include "service/identity/identity.h"
#include "verification.h"
#include "verify_page.h"
#include "wire/password.h"

#define PART_BYTES 65            /* of an address; a token has 43 */
#define DONE_MS (15 * 60 * 1000) /* so long the last page is shown */
#define BUSY_RETRY_S 2

struct visit {
	struct call *call;
	char token[PART_BYTES];
	struct verification it;
	struct verify_page_facts facts;
};

/* The token in "/verify/<token>/…", "" when it can be none. */
static void
read_token(const char *path, char token_out[PART_BYTES])
{
	static const char head[] = "/verify/";
	const char *token = path + sizeof(head) - 1;
	size_t len = strcspn(token, "/");

	if (len >= PART_BYTES)
		len = 0;
	memcpy(token_out, token, len);
	token_out[len] = '\0';
}

static int
look(struct visit *visit, struct err *err)
{
	struct call *call = visit->call;
	int rc;

	rc = call_begin_reading(call, err);
	if (rc == 0)
		rc = verification_find(
			call->db, visit->token, call->now_ms, &visit->it, err);
	if (rc == 0)
		call_end_reading(call, NULL);
	return rc;
}

static int
begin(struct visit *visit, struct err *err)
{
	const struct call *call = visit->call;

	read_token(call->request->path, visit->token);
	visit->facts = (struct verify_page_facts){
		.it = &visit->it,
		.token = visit->token,
		.public_url = call->desk->public_url,
		.accept_language = call->request->accept_language,
	};
	return look(visit, err);
}

static void
show(const struct visit *visit, enum verify_page page)
{
	verify_page(page, &visit->facts, visit->call->reply);
}

/* As it stands. */
static void
show_state(const struct visit *visit)
{
	static const enum verify_page pages[] = {
		[VERIFICATION_NONE] = VERIFY_PAGE_NONE,
		[VERIFICATION_OPEN] = VERIFY_PAGE_SET,
		[VERIFICATION_USED] = VERIFY_PAGE_USED,
		[VERIFICATION_NEWER] = VERIFY_PAGE_NEWER,
		[VERIFICATION_EXPIRED] = VERIFY_PAGE_EXPIRED,
	};

	show(visit, pages[visit->it.state]);
}

int
verify_get(struct call *call, struct err *err)
{
	struct visit visit = {.call = call};

	if (begin(&visit, err) < 0)
		return -1;
	show_state(&visit);
	return 0;
}

/* --- setting a password ----------------------------------------------------
 */

static bool
is_same(const struct wire_new_password *in)
{
	return in->password.len == in->again.len &&
	       (in->password.len == 0 ||
		       memcmp(in->password.data, in->again.data,
			       in->password.len) == 0);
}

/* Whether it may be one; else the form says why not. */
static bool
check(const struct visit *visit, const struct wire_new_password *in)
{
	const struct secret *password = &in->password;
	struct err wrong = {0};

	if (password->len == 0 ||
		password_rule_is_short(password->data, password->len))
		show(visit, VERIFY_PAGE_SHORT);
	else if (!is_same(in))
		show(visit, VERIFY_PAGE_DIFFERENT);
	else if (verification_rule(&visit->it, password, &wrong) < 0)
		show(visit, VERIFY_PAGE_EASY);
	else
		return true;
	return false;
}

/* Hashes it and writes; *set_out is false when the link was used meanwhile. */
static int
set(struct visit *visit, const struct secret *password, bool *set_out,
	struct err *err)
{
	const struct identity *identity = visit->call->desk->identity;
	char hash[PASSWORD_HASH_BYTES];

	if (password_hash(password->data, password->len, &identity->cost, hash,
		    err) < 0)
		return -1;
	return verification_set(visit->call, &visit->it, hash, set_out, err);
}

static void
show_busy(const struct visit *visit)
{
	show(visit, VERIFY_PAGE_BUSY);
	visit->call->reply->retry_after_s = BUSY_RETRY_S;
}

static int
set_in_turn(struct visit *visit, const struct secret *password, struct err *err)
{
	struct hashers *hashers = visit->call->desk->identity->hashers;
	char location[PART_BYTES + sizeof("/done")];
	bool done = false;
	int rc;

	if (!hashers_enter(hashers)) {
		show_busy(visit);
		return 0;
	}
	rc = set(visit, password, &done, err);
	hashers_leave(hashers, rc < 0 && db_is_down(err));
	if (rc < 0)
		return -1;
	if (done) {
		snprintf(location, sizeof(location), "%s/done", visit->token);
		reply_see_other(visit->call->reply, location);
		return 0;
	}
	if (look(visit, err) < 0)
		return -1;
	show_state(visit);
	return 0;
}

/*
 * One after the other in this process: of many that come at once with one
 * link, one takes a hash, and the others see that it was used.
 */
static int
set_alone(struct visit *visit, const struct secret *password, struct err *err)
{
	pthread_mutex_t *setting = &visit->call->desk->identity->setting;
	int rc;

	pthread_mutex_lock(setting);
	rc = look(visit, err);
	if (rc == 0 && visit->it.state == VERIFICATION_OPEN)
		rc = set_in_turn(visit, password, err);
	else if (rc == 0)
		show_state(visit);
	pthread_mutex_unlock(setting);
	return rc;
}

int
verify_post(struct call *call, struct err *err)
{
	struct wire_new_password in;
	struct visit visit = {.call = call};
	int rc = 0;

	if (begin(&visit, err) < 0)
		return -1;
	if (visit.it.state != VERIFICATION_OPEN) {
		show_state(&visit);
		return 0;
	}
	if (wire_new_password_decode(call->request->body,
		    call->request->body_bytes, &in, err) < 0) {
		/* not of this page, or longer than any password */
		show(&visit, VERIFY_PAGE_EASY);
		return 0;
	}
	if (check(&visit, &in))
		rc = set_alone(&visit, &in.password, err);
	wire_new_password_release(&in);
	return rc;
}

/* The forms of the other pages go by the address of the link itself. */
static void
go_to_link(const struct visit *visit)
{
	char location[PART_BYTES + sizeof("../")];

	snprintf(location, sizeof(location), "../%s", visit->token);
	reply_see_other(visit->call->reply, location);
}

int
verify_done(struct call *call, struct err *err)
{
	struct visit visit = {.call = call};

	if (begin(&visit, err) < 0)
		return -1;
	if (visit.it.state == VERIFICATION_USED &&
		call->now_ms - visit.it.ended_ms < DONE_MS)
		show(&visit, VERIFY_PAGE_DONE);
	else if (visit.it.state == VERIFICATION_NONE)
		show_state(&visit);
	else
		go_to_link(&visit);
	return 0;
}

/* --- another mail ----------------------------------------------------------
 */

int
verify_again(struct call *call, struct err *err)
{
	struct visit visit = {.call = call};

	if (begin(&visit, err) < 0)
		return -1;
	if (visit.it.state == VERIFICATION_NONE) {
		show_state(&visit);
	} else if (visit.it.state == VERIFICATION_OPEN) {
		go_to_link(&visit);
	} else {
		if (verification_again(call, &visit.it, err) < 0)
			return -1;
		show(&visit, VERIFY_PAGE_ASKED);
	}
	return 0;
}
