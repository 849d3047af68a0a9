#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tokens.h"

/*
 * One visit to the keyring. It belongs to the worker until it comes back; the
 * app may be gone by then (keyring_gone), so it holds copies of all it needs.
 */
struct visit {
	struct app *app; /* only looked at on the loop */
	struct keyring keyring;
	char server[512];
	char company_id[COMPANY_ID_BYTES];
	char username[257];
	int64_t account;
	enum visit_kind {
		VISIT_LOAD,
		VISIT_SAVE,
		VISIT_ERASE
	} kind;
	struct secret refresh;
	struct secret device;
	struct err err;
	tokens_on_ready *on_ready;
};

static struct visit *
visit_new(struct app *app, const struct account *account, enum visit_kind kind,
	tokens_on_ready *on_ready)
{
	struct visit *visit = mem_new(1, sizeof(*visit));

	visit->app = app;
	visit->keyring = app->ports.keyring;
	visit->account = account->number;
	visit->kind = kind;
	visit->on_ready = on_ready;
	(void)str_copy(visit->server, sizeof(visit->server), account->server);
	(void)str_copy(visit->company_id, sizeof(visit->company_id),
		account->person.company_id);
	(void)str_copy(
		visit->username, sizeof(visit->username), account->username);
	return visit;
}

static void
visit_free(struct visit *visit)
{
	secret_release(&visit->refresh);
	secret_release(&visit->device);
	free(visit);
}

static struct keyring_label
label_of(const struct visit *visit, bool device)
{
	return (struct keyring_label){
		.server = visit->server,
		.company_id = visit->company_id,
		.username = device ? "" : visit->username,
		.purpose = device ? "device" : "session",
	};
}

/* Absent is no error: the service will want a sign-in. */
static int
load_one(struct visit *visit, bool device, struct secret *secret_out)
{
	struct keyring_label label = label_of(visit, device);

	if (visit->keyring.ops->load(
		    visit->keyring.self, &label, secret_out, &visit->err) == 0)
		return 0;
	if (visit->err.kind != ERR_NOT_FOUND)
		return -1;
	err_clear(&visit->err);
	return 0;
}

static int
save_one(struct visit *visit, bool device, const struct secret *secret)
{
	struct keyring_label label = label_of(visit, device);

	if (secret->len == 0)
		return 0;
	return visit->keyring.ops->save(
		visit->keyring.self, &label, secret, &visit->err);
}

static int
erase_one(struct visit *visit)
{
	struct keyring_label label = label_of(visit, false);

	return visit->keyring.ops->erase(
		visit->keyring.self, &label, &visit->err);
}

/* On the worker. */
static void
visit_work(void *ctx)
{
	struct visit *visit = ctx;

	switch (visit->kind) {
	case VISIT_LOAD:
		if (load_one(visit, true, &visit->device) == 0)
			(void)load_one(visit, false, &visit->refresh);
		break;
	case VISIT_SAVE:
		if (save_one(visit, true, &visit->device) == 0)
			(void)save_one(visit, false, &visit->refresh);
		break;
	case VISIT_ERASE:
		(void)erase_one(visit);
		break;
	}
}

static void
belong_to(struct tokens *tokens, int64_t account, const char *username)
{
	tokens->account = account;
	(void)str_copy(tokens->username, sizeof(tokens->username), username);
}

/* Back on the loop. */
static void
visit_done(void *ctx)
{
	struct visit *visit = ctx;
	struct tokens *tokens;

	if (visit->on_ready == NULL) { /* cancelled */
		visit_free(visit);
		return;
	}
	tokens = &visit->app->tokens;
	if (visit->app->visit == visit)
		visit->app->visit = NULL;
	if (visit->kind == VISIT_LOAD && visit->err.kind == ERR_NONE) {
		/* A key that only memory holds is the next person's too. */
		if (visit->device.len == 0 && tokens->account == visit->account)
			secret_move(&visit->device, &tokens->device);
		tokens_forget(tokens);
		belong_to(tokens, visit->account, visit->username);
		secret_move(&tokens->refresh, &visit->refresh);
		secret_move(&tokens->device, &visit->device);
	}
	visit->on_ready(visit->app, &visit->err);
	visit_free(visit);
}

static void
visit_begin(struct visit *visit)
{
	struct app *app = visit->app;

	if (loop_defer(app->ports.loop, visit_work, visit_done, visit,
		    &visit->err) < 0)
		visit_done(visit);
}

void
tokens_forget(struct tokens *tokens)
{
	secret_release(&tokens->access);
	secret_release(&tokens->refresh);
	secret_release(&tokens->device);
	*tokens = (struct tokens){0};
}

bool
tokens_are_of(const struct tokens *tokens, const struct account *account)
{
	return tokens->account == account->number &&
	       strcmp(tokens->username, account->username) == 0;
}

void
tokens_load(struct app *app, const struct account *account,
	tokens_on_ready *on_ready)
{
	struct err none = {0};

	if (tokens_are_of(&app->tokens, account) &&
		app->tokens.device.len > 0) {
		on_ready(app, &none);
		return;
	}
	app->visit = visit_new(app, account, VISIT_LOAD, on_ready);
	visit_begin(app->visit);
}

void
tokens_cancel(struct app *app)
{
	if (app->visit != NULL)
		app->visit->on_ready = NULL;
	app->visit = NULL;
}

static void
copy_secret(struct secret *to, const struct secret *from)
{
	if (from->len > 0)
		(void)secret_set(to, from->data, from->len);
}

void
tokens_adopt(struct app *app, const struct account *account,
	struct wire_session *session, tokens_on_ready *on_ready)
{
	struct tokens *tokens = &app->tokens;
	struct visit *visit = visit_new(app, account, VISIT_SAVE, on_ready);

	copy_secret(&visit->refresh, &session->refresh);
	copy_secret(&visit->device, &session->device_token);
	if (!tokens_are_of(tokens, account))
		tokens_forget(tokens);
	belong_to(tokens, account->number, account->username);
	secret_move(&tokens->access, &session->access);
	secret_move(&tokens->refresh, &session->refresh);
	if (session->device_token.len > 0)
		secret_move(&tokens->device, &session->device_token);
	/* A quarter early: a token must not end under way. */
	tokens->access_until_ms =
		app->ports.time.ops->monotonic_ms(app->ports.time.self) +
		session->expires_in_s * 750;
	app->visit = visit;
	visit_begin(visit);
}

void
tokens_erase(struct app *app, const struct account *account,
	tokens_on_ready *on_ready)
{
	if (tokens_are_of(&app->tokens, account)) {
		secret_release(&app->tokens.access);
		secret_release(&app->tokens.refresh);
	}
	visit_begin(visit_new(app, account, VISIT_ERASE, on_ready));
}
