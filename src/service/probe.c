/* GET /healthz: the program runs. GET /readyz: punches can be recorded. */
#include "db/check.h"
#include "db/schema.h"
#include "route.h"
#include "service/desk/reply.h"

int
probe_healthz(struct call *call, struct err *err)
{
	(void)err;
	str_addz(&call->reply->body, "{\"status\":\"ok\"}");
	reply_json(call->reply);
	return 0;
}

int
probe_readyz(struct call *call, struct err *err)
{
	bool sound;

	if (call_begin_reading(call, err) < 0)
		return -1;
	sound = schema_check(call->db, err) == 0;
	if (!sound && err->kind != ERR_CONFIG)
		return -1;
	if (!sound || db_check_writable(call->db, err) < 0 ||
		(!call->desk->unsafe_database &&
			db_check_durable(call->db, err) < 0)) {
		/* The connection is good: others may go on reading with it. */
		err->kind = ERR_UNAVAILABLE;
		reply_error(call->reply, err);
		return 0;
	}
	str_addz(&call->reply->body, "{\"status\":\"ready\"}");
	reply_json(call->reply);
	return 0;
}
