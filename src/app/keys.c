#include "keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "visit.h"

struct key {
	struct id enrolment;
	struct secret secret;
	bool refused; /* to be looked for in the keyring again */
	struct key *next;
};

struct keys {
	struct key *first;
	struct key *asked; /* for which the keyring is visited */
	struct visit *visit;
	keys_on_ready *on_ready;
};

void
keys_open(struct app *app)
{
	app->keys = mem_new(1, sizeof(*app->keys));
}

void
keys_close(struct app *app)
{
	keys_cancel(app);
	while (app->keys->first != NULL) {
		struct key *key = app->keys->first;

		app->keys->first = key->next;
		secret_release(&key->secret);
		free(key);
	}
	free(app->keys);
	app->keys = NULL;
}

static struct key *
find_key(const struct keys *keys, const struct id *enrolment)
{
	struct key *key = keys->first;

	while (key != NULL && !id_equal(&key->enrolment, enrolment))
		key = key->next;
	return key;
}

/* The enrolment's, made when there is none yet. */
static struct key *
key_of(struct app *app, const struct id *enrolment)
{
	struct key *key = find_key(app->keys, enrolment);

	if (key == NULL) {
		key = mem_new(1, sizeof(*key));
		key->enrolment = *enrolment;
		key->next = app->keys->first;
		app->keys->first = key;
	}
	return key;
}

static void
on_visited(struct app *app, const struct err *err)
{
	struct keys *keys = app->keys;

	keys->on_ready(app, &keys->asked->secret, err);
}

static bool
is_same(const struct secret *a, const struct secret *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* What the keyring lacks, memory may still have. */
static void
on_loaded(struct app *app, struct secret *secret, const struct err *err)
{
	struct key *key = app->keys->asked;

	if (secret->len > 0) {
		key->refused &= is_same(secret, &key->secret);
		secret_move(&key->secret, secret);
	}
	on_visited(app, err);
}

static void
on_kept(struct app *app, struct secret *secret, const struct err *err)
{
	(void)secret;
	on_visited(app, err);
}

void
keys_want(struct app *app, const struct account *account,
	const struct id *enrolment, keys_on_ready *on_ready)
{
	struct keys *keys = app->keys;
	struct key *key = key_of(app, enrolment);
	const struct err none = {0};

	if (key->secret.len > 0 && !key->refused) {
		on_ready(app, &key->secret, &none);
		return;
	}
	keys_cancel(app);
	keys->asked = key;
	keys->on_ready = on_ready;
	visit_load(app, account, enrolment, on_loaded, &keys->visit);
}

const struct secret *
keys_at_hand(struct app *app, const struct id *enrolment)
{
	const struct key *key = find_key(app->keys, enrolment);

	return key != NULL && key->secret.len > 0 ? &key->secret : NULL;
}

void
keys_refused(struct app *app, const struct id *enrolment)
{
	key_of(app, enrolment)->refused = true;
}

void
keys_adopt(struct app *app, const struct account *account,
	const struct id *enrolment, struct secret *secret,
	keys_on_ready *on_ready)
{
	struct keys *keys = app->keys;
	struct key *key = key_of(app, enrolment);

	secret_move(&key->secret, secret);
	key->refused = false;
	keys_cancel(app);
	keys->asked = key;
	keys->on_ready = on_ready;
	visit_save(
		app, account, enrolment, &key->secret, on_kept, &keys->visit);
}

void
keys_erase(struct app *app, const struct account *account,
	const struct id *enrolment)
{
	secret_release(&key_of(app, enrolment)->secret);
	visit_erase(app, account, enrolment, NULL, NULL);
}

void
keys_cancel(struct app *app)
{
	visit_drop(&app->keys->visit);
}
