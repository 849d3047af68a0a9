#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "delivered.h"
#include "enrol.h"
#include "exchange.h"
#include "keys.h"
#include "push.h"
#include "wire/wire.h"

#define ENROLMENTS_MAX 16

/* An answer that comes later says nothing any more of what was sent. */
#define ANSWER_MAX_MS 30000

struct push {
	push_on_end *on_end;
	struct push_end end;
	bool contact;         /* is wanted of the current enrolment */
	struct id contact_of; /* that one; nil: none is wanted */
	struct enrolment enrolments[ENROLMENTS_MAX]; /* punches wait there */
	size_t enrolment_count;
	size_t enrolment_index;
	struct account account; /* where those on their way go */
	struct enrolment by;    /* whose key delivers them */
	bool brings;            /* it is another one than theirs */
	bool looked_again;      /* for its key, which was not taken */
	struct err refusal;     /* that it was not; ERR_NONE: it was not sent */
	struct secret key;      /* as it was sent */
	struct punch *batch;    /* what was sent and is not answered */
	size_t batch_count;
	bool is_probe;   /* it was answered before, and goes with a contact */
	int64_t highest; /* of `by`, when they were read */
	int64_t sent_ms; /* monotonic */
	bool enrolled;   /* anew, or it was tried, in this turn */
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
	secret_release(&push->key);
	push->on_end(app, &push->end);
}

static const struct enrolment *
push_current(const struct push *push)
{
	return &push->enrolments[push->enrolment_index];
}

/* Whether what becomes of it is also the lot of who is signed in. */
static bool
is_own(const struct app *app, const struct err *err)
{
	const struct push *push = app->push;

	return push->account.number == app->account.number &&
	       (err->kind == ERR_UNAVAILABLE ||
		       id_equal(&push_current(push)->person,
			       &app->account.person.id));
}

static void
push_next(struct app *app)
{
	secret_release(&app->push->key);
	app->push->enrolment_index++;
	push_enrolment(app);
}

/*
 * This enrolment cannot be delivered now. Another one must not wait for it:
 * the first failure is remembered, and the turn goes on to the next.
 */
static void
push_failed(struct app *app, const struct err *err)
{
	struct push *push = app->push;

	if (is_own(app, err)) {
		push->end.own_failed = true;
		app_set_failed(app, err);
	}
	if (push->end.failure.kind == ERR_NONE)
		push->end.failure = *err;
	push_next(app);
}

/* The key of `by`, which is looked for anew. */
static void
push_by(struct app *app, const struct enrolment *by, bool brings)
{
	struct push *push = app->push;

	push->by = *by;
	push->brings = brings;
	push->looked_again = false;
	push->refusal = (struct err){0};
	secret_release(&push->key);
	push_batch(app);
}

/* Its own key is lost, or not taken: its person's next enrolment brings it. */
static void
push_bring(struct app *app, const struct err *err)
{
	struct push *push = app->push;
	const struct enrolment *of = push_current(push);
	struct store *store = &app->ports.store;
	struct enrolment by;
	struct err none;
	struct err told = err->kind != ERR_NONE ? *err : push->refusal;

	if (!push->brings &&
		store->ops->enrolment_current(store->self, of->account,
			&of->person, &by, &none) == 0 &&
		!id_equal(&by.id, &of->id)) {
		push_by(app, &by, true);
		return;
	}
	if (told.kind == ERR_NONE)
		err_set(&told, ERR_AUTH,
			"sign in%s%s at %s: the key that sends punches is "
			"gone from here; what is kept stays kept",
			of->username[0] != '\0' ? " as " : " again",
			of->username, push->account.server);
	push_failed(app, &told);
}

/*
 * The service did not take the key. The keyring may hold a newer one, which
 * another process got.
 */
static void
push_refused(struct app *app, const struct err *err)
{
	struct push *push = app->push;

	keys_refused(app, &push->by.id);
	push->refusal = *err;
	if (push->looked_again) {
		push_bring(app, err);
		return;
	}
	push->looked_again = true;
	push_batch(app);
}

