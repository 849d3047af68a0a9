#include "service/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "db/check.h"
#include "db/schema.h"
#include "route.h"
#include "service/card/feed.h"
#include "service/company/zones.h"
#include "service/desk/event.h"
#include "service/desk/metrics.h"
#include "service/desk/quota.h"
#include "service/desk/seal.h"
#include "service/desk/store.h"
#include "service/identity/bearer.h"
#include "service/identity/identity.h"
#include "service/identity/known.h"
#include "service/ledger/ledger.h"
#include "service/outbox/outbox.h"

#define MOVED_TRIES 3

struct service {
	struct service_options options;
	struct desk desk;
	struct identity identity;
	struct outbox *outbox; /* NULL: mails wait */
	struct feed *feed;     /* NULL: nothing follows */
};

/* Whether the server loses nothing, or it is known and meant. */
static int
check_durable(struct db *db, bool unsafe_database, struct err *err)
{
	if (db_check_durable(db, err) == 0)
		return 0;
	if (err->kind != ERR_CONFIG || !unsafe_database)
		return -1;
	log_event(LOG_LEVEL_WARNING, "database-unsafe", "why", err->text, NULL);
	err_clear(err);
	return 0;
}

static int
check_database(struct store *store, bool unsafe_database, struct err *err)
{
	struct db *db;
	int rc;

	if (store_take(store, &db, err) < 0)
		return -1;
	rc = schema_check(db, err);
	if (rc == 0)
		rc = check_durable(db, unsafe_database, err);
	store_give(store, db, rc < 0 ? err : NULL);
	return rc;
}

static int
open_outbox(struct service *service, struct err *err)
{
	const struct service_options *options = &service->options;
	const struct outbox_options outbox = {
		.store = service->desk.store,
		.zones = service->desk.zones,
		.mailer = options->mailer,
		.from = options->mail_from,
		.public_url = options->public_url,
		.now_ms = options->now_ms,
		.now_ctx = options->now_ctx,
	};

	if (options->mailer.ops == NULL)
		return 0;
	service->outbox = outbox_new(&outbox);
	return outbox_start(service->outbox, err);
}

static int
open_feed(struct service *service, struct err *err)
{
	const struct service_options *options = &service->options;
	const struct feed_options feed = {
		.database = options->database,
		.zones = service->desk.zones,
		.metrics = service->desk.metrics,
		.now_ms = options->now_ms,
		.now_ctx = options->now_ctx,
	};

	if (!options->feed)
		return 0;
	service->feed = feed_new(&feed);
	return feed_start(service->feed, err);
}

int
service_open(const struct service_options *options,
	struct service **service_out, struct err *err)
{
	struct service *service = mem_new(1, sizeof(*service));
	struct desk *desk = &service->desk;
	struct ledger_options ledger = {
		.database = options->database,
		.on_commit = options->on_commit,
		.on_commit_ctx = options->on_commit_ctx,
	};

	service->options = *options;
	desk->identity = &service->identity;
	desk->identify = bearer_identify;
	desk->zones = ledger.zones = zones_new(options->zone);
	desk->quota = quota_new();
	desk->unsafe_database = options->unsafe_database;
	desk->no_limits = options->no_limits;
	desk->tells_metrics = options->metrics;
	desk->metrics = mem_new(1, sizeof(*desk->metrics));
	desk->public_url = options->public_url;
	desk->has_mailer = options->mailer.ops != NULL;
	if (store_open(&options->database, options->readers, &desk->store,
		    err) < 0 ||
		check_database(desk->store, options->unsafe_database, err) <
			0 ||
		seal_load(desk->store, &desk->seal, err) < 0 ||
		ledger_open(&ledger, &desk->ledger, err) < 0 ||
		identity_init(&service->identity, desk->store, options->hashers,
			&options->cost, err) < 0 ||
		open_outbox(service, err) < 0 || open_feed(service, err) < 0) {
		service_close(&service);
		return -1;
	}
	*service_out = service;
	return 0;
}

void
service_close(struct service **service)
{
	struct service *it = *service;

	if (it == NULL)
		return;
	feed_free(&it->feed);
	outbox_free(&it->outbox);
	ledger_close(&it->desk.ledger);
	store_close(&it->desk.store);
	zones_free(&it->desk.zones);
	quota_free(&it->desk.quota);
	free(it->desk.metrics);
	identity_release(&it->identity);
	free(it);
	*service = NULL;
}

