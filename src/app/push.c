#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "exchange.h"
#include "tokens.h"
#include "turn.h"
#include "wire/wire.h"

static void push_account(struct app *app);
static void push_batch(struct app *app);

/*
 * This account cannot be delivered now. Another one must not wait for it: the
 * first failure is remembered, and the turn goes on to the next account.
 */
static void
push_failed(struct app *app, const struct err *err)
{
	struct turn *turn = &app->turn;

	if (err->kind == ERR_AUTH)
		tokens_forget(&app->tokens); /* perhaps renewed elsewhere */
	if (turn->account.number == app->account.number) {
		turn->own_failed = true;
		app_set_link(app,
			err->kind == ERR_AUTH ? APP_LINK_SIGN_IN
					      : APP_LINK_OFFLINE,
			err->text);
	}
	if (turn->failure.kind == ERR_NONE)
		turn->failure = *err;
	turn->account_index++;
	push_account(app);
}

/*
 * Whether the answer speaks of exactly the punches that were sent, each once:
 * anything else is not an answer.
 */
static int
check_answer(const struct turn *turn, const struct wire_verdicts *answer,
	struct err *err)
{
	if (answer->count != turn->batch_count)
		goto foreign;
	for (size_t i = 0; i < answer->count; i++)
		if (!id_equal(&answer->verdicts[i].punch, &turn->batch[i].id))
			goto foreign;
	return 0;
foreign:
	return err_set(err, ERR_UNAVAILABLE,
		"the answer does not belong to what was sent; it is not "
		"believed and will be asked for again");
}

int
push_refill(struct app *app, int64_t account, int64_t watermark,
	const int64_t *missing, size_t n, struct err *err)
{
	struct store *store = &app->ports.store;
	size_t count = 0;

	if (app->turn.refilled)
		return 0;
	if (store->ops->refill(store->self, account, watermark, missing, n,
		    &count, err) < 0)
		return -1;
	app->turn.refilled = count > 0;
	return 0;
}

static int
take_answer(
	struct app *app, const struct transport_answer *answer, struct err *err)
{
	struct wire_verdicts verdicts;
	int rc;

	if (exchange_check(answer, err) < 0)
		return -1;
	if (wire_verdicts_decode(
		    answer->body, answer->body_bytes, &verdicts, err) < 0) {
		err_wrap(err, "the answer is not believed");
		err->kind = ERR_UNAVAILABLE;
		return -1;
	}
	rc = check_answer(&app->turn, &verdicts, err);
	if (rc == 0)
		rc = app->ports.store.ops->settle(app->ports.store.self,
			app->turn.account.number, verdicts.verdicts,
			verdicts.count, err);
	if (rc == 0)
		rc = push_refill(app, app->turn.account.number,
			verdicts.own.watermark, verdicts.own.numbers,
			verdicts.own.count, err);
	free(verdicts.verdicts);
	return rc;
}

static void
on_push_answer(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct turn *turn = &app->turn;
	struct err err = {0};

	turn->ticket = 0;
	turn->retry_after_ms = answer->retry_after_ms;
	if (take_answer(app, answer, &err) < 0) {
		push_failed(app, &err);
		return;
	}
	turn->attempt = 0;
	app_set_link(app, APP_LINK_ONLINE, "");
	app_changed(app);
	push_batch(app);
}

static void
send_batch(struct app *app)
{
	struct turn *turn = &app->turn;
	struct wire_delivery delivery = {
		.enrolment = turn->account.device,
		.punches = turn->batch,
		.count = turn->batch_count,
		.highest = turn->batch[turn->batch_count - 1].number,
	};
	struct exchange exchange = {
		.method = "POST",
		.server = turn->account.server,
		.path = "/v1/punches",
		.bearer = &app->tokens.device,
	};
	struct err err = {0};
	struct str body;

	if (app_now(app, &delivery.now, &err) < 0) {
		push_failed(app, &err);
		return;
	}
	str_init(&body, WIRE_REQUEST_BYTES);
	wire_delivery_encode(&delivery, &body);
	while (str_is_cut(&body)) { /* long comments: send fewer */
		assert(turn->batch_count > 1);
		delivery.count = turn->batch_count /= 2;
		str_clear(&body);
		wire_delivery_encode(&delivery, &body);
	}
	exchange.body = &body;
	app_set_link(app, APP_LINK_BUSY, "");
	turn->ticket = exchange_start(app, &exchange, on_push_answer);
	str_release(&body);
}

static void
on_push_tokens(struct app *app, const struct err *keyring_err)
{
	struct err err = *keyring_err;

	if (!app->turn.running)
		return;
	if (err.kind != ERR_NONE) {
		err_wrap(&err, "kept on this machine");
		push_failed(app, &err);
		return;
	}
	if (app->tokens.device.len == 0) {
		err_set(&err, ERR_AUTH,
			"sign in again at %s: this device's key is not in the "
			"keyring; what is kept stays kept",
			app->turn.account.server);
		push_failed(app, &err);
		return;
	}
	send_batch(app);
}

/* The next batch of the account, or the next account. */
static void
push_batch(struct app *app)
{
	struct turn *turn = &app->turn;
	struct store *store = &app->ports.store;
	struct err err = {0};

	if (turn->batch == NULL)
		turn->batch = mem_new(WIRE_PUNCHES_MAX, sizeof(*turn->batch));
	if (store->ops->waiting(store->self, turn->account.number, turn->batch,
		    WIRE_PUNCHES_MAX, &turn->batch_count, &err) < 0) {
		push_failed(app, &err);
		return;
	}
	if (turn->batch_count == 0) {
		turn->account_index++;
		push_account(app);
		return;
	}
	tokens_load(app, &turn->account, on_push_tokens);
}

/* What is plain without trying is not worth reading the queue for. */
static void
push_to(struct app *app)
{
	struct turn *turn = &app->turn;
	const char *why = app->ports.transport.ops->unreachable(
		app->ports.transport.self, turn->account.server);
	struct err err = {0};

	if (why == NULL) {
		push_batch(app);
		return;
	}
	err_set(&err, ERR_UNAVAILABLE, "%s", why);
	push_failed(app, &err);
}

static void
push_account(struct app *app)
{
	struct turn *turn = &app->turn;
	struct store *store = &app->ports.store;
	struct err err = {0};

	if (turn->account_index < turn->account_count) {
		if (store->ops->account_of(store->self,
			    turn->accounts[turn->account_index], &turn->account,
			    &err) == 0)
			push_to(app);
		else
			turn_end(app, &err);
	} else {
		turn_delivered(app);
	}
}

void
push_begin(struct app *app)
{
	struct turn *turn = &app->turn;
	struct store *store = &app->ports.store;
	struct err err = {0};

	turn->account_index = 0;
	turn->own_failed = false;
	err_clear(&turn->failure);
	if (store->ops->accounts_waiting(store->self, turn->accounts,
		    TURN_ACCOUNTS_MAX, &turn->account_count, &err) < 0) {
		turn_end(app, &err);
		return;
	}
	push_account(app);
}
