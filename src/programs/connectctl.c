/* connectctl: lends the app over its adapters (client/client.h) to the command
 * line of administrators. */

#include <signal.h>

#include "base/core_dump.h"
#include "client/client.h"
#include "ctl/ctl.h"

static int
on_open(void *ctx, bool interactive, struct app **app_out, struct err *err)
{
	return client_open(ctx, interactive, app_out, err);
}

int
main(int argc, char **argv)
{
	struct client *client = client_new("connectctl");
	const struct ctl_host host = {.open = on_open, .ctx = client};
	int code;

	/* No secret in a core file; a file size limit is an error, not a
	 * death. */
	core_dump_forbid(true);
	(void)signal(SIGXFSZ, SIG_IGN);
	code = ctl_run(&host, argc, argv);
	client_free(&client);
	return code;
}
