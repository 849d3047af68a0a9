#include "lead.h"

#include <assert.h>

int
lead_take(struct app *app, bool *mine_out, struct err *err)
{
	bool mine = true;

	if (app->leads == 0 && app->ports.store.ops->lead(
				       app->ports.store.self, &mine, err) < 0)
		return -1;
	if (mine)
		app->leads++;
	*mine_out = mine;
	return 0;
}

void
lead_let_go(struct app *app)
{
	assert(app->leads > 0);
	if (--app->leads == 0)
		app->ports.store.ops->yield(app->ports.store.self);
}
