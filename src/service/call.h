#ifndef SERVICE_CALL_H
#define SERVICE_CALL_H

/* One request on its way through the service: who asks, what of, and where
 * the answer goes. */

#include "base/id.h"
#include "core/permission.h"
#include "core/problem.h"
#include "service/service.h"
#include "session.h"
#include "store.h"

struct call {
	struct service *service;
	const struct request *request;
	struct reply *reply;
	int64_t now_ms;
	struct caller caller; /* as far as the route wants one */
	/* Whoever was asked for a credential was looked up on this reading
	 * connection, which is the handler's until call_end_reading. Open
	 * routes begin with none. */
	struct db *db;
};

/* A reading connection in call->db, if there is none. Errors of db_open. */
int call_begin_reading(struct call *call, struct err *err);

/* Gives it back early; otherwise that is done when the handler returns. */
void call_end_reading(struct call *call);

/* The token of "Bearer <token>" (RFC 6750, 2.1), NULL when there is none. */
const char *call_bearer(const struct call *call);

/*
 * Answers a call whose route, method, media type and credential are right.
 * Returns -1 with err set when the database or the machine failed; then
 * service_handle makes the answer.
 */
typedef int call_handler(struct call *call, struct err *err);

#endif
