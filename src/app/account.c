#include <string.h>

#include "app/account.h"
#include "app/settings.h"
#include "base/text.h"
#include "enrol.h"
#include "exchange.h"
#include "keys.h"
#include "refill.h"
#include "session.h"
#include "signing.h"
#include "turn.h"
#include "visit.h"
#include "wire/wire.h"

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

/* Nothing half-done stays: neither here nor, if it can be told, there. */
static void
on_undone(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct err err = app->signing->warning;

	(void)answer;
	app->signing->ticket = 0;
	signing_end(app, &err);
}

static void
undo(struct app *app, const struct err *why)
{
	struct signing *signing = app->signing;
	const struct wire_session *tokens = &signing->tokens;
	struct exchange exchange = {
		.method = "POST",
		.server = signing->account.server,
		.path = "/v1/token/revoke",
	};
	struct str body;

	signing->warning = *why;
	(void)err_wrap(&signing->warning, "not signed in");
	/* What was there before goes on delivering. */
	if (signing->has_key &&
		!id_equal(&tokens->enrolment.id, &signing->shown))
		keys_erase(app, &signing->account, &tokens->enrolment.id);
	if (signing->is_session_kept)
		visit_erase(app, &signing->account, NULL, NULL, NULL);
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_revoke_encode(&tokens->refresh, &body);
	exchange.body = &body;
	signing->ticket = exchange_start(app, &exchange, on_undone, app);
	secret_wipe(body.data, body.len);
	str_release(&body);
}

