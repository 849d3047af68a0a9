#include "service/company/judged.h"

#include "service/company/chain.h"

struct judged {
	struct call *call;
	store_work *work;
	void *ctx;
};

static bool
same(const struct caller *a, const struct caller *b)
{
	return a->permissions == b->permissions && a->viewset == b->viewset &&
	       id_equal(&a->employee, &b->employee) &&
	       id_equal(&a->session, &b->session);
}

/* store_work */
static int
judge(void *ctx, struct db *db, struct err *err)
{
	const struct judged *it = ctx;
	struct call *call = it->call;
	struct chain_head head;
	struct caller caller;
	int rc;

	if (chain_lock(db, &call->caller.company, &head, err) < 0)
		return -1;
	rc = call->desk->identify(
		db, call_bearer(call), call->now_ms, &caller, err);
	if (rc < 0 && err->kind != ERR_AUTH)
		return -1;
	call->moved = rc < 0 || !same(&caller, &call->caller);
	if (call->moved)
		return err_set(err, ERR_AUTH, "the caller's rights have moved");
	return it->work(it->ctx, db, err);
}

int
judged_write(struct call *call, store_work *work, void *ctx, struct err *err)
{
	struct judged it = {call, work, ctx};

	return store_write(call->desk->store, judge, &it, err);
}
