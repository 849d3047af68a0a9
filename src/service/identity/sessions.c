/* GET /v1/sessions, DELETE /v1/sessions/{id}. */
#include "service/identity/sessions.h"

#include <stdlib.h>

#include "base/mem.h"
#include "session_rows.h"
#include "whose.h"

static int
list(struct call *call, const struct id *employee, struct err *err)
{
	struct wire_session_items *items = mem_new(1, sizeof(*items));
	int rc = session_rows_list(call->db, &call->caller.company, employee,
		call->now_ms, items, err);

	for (size_t i = 0; rc == 0 && i < items->count; i++)
		items->items[i].current =
			id_equal(&items->items[i].id, &call->caller.session);
	if (rc == 0) {
		wire_sessions_encode(items, &call->reply->body);
		reply_json(call->reply);
	}
	free(items);
	return rc;
}

int
sessions_get(struct call *call, struct err *err)
{
	struct id employee;
	bool may;

	if (whose_asked(call, ACCESS_ACCOUNTS, &employee, &may, err) < 0)
		return -1;
	return may ? list(call, &employee, err) : 0;
}

static int
end(void *ctx, struct db *db, struct err *err)
{
	const struct call *call = ctx;

	return session_rows_end(
		db, &call->caller.company, &call->id, call->now_ms, err);
}

int
sessions_delete(struct call *call, struct err *err)
{
	struct id employee;
	bool found;

	if (session_rows_owner(call->db, &call->caller.company, &call->id,
		    &employee, &found, err) < 0)
		return -1;
	return whose_revoke(call,
		&(struct whose_revocation){
			found ? &employee : NULL, end, "session.end"},
		err);
}
