#include <stdlib.h>
#include <string.h>

#include "app/account.h"
#include "app/settings.h"
#include "base/mem.h"
#include "base/text.h"
#include "enrol.h"
#include "exchange.h"
#include "keys.h"
#include "refill.h"
#include "session.h"
#include "signing.h"
#include "turn.h"
#include "wire/wire.h"

#define ENROLMENTS_MAX 64 /* of an account: the newest */

struct signing {
	struct account account; /* as it will be saved */
	bool changed_person;    /* another one than the catalogue is for */
	char company_id[COMPANY_ID_BYTES];
	struct secret password;
	struct id shown; /* the enrolment that may go on; nil: none */
	struct wire_session tokens; /* as the service gave them */
	struct err warning;         /* of the keyring */
	int ticket;
	account_on_done *on_done;
	void *ctx;
};

static void
signing_free(struct signing *signing)
{
	secret_release(&signing->password);
	wire_session_release(&signing->tokens);
	free(signing);
}

static void
signing_end(struct app *app, const struct err *err)
{
	struct signing *signing = app->signing;

	app->signing = NULL;
	signing->on_done(signing->ctx, err);
	signing_free(signing);
	app_changed(app);
	turn_resume(app);
}

void
signing_cancel(struct app *app)
{
	if (app->signing == NULL)
		return;
	exchange_cancel(app, &app->signing->ticket);
	enrol_cancel(app);
	keys_cancel(app);
	signing_free(app->signing);
	app->signing = NULL;
}

static int
signing_begin(
	struct app *app, account_on_done *on_done, void *ctx, struct err *err)
{
	if (app->signing != NULL)
		return err_set(err, ERR_BUSY, "a sign-in is under way");
	turn_cancel(app);
	session_interrupt(app);
	app->signing = mem_new(1, sizeof(*app->signing));
	app->signing->on_done = on_done;
	app->signing->ctx = ctx;
	return 0;
}

/*
 * What is pressed from now on goes under it, once its key is kept: without
 * that nothing could be delivered, so an older one is better, if there is one.
 * All of the one before is sent once more: nobody is told any more whether a
 * twin hides what the service lost of it.
 */
static int
keep_enrolment(struct app *app, bool is_key_kept,
	struct enrolment *enrolment_out, struct err *err)
{
	const struct wire_session *session = &app->signing->tokens;
	struct store *store = &app->ports.store;
	struct enrolment enrolment = {
		.account = app->account.number,
		.id = session->enrolment.id,
		.person = session->person.id,
		.previous = session->enrolment.previous,
	};
	const bool has_one =
		store->ops->enrolment_current(store->self, enrolment.account,
			&enrolment.person, enrolment_out, err) == 0;

	(void)str_copy(enrolment.username, sizeof(enrolment.username),
		app->account.username);
	if (has_one && !is_key_kept)
		return 0;
	if (has_one && !id_equal(&enrolment_out->id, &enrolment.id) &&
		refill_branch(app, enrolment_out->row, err) < 0)
		return -1;
	err_clear(err);
	*enrolment_out = enrolment;
	return store->ops->enrolment_save(store->self, enrolment_out, err);
}

static int
take_session(struct app *app, const struct transport_answer *answer,
	struct wire_session *session, struct err *err)
{
	struct signing *signing = app->signing;
	struct account *account = &signing->account;

	if (exchange_check(answer, err) < 0 ||
		wire_session_decode(
			answer->body, answer->body_bytes, session, err) < 0)
		return -1;
	signing->changed_person =
		!id_equal(&account->person.id, &session->person.id);
	account->person = session->person;
	account->signed_in = true;
	if (app->ports.store.ops->account_save(
		    app->ports.store.self, account, err) < 0)
		return -1;
	return app_reload_account(app, err);
}

/* Signed in: what the keyring says is a warning, no more. */
static void
on_session_kept(struct app *app, const struct err *keyring_err)
{
	struct signing *signing = app->signing;
	struct err *warning = &signing->warning;
	bool whole = signing->changed_person;
	struct err err = {0};

	if (warning->kind == ERR_NONE)
		*warning = *keyring_err;
	if (warning->kind != ERR_NONE) {
		err_set(&err, ERR_NONE,
			"signed in until this program ends only: %s",
			warning->text);
		err.kind = ERR_NONE;
	}
	app_set_link(app, APP_LINK_ONLINE, "");
	signing_end(app, &err);
	turn_want(app, true, whole, NULL, NULL);
}

