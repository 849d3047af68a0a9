#include "service/service.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "db/check.h"
#include "db/schema.h"
#include "route.h"
#include "service/company/zones.h"
#include "service/desk/store.h"
#include "service/identity/bearer.h"
#include "service/identity/identity.h"
#include "service/identity/known.h"
#include "service/ledger/ledger.h"

struct service {
	struct service_options options;
	struct desk desk;
	struct identity identity;
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
	desk->zones = ledger.zones = zones_new(options->zone);
	desk->unsafe_database = options->unsafe_database;
	if (store_open(&options->database, options->readers, &desk->store,
		    err) < 0 ||
		check_database(desk->store, options->unsafe_database, err) <
			0 ||
		ledger_open(&ledger, &desk->ledger, err) < 0 ||
		identity_init(&service->identity, options->hashers,
			&options->cost, err) < 0) {
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
	ledger_close(&it->desk.ledger);
	store_close(&it->desk.store);
	zones_free(&it->desk.zones);
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
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, "");
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
	reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, "");
	return 0;
}

/* Returns -1 with err set as call_handler does. */
static int
answer(struct call *call, const struct route *route, struct err *err)
{
	bool by_heart = false;
	int admitted = admit(call, route->access, &by_heart, err);

	if (admitted <= 0)
		return admitted;
	if (route->handler(call, err) < 0)
		return -1;
	return by_heart ? look_again(call, err) : 0;
}

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
	if (call_is_media(call, "application/json") ||
		(body == ROUTE_FORM &&
			call_is_media(
				call, "application/x-www-form-urlencoded")))
		return true;
	reply_problem(call->reply, PROBLEM_MEDIA_TYPE,
		body == ROUTE_FORM
			? "The body must be application/json or "
			  "application/x-www-form-urlencoded, in UTF-8."
			: "The body must be application/json in UTF-8.");
	return false;
}

void
service_handle(struct service *service, const struct request *request,
	struct reply *reply)
{
	struct call call = {
		.desk = &service->desk,
		.request = request,
		.reply = reply,
		.now_ms = service->options.now_ms(service->options.now_ctx),
	};
	struct err err = {0};
	const struct route *route = route_find(
		request->method, request->path, &call.id, reply->allow);

	if (route == NULL) {
		reply_problem(reply,
			reply->allow[0] == '\0' ? PROBLEM_NOT_FOUND
						: PROBLEM_METHOD,
			"");
		return;
	}
	if (!check_body(&call, route->body))
		return;
	if (answer(&call, route, &err) < 0) {
		reply_error(reply, &err);
		/* A lost connection is opened anew by the next one. */
		call_end_reading(&call, &err);
	}
	call_end_reading(&call, NULL);
}
