/*
 * Signing in by a password.
 *
 * Whatever is wrong with it, company, username, password, an unverified
 * address, a deactivated person, the answer is the same and takes the same
 * work: one look-up, one counted try, one password hash.
 */
#include "sign_in.h"

#include <string.h>

#include "base/text.h"
#include "costs.h"
#include "enrol.h"
#include "hashers.h"
#include "service/company/people_rows.h"
#include "service/desk/event.h"
#include "service/desk/reply.h"
#include "service/desk/store.h"
#include "service/identity/identity.h"
#include "session.h"
#include "sign_in_rows.h"
#include "throttle.h"

#define CROWDED_RETRY_S 3600
#define USERNAME_BYTES 1025 /* folded */
#define BUSY_RETRY_S 2

/* A sign-in by password on its way. */
struct sign_in {
	struct call *call;
	const struct wire_sign_in *in;
	struct str username;    /* folded */
	struct sign_in_row row; /* who that may be */
	struct throttle_try try;
	int wait_s;
	char rehashed[PASSWORD_HASH_BYTES]; /* "": nothing to do */
	struct session_start start;
	struct wire_session session;
};

static int
look_up(struct sign_in *sign_in, struct err *err)
{
	struct call *call = sign_in->call;
	const struct sign_in_row *row = &sign_in->row;
	struct enrolment enrolment;
	struct enrol who = {.device = sign_in->in->device};

	if (call_begin_reading(call, err) < 0 ||
		sign_in_rows_find(call->db, sign_in->in->company_id,
			sign_in->username.data, &sign_in->row, err) < 0)
		return -1;
	who.company = row->company;
	who.employee = row->employee;
	if (row->found && enrol_prove(call->db, &who, call_bearer(call),
				  &sign_in->try.enrolled, &enrolment, err) < 0)
		return -1;
	if (call->desk->no_limits)
		return 0;
	/* Whoever has to wait costs neither a write nor a hash. */
	return throttle_look(call->db, &sign_in->try, &sign_in->wait_s, err);
}

static int
count_try(void *ctx, struct db *db, struct err *err)
{
	struct sign_in *sign_in = ctx;

	err_clear(err);
	if (sign_in->call->desk->no_limits)
		return 0;
	if (throttle_count(db, &sign_in->try, &sign_in->wait_s, err) < 0)
		return -1;
	return sign_in->wait_s > 0 ? -1 : 0;
}

static int
begin_session(void *ctx, struct db *db, struct err *err)
{
	struct sign_in *sign_in = ctx;
	char version[CALL_VERSION_BYTES];

	err_clear(err);
	call_version(sign_in->call, version);
	wire_session_release(&sign_in->session);
	sign_in->start = (struct session_start){
		.company = sign_in->row.company,
		.employee = sign_in->row.employee,
		.device = sign_in->in->device,
		.device_name = sign_in->in->device_name,
		.version = version,
		.credential = call_bearer(sign_in->call),
		.now_ms = sign_in->call->now_ms,
	};
	if (throttle_forgive(db, &sign_in->try, err) < 0 ||
		(sign_in->rehashed[0] != '\0' &&
			sign_in_rows_rehash(db, &sign_in->row,
				sign_in->rehashed, err) < 0) ||
		session_begin(db, &sign_in->start, &sign_in->session, err) < 0)
		return -1;
	db_reset(db);
	return people_rows_load(db, &sign_in->row.company,
		&sign_in->row.employee, &sign_in->session.person, err);
}

/* A line for each failure, and for each delay that begins. */
static void
tell(const struct sign_in *sign_in, enum event_kind kind, const char *what)
{
	const struct event event = {
		.kind = kind,
		.what = what,
		.company = &sign_in->row.company,
		.employee = &sign_in->row.employee,
		.enrolment = &sign_in->session.enrolment.id,
		.device = &sign_in->start.device,
	};

	event_log(sign_in->call, &event);
}

static void
welcome(const struct sign_in *sign_in)
{
	if (sign_in->start.enrolled)
		tell(sign_in, EVENT_ENROLMENT_BEGUN, NULL);
	session_reply(&sign_in->session, sign_in->call->reply);
}