/* Anew or not: if it failed, the next answer will say again what was wrong. */
static void
on_enrolled(struct app *app, const struct err *err)
{
	(void)err;
	session_adopt(
		app, &app->account, &app->signing->tokens, on_session_kept);
}

/* A journal that was put back from a copy finds that out by the numbers. */
static void
on_key_kept(struct app *app, const struct secret *key,
	const struct err *keyring_err)
{
	const struct wire_enrolment *told = &app->signing->tokens.enrolment;
	bool is_kept = keyring_err->kind == ERR_NONE;
	struct enrolment enrolment;
	struct err err = {0};

	(void)key;
	app->signing->warning = *keyring_err;
	if (keep_enrolment(app, is_kept, &enrolment, &err) < 0)
		signing_end(app, &err);
	else if (id_equal(&enrolment.id, &told->id) &&
		 told->highest > enrolment.last_number)
		enrol_begin(app, &app->account, &enrolment, on_enrolled);
	else
		on_enrolled(app, &err);
}

static void
on_sign_in_answer(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct signing *signing = app->signing;
	struct err err = {0};

	signing->ticket = 0;
	if (take_session(app, answer, &signing->tokens, &err) < 0)
		signing_end(app, &err);
	else if (signing->tokens.enrolment.credential.len > 0)
		keys_adopt(app, &app->account, &signing->tokens.enrolment.id,
			&signing->tokens.enrolment.credential, on_key_kept);
	else
		session_adopt(
			app, &app->account, &signing->tokens, on_session_kept);
}

static int
make_device(struct app *app, struct id *device_out, struct err *err)
{
	struct stamp now;

	if (app_now(app, &now, err) < 0)
		return -1;
	return id_make(&app->ids, now.wall_ms, device_out, err);
}

/* The account of this place, with the device id it had before. */
static int
prepare_account(struct app *app, const struct sign_in *in,
	char company_out[COMPANY_ID_BYTES], struct account *account_out,
	struct err *err)
{
	struct store *store = &app->ports.store;
	struct account account = {0};
	char server[sizeof(account.server)];

	if (settings_check_server(in->server, server, err) < 0 ||
		person_read_company(in->company_id, company_out, err) < 0)
		return -1;
	if (store->ops->account_find(
		    store->self, server, company_out, &account, err) < 0) {
		if (err->kind != ERR_NOT_FOUND)
			return -1;
		err_clear(err);
		if (make_device(app, &account.device, err) < 0)
			return -1;
	}
	(void)str_copy(account.server, sizeof(account.server), server);
	if (in->username[0] == '\0' ||
		!str_copy(account.username, sizeof(account.username),
			in->username))
		return err_set(
			err, ERR_USAGE, "the username is missing or too long");
	*account_out = account;
	return 0;
}

/* What was enrolled shows its key, and goes on. */
static void
send_sign_in(struct app *app, const struct secret *device_key)
{
	struct signing *signing = app->signing;
	const struct account *account = &signing->account;
	struct wire_sign_in grant = {
		.password = signing->password, /* borrowed for the encoder */
		.device = account->device,
	};
	struct exchange exchange = {
		.method = "POST",
		.server = account->server,
		.path = "/v1/token",
		.bearer = device_key,
	};
	struct str body;

	(void)str_copy(grant.company_id, sizeof(grant.company_id),
		signing->company_id);
	(void)str_copy(
		grant.username, sizeof(grant.username), account->username);
	(void)str_copy(
		grant.device_name, sizeof(grant.device_name), "connect-clock");
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_sign_in_encode(&grant, &body);
	exchange.body = &body;
	signing->ticket =
		exchange_start(app, &exchange, on_sign_in_answer, app);
	secret_wipe(body.data, body.len);
	str_release(&body);
}

static bool
is_name(const struct enrolment *enrolment, const char *username)
{
	struct str a, b;
	bool same;

	str_init(&a, sizeof(enrolment->username) * 4);
	str_init(&b, sizeof(enrolment->username) * 4);
	text_fold(&a, enrolment->username, strlen(enrolment->username));
	text_fold(&b, username, strlen(username));
	same = strcmp(a.data, b.data) == 0;
	str_release(&a);
	str_release(&b);
	return same;
}

