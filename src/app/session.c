#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange.h"
#include "keys.h"
#include "lead.h"
#include "visit.h"

struct session {
	/* Whose; several people may use one account. */
	int64_t account;
	char username[257];
	struct secret access;
	int64_t access_until_ms; /* monotonic */
	struct secret refresh;
	struct secret kept; /* what the keyring holds, when it was looked at */

	struct visit *visit;
	session_on_ready *on_erased;
	session_on_refresh *on_refresh;

	/* The renewal under way; NULL: none. */
	session_on_ready *on_ready;
	struct account renewing;
	bool leads;
	int64_t since_ms; /* monotonic: when it began to want the lead */
	struct loop_timer timer;
	int ticket;
	int64_t retry_after_ms; /* what was asked for; of the last one */
};

void
session_open(struct app *app)
{
	app->session = mem_new(1, sizeof(*app->session));
}

static void
forget(struct session *session)
{
	secret_release(&session->access);
	secret_release(&session->refresh);
	secret_release(&session->kept);
	session->account = 0;
}

/* Lets go of all that a renewal holds; what is saved is still saved. */
static void
stop_renewal(struct app *app)
{
	struct session *session = app->session;

	loop_disarm(app->ports.loop, &session->timer);
	exchange_cancel(app, &session->ticket);
	visit_drop(&session->visit);
	if (session->leads)
		lead_let_go(app);
	session->leads = false;
	session->on_ready = NULL;
}

void
session_close(struct app *app)
{
	stop_renewal(app);
	forget(app->session);
	free(app->session);
	app->session = NULL;
}

static bool
is_of(const struct session *session, const struct account *account)
{
	return session->account == account->number &&
	       strcmp(session->username, account->username) == 0;
}

static void
belong_to(struct session *session, const struct account *account)
{
	if (is_of(session, account))
		return;
	forget(session);
	session->account = account->number;
	(void)str_copy(session->username, sizeof(session->username),
		account->username);
}

static void
copy_secret(struct secret *to, const struct secret *from)
{
	if (from->len > 0)
		(void)secret_set(to, from->data, from->len);
	else
		secret_release(to);
}

