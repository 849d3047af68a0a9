#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/face.h"
#include "events.h"
#include "exchange.h"
#include "tokens.h"
#include "turn.h"
#include "undo.h"
#include "wire/wire.h"

/*
 * News, request by request. A failure ends the turn; what came before it
 * stays. Each step sends one request and its answer leads to the next step.
 */

enum {
	NEWS_ME,
	NEWS_OWN,
	NEWS_OTHER,
	NEWS_CATALOG
};

static void news_step(struct app *app);
static void on_access(struct app *app, const struct err *keyring_err);

static void
news_failed(struct app *app, const struct err *err)
{
	if (err->kind == ERR_AUTH)
		tokens_forget(&app->tokens);
	app_set_link(app,
		err->kind == ERR_AUTH ? APP_LINK_SIGN_IN : APP_LINK_OFFLINE,
		err->text);
	turn_end(app, err);
}

static void
ask(struct app *app, const char *path, transport_on_answer *on_answer)
{
	struct exchange exchange = {
		.method = "GET",
		.server = app->account.server,
		.path = path,
		.bearer = &app->tokens.access,
	};

	app->turn.ticket = exchange_start(app, &exchange, on_answer);
}

/*
 * Somebody else signed in or out, here or in another process: what was asked
 * for the one before is not theirs. The next turn asks anew.
 */
static void
begin_anew(struct app *app)
{
	tokens_forget(&app->tokens);
	app->turn.again = app->turn.again_refresh = true;
	turn_end(app, NULL);
}

/* The service told of a person who is not, or no longer, signed in here. */
static void
on_stranger(struct app *app)
{
	struct account before = app->account;
	struct err err = {0};

	if (app_reload_account(app, &err) < 0) {
		news_failed(app, &err);
	} else if (app->account.number == before.number &&
		   app->account.signed_in &&
		   strcmp(app->account.username, before.username) == 0) {
		err_set(&err, ERR_AUTH,
			"sign in again: the service knows somebody else as %s",
			before.username);
		news_failed(app, &err);
	} else {
		begin_anew(app);
	}
}

/* The answer's check, and the step's end when it fails. */
static bool
is_good(struct app *app, const struct transport_answer *answer)
{
	struct err err = {0};

	app->turn.ticket = 0;
	app->turn.retry_after_ms = answer->retry_after_ms;
	if (!tokens_are_of(&app->tokens, &app->account)) {
		begin_anew(app);
		return false;
	}
	if (exchange_check(answer, &err) == 0)
		return true;
	news_failed(app, &err);
	return false;
}

static void
on_me(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct person person;
	struct err err = {0};

	if (!is_good(app, answer))
		return;
	if (wire_person_decode(
		    answer->body, answer->body_bytes, &person, &err) < 0) {
		news_failed(app, &err);
		return;
	}
	if (app_save_person(app, &person, &err) == 0)
		news_step(app);
	else if (err.kind == ERR_NOT_FOUND)
		on_stranger(app);
	else
		news_failed(app, &err);
}

static int
save_clock(struct app *app, struct wire_clock *clock, struct err *err)
{
	const struct events *events = events_get(app, &clock->employee, err);
	struct known_clock known;
	struct stamp now;

	if (events == NULL || app_now(app, &now, err) < 0)
		return -1;
	/* Nobody else delivers meanwhile: what is answered is known there,
	 * though its watermark stays below a number that was lost. */
	if (clock->watermark < events->answered)
		clock->watermark = events->answered;
	/* The next refresh takes the service's word. */
	if (undo_needs_before(app, &clock->employee, clock->watermark, &now))
		return 0;
	known = (struct known_clock){
		.employee = clock->employee,
		.state = clock->state,
		.watermark = clock->watermark,
		.told_ms = now.wall_ms,
	};
	return app->ports.store.ops->clock_save(
		app->ports.store.self, app->account.number, &known, err);
}

/* *lost_out: the service lost punches, and this state is of without them. */
static int
keep_clock(struct app *app, const struct transport_answer *answer,
	bool *lost_out, struct err *err)
{
	const bool refilled = app->turn.refilled;
	struct wire_clock clock;

	if (wire_clock_decode(answer->body, answer->body_bytes, &clock, err) <
			0 ||
		push_refill(app, app->account.number, clock.watermark, NULL, 0,
			err) < 0)
		return -1;
	*lost_out = app->turn.refilled && !refilled;
	return *lost_out ? 0 : save_clock(app, &clock, err);
}

static void
on_clock(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct err err = {0};
	bool lost;

	/* Somebody who left the viewset must not hold up the rest. */
	if (app->turn.news_step > NEWS_OTHER &&
		answer->end == TRANSPORT_ANSWERED &&
		(answer->status == 403 || answer->status == 404)) {
		app->turn.ticket = 0;
		news_step(app);
		return;
	}
	if (!is_good(app, answer))
		return;
	if (keep_clock(app, answer, &lost, &err) < 0)
		news_failed(app, &err);
	else if (lost)
		push_begin(app);
	else
		news_step(app);
}

static void
ask_clock(struct app *app, const struct id *employee)
{
	char path[128];
	char text[ID_TEXT_BYTES];

	snprintf(path, sizeof(path), "/v1/clock?employee=%s",
		id_format(employee, text));
	ask(app, path, on_clock);
}