/*
 * Who calls. Whoever delivers may be known by heart: the ledger's writer looks
 * whether the credential is still good, and nothing is told without that.
 */
static int
identify(struct call *call, enum access access, bool *by_heart_out,
	struct err *err)
{
	struct known *known = call->desk->identity->known;
	const char *token = call_bearer(call);
	struct caller *caller = &call->caller;

	*by_heart_out =
		access == ACCESS_PUNCH && known_find(known, token, caller);
	if (*by_heart_out)
		return 0;
	if (call_begin_reading(call, err) < 0 ||
		bearer_identify(call->db, token, call->now_ms, caller, err) < 0)
		return -1;
	if (caller->credential == CREDENTIAL_DELIVERY)
		known_add(known, token, caller);
	return 0;
}

/* Returns 1 when the caller may enter, 0 after answering that they may not. */
static int
admit(struct call *call, enum access access, bool *by_heart_out,
	struct err *err)
{
	if (access_opens(access, CREDENTIAL_NONE))
		return 1;
	if (call_bearer(call) == NULL) {
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, "");
		return 0;
	}
	if (identify(call, access, by_heart_out, err) < 0) {
		if (err->kind != ERR_AUTH)
			return -1;
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, err->text);
		return 0;
	}
	if (access_opens(access, call->caller.credential))
		return 1;
	reply_problem(call->reply, PROBLEM_FORBIDDEN,
		call->caller.credential == CREDENTIAL_DELIVERY
			? "A delivery credential delivers punches and nothing "
			  "else."
			: "Punches are delivered by the credential of an "
			  "enrolment.");
	return 0;
}

/* --- quotas and events ---------------------------------------------------- */

static const char *const quota_names[] = {
#define X(name, per_s, at_once, kib_per_s, kib_at_once) [QUOTA_##name] = #name,
	QUOTAS(X)
#undef X
};

/* Whether there is some left; else it is answered 429. */
static bool
take(struct call *call, enum quota_scope scope, const void *bytes, size_t len)
{
	const struct quota_key key = {scope, bytes, len};
	const struct event event = {
		.kind = EVENT_QUOTA,
		.what = quota_names[scope],
		.company = &call->caller.company,
		.employee = &call->caller.employee,
	};
	bool told = false;
	int wait_s = 0;

	if (!call->desk->no_limits)
		wait_s = quota_take(call->desk->quota, &key,
			call->request->body_bytes, call->now_ms, &told);
	if (wait_s == 0)
		return true;
	if (!told)
		event_log(call, &event);
	reply_later(call->reply, PROBLEM_THROTTLED, wait_s);
	return false;
}

static bool
take_of_address(struct call *call)
{
	struct str key;
	bool taken;

	str_init(&key, 64);
	quota_peer(call->request->peer, &key);
	taken = take(call, QUOTA_ADDRESS, key.data, key.len);
	str_release(&key);
	return taken;
}

/* Whoever was let in. */
static bool
take_of_caller(struct call *call)
{
	const char *token = call_bearer(call);
	const struct id *company = &call->caller.company;

	if (call->caller.credential == CREDENTIAL_NONE)
		return true;
	return take(call, QUOTA_TOKEN, token, strlen(token)) &&
	       take(call, QUOTA_COMPANY, company->bytes,
		       sizeof(company->bytes));
}

/* Whether a call of this way, when it is done, has changed something that
 * somebody watches over. */
static bool
configures(const struct route *route)
{
	return strcmp(route->method, "GET") != 0 &&
	       route->access != ACCESS_OPEN && route->access != ACCESS_PUNCH &&
	       route->access != ACCESS_ENROL;
}

/* What was refused to somebody who is known, and what was changed. */
static void
tell(const struct call *call, const struct route *route)
{
	const struct caller *caller = &call->caller;
	char what[64];
	const struct event event = {
		.kind = call->reply->status == 403 ? EVENT_FORBIDDEN
						   : EVENT_CHANGED,
		.what = what,
		.company = &caller->company,
		.employee = &caller->employee,
		.enrolment = &caller->enrolment,
		.session = &caller->session,
		.subject = &call->id,
	};

	if (call->reply->status != 403 &&
		(call->reply->status > 201 || !configures(route)))
		return;
	snprintf(what, sizeof(what), "%s %s", route->method, route->path);
	event_log(call, &event);
}

/* A call that ends before the writer has looked: whoever was let in by heart
 * may be nobody any more, and then hears that alone. */
