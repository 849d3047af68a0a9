/* connectd backup: a copy of everything, as a file. */
#include "commands.h"
#include "db/schema.h"
#include "transfer.h"

/* A copy of what is to be brought up to date first could not be checked. */
static int
check_version(struct db *db, struct err *err)
{
	int version;

	if (schema_find(db, &version, err) < 0)
		return -1;
	if (version == 0)
		return err_set(err, ERR_CONFIG, "there is no company in it");
	if (version == SCHEMA_VERSION)
		return 0;
	return err_set(err, ERR_CONFIG,
		"the database is of an older connectd (schema %d of %d): back "
		"it up with that one, or run connectd migrate",
		version, SCHEMA_VERSION);
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	const char *to = args_text(args, "to");
	const struct db_source source = {.url = to, .drivers = host->files};
	struct transfer transfer = {.host = host, .to = &source};
	struct commands_database database;
	int rc = commands_find(host, args, &database, err);

	if (rc == 0)
		rc = db_open(&database.source, false, &transfer.from, err);
	commands_forget(&database);
	if (rc < 0)
		return -1;
	rc = check_version(transfer.from, err);
	if (rc == 0) {
		rc = transfer_run(&transfer, err);
		transfer_release(&transfer);
	}
	db_close(&transfer.from);
	if (rc == 0)
		fprintf(host->out,
			"%s holds %lld rows; the ledgers of %lld %s in "
			"it are sound.\n",
			to, (long long)transfer.rows,
			(long long)transfer.found.companies,
			transfer.found.companies == 1 ? "company"
						      : "companies");
	return rc;
}

static const struct option options[] = {
	ADMIN_DATABASE,
	{.name = "to",
		.letter = 't',
		.required = true,
		.arg = "FILE",
		.help = "the new file",
		.completes = COMMAND_FILES},
	ADMIN_NO_MORE,
};

const struct command admin_backup = {
	.name = "backup",
	.help = "copy everything into a file while others punch, and check it",
	.options = options,
	.run = run,
};