/* The password was right: a session, or why there is none all the same. */
static int
let_in(struct sign_in *sign_in, struct err *err)
{
	struct reply *reply = sign_in->call->reply;

	if (store_write(sign_in->call->desk->store, begin_session, sign_in,
		    err) == 0)
		welcome(sign_in);
	else if (err->kind != ERR_PERMISSION)
		return -1;
	else if (sign_in->start.too_many)
		reply_later(reply, PROBLEM_THROTTLED, CROWDED_RETRY_S);
	else
		reply_problem(reply, PROBLEM_FORBIDDEN,
			"An administrator has revoked this device.");
	return 0;
}

/* Whoever has a hash of another cost than new ones gets a new one. */
static int
rehash(struct sign_in *sign_in, struct err *err)
{
	const struct identity *identity = sign_in->call->desk->identity;
	const struct secret *password = &sign_in->in->password;

	if (costs_is_current(identity->costs, sign_in->row.hash))
		return 0;
	return password_hash(password->data, password->len, &identity->cost,
		sign_in->rehashed, err);
}

/* Counts the try, then the hash. Returns 1 when it fits, 0 when it does not
 * or when wait_s says to wait. */
static int
try_password(struct sign_in *sign_in, struct err *err)
{
	const struct desk *desk = sign_in->call->desk;
	const struct secret *password = &sign_in->in->password;

	if (store_write(desk->store, count_try, sign_in, err) < 0)
		return sign_in->wait_s > 0 ? 0 : -1;
	if (!costs_fit(desk->identity->costs,
		    password->len > 0 ? password->data : "", password->len,
		    sign_in->row.found ? sign_in->row.hash : NULL))
		return 0;
	return rehash(sign_in, err) < 0 ? -1 : 1;
}

/* One of few at a time; before the try is counted, so that an overload of
 * ours is nobody's failure. */
static int
judge(struct sign_in *sign_in, struct err *err)
{
	struct call *call = sign_in->call;
	const struct desk *desk = call->desk;
	int fits;

	if (sign_in->wait_s > 0) {
		reply_later(call->reply, PROBLEM_THROTTLED, sign_in->wait_s);
		return 0;
	}
	if (!hashers_enter(desk->identity->hashers)) {
		reply_later(call->reply, PROBLEM_OVERLOADED, BUSY_RETRY_S);
		return 0;
	}
	fits = try_password(sign_in, err);
	hashers_leave(desk->identity->hashers, fits < 0 && db_is_down(err));
	if (fits < 0)
		return -1;
	if (sign_in->try.delayed != NULL && fits == 0)
		tell(sign_in, EVENT_SIGN_IN_DELAYED, sign_in->try.delayed);
	if (sign_in->wait_s > 0) {
		reply_later(call->reply, PROBLEM_THROTTLED, sign_in->wait_s);
	} else if (fits == 0) {
		tell(sign_in, EVENT_SIGN_IN_FAILED, NULL);
		reply_problem(call->reply, PROBLEM_SIGN_IN_FAILED, "");
	} else {
		return let_in(sign_in, err);
	}
	return 0;
}

int
sign_in_by_password(
	struct call *call, const struct wire_sign_in *in, struct err *err)
{
	struct sign_in sign_in = {.call = call, .in = in};
	int rc;

	str_init(&sign_in.username, USERNAME_BYTES);
	text_fold(&sign_in.username, in->username, strlen(in->username));
	sign_in.try = (struct throttle_try){
		.company_id = in->company_id,
		.username = sign_in.username.data,
		.peer = call->request->peer,
		.device = in->device,
		.now_ms = call->now_ms,
	};
	rc = look_up(&sign_in, err);
	if (rc == 0) {
		/* Hashing is waited for without it. */
		call_end_reading(call, NULL);
		rc = judge(&sign_in, err);
	}
	wire_session_release(&sign_in.session);
	str_release(&sign_in.username);
	return rc;
}