static int
look_again(struct call *call, struct err *err)
{
	const char *token = call_bearer(call);

	if (call->reply->status < 400 || call->reply->status >= 500)
		return 0;
	if (call_begin_reading(call, err) < 0)
		return -1;
	if (bearer_identify(
		    call->db, token, call->now_ms, &call->caller, err) == 0)
		return 0;
	if (err->kind != ERR_AUTH)
		return -1;
	known_forget(call->desk->identity->known, token);
	reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, err->text);
	return 0;
}

/* Returns 1 when it was handled, 0 when it was answered before, -1 with err set
 * as call_handler does. */
static int
enter(struct call *call, const struct route *route, bool *by_heart_out,
	struct err *err)
{
	int admitted = admit(call, route->access, by_heart_out, err);

	if (admitted > 0 && !take_of_caller(call))
		admitted = 0;
	if (admitted > 0 && route->handler(call, err) < 0)
		return -1;
	return admitted;
}

/* The same, once more where the caller's rights moved meanwhile. */
static int
enter_tries(struct call *call, const struct route *route, bool *by_heart_out,
	struct err *err)
{
	for (int try = 0; try < MOVED_TRIES; try++) {
		int rc = enter(call, route, by_heart_out, err);

		if (!call->moved)
			return rc;
		call->moved = false;
		err_clear(err);
	}
	return err_set(err, ERR_BUSY, "the caller's rights move all the time");
}

/* Returns -1 with err set as call_handler does. */
static int
answer(struct call *call, const struct route *route, struct err *err)
{
	bool by_heart = false;
	int admitted = enter_tries(call, route, &by_heart, err);

	if (admitted > 0 && by_heart && look_again(call, err) < 0)
		return -1;
	if (admitted < 0)
		return -1;
	tell(call, route);
	return 0;
}

static const char *const bodies[] = {
	[ROUTE_JSON] = "The body must be application/json in UTF-8.",
	[ROUTE_FORM] = "The body must be application/json or "
		       "application/x-www-form-urlencoded, in UTF-8.",
	[ROUTE_PAGE] = "The body must be application/x-www-form-urlencoded, "
		       "in UTF-8.",
};

/* A body is there exactly when the route has one, of a type that it takes. */
static bool
check_body(const struct call *call, enum route_body body)
{
	if (body == ROUTE_NONE) {
		if (call->request->body_bytes > 0)
			reply_malformed(
				call->reply, "This call takes no body.");
		return call->request->body_bytes == 0;
	}
	if (body != ROUTE_PAGE && call_is_media(call, "application/json"))
		return true;
	if (body != ROUTE_JSON &&
		call_is_media(call, "application/x-www-form-urlencoded"))
		return true;
	reply_problem(call->reply, PROBLEM_MEDIA_TYPE, bodies[body]);
	return false;
}

/* Answers by this route; NULL: there is none. */
static void
handle(struct service *service, struct call *call, const struct route *route)
{
	struct reply *reply = call->reply;
	struct err err = {0};

	if (route == NULL) {
		reply_problem(reply,
			reply->allow[0] == '\0' ? PROBLEM_NOT_FOUND
						: PROBLEM_METHOD,
			"");
		return;
	}
	if (!take_of_address(call) || !check_body(call, route->body))
		return;
	if (answer(call, route, &err) < 0) {
		reply_error(reply, &err);
		/* A lost connection is opened anew by the next one. */
		call_end_reading(call, &err);
	}
	call_end_reading(call, NULL);
	if (call->mails)
		outbox_wake(service->outbox);
	if (strcmp(route->method, "GET") != 0 && reply->status < 400)
		feed_wake(service->feed);
}

void
service_handle(struct service *service, const struct request *request,
	struct reply *reply)
{
	const struct service_options *options = &service->options;
	struct metrics *metrics = service->desk.metrics;
	struct call call = {
		.desk = &service->desk,
		.request = request,
		.reply = reply,
		.now_ms = options->now_ms(options->now_ctx),
	};
	size_t count;
	const struct route *table = route_table(&count);
	const struct route *route = route_find(
		request->method, request->path, &call.id, reply->allow);

	metrics->answering++;
	handle(service, &call, route);
	metrics->answering--;
	metrics_answered(metrics,
		route != NULL ? (size_t)(route - table) : METRICS_ROUTES,
		reply->status, options->now_ms(options->now_ctx) - call.now_ms);
}