/* The answer's page into the cache; *more_out: another is ready. */
static int
keep_page(struct app *app, const struct transport_answer *answer,
	bool *more_out, struct err *err)
{
	struct catalog_cache *cache = &app->ports.catalog;
	char before[CATALOG_CURSOR_BYTES] = "";
	struct wire_catalog page;
	int rc;

	if (wire_catalog_decode(answer->body, answer->body_bytes, &page, err) <
		0)
		return -1;
	rc = cache->ops->cursor(cache->self, app->account.number, before, err);
	if (rc == 0 && page.more && strcmp(page.cursor, before) == 0)
		rc = err_set(err, ERR_DATA,
			"the service's list of jobs does not come to an end");
	if (rc == 0)
		rc = cache->ops->put(cache->self, app->account.number,
			page.entries, page.count, page.cursor, err);
	*more_out = page.more;
	free(page.entries);
	return rc;
}

static void ask_catalog(struct app *app);

static void
on_catalog(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct err err = {0};
	bool more;

	/* A cursor that is too old: from the beginning, once. */
	if (answer->end == TRANSPORT_ANSWERED && answer->status == 410 &&
		!app->turn.whole) {
		app->turn.whole = true;
		app->turn.ticket = 0;
		ask_catalog(app);
		return;
	}
	if (!is_good(app, answer))
		return;
	app->turn.whole = false;
	if (keep_page(app, answer, &more, &err) < 0) {
		news_failed(app, &err);
		return;
	}
	if (!more)
		news_step(app);
	/* A press goes first; then on from the cursor. */
	else if (turn_has_waiting(app) && app->turn.failure.kind == ERR_NONE)
		push_begin(app);
	else
		ask_catalog(app);
}

static void
ask_catalog(struct app *app)
{
	struct catalog_cache *cache = &app->ports.catalog;
	int64_t number = app->account.number;
	char cursor[CATALOG_CURSOR_BYTES] = "";
	char path[64 + CATALOG_CURSOR_BYTES];
	struct err err = {0};

	if ((app->turn.whole &&
		    cache->ops->forget(cache->self, number, &err) < 0) ||
		cache->ops->cursor(cache->self, number, cursor, &err) < 0) {
		news_failed(app, &err);
		return;
	}
	snprintf(path, sizeof(path), "/v1/catalog?limit=1000%s%s",
		cursor[0] ? "&since=" : "", cursor);
	ask(app, path, on_catalog);
}

static void
news_step(struct app *app)
{
	switch (app->turn.news_step++) {
	case NEWS_ME:
		ask(app, "/v1/me", on_me);
		break;
	case NEWS_OWN:
		ask_clock(app, &app->account.person.id);
		break;
	case NEWS_OTHER:
		if (!id_is_nil(&app->other)) {
			ask_clock(app, &app->other);
			break;
		}
		app->turn.news_step++;
		/* fallthrough */
	case NEWS_CATALOG:
		ask_catalog(app);
		break;
	default:
		app_set_link(app, APP_LINK_ONLINE, "");
		turn_end(app, &app->turn.failure);
		break;
	}
}

static void
on_renewed(void *ctx, const struct transport_answer *answer)
{
	struct app *app = ctx;
	struct wire_session session = {0};
	struct err err = {0};

	if (!is_good(app, answer))
		return;
	if (wire_session_decode(
		    answer->body, answer->body_bytes, &session, &err) < 0) {
		news_failed(app, &err);
		return;
	}
	tokens_adopt(app, &app->account, &session, on_access);
	wire_session_release(&session);
}

static void
renew_access(struct app *app)
{
	struct wire_sign_in grant = {.refresh = app->tokens.refresh};
	struct exchange exchange = {
		.method = "POST",
		.server = app->account.server,
		.path = "/v1/token",
	};
	struct str body;

	str_init(&body, WIRE_REQUEST_BYTES);
	wire_sign_in_encode(&grant, &body);
	exchange.body = &body;
	app->turn.ticket = exchange_start(app, &exchange, on_renewed);
	secret_wipe(body.data, body.len);
	str_release(&body);
}

/* The renewed session is in memory; the keyring may have complained. */
static void
on_access(struct app *app, const struct err *keyring_err)
{
	if (!app->turn.running)
		return;
	if (keyring_err->kind != ERR_NONE) {
		news_failed(app, keyring_err);
		return;
	}
	news_step(app);
}

static void
on_news_tokens(struct app *app, const struct err *keyring_err)
{
	struct tokens *tokens = &app->tokens;
	int64_t now_ms;
	struct err err = {0};

	if (!app->turn.running)
		return;
	if (keyring_err->kind != ERR_NONE) {
		news_failed(app, keyring_err);
		return;
	}
	now_ms = app->ports.time.ops->monotonic_ms(app->ports.time.self);
	if (tokens->access.len > 0 && now_ms < tokens->access_until_ms) {
		news_step(app);
	} else if (tokens->refresh.len > 0) {
		renew_access(app);
	} else {
		err_set(&err, ERR_AUTH,
			"sign in again: the keyring holds no session for %s",
			app->account.server);
		news_failed(app, &err);
	}
}

void
news_begin(struct app *app)
{
	const char *why;
	struct err err = {0};

	app->turn.news_step = 0;
	if (!app->has_account || !app->account.signed_in) {
		turn_end(app, &app->turn.failure);
		return;
	}
	why = app->ports.transport.ops->unreachable(
		app->ports.transport.self, app->account.server);
	if (why != NULL) {
		err_set(&err, ERR_UNAVAILABLE, "%s", why);
		news_failed(app, &err);
		return;
	}
	app_set_link(app, APP_LINK_BUSY, "");
	tokens_load(app, &app->account, on_news_tokens);
}