static void
on_enrolled(struct app *app, const struct err *err)
{
	(void)err; /* the next answer says so again */
	app_changed(app);
	push_batch(app);
}

/* What was answered is kept; on with the next, perhaps under another one. */
static void
push_on(struct app *app, bool is_copied)
{
	struct push *push = app->push;

	push->end.progress = true;
	if (id_equal(&push->contact_of, &push->by.id))
		push->contact_of = (struct id){{0}};
	app_set_link(app, APP_LINK_ONLINE, "");
	app_changed(app);
	if (!is_copied || push->enrolled) {
		push_batch(app);
		return;
	}
	push->enrolled = true;
	enrol_begin(app, &push->account, &push->by, on_enrolled);
}

static int
check_age(const struct push *push, int64_t now_ms, struct err *err)
{
	if (now_ms - push->sent_ms <= ANSWER_MAX_MS)
		return 0;
	return err_set(err, ERR_UNAVAILABLE,
		"the answer came too late to be believed; it will be asked "
		"for again");
}

static void
on_push_answer(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct push *push = app->push;
	const struct delivered delivered = {
		.of = push_current(push),
		.by = &push->by,
		.punches = push->batch,
		.count = push->batch_count,
		.is_probe = push->is_probe,
	};
	struct err err = {0};
	bool is_copied;

	push->ticket = 0;
	if (answer->retry_after_ms > push->end.retry_after_ms)
		push->end.retry_after_ms = answer->retry_after_ms;
	if (exchange_check(answer, &err) == 0 &&
		check_age(push, app_monotonic_ms(app), &err) == 0 &&
		delivered_take(app, &delivered, answer, &is_copied, &err) == 0)
		push_on(app, is_copied);
	else if (err.kind == ERR_AUTH)
		push_refused(app, &err);
	else
		push_failed(app, &err);
}

