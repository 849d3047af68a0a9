#include "ending.h"

void
ending_on_done(void *ctx, const struct err *err)
{
	struct ending *ending = ctx;

	ending->done = true;
	ending->err = *err;
}

static bool
is_done(void *ctx)
{
	const struct ending *ending = ctx;

	return ending->done;
}

int
ending_wait(struct cli_call *call, struct ending *ending, int64_t timeout_ms,
	struct err *err)
{
	if (!app_run_until(call->app, is_done, ending, timeout_ms))
		return err_set(err, ERR_UNAVAILABLE,
			"the service did not answer in time; try again");
	if (ending->err.kind != ERR_NONE) {
		*err = ending->err;
		return -1;
	}
	return 0;
}
