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

/* What others say of themselves stands nowhere. */
void
call_version(const struct call *call, char version_out[CALL_VERSION_BYTES])
{
	static const char product[] = "connect-clock/";
	const char *agent = call->request->user_agent;
	size_t len = 0;

	if (agent != NULL && strncmp(agent, product, sizeof(product) - 1) == 0)
		for (agent += sizeof(product) - 1;
			len < CALL_VERSION_BYTES - 1 &&
			(*agent == '.' || *agent == '-' || *agent == '+' ||
				(*agent >= '0' && *agent <= '9') ||
				(*agent >= 'a' && *agent <= 'z'));
			agent++)
			version_out[len++] = *agent;
	version_out[len] = '\0';
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

bool
call_is_media(const struct call *call, const char *media)
{
	const char *type = call->request->content_type;
	size_t len = strlen(media);

	if (type == NULL || strncasecmp(type, media, len) != 0)
		return false;
	type += len;
	return *type == '\0' || strcasecmp(type, ";charset=utf-8") == 0 ||
	       strcasecmp(type, "; charset=utf-8") == 0;
}
