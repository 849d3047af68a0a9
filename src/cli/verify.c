#include "call.h"

/* Checking the journal: one call to the host. */

int
cli_verify(struct cli_call *call, const struct cli_options *options,
	struct err *err)
{
	int64_t count;
	struct str text;
	int rc;

	if (call->host->verify(call->host->ctx, &count, err) < 0)
		return -1;
	str_init(&text, 256);
	if (options->json)
		str_addf(&text, "{\"intact\":true,\"punches\":%lld}\n",
			(long long)count);
	else
		str_addf(&text, "The journal is intact: %lld punches.\n",
			(long long)count);
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}
