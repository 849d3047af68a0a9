/* connectd grant: the rights of the role that serves. */
#include "db/grant.h"
#include "commands.h"

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	const char *role = args_text(args, "role");
	struct commands_database database;
	struct db *db = NULL;
	int rc = commands_find(host, args, &database, err);

	if (rc == 0)
		rc = db_open(&database.source, false, &db, err);
	commands_forget(&database);
	if (rc == 0)
		rc = grant_serving(db, role, err);
	db_close(&db);
	if (rc == 0)
		fprintf(host->out,
			"The role %s may serve, and cannot change the "
			"ledger.\n",
			role);
	return rc;
}

static const struct option options[] = {
	ADMIN_DATABASE,
	{.name = "role",
		.letter = 'r',
		.required = true,
		.arg = "ROLE",
		.help = "a role of PostgreSQL that does not own the tables"},
	ADMIN_NO_MORE,
};

const struct command admin_grant = {
	.name = "grant",
	.help = "let a PostgreSQL role serve that cannot change the ledger",
	.options = options,
	.run = run,
};
