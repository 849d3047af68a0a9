#ifndef SERVICE_ROUTE_H
#define SERVICE_ROUTE_H

/* Every endpoint: one table for dispatch, Allow, and who may enter. The
 * OpenAPI document lists the same (a test compares them). */

#include "access.h"
#include "call.h"

/* X(method, path, handler, access) */
#define ROUTES(X)                                                              \
	X(POST, "/v1/token", token_handle, OPEN)                               \
	X(POST, "/v1/token/revoke", revoke_handle, OPEN)                       \
	X(GET, "/v1/me", me_handle, ME)                                        \
	X(GET, "/v1/catalog", catalog_handle, CATALOG)                         \
	X(POST, "/v1/punches", punches_handle, PUNCH)                          \
	X(GET, "/v1/clock", clock_handle, CLOCK)                               \
	X(GET, "/v1/openapi.json", openapi_handle, OPEN)                       \
	X(GET, "/healthz", healthz_handle, OPEN)                               \
	X(GET, "/readyz", readyz_handle, OPEN)

/* The handlers, in files of their own; see call_handler. */
#define X(method, path, handler, access) call_handler handler;
ROUTES(X)
#undef X

struct route {
	const char *method;
	const char *path;
	call_handler *handler;
	enum access access;
};

/* All of them, in the order of the table; *count_out is their number. */
const struct route *route_table(size_t *count_out);

/*
 * The route of this request. When there is none, *allow_out gets the methods
 * that this path knows ("GET, POST"), NULL when it knows none.
 */
const struct route *
route_find(const char *method, const char *path, const char **allow_out);

#endif
