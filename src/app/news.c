#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/face.h"
#include "base/mem.h"
#include "call.h"
#include "events.h"
#include "news.h"
#include "refill.h"
#include "undo.h"
#include "wire/wire.h"

/* Each step begins one call, and its answer leads to the next step. */
enum news_step {
	NEWS_ME,
	NEWS_OWN,
	NEWS_OTHER,
	NEWS_CATALOG
};

struct news {
	news_on_end *on_end;
	int step;
	bool may_wait;
	bool whole; /* load the catalogue from its beginning */
	int64_t retry_after_ms;
	struct call call;
};

static void news_step(struct app *app);

static void
news_end(struct app *app, enum news_result result, const struct err *err)
{
	struct news_end end = {
		.result = result,
		.retry_after_ms = app->news->retry_after_ms,
	};

	if (err != NULL)
		end.err = *err;
	app->news->on_end(app, &end);
}

static void
news_failed(struct app *app, const struct err *err)
{
	app_set_failed(app, err);
	news_end(app, NEWS_FAILED, err);
}

static void
ask(struct app *app, const char *path, call_on_answer *on_answer)
{
	const struct call_request request = {.method = "GET", .path = path};

	call_begin(app, &app->news->call, &request, on_answer, app);
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
		news_end(app, NEWS_ANEW, NULL);
	}
}

/* Whether it is a good answer; else it was the end. */
static bool
is_good(struct app *app, const struct call_answer *answer)
{
	app->news->retry_after_ms = answer->retry_after_ms;
	if (answer->stranger)
		news_end(app, NEWS_ANEW, NULL);
	else if (answer->err.kind != ERR_NONE)
		news_failed(app, &answer->err);
	else
		return true;
	return false;
}

static void
on_me(void *ctx, const struct call_answer *answer)
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

/*
 * How many of the events the service's word includes. Nobody else delivers
 * meanwhile: what is answered is known there, though its watermark stays below
 * a number that was lost. What is not may have been heard all the same.
 */
static size_t
count_told(const struct events *events, const struct wire_clock *clock)
{
	size_t told = events->settled;

	while (told < events->count &&
		id_equal(&events->items[told].enrolment, &clock->enrolment) &&
		events->items[told].number <= clock->watermark)
		told++;
	return told;
}

static int
save_clock(struct app *app, const struct wire_clock *clock, struct err *err)
{
	const struct events *events = events_get(app, &clock->employee, err);
	struct known_clock known = {
		.employee = clock->employee, .state = clock->state};
	struct stamp now;
	size_t told;

	if (events == NULL || app_now(app, &now, err) < 0)
		return -1;
	told = count_told(events, clock);
	/* The next refresh takes the service's word. */
	if (undo_needs_before(events, told, &now))
		return 0;
	if (told > 0) {
		known.enrolment = events->items[told - 1].enrolment;
		known.watermark = events->items[told - 1].number;
	}
	known.told_ms = clock->now_ms;
	return app->ports.store.ops->clock_save(
		app->ports.store.self, app->account.number, &known, err);
}

/* *lost_out: the service lost punches, and this state is of without them. */
static int
keep_clock(struct app *app, const struct call_answer *answer, bool *lost_out,
	struct err *err)
{
	const bool waited = app->refill_waits;
	struct wire_clock clock;

	if (wire_clock_decode(answer->body, answer->body_bytes, &clock, err) <
			0 ||
		refill_own(app, &clock, err) < 0)
		return -1;
	app_told(app, clock.now_ms);
	*lost_out = app->refill_waits && !waited;
	return *lost_out ? 0 : save_clock(app, &clock, err);
}

static void
on_clock(void *ctx, const struct call_answer *answer)
{
	struct app *app = ctx;
	struct err err = {0};
	bool lost;

	/* Somebody who left the viewset must not hold up the rest. */
	if (app->news->step > NEWS_OTHER &&
		(answer->status == 403 || answer->status == 404)) {
		news_step(app);
		return;
	}
	if (!is_good(app, answer))
		return;
	if (keep_clock(app, answer, &lost, &err) < 0)
		news_failed(app, &err);
	else if (lost)
		news_end(app, NEWS_LATER, NULL);
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
keep_page(struct app *app, const struct call_answer *answer, bool *more_out,
	struct err *err)
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
on_catalog(void *ctx, const struct call_answer *answer)
{
	struct app *app = ctx;
	struct err err = {0};
	bool more;

	/* A cursor that is too old, or of another service in the place of the
	 * one that gave it: from the beginning, once. */
	if ((answer->status == 410 || answer->status == 422) &&
		!app->news->whole) {
		app->news->whole = true;
		ask_catalog(app);
		return;
	}
	if (!is_good(app, answer))
		return;
	app->news->whole = false;
	if (keep_page(app, answer, &more, &err) < 0) {
		news_failed(app, &err);
		return;
	}
	if (!more)
		news_step(app);
	/* A press goes first; then on from the cursor. */
	else if (app->news->may_wait && app_has_waiting(app))
		news_end(app, NEWS_LATER, NULL);
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

	if ((app->news->whole &&
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
	switch (app->news->step++) {
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
		app->news->step++;
		/* fallthrough */
	case NEWS_CATALOG:
		ask_catalog(app);
		break;
	default:
		app_set_link(app, APP_LINK_ONLINE, "");
		news_end(app, NEWS_TOLD, NULL);
		break;
	}
}

void
news_begin(struct app *app, bool may_wait, news_on_end *on_end)
{
	struct news *news = app->news;

	news->on_end = on_end;
	news->may_wait = may_wait;
	news->retry_after_ms = 0;
	news->step = NEWS_ME;
	news_step(app);
	if (news->call.stage != CALL_IDLE)
		app_set_link(app, APP_LINK_BUSY, "");
}

void
news_want_whole(struct app *app)
{
	app->news->whole = true;
}

void
news_cancel(struct app *app)
{
	call_cancel(&app->news->call);
}

void
news_open(struct app *app)
{
	app->news = mem_new(1, sizeof(*app->news));
}

void
news_close(struct app *app)
{
	news_cancel(app);
	free(app->news);
	app->news = NULL;
}
