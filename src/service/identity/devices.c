/* DELETE /v1/devices/{id}. */
#include "service/identity/devices.h"

#include "device_rows.h"
#include "service/desk/access.h"
#include "service/desk/store.h"
#include "whose.h"

struct revocation {
	const struct call *call;
	bool found;
};

static int
revoke(void *ctx, struct db *db, struct err *err)
{
	struct revocation *it = ctx;

	if (device_rows_revoke(db, &it->call->caller.company, &it->call->id,
		    it->call->now_ms, &it->found, err) < 0)
		return -1;
	return it->found ? whose_note(db, it->call, "device.revoke", err) : 0;
}

int
devices_delete(struct call *call, struct err *err)
{
	struct revocation it = {.call = call};
	bool seen;

	if (!access_allows(ACCESS_REVOKE_DEVICE, call->caller.permissions,
		    ACCESS_OWN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"It takes the permission Devices.");
		return 0;
	}
	if (device_rows_seen(call->db, &call->caller, &call->id, &seen, err) <
		0)
		return -1;
	if (!seen) {
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
		return 0;
	}
	call_end_reading(call, NULL);
	if (store_write(call->desk->store, revoke, &it, err) < 0)
		return -1;
	if (it.found)
		reply_done(call->reply);
	else
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	return 0;
}
