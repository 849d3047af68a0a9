/* connectd restore: a database from a backup. */
#include "commands.h"
#include "transfer.h"

static int
restore(const struct admin_host *host, const struct args *args,
	struct transfer *transfer, struct err *err)
{
	const char *from = args_text(args, "from");
	const struct db_source file = {.url = from, .drivers = host->files};
	int rc;

	if (db_open(&file, false, &transfer->from, err) < 0)
		return -1;
	rc = transfer_run(transfer, err);
	db_close(&transfer->from);
	if (rc < 0)
		return -1;
	fprintf(host->out,
		"Restored %lld rows; the ledgers of %lld %s are sound.\n",
		(long long)transfer->rows, (long long)transfer->found.companies,
		transfer->found.companies == 1 ? "company" : "companies");
	if (transfer->aside.len > 0)
		fprintf(host->out, "What stood there is kept as %s.\n",
			transfer->aside.data);
	return 0;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct commands_database database;
	struct transfer transfer = {.host = host,
		.to = &database.source,
		.told = args_has(args, "replace"),
		.served = true};
	int rc = commands_find(host, args, &database, err);

	if (rc == 0) {
		rc = restore(host, args, &transfer, err);
		transfer_release(&transfer);
	}
	commands_forget(&database);
	return rc;
}

static const struct option options[] = {
	ADMIN_DATABASE,
	{.name = "from",
		.letter = 'f',
		.required = true,
		.arg = "FILE",
		.help = "the backup",
		.completes = COMMAND_FILES},
	{.name = "replace",
		.help = "a company that stands there makes way, and is kept "
			"aside"},
	ADMIN_NO_MORE,
};

const struct command admin_restore = {
	.name = "restore",
	.help = "make the database from a backup, and check it",
	.options = options,
	.run = run,
};
