#include "service/desk/call.h"

#include <string.h>
#include <strings.h>

#include "service/desk/store.h"

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
	return store_take(call->desk->store, &call->db, err);
}

void
call_end_reading(struct call *call, const struct err *err)
{
	if (call->db != NULL)
		store_give(call->desk->store, call->db, err);
	call->db = NULL;
}
