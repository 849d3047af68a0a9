#include "refill.h"

int
refill(struct app *app, int64_t account, int64_t watermark,
	const int64_t *missing, size_t n, struct err *err)
{
	struct store *store = &app->ports.store;
	size_t count = 0;

	if (app->refilled)
		return 0;
	if (store->ops->refill(store->self, account, watermark, missing, n,
		    &count, err) < 0)
		return -1;
	app->refilled = count > 0;
	return 0;
}
