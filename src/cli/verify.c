#include "call.h"

/* Checking the journal: one call to the host. */

static int
run_verify(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	int64_t count;
	struct str text;
	int rc;

	if (call->host->verify(call->host->ctx, &count, err) < 0)
		return -1;
	str_init(&text, 256);
	if (args_has(args, "json"))
		str_addf(&text, "{\"intact\":true,\"punches\":%lld}\n",
			(long long)count);
	else
		str_addf(&text, "The journal is intact: %lld punches.\n",
			(long long)count);
	rc = cli_print(&text, err);
	str_release(&text);
	return rc;
}

static const struct option verify_options[] = {CLI_JSON, CLI_NO_MORE};

const struct command cli_verify = {
	.name = "verify",
	.help = "check the chain of this device's journal",
	.options = verify_options,
	.run = run_verify,
};
