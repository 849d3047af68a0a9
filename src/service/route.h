#ifndef SERVICE_ROUTE_H
#define SERVICE_ROUTE_H

/* Every endpoint: one table for dispatch, Allow, and who may enter. The
 * OpenAPI document lists the same (a test compares them). */

#include "service/desk/access.h"
#include "service/desk/call.h"

/* The handlers that belong to no room (openapi.c, probe.c). */
call_handler openapi_handle;
call_handler probe_healthz;
call_handler probe_readyz;
call_handler metrics_handle;

enum route_body {
	ROUTE_NONE,
	ROUTE_JSON,
	ROUTE_FORM, /* or JSON */
	ROUTE_PAGE  /* a form, of a page */
};

struct route {
	const char *method;
	const char *path; /* one part of it may be "{id}" or "{token}" */
	call_handler *handler;
	enum access access;
	enum route_body body;
};

/* All of them, in the order of the table; *count_out is their number. */
const struct route *route_table(size_t *count_out);

/*
 * The route of this request, and the id in its path (nil: none). When there is
 * no route, allow_out gets the methods that this path knows ("GET, POST"), ""
 * when it knows none.
 */
const struct route *route_find(const char *method, const char *path,
	struct id *id_out, char allow_out[REPLY_ALLOW_BYTES]);

#endif
