/* connectd migrate: brings the database up to date. */
#include "commands.h"
#include "db/schema.h"

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct db *db;
	int from;

	if (commands_migrate(host, args, &db, &from, err) < 0)
		return -1;
	db_close(&db);
	if (from == SCHEMA_VERSION)
		fprintf(host->out, "The database is at version %d already.\n",
			from);
	else
		fprintf(host->out, "The database went from version %d to %d.\n",
			from, SCHEMA_VERSION);
	return 0;
}

static const struct option options[] = {
	ADMIN_DATABASE,
	ADMIN_NO_MORE,
};

const struct command admin_migrate = {
	.name = "migrate",
	.help = "make the database, or bring it up to this version",
	.options = options,
	.run = run,
};
