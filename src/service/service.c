#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/mem.h"
#include "call.h"
#include "db/check.h"
#include "db/schema.h"
#include "reply.h"
#include "route.h"
#include "service_parts.h"

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
	static const char nobody[] = "nobody's password";
	struct service *service = mem_new(1, sizeof(*service));
	const struct ledger_options ledger = {
		.database = options->database,
		.on_commit = options->on_commit,
		.on_commit_ctx = options->on_commit_ctx,
	};

	service->options = *options;
	service->hashers = hashers_new(options->hashers);
	service->zones = zones_new(options->zone);
	if (store_open(options->database, options->readers, &service->store,
		    err) < 0 ||
		check_database(service->store, options->unsafe_database, err) <
			0 ||
		ledger_open(&ledger, &service->ledger, err) < 0 ||
		password_hash(nobody, strlen(nobody), &options->cost,
			service->dummy_hash, err) < 0) {
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
	ledger_close(&it->ledger);
	store_close(&it->store);
	hashers_free(&it->hashers);
	zones_free(&it->zones);
	free(it);
	*service = NULL;
}

const char *
call_bearer(const struct call *call)
{
	static const char scheme[] = "Bearer ";
	const size_t len = sizeof(scheme) - 1;
	const char *authorization = call->request->authorization;

	if (authorization == NULL ||
		strncasecmp(authorization, scheme, len) != 0)
		return NULL;
	return authorization + len + strspn(authorization + len, " ");
}

int
call_begin_reading(struct call *call, struct err *err)
{
	if (call->db != NULL)
		return 0;
	return store_take(call->service->store, &call->db, err);
}

void
call_end_reading(struct call *call)
{
	if (call->db != NULL)
		store_give(call->service->store, call->db, NULL);
	call->db = NULL;
}

/* Returns 1 when the caller may enter, 0 after answering that they may not. */
static int
admit(struct call *call, enum access access, struct err *err)
{
	const char *token = call_bearer(call);

	if (access_opens(access, CREDENTIAL_NONE))
		return 1;
	if (token == NULL) {
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, "");
		return 0;
	}
	if (call_begin_reading(call, err) < 0)
		return -1;
	if (session_identify(
		    call->db, token, call->now_ms, &call->caller, err) < 0) {
		if (err->kind != ERR_AUTH)
			return -1;
		reply_problem(call->reply, PROBLEM_UNAUTHENTICATED, "");
		return 0;
	}
	if (access_opens(access, call->caller.credential))
		return 1;
	reply_problem(call->reply, PROBLEM_FORBIDDEN,
		"A device's token delivers punches and nothing else.");
	return 0;
}

/* A body is JSON in UTF-8, and is there exactly when the method has one. */
static bool
check_body(const struct request *request, struct reply *reply)
{
	static const char json[] = "application/json";
	const char *type = request->content_type;
	const char *rest;

	if (strcmp(request->method, "POST") != 0) {
		if (request->body_bytes > 0)
			reply_malformed(reply, "This call takes no body.");
		return request->body_bytes == 0;
	}
	rest = type == NULL ? NULL : type + sizeof(json) - 1;
	if (type != NULL && strncasecmp(type, json, sizeof(json) - 1) == 0 &&
		(*rest == '\0' || strcasecmp(rest, "; charset=utf-8") == 0 ||
			strcasecmp(rest, ";charset=utf-8") == 0))
		return true;
	reply_problem(reply, PROBLEM_MEDIA_TYPE,
		"The body must be application/json in UTF-8.");
	return false;
}

void
service_handle(struct service *service, const struct request *request,
	struct reply *reply)
{
	struct call call = {
		.service = service,
		.request = request,
		.reply = reply,
		.now_ms = service->options.now_ms(service->options.now_ctx),
	};
	struct err err = {0};
	const char *allow;
	const struct route *route =
		route_find(request->method, request->path, &allow);
	int admitted;

	if (route == NULL) {
		reply_problem(reply,
			allow == NULL ? PROBLEM_NOT_FOUND : PROBLEM_METHOD, "");
		reply->allow = allow;
		return;
	}
	if (!check_body(request, reply))
		return;
	admitted = admit(&call, route->access, &err);
	if (admitted < 0 || (admitted > 0 && route->handler(&call, &err) < 0)) {
		reply_error(reply, &err);
		/* A lost connection is opened anew by the next one. */
		if (call.db != NULL)
			store_give(service->store, call.db, &err);
		call.db = NULL;
	}
	call_end_reading(&call);
}