static bool
is_same(const struct secret *a, const struct secret *b)
{
	return a->len == b->len &&
	       (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

const struct secret *
session_access(struct app *app)
{
	struct session *session = app->session;

	if (!is_of(session, &app->account) || session->access.len == 0 ||
		app_monotonic_ms(app) >= session->access_until_ms)
		return NULL;
	return &session->access;
}

void
session_refused(struct app *app, const struct secret *access)
{
	/* Perhaps renewed since it was sent. */
	if (is_same(&app->session->access, access))
		secret_release(&app->session->access);
}

/*
 * What the keyring holds by now. Another process wrote it if it is not what
 * was there before: then it is newer. Else memory's is, which the keyring may
 * have failed to keep.
 */
static void
take_kept(struct session *session, struct secret *found)
{
	if (found->len == 0 || is_same(found, &session->kept))
		return;
	copy_secret(&session->kept, found);
	secret_move(&session->refresh, found);
}

static void
take_tokens(struct app *app, struct wire_session *tokens)
{
	struct session *session = app->session;

	secret_move(&session->access, &tokens->access);
	secret_move(&session->refresh, &tokens->refresh);
	/* A quarter early: a token must not end under way. */
	session->access_until_ms =
		app_monotonic_ms(app) + tokens->expires_in_s * 750;
}

static void
end_renewal(struct app *app, const struct err *err)
{
	session_on_ready *on_ready = app->session->on_ready;
	struct err told = *err;

	stop_renewal(app);
	on_ready(app, &told);
}

/* A keyring that does not keep it now may do so the next time. */
static void
on_renewed_kept(struct app *app, struct secret *secret, const struct err *err)
{
	const struct err none = {0};

	if (err->kind == ERR_NONE)
		secret_move(&app->session->kept, secret);
	end_renewal(app, &none);
}

static void
on_renewal(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct session *session = app->session;
	struct wire_session tokens = {0};
	struct err err = {0};

	session->ticket = 0;
	session->retry_after_ms = answer->retry_after_ms;
	if (exchange_check(answer, &err) < 0 ||
		wire_session_decode(
			answer->body, answer->body_bytes, &tokens, &err) < 0) {
		wire_session_release(&tokens);
		if (err.kind == ERR_AUTH)
			forget(session);
		end_renewal(app, &err);
		return;
	}
	take_tokens(app, &tokens);
	wire_session_release(&tokens);
	visit_save(app, &session->renewing, NULL, &session->refresh,
		on_renewed_kept, &session->visit);
}

/* The session goes on with the current enrolment, whose key comes along. */
static const struct secret *
find_key(struct app *app)
{
	const struct account *account = &app->session->renewing;
	struct store *store = &app->ports.store;
	struct enrolment current;
	struct err ignored;

	if (store->ops->enrolment_current(store->self, account->number,
		    &account->person.id, &current, &ignored) < 0)
		return NULL;
	return keys_at_hand(app, &current.id);
}

static void
send_renewal(struct app *app)
{
	struct session *session = app->session;
	struct wire_sign_in grant = {.refresh = session->refresh};
	struct exchange exchange = {
		.method = "POST",
		.server = session->renewing.server,
		.path = "/v1/token",
		.bearer = find_key(app),
	};
	struct str body;

	str_init(&body, WIRE_REQUEST_BYTES);
	wire_sign_in_encode(&grant, &body);
	exchange.body = &body;
	session->ticket = exchange_start(app, &exchange, on_renewal, app);
	secret_wipe(body.data, body.len);
	str_release(&body);
}

static void
on_renewal_loaded(struct app *app, struct secret *secret, const struct err *err)
{
	struct session *session = app->session;
	struct err failure = *err;

	take_kept(session, secret);
	if (session->refresh.len > 0) {
		send_renewal(app);
		return;
	}
	if (failure.kind == ERR_NONE)
		err_set(&failure, ERR_AUTH,
			"sign in again: the keyring holds no session for %s",
			session->renewing.server);
	end_renewal(app, &failure);
}

static void
want_lead(void *ctx)
{
	struct app *app = ctx;
	struct session *session = app->session;
	struct err err = {0};

	if (lead_take(app, &session->leads, &err) < 0) {
		end_renewal(app, &err);
	} else if (session->leads) {
		visit_load(app, &session->renewing, NULL, on_renewal_loaded,
			&session->visit);
	} else if (app_monotonic_ms(app) - session->since_ms >
		   LEAD_PATIENCE_MS) {
		err_set(&err, ERR_BUSY, "another connect-clock is at it");
		end_renewal(app, &err);
	} else {
		loop_arm(app->ports.loop, &session->timer,
			loop_now_ms(app->ports.loop) + LEAD_RETRY_MS, want_lead,
			app);
	}
}

static const struct err *
say_busy(struct err *err)
{
	err_set(err, ERR_BUSY, "somebody is signing in or out");
	return err;
}

void
session_renew(struct app *app, session_on_ready *on_ready)
{
	struct session *session = app->session;
	struct err err = {0};

	if (session->on_ready != NULL)
		return;
	session->retry_after_ms = 0;
	if (app->signing != NULL) {
		on_ready(app, say_busy(&err));
		return;
	}
	session->on_ready = on_ready;
	session->renewing = app->account;
	session->since_ms = app_monotonic_ms(app);
	belong_to(session, &session->renewing);
	want_lead(app);
}

int64_t
session_retry_after_ms(const struct app *app)
{
	return app->session->retry_after_ms;
}

void
session_interrupt(struct app *app)
{
	struct err err = {0};

	visit_drop(&app->session->visit);
	if (app->session->on_ready != NULL)
		end_renewal(app, say_busy(&err));
}

void
session_adopt(struct app *app, const struct account *account,
	struct wire_session *tokens)
{
	struct session *session = app->session;

	belong_to(session, account);
	take_tokens(app, tokens);
	copy_secret(&session->kept, &session->refresh);
}

static void
on_loaded(struct app *app, struct secret *secret, const struct err *err)
{
	(void)err; /* a session that cannot be read ends by itself */
	take_kept(app->session, secret);
	app->session->on_refresh(app, &app->session->refresh);
}

void
session_load(struct app *app, session_on_refresh *on_refresh)
{
	struct session *session = app->session;

	belong_to(session, &app->account);
	session->on_refresh = on_refresh;
	visit_load(app, &app->account, NULL, on_loaded, &session->visit);
}

static void
on_erased(struct app *app, struct secret *secret, const struct err *err)
{
	(void)secret;
	app->session->on_erased(app, err);
}

void
session_erase(struct app *app, session_on_ready *on_done)
{
	struct session *session = app->session;

	if (is_of(session, &app->account))
		forget(session);
	session->on_erased = on_done;
	visit_erase(app, &app->account, NULL, on_erased, &session->visit);
}
