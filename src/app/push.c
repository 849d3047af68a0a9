#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "exchange.h"
#include "keys.h"
#include "push.h"
#include "refill.h"
#include "wire/wire.h"

#define ENROLMENTS_MAX 16

struct push {
	push_on_end *on_end;
	struct push_end end;
	struct enrolment enrolments[ENROLMENTS_MAX]; /* punches wait there */
	size_t enrolment_count;
	size_t enrolment_index;
	struct account account; /* where those on their way go */
	struct punch *batch;    /* what was sent and is not answered */
	size_t batch_count;
	int64_t highest; /* of their enrolment, when they were read */
	int ticket;
};

static void push_enrolment(struct app *app);
static void push_batch(struct app *app);

/* err: the store's trouble, which is everybody's. */
static void
push_end(struct app *app, const struct err *err)
{
	struct push *push = app->push;

	if (err != NULL) {
		push->end.failure = *err;
		push->end.own_failed = true;
	}
	free(push->batch);
	push->batch = NULL;
	push->on_end(app, &push->end);
}

static const struct enrolment *
push_current(const struct push *push)
{
	return &push->enrolments[push->enrolment_index];
}

/*
 * This enrolment cannot be delivered now. Another one must not wait for it:
 * the first failure is remembered, and the turn goes on to the next.
 */
static void
push_failed(struct app *app, const struct err *err)
{
	struct push *push = app->push;

	if (err->kind == ERR_AUTH)
		keys_refused(app, &push->account);
	if (push->account.number == app->account.number) {
		push->end.own_failed = true;
		app_set_failed(app, err);
	}
	if (push->end.failure.kind == ERR_NONE)
		push->end.failure = *err;
	push->enrolment_index++;
	push_enrolment(app);
}

/*
 * Whether the answer speaks of exactly the punches that were sent, each once:
 * anything else is not an answer.
 */
static int
check_answer(const struct push *push, const struct wire_verdicts *answer,
	struct err *err)
{
	if (answer->count != push->batch_count)
		goto foreign;
	for (size_t i = 0; i < answer->count; i++)
		if (!id_equal(&answer->verdicts[i].punch, &push->batch[i].id))
			goto foreign;
	return 0;
foreign:
	return err_set(err, ERR_UNAVAILABLE,
		"the answer does not belong to what was sent; it is not "
		"believed and will be asked for again");
}

static int
take_answer(
	struct app *app, const struct transport_answer *answer, struct err *err)
{
	struct push *push = app->push;
	const struct enrolment *enrolment = push_current(push);
	struct wire_verdicts verdicts;
	size_t moved = 0;
	int rc;

	if (exchange_check(answer, err) < 0)
		return -1;
	if (wire_verdicts_decode(
		    answer->body, answer->body_bytes, &verdicts, err) < 0) {
		err_wrap(err, "the answer is not believed");
		err->kind = ERR_UNAVAILABLE;
		return -1;
	}
	rc = check_answer(push, &verdicts, err);
	if (rc == 0)
		rc = app->ports.store.ops->settle(app->ports.store.self,
			enrolment->row, verdicts.verdicts, verdicts.count,
			&moved, err);
	/* else the same would be sent and answered for ever */
	if (rc == 0 && moved == 0)
		rc = err_set(err, ERR_DATA,
			"the service answered, but nothing that is kept here "
			"is what it answered to; it will be asked again");
	if (rc == 0)
		rc = refill(app, enrolment->row, verdicts.own.watermark,
			verdicts.own.numbers, verdicts.own.count, err);
	free(verdicts.verdicts);
	return rc;
}

static void
on_push_answer(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct push *push = app->push;
	struct err err = {0};

	push->ticket = 0;
	if (answer->retry_after_ms > push->end.retry_after_ms)
		push->end.retry_after_ms = answer->retry_after_ms;
	if (take_answer(app, answer, &err) < 0) {
		push_failed(app, &err);
		return;
	}
	push->end.progress = true;
	app_set_link(app, APP_LINK_ONLINE, "");
	app_changed(app);
	push_batch(app);
}

