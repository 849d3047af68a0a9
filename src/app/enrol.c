#include "enrol.h"

#include <stdlib.h>

#include "app/copied.h"
#include "base/mem.h"
#include "exchange.h"
#include "keys.h"
#include "refill.h"
#include "session.h"
#include "wire/wire.h"

struct enrol {
	struct account account;
	struct enrolment old;
	struct wire_enrolment made; /* as the service gave it */
	enrol_on_done *on_done;
	int ticket;
};

void
enrol_open(struct app *app)
{
	app->enrol = mem_new(1, sizeof(*app->enrol));
}

void
enrol_close(struct app *app)
{
	enrol_cancel(app);
	free(app->enrol);
	app->enrol = NULL;
}

void
enrol_cancel(struct app *app)
{
	struct enrol *enrol = app->enrol;

	exchange_cancel(app, &enrol->ticket);
	if (enrol->on_done != NULL)
		keys_cancel(app);
	enrol->on_done = NULL;
	wire_enrolment_release(&enrol->made);
}

static void
enrol_end(struct app *app, const struct err *err)
{
	struct enrol *enrol = app->enrol;
	enrol_on_done *on_done = enrol->on_done;

	wire_enrolment_release(&enrol->made);
	enrol->on_done = NULL;
	on_done(app, err);
}

/* What is pressed from now on goes under it; the session follows, too. */
static int
make_current(struct app *app, struct err *err)
{
	const struct enrol *enrol = app->enrol;
	struct store *store = &app->ports.store;
	struct enrolment enrolment = {
		.account = enrol->account.number,
		.id = enrol->made.id,
		.person = enrol->old.person,
		.previous = enrol->old.id,
	};
	const struct secret *access = session_access(app);
	struct str words;
	int rc;

	(void)str_copy(enrolment.username, sizeof(enrolment.username),
		enrol->old.username);
	if (refill_branch(app, enrol->old.row, err) < 0 ||
		store->ops->enrolment_save(store->self, &enrolment, err) < 0)
		return -1;
	if (access != NULL) /* renewed, it is of the new one */
		session_refused(app, access);
	app->copied = true;
	str_init(&words, 1024);
	copied_words(&words);
	rc = store->ops->tell(store->self, words.data, err);
	str_release(&words);
	return rc;
}

/* Without its key nothing could be delivered under it: the old one goes on. */
static void
on_kept(struct app *app, const struct secret *key, const struct err *kept_err)
{
	struct err err = *kept_err;

	(void)key;
	if (err.kind == ERR_NONE)
		(void)make_current(app, &err);
	enrol_end(app, &err);
}

static void
on_answer(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct enrol *enrol = app->enrol;
	struct err err = {0};

	enrol->ticket = 0;
	if (exchange_check(answer, &err) < 0 ||
		wire_enrolment_decode(answer->body, answer->body_bytes,
			&enrol->made, &err) < 0)
		enrol_end(app, &err);
	else
		keys_adopt(app, &enrol->account, &enrol->made.id,
			&enrol->made.credential, on_kept);
}

static void
on_key(struct app *app, const struct secret *key, const struct err *key_err)
{
	const struct wire_enrol asked = {.device_name = ""};
	struct enrol *enrol = app->enrol;
	struct exchange exchange = {
		.method = "POST",
		.server = enrol->account.server,
		.path = "/v1/enrolments",
		.bearer = key,
	};
	struct err err = *key_err;
	struct str body;

	if (key->len == 0) {
		if (err.kind == ERR_NONE)
			err_set(&err, ERR_AUTH,
				"the key of this enrolment is not here");
		enrol_end(app, &err);
		return;
	}
	str_init(&body, 1024);
	wire_enrol_encode(&asked, &body);
	exchange.body = &body;
	enrol->ticket = exchange_start(app, &exchange, on_answer, app);
	str_release(&body);
}

void
enrol_begin(struct app *app, const struct account *account,
	const struct enrolment *old, enrol_on_done *on_done)
{
	struct enrol *enrol = app->enrol;

	enrol->account = *account;
	enrol->old = *old;
	enrol->on_done = on_done;
	keys_want(app, account, &old->id, on_key);
}
