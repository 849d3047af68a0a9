#include "app/project.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "call.h"

#define DOCUMENT_BYTES ((size_t)64 << 20)

static int
read_document(struct str *document, struct err *err)
{
	char bytes[65536];
	size_t n;

	while ((n = fread(bytes, 1, sizeof(bytes), stdin)) > 0)
		str_add(document, bytes, n);
	if (ferror(stdin))
		return err_set_errno(
			err, ERR_NOT_FOUND, errno, "cannot read stdin");
	if (str_is_cut(document))
		return err_set(err, ERR_DATA,
			"the document is larger than %zu MiB",
			DOCUMENT_BYTES >> 20);
	return 0;
}

static int
run_project(void *ctx, const struct args *args, struct err *err)
{
	struct cli_call *call = ctx;
	const char *format = args_text(args, "format");
	const struct app_project how = {
		.zone = call->host->zone,
		.timeclock = format != NULL && strcmp(format, "timeclock") == 0,
		.shown = args_has(args, "shown"),
	};
	struct str document, answer;
	int rc;

	if (how.shown && !how.timeclock)
		return err_set(
			err, ERR_USAGE, "--shown goes with --format timeclock");
	str_init(&document, DOCUMENT_BYTES);
	str_init(&answer, SIZE_MAX / 2);
	rc = read_document(&document, err);
	if (rc == 0)
		rc = app_project(
			&how, document.data, document.len, &answer, err);
	if (rc == 0)
		rc = cli_print(&answer, err);
	str_release(&answer);
	str_release(&document);
	return rc;
}

static const char *const formats[] = {"json", "timeclock", NULL};

static const struct option project_options[] = {
	{.name = "format",
		.letter = 'f',
		.arg = "FORMAT",
		.words = formats,
		.help = "json, or timeclock (of ledger and hledger)"},
	{.name = "shown", .help = "timeclock: the times that a card shows"},
	CLI_NO_MORE,
};

const struct command cli_project = {
	.name = "project",
	.help = "work out hours from a document on stdin",
	.options = project_options,
	.run = run_project,
};
