/*
 * POST /v1/activate: a password by the code of a mail.
 *
 * Whatever is wrong, company, username or code, the answer is the same and
 * takes the same work: one counted try, one password hash, one look-up. A
 * wrong code counts like a wrong password, in an account of its own, and ends
 * nothing.
 */
#include <string.h>

#include "base/text.h"
#include "hashers.h"
#include "service/desk/event.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "service/identity/identity.h"
#include "service/identity/verify.h"
#include "throttle.h"
#include "verification.h"
#include "wire/password.h"

#define BUSY_RETRY_S 2
/* No username holds this: codes are an account of their own. */
#define CODES "\x01"

struct activation {
	struct call *call;
	const struct wire_activation *in;
	struct str username; /* folded */
	struct str account;  /* CODES and the username */
	struct throttle_try try;
	int wait_s;
	struct verification it;
	char hash[PASSWORD_HASH_BYTES];
};

/* What is wrong with the password as far as everybody may know. */
static bool
check_typed(const struct activation *activation)
{
	struct verification typed = {.state = VERIFICATION_NONE};
	struct err wrong = {0};

	(void)str_copy(typed.company_id, sizeof(typed.company_id),
		activation->in->company_id);
	text_shorten(typed.username, sizeof(typed.username),
		activation->username.data);
	if (verification_rule(&typed, &activation->in->password, &wrong) == 0)
		return true;
	reply_problem_at(activation->call->reply, PROBLEM_UNPROCESSABLE,
		wrong.text, "/password");
	return false;
}

/* store_work */
static int
count_try(void *ctx, struct db *db, struct err *err)
{
	struct activation *activation = ctx;

	err_clear(err);
	if (activation->call->desk->no_limits)
		return 0;
	if (throttle_count(db, &activation->try, &activation->wait_s, err) < 0)
		return -1;
	return activation->wait_s > 0 ? -1 : 0;
}

/* store_work */
static int
forgive(void *ctx, struct db *db, struct err *err)
{
	struct activation *activation = ctx;

	err_clear(err);
	return throttle_forgive(db, &activation->try, err);
}

/* Finds whose the code is, after the hash was made. */
static int
find(struct activation *activation, bool *fits_out, struct err *err)
{
	struct call *call = activation->call;
	struct hash hash;
	int rc = call_begin_reading(call, err);

	if (rc == 0)
		rc = verification_find_newest(call->db,
			activation->in->company_id, activation->username.data,
			call->now_ms, &activation->it, err);
	if (rc < 0)
		return -1;
	call_end_reading(call, NULL);
	*fits_out = letters_hash_code(&activation->it.employee,
			    activation->in->code, &hash) &&
		    activation->it.state == VERIFICATION_OPEN &&
		    hash_equal(&hash, &activation->it.code_hash);
	return 0;
}

static void
refuse(struct activation *activation)
{
	const struct event event = {
		.kind = EVENT_CODE_REFUSED,
		.company = &activation->it.company,
		.employee = &activation->it.employee,
	};

	event_log(activation->call, &event);
	reply_problem(activation->call->reply, PROBLEM_CODE_REFUSED, "");
}

/* The code was right: what the rule says of this person's own words is for
 * them to know. */
static int
set(struct activation *activation, struct err *err)
{
	struct call *call = activation->call;
	struct err wrong = {0};
	bool done;

	if (verification_rule(
		    &activation->it, &activation->in->password, &wrong) < 0) {
		reply_problem_at(call->reply, PROBLEM_UNPROCESSABLE, wrong.text,
			"/password");
		return 0;
	}
	if (verification_set(
		    call, &activation->it, activation->hash, &done, err) < 0)
		return -1;
	if (!done) {
		refuse(activation);
		return 0;
	}
	if (!call->desk->no_limits &&
		store_write(call->desk->store, forgive, activation, err) < 0)
		return -1;
	reply_done(call->reply);
	return 0;
}

static int
judge(struct activation *activation, bool *fits_out, struct err *err)
{
	const struct desk *desk = activation->call->desk;
	const struct secret *password = &activation->in->password;

	*fits_out = false;
	if (store_write(desk->store, count_try, activation, err) < 0)
		return activation->wait_s > 0 ? 0 : -1;
	if (password_hash(password->data, password->len, &desk->identity->cost,
		    activation->hash, err) < 0)
		return -1;
	return find(activation, fits_out, err);
}

static int
try_code(struct activation *activation, struct err *err)
{
	struct call *call = activation->call;
	struct hashers *hashers = call->desk->identity->hashers;
	bool fits;
	int rc;

	if (!hashers_enter(hashers)) {
		reply_later(call->reply, PROBLEM_OVERLOADED, BUSY_RETRY_S);
		return 0;
	}
	rc = judge(activation, &fits, err);
	hashers_leave(hashers, rc < 0 && db_is_down(err));
	if (rc < 0)
		return -1;
	if (activation->wait_s > 0)
		reply_later(call->reply, PROBLEM_THROTTLED, activation->wait_s);
	else if (fits)
		return set(activation, err);
	else
		refuse(activation);
	return 0;
}

/* Whoever has to wait costs neither a write nor a hash. */
static int
look(struct activation *activation, struct err *err)
{
	struct call *call = activation->call;

	if (call->desk->no_limits)
		return 0;
	if (call_begin_reading(call, err) < 0 ||
		throttle_look(call->db, &activation->try, &activation->wait_s,
			err) < 0)
		return -1;
	call_end_reading(call, NULL);
	return 0;
}

static int
run(struct activation *activation, struct err *err)
{
	const struct wire_activation *in = activation->in;
	struct call *call = activation->call;

	text_fold(&activation->username, in->username, strlen(in->username));
	str_addz(&activation->account, CODES);
	str_addz(&activation->account, activation->username.data);
	activation->try = (struct throttle_try){
		.company_id = in->company_id,
		.username = activation->account.data,
		.peer = call->request->peer,
		.now_ms = call->now_ms,
	};
	if (!check_typed(activation))
		return 0;
	if (look(activation, err) < 0)
		return -1;
	if (activation->wait_s == 0)
		return try_code(activation, err);
	reply_later(call->reply, PROBLEM_THROTTLED, activation->wait_s);
	return 0;
}

int
verify_activate(struct call *call, struct err *err)
{
	struct wire_activation in;
	struct activation activation = {.call = call, .in = &in};
	int rc;

	if (wire_activation_decode(call->request->body,
		    call->request->body_bytes, &in, err) < 0) {
		reply_undecoded(call->reply, err);
		return 0;
	}
	str_init(&activation.username, 1025);
	str_init(&activation.account, 1028);
	rc = run(&activation, err);
	str_release(&activation.username);
	str_release(&activation.account);
	secret_wipe(activation.hash, sizeof(activation.hash));
	wire_activation_release(&in);
	return rc;
}
