#include "base/secret.h"
#include "exchange.h"
#include "keys.h"
#include "session.h"
#include "signing.h"

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
	struct enrolment list[SIGNING_ENROLMENTS_MAX];
	struct err ignored;
	size_t n;

	if (store->ops->enrolments_of(store->self, app->account.number, list,
		    SIGNING_ENROLMENTS_MAX, &n, &ignored) < 0)
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
