/* connectd migrate: brings the database up to date. */
#include "commands.h"
#include "db/schema.h"

#define OPTIONS(X)                                                             \
	X(DATABASE, "database", 'd', "URL", DATABASE_HELP)                     \
	X(HELP, "help", 'h', NULL, "show this help")

COMMAND_OPTIONS(OPTIONS)

static int
run(const struct command_host *host, const char *const *values, struct err *err)
{
	struct db *db;
	int from;

	if (command_need(&command_migrate, values, DATABASE, err) < 0 ||
		commands_migrate(host, values[DATABASE], &db, &from, err) < 0)
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

const struct command command_migrate = {
	.name = "migrate",
	.synopsis = "--database URL",
	.summary = "Makes the database, or brings it up to this version.",
	.options = options,
	.run = run,
};