/* Which enrolment of whoever comes back under this name may go on. */
static int
find_shown(struct app *app, struct id *shown_out, struct err *err)
{
	const struct account *account = &app->signing->account;
	struct store *store = &app->ports.store;
	struct enrolment list[ENROLMENTS_MAX];
	size_t n;

	if (store->ops->enrolments_of(store->self, account->number, list,
		    ENROLMENTS_MAX, &n, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!list[i].ended && is_name(&list[i], account->username)) {
			*shown_out = list[i].id;
			break;
		}
	return 0;
}

/* A keyring that gives nothing is no obstacle: perhaps none is needed. */
static void
on_sign_in_key(struct app *app, const struct secret *key,
	const struct err *keyring_err)
{
	(void)keyring_err;
	send_sign_in(app, key->len > 0 ? key : NULL);
}

int
account_sign_in(struct app *app, const struct sign_in *in,
	account_on_done *on_done, void *ctx, struct err *err)
{
	struct signing *signing;
	struct account account;
	struct err ignored;
	char company[COMPANY_ID_BYTES];

	if (prepare_account(app, in, company, &account, err) < 0 ||
		signing_begin(app, on_done, ctx, err) < 0)
		return -1;
	signing = app->signing;
	signing->account = account;
	memcpy(signing->company_id, company, sizeof(company));
	(void)secret_set(
		&signing->password, in->password->data, in->password->len);
	/* Where that cannot be read, another one begins. */
	if (account.number != 0)
		(void)find_shown(app, &signing->shown, &ignored);
	if (id_is_nil(&signing->shown))
		send_sign_in(app, NULL);
	else
		keys_want(app, &account, &signing->shown, on_sign_in_key);
	return 0;
}

static void
on_erased(struct app *app, const struct err *keyring_err)
{
	signing_end(app, keyring_err);
}

/* Keys stay as long as something is kept that they deliver. */
static void
erase_keys(struct app *app)
{
	struct store *store = &app->ports.store;
	struct enrolment list[ENROLMENTS_MAX];
	struct err ignored;
	size_t n;

	if (store->ops->enrolments_of(store->self, app->account.number, list,
		    ENROLMENTS_MAX, &n, &ignored) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		struct punch punch;
		int64_t highest;
		size_t waiting = 1;

		if (!id_equal(&list[i].person, &app->account.person.id) ||
			store->ops->waiting(store->self, list[i].row, &punch, 1,
				&waiting, &highest, &ignored) < 0 ||
			waiting > 0)
			continue;
		keys_erase(app, &app->account, &list[i].id);
	}
}

static void
sign_out_here(struct app *app)
{
	struct account account = app->account;
	struct err err = {0};

	account.signed_in = false;
	if (app->ports.store.ops->account_save(
		    app->ports.store.self, &account, &err) < 0) {
		signing_end(app, &err);
		return;
	}
	app->account = account;
	erase_keys(app);
	session_erase(app, on_erased);
}

/* Revoked or not: the session is erased here, and ends by itself there. */
static void
on_revoked(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;

	(void)answer;
	app->signing->ticket = 0;
	sign_out_here(app);
}

static void
on_refresh(struct app *app, const struct secret *refresh)
{
	struct exchange exchange = {
		.method = "POST",
		.server = app->account.server,
		.path = "/v1/token/revoke",
	};
	struct str body;

	if (refresh->len == 0 ||
		exchange_unreachable(app, app->account.server) != NULL) {
		sign_out_here(app);
		return;
	}
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_revoke_encode(refresh, &body);
	exchange.body = &body;
	app->signing->ticket = exchange_start(app, &exchange, on_revoked, app);
	secret_wipe(body.data, body.len);
	str_release(&body);
}

int
account_sign_out(
	struct app *app, account_on_done *on_done, void *ctx, struct err *err)
{
	if (!app->has_account || !app->account.signed_in)
		return err_set(err, ERR_AUTH, "nobody is signed in here");
	if (signing_begin(app, on_done, ctx, err) < 0)
		return -1;
	session_load(app, on_refresh);
	return 0;
}
