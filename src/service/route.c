#include "route.h"

#include <string.h>

#include "service/catalog/catalog.h"
#include "service/company/me.h"
#include "service/identity/token.h"
#include "service/ledger/clock.h"
#include "service/ledger/punches.h"

/* X(method, path, handler, access) */
#define ROUTES(X)                                                              \
	X(POST, "/v1/token", token_handle, OPEN)                               \
	X(POST, "/v1/token/revoke", token_revoke_handle, OPEN)                 \
	X(GET, "/v1/me", me_handle, ME)                                        \
	X(GET, "/v1/catalog", catalog_handle, CATALOG)                         \
	X(POST, "/v1/punches", punches_handle, PUNCH)                          \
	X(GET, "/v1/clock", clock_handle, CLOCK)                               \
	X(GET, "/v1/openapi.json", openapi_handle, OPEN)                       \
	X(GET, "/healthz", probe_healthz, OPEN)                                \
	X(GET, "/readyz", probe_readyz, OPEN)

static const struct route routes[] = {
#define X(name, text, function, way)                                           \
	{                                                                      \
		.method = #name,                                               \
		.path = text,                                                  \
		.handler = function,                                           \
		.access = ACCESS_##way,                                        \
	},
	ROUTES(X)
#undef X
};

#define ROUTE_COUNT (sizeof(routes) / sizeof(routes[0]))

const struct route *
route_table(size_t *count_out)
{
	*count_out = ROUTE_COUNT;
	return routes;
}

const struct route *
route_find(const char *method, const char *path, const char **allow_out)
{
	*allow_out = NULL;
	for (size_t i = 0; i < ROUTE_COUNT; i++) {
		if (strcmp(routes[i].path, path) != 0)
			continue;
		if (strcmp(routes[i].method, method) == 0)
			return &routes[i];
		/* No path has two methods yet. */
		*allow_out = routes[i].method;
	}
	return NULL;
}