static void
send_batch(struct app *app, const struct secret *key)
{
	struct push *push = app->push;
	struct wire_delivery delivery = {
		.enrolment = push->by.id,
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
	push->sent_ms = app_monotonic_ms(app);
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

/* What waits, and at the same time how far the delivering one has got. */
static int
read_batch(struct app *app, struct err *err)
{
	struct push *push = app->push;
	struct store *store = &app->ports.store;
	int64_t highest;
	size_t none;

	if (store->ops->waiting(store->self, push_current(push)->row,
		    push->batch, WIRE_PUNCHES_MAX, &push->batch_count,
		    &push->highest, err) < 0)
		return -1;
	if (!push->brings)
		return 0;
	if (store->ops->waiting(store->self, push->by.row, push->batch, 0,
		    &none, &highest, err) < 0)
		return -1;
	push->highest = highest;
	return 0;
}

/* A mere contact takes along what was answered last: does it stand there? */
static int
read_probe(struct app *app, struct err *err)
{
	struct push *push = app->push;
	struct store *store = &app->ports.store;

	if (push->brings)
		return 0;
	if (store->ops->answered(store->self, push->by.row, push->batch, err) <
		0) {
		if (err->kind != ERR_NOT_FOUND)
			return -1;
		err_clear(err);
		return 0;
	}
	push->is_probe = true;
	push->batch_count = 1;
	return 0;
}

/* Nothing waits under it any more. */
static void
push_done(struct app *app)
{
	struct push *push = app->push;
	const struct enrolment *of = push_current(push);

	/* Whoever signed out was promised so much. */
	if (!app->account.signed_in || app->account.number != of->account ||
		!id_equal(&app->account.person.id, &of->person))
		keys_erase(app, &push->account, &of->id);
	push_next(app);
}

static void
on_key(struct app *app, const struct secret *key, const struct err *keyring_err)
{
	struct push *push = app->push;
	const bool contact = id_equal(&push->contact_of, &push->by.id);
	struct err err = *keyring_err;

	if (key->len == 0) {
		if (err.kind != ERR_NONE)
			err_wrap(&err, "kept on this machine");
		push_bring(app, &err);
		return;
	}
	if (push->looked_again && push->key.len == key->len &&
		memcmp(push->key.data, key->data, key->len) == 0) {
		push_bring(app, &err);
		return;
	}
	if (read_batch(app, &err) < 0) {
		push_failed(app, &err);
		return;
	}
	if (push->batch_count == 0 && !contact) {
		push_done(app);
		return;
	}
	push->is_probe = false;
	if (push->batch_count == 0 && read_probe(app, &err) < 0) {
		push_failed(app, &err);
		return;
	}
	(void)secret_set(&push->key, key->data, key->len);
	send_batch(app, key);
}

/* The next batch of the enrolment. The key first: clocks and numbers are read
 * when the body leaves. */
static void
push_batch(struct app *app)
{
	struct push *push = app->push;

	if (push->batch == NULL)
		push->batch = mem_new(WIRE_PUNCHES_MAX, sizeof(*push->batch));
	keys_want(app, &push->account, &push->by.id, on_key);
}

/* What is plain without trying is not worth reading the queue for. */
static void
push_to(struct app *app)
{
	struct push *push = app->push;
	const char *why = exchange_unreachable(app, push->account.server);
	struct err err = {0};

	if (why == NULL) {
		push_by(app, push_current(push), false);
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

/* Those under which something waits, and the one that makes contact. */
static int
list_enrolments(struct app *app, struct err *err)
{
	struct push *push = app->push;
	struct store *store = &app->ports.store;
	struct enrolment own;

	push->enrolment_index = 0;
	if (store->ops->enrolments_waiting(store->self, push->enrolments,
		    ENROLMENTS_MAX - 1, &push->enrolment_count, err) < 0)
		return -1;
	if (!push->contact || !app->has_account || !app->account.signed_in)
		return 0;
	push->contact = false;
	if (store->ops->enrolment_current(store->self, app->account.number,
		    &app->account.person.id, &own, err) < 0) {
		if (err->kind != ERR_NOT_FOUND)
			return -1;
		err_clear(err);
		return 0;
	}
	push->contact_of = own.id;
	for (size_t i = 0; i < push->enrolment_count; i++)
		if (id_equal(&push->enrolments[i].id, &own.id))
			return 0;
	push->enrolments[push->enrolment_count++] = own;
	return 0;
}

/* After the last one: again, if what the service lost waits by now. */
static void
push_enrolment(struct app *app)
{
	struct push *push = app->push;
	struct err err = {0};

	if (push->enrolment_index < push->enrolment_count) {
		if (push_find_account(app, push_current(push)->account, &err) ==
			0)
			push_to(app);
		else
			push_end(app, &err);
	} else if (!app->refill_waits) {
		push_end(app, NULL);
	} else {
		app->refill_waits = false;
		if (list_enrolments(app, &err) == 0)
			push_enrolment(app);
		else
			push_end(app, &err);
	}
}

void
push_begin(struct app *app, bool contact, push_on_end *on_end)
{
	struct push *push = app->push;
	struct err err = {0};

	push->on_end = on_end;
	push->end = (struct push_end){0};
	push->contact = contact;
	push->contact_of = (struct id){{0}};
	push->enrolled = false;
	app->refill_waits = false;
	if (list_enrolments(app, &err) < 0)
		push_end(app, &err);
	else
		push_enrolment(app);
}

void
push_cancel(struct app *app)
{
	exchange_cancel(app, &app->push->ticket);
	enrol_cancel(app);
	keys_cancel(app);
	free(app->push->batch);
	app->push->batch = NULL;
	secret_release(&app->push->key);
}

void
push_open(struct app *app)
{
	app->push = mem_new(1, sizeof(*app->push));
	enrol_open(app);
}

void
push_close(struct app *app)
{
	push_cancel(app);
	enrol_close(app);
	free(app->push);
	app->push = NULL;
}
