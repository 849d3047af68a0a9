/* DELETE /v1/devices/{id}. */
#include "service/identity/devices.h"

#include "device_rows.h"
#include "service/company/judged.h"
#include "service/desk/access.h"
#include "whose.h"

struct revocation {
	struct call *call;
	bool found; /* among those that the caller sees */
};

static int
revoke(void *ctx, struct db *db, struct err *err)
{
	struct revocation *it = ctx;
	const struct caller *caller = &it->call->caller;
	const struct id *id = &it->call->id;

	if (device_rows_seen(db, caller, id, &it->found, err) < 0 ||
		(it->found && device_rows_revoke(db, &caller->company, id,
				      it->call->now_ms, &it->found, err) < 0))
		return -1;
	return it->found ? whose_note(db, it->call, "device.revoke", err) : 0;
}

int
devices_delete(struct call *call, struct err *err)
{
	struct revocation it = {.call = call};

	if (!access_allows(ACCESS_REVOKE_DEVICE, call->caller.permissions,
		    ACCESS_OWN)) {
		reply_problem(call->reply, PROBLEM_FORBIDDEN,
			"It takes the permission Devices.");
		return 0;
	}
	call_end_reading(call, NULL);
	if (judged_write(call, revoke, &it, err) < 0)
		return -1;
	if (it.found)
		reply_done(call->reply);
	else
		reply_problem(call->reply, PROBLEM_NOT_FOUND, "");
	return 0;
}