static void
send_batch(struct app *app, const struct secret *key)
{
	struct push *push = app->push;
	struct wire_delivery delivery = {
		.enrolment = push_current(push)->id,
		.punches = push->batch,
		.count = push->batch_count,
		.highest = push->highest,
	};
	struct exchange exchange = {
		.method = "POST",
		.server = push->account.server,
		.path = "/v1/punches",
		.bearer = key,
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
		assert(push->batch_count > 1);
		delivery.count = push->batch_count /= 2;
		str_clear(&body);
		wire_delivery_encode(&delivery, &body);
	}
	exchange.body = &body;
	app_set_link(app, APP_LINK_BUSY, "");
	push->ticket = exchange_start(app, &exchange, on_push_answer, app);
	str_release(&body);
}

static void
on_key(struct app *app, const struct secret *key, const struct err *keyring_err)
{
	struct err err = *keyring_err;

	if (key->len > 0) {
		send_batch(app, key);
		return;
	}
	if (err.kind != ERR_NONE)
		err_wrap(&err, "kept on this machine");
	else
		err_set(&err, ERR_AUTH,
			"sign in again at %s: this device's key is not in the "
			"keyring; what is kept stays kept",
			app->push->account.server);
	push_failed(app, &err);
}

/* The next batch of the enrolment, or the next enrolment. */
static void
push_batch(struct app *app)
{
	struct push *push = app->push;
	struct store *store = &app->ports.store;
	struct err err = {0};

	if (push->batch == NULL)
		push->batch = mem_new(WIRE_PUNCHES_MAX, sizeof(*push->batch));
	if (store->ops->waiting(store->self, push_current(push)->row,
		    push->batch, WIRE_PUNCHES_MAX, &push->batch_count,
		    &push->highest, &err) < 0) {
		push_failed(app, &err);
		return;
	}
	if (push->batch_count == 0) {
		push->enrolment_index++;
		push_enrolment(app);
		return;
	}
	keys_want(app, &push->account, on_key);
}

/* What is plain without trying is not worth reading the queue for. */
static void
push_to(struct app *app)
{
	struct push *push = app->push;
	const char *why = exchange_unreachable(app, push->account.server);
	struct err err = {0};

	if (why == NULL) {
		push_batch(app);
		return;
	}
	err_set(&err, ERR_UNAVAILABLE, "%s", why);
	push_failed(app, &err);
}

static int
push_find_account(struct app *app, int64_t number, struct err *err)
{
	struct store *store = &app->ports.store;

	if (app->has_account && app->account.number == number) {
		app->push->account = app->account;
		return 0;
	}
	return store->ops->account_of(
		store->self, number, &app->push->account, err);
}

static void
push_enrolment(struct app *app)
{
	struct push *push = app->push;
	struct err err = {0};

	if (push->enrolment_index == push->enrolment_count)
		push_end(app, NULL);
	else if (push_find_account(app, push_current(push)->account, &err) == 0)
		push_to(app);
	else
		push_end(app, &err);
}

void
push_begin(struct app *app, push_on_end *on_end)
{
	struct push *push = app->push;
	struct store *store = &app->ports.store;
	struct err err = {0};

	push->on_end = on_end;
	push->end = (struct push_end){0};
	push->enrolment_index = 0;
	if (store->ops->enrolments_waiting(store->self, push->enrolments,
		    ENROLMENTS_MAX, &push->enrolment_count, &err) < 0)
		push_end(app, &err);
	else
		push_enrolment(app);
}

void
push_cancel(struct app *app)
{
	exchange_cancel(app, &app->push->ticket);
	keys_cancel(app);
	free(app->push->batch);
	app->push->batch = NULL;
}

void
push_open(struct app *app)
{
	app->push = mem_new(1, sizeof(*app->push));
}

void
push_close(struct app *app)
{
	push_cancel(app);
	free(app->push);
	app->push = NULL;
}