/* Signed in: that a place only hands out is a warning, no more. */
static void
signed_in(struct app *app)
{
	const struct signing *signing = app->signing;
	const bool whole = signing->changed_person;
	struct err err = {0};

	if (signing->warning.kind != ERR_NONE) {
		err_set(&err, ERR_NONE,
			"signed in until this program ends only: %s",
			signing->warning.text);
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
	signed_in(app);
}

/* Whoever goes on under an enrolment may find that a copy did so, too. */
static int
take_enrolment(struct app *app, struct enrolment *enrolment_out,
	bool *is_copied_out, struct err *err)
{
	const struct signing *signing = app->signing;
	const struct wire_enrolment *told = &signing->tokens.enrolment;

	*is_copied_out = false;
	if (!signing->has_key)
		return 0;
	if (keep_enrolment(app, signing->is_key_kept, enrolment_out, err) < 0)
		return -1;
	/* A journal that was put back from a copy finds that out by numbers. */
	*is_copied_out = id_equal(&enrolment_out->id, &told->id) &&
			 told->highest > enrolment_out->last_number;
	return 0;
}

/* Somebody is signed in from now on, or nobody is. */
static int
save_signed_in(struct app *app, bool signed_in, struct err *err)
{
	struct account *account = &app->signing->account;
	struct store *store = &app->ports.store;

	account->signed_in = signed_in;
	if (store->ops->account_save(store->self, account, err) < 0)
		return -1;
	return app_reload_account(app, err);
}

/* Where they are kept is found again by those who look later. */
static int
keep_place(struct app *app, struct err *err)
{
	const struct keyring_chooser *chooser = &app->ports.chooser;

	return chooser->ops == NULL ? 0
				    : chooser->ops->keep(chooser->self, err);
}

/* All secrets are kept: whoever looks from now on finds somebody signed in. */
static void
take_session(struct app *app)
{
	struct signing *signing = app->signing;
	struct enrolment enrolment;
	bool is_copied;
	struct err err = {0};
	struct err ignored = {0};

	if (keep_place(app, &err) < 0 || save_signed_in(app, true, &err) < 0) {
		undo(app, &err);
		return;
	}
	if (take_enrolment(app, &enrolment, &is_copied, &err) < 0) {
		(void)save_signed_in(app, false, &ignored);
		undo(app, &err);
		return;
	}
	session_adopt(app, &app->account, &signing->tokens);
	if (is_copied)
		enrol_begin(app, &app->account, &enrolment, on_enrolled);
	else
		signed_in(app);
}

/* Whether it goes on after something was to be kept. */
static bool
is_kept(struct app *app, const struct err *keyring_err)
{
	struct signing *signing = app->signing;

	if (keyring_err->kind == ERR_NONE)
		return true;
	if (signing->keeps) {
		undo(app, keyring_err);
		return false;
	}
	signing->warning = *keyring_err;
	return true;
}

static void
on_session_kept(
	struct app *app, struct secret *secret, const struct err *keyring_err)
{
	(void)secret;
	app->signing->is_session_kept = keyring_err->kind == ERR_NONE;
	if (is_kept(app, keyring_err))
		take_session(app);
}

static void
on_key_kept(struct app *app, const struct secret *key,
	const struct err *keyring_err)
{
	struct signing *signing = app->signing;

	(void)key;
	signing->is_key_kept = keyring_err->kind == ERR_NONE;
	if (is_kept(app, keyring_err))
		visit_save(app, &signing->account, NULL,
			&signing->tokens.refresh, on_session_kept,
			&signing->visit);
}

static int
read_session(
	struct app *app, const struct transport_answer *answer, struct err *err)
{
	struct signing *signing = app->signing;
	struct wire_session *session = &signing->tokens;
	struct account *account = &signing->account;

	if (exchange_check(answer, err) < 0 ||
		wire_session_decode(
			answer->body, answer->body_bytes, session, err) < 0)
		return -1;
	signing->changed_person =
		!id_equal(&account->person.id, &session->person.id);
	account->person = session->person;
	return 0;
}

/* First all secrets are kept; before that nobody is signed in here. */
static void
on_sign_in_answer(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct signing *signing = app->signing;
	struct wire_session *tokens = &signing->tokens;
	struct err err = {0};

	signing->ticket = 0;
	if (read_session(app, answer, &err) < 0) {
		signing_end(app, &err);
		return;
	}
	signing->has_key = tokens->enrolment.credential.len > 0;
	if (signing->has_key)
		keys_adopt(app, &signing->account, &tokens->enrolment.id,
			&tokens->enrolment.credential, on_key_kept);
	else
		visit_save(app, &signing->account, NULL, &tokens->refresh,
			on_session_kept, &signing->visit);
}

static int
make_device(struct app *app, struct id *device_out, struct err *err)
{
	struct stamp now;

	if (app_now(app, &now, err) < 0)
		return -1;
	return id_make(&app->ids, now.wall_ms, device_out, err);
}

/* Blanks at its ends are slips of the hand. */
static bool
read_username(const char *typed, char *username_out, size_t size)
{
	size_t len;

	typed += strspn(typed, " \t");
	len = strlen(typed);
	while (len > 0 && (typed[len - 1] == ' ' || typed[len - 1] == '\t'))
		len--;
	if (len == 0 || len >= size)
		return false;
	memcpy(username_out, typed, len);
	username_out[len] = '\0';
	return true;
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
	if (!read_username(
		    in->username, account.username, sizeof(account.username)))
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
	struct enrolment list[SIGNING_ENROLMENTS_MAX];
	size_t n;

	if (store->ops->enrolments_of(store->self, account->number, list,
		    SIGNING_ENROLMENTS_MAX, &n, err) < 0)
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

/* Nobody's password is used where its sign-in could not be kept. */
static void
on_place(struct app *app, bool keeps, const struct err *place_err)
{
	struct signing *signing = app->signing;
	struct err ignored;

	signing->keeps = keeps;
	if (place_err->kind != ERR_NONE) {
		signing_end(app, place_err);
		return;
	}
	/* Where that cannot be read, another one begins. */
	if (signing->account.number != 0)
		(void)find_shown(app, &signing->shown, &ignored);
	if (id_is_nil(&signing->shown))
		send_sign_in(app, NULL);
	else
		keys_want(app, &signing->account, &signing->shown,
			on_sign_in_key);
}

int
account_sign_in(struct app *app, const struct sign_in *in,
	account_on_done *on_done, void *ctx, struct err *err)
{
	struct signing *signing;
	struct account account;
	char company[COMPANY_ID_BYTES];

	if (prepare_account(app, in, company, &account, err) < 0 ||
		signing_begin(app, on_done, ctx, err) < 0)
		return -1;
	signing = app->signing;
	signing->account = account;
	memcpy(signing->company_id, company, sizeof(company));
	(void)secret_set(
		&signing->password, in->password->data, in->password->len);
	visit_check(app, on_place, &signing->visit);
	return 0;
}
