#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/face.h"
#include "base/mem.h"
#include "call.h"
#include "events.h"
#include "fold.h"
#include "heard.h"
#include "hours_inside.h"
#include "inquiry.h"
#include "news.h"
#include "refill.h"
#include "undo.h"
#include "wire/wire.h"

#define KEEP_TOLD_MS (4 * 60 * 1000)

/* Each step begins one call, and its answer leads to the next step. */
enum news_step {
	NEWS_ME,
	NEWS_OWN,
	NEWS_OTHER, /* once for each of app->others */
	NEWS_HOURS, /* the card of whom the panel shows */
	NEWS_CATALOG,
	NEWS_DONE
};

struct news {
	news_on_end *on_end;
	enum news_scope scope;
	int step;
	size_t other;     /* the next of app->others */
	bool asked_other; /* it is one of them that was asked for */
	bool may_wait;
	bool whole; /* load the catalogue from its beginning */
	int64_t retry_after_ms;
	char hours_path[HOURS_PATH_BYTES];
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

/* An undo that the service does not know yet would be hidden by its word. */
static bool
is_undone_since(const struct events *events, size_t told)
{
	for (size_t i = told; i < events->count; i++)
		if (events->items[i].kind == PUNCH_VOID)
			return true;
	return false;
}

/*
 * Whether the state before these punches is still needed: the last one can be
 * undone, and the service's word is what they have made of it. Else somebody
 * else pressed, and its word goes first.
 */
static bool
is_told_already(struct app *app, const struct events *events, size_t told,
	const struct wire_clock *clock)
{
	struct clock_state state;
	struct stamp now;
	struct err ignored;

	if (app_now(app, &now, &ignored) < 0 || !undo_is_open(events, &now))
		return false;
	fold_told(app, events, told, &state);
	return fold_says_same(&state, &clock->state);
}

/* Writing the same again only to tell that it is younger has time. */
static bool
is_kept_already(const struct events *events, const struct known_clock *known)
{
	const struct known_clock *kept = &events->known;

	return events->is_told && fold_is_same(&kept->state, &known->state) &&
	       kept->watermark == known->watermark &&
	       id_equal(&kept->enrolment, &known->enrolment) &&
	       known->told_ms - kept->told_ms < KEEP_TOLD_MS &&
	       known->told_ms >= kept->told_ms;
}

static int
save_clock(struct app *app, const struct wire_clock *clock, struct err *err)
{
	const struct events *events = events_get(app, &clock->employee, err);
	struct known_clock known = {
		.employee = clock->employee,
		.state = clock->state,
		.told_ms = clock->now_ms,
	};
	size_t told;

	if (events == NULL)
		return -1;
	told = count_told(events, clock);
	/* The next refresh takes the service's word. */
	if (is_undone_since(events, told))
		return 0;
	if (told > 0) {
		known.enrolment = events->items[told - 1].enrolment;
		known.watermark = events->items[told - 1].number;
	}
	if (!is_told_already(app, events, told, clock) &&
		!is_kept_already(events, &known) &&
		app->ports.store.ops->clock_save(app->ports.store.self,
			app->account.number, &known, err) < 0)
		return -1;
	heard_note(app, &clock->employee, clock->now_ms);
	return 0;
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
	if (app->news->asked_other &&
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

/* It is done without, where there is none. */
static void
on_hours(void *ctx, const struct call_answer *answer)
{
	struct app *app = ctx;

	if (answer->stranger) {
		news_end(app, NEWS_ANEW, NULL);
		return;
	}
	hours_heard(app, app->news->hours_path, answer);
	news_step(app);
}

static bool
is_wanted(const struct news *news)
{
	static const enum news_scope wanted_from[] = {
		[NEWS_ME] = NEWS_ALL,
		[NEWS_OWN] = NEWS_CLOCKS,
		[NEWS_OTHER] = NEWS_OTHERS,
		[NEWS_HOURS] = NEWS_OTHERS,
		[NEWS_CATALOG] = NEWS_ALL,
		[NEWS_DONE] = NEWS_NONE,
	};

	return news->scope >= wanted_from[news->step];
}

/* The next of the others; false when all were asked for. */
static bool
ask_other(struct app *app)
{
	struct news *news = app->news;

	news->asked_other = news->other < app->other_count;
	if (news->asked_other) {
		ask_clock(app, &app->others[news->other++]);
		return true;
	}
	news->step++;
	app->others_asked = true;
	inquiry_look(app);
	return false;
}

static void
news_step(struct app *app)
{
	struct news *news = app->news;

	if (news->step == NEWS_OTHER && ask_other(app))
		return;
	while (!is_wanted(news))
		news->step++;
	switch (news->step) {
	case NEWS_ME:
		news->step++;
		ask(app, "/v1/me", on_me);
		break;
	case NEWS_OWN:
		news->step++;
		ask_clock(app, &app->account.person.id);
		break;
	case NEWS_OTHER:
		news_step(app);
		break;
	case NEWS_HOURS:
		news->step++;
		if (hours_wants(app, news->hours_path))
			ask(app, news->hours_path, on_hours);
		else
			news_step(app);
		break;
	case NEWS_CATALOG:
		news->step++;
		ask_catalog(app);
		break;
	default:
		app_set_link(app, APP_LINK_ONLINE, "");
		news_end(app, NEWS_TOLD, NULL);
		break;
	}
}

void
news_begin(struct app *app, enum news_scope scope, bool may_wait,
	news_on_end *on_end)
{
	struct news *news = app->news;

	news->on_end = on_end;
	news->scope = scope;
	news->may_wait = may_wait;
	news->retry_after_ms = 0;
	news->other = 0;
	news->asked_other = false;
	news->step = NEWS_ME;
	news_step(app);
	if (news->call.stage != CALL_IDLE)
		app_set_link(app, APP_LINK_BUSY, "");
}

void
news_ask_others_again(struct app *app)
{
	app->news->other = 0;
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
