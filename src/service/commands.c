#include "commands.h"

#include "db/schema.h"
#include "service/ledger/ledger.h"

/* --- what they share ------------------------------------------------------ */

const struct password_cost *
commands_cost(const char *cheap)
{
	static const struct password_cost least = {1, 8192};

	return cheap != NULL ? &least : &password_cost_default;
}

static int
open_and_migrate(const char *database, struct db **db_out, int *from_out,
	struct err *err)
{
	if (db_open(database, true, db_out, err) < 0)
		return -1;
	if (schema_migrate(*db_out, from_out, err) == 0)
		return 0;
	db_close(db_out);
	return -1;
}

int
commands_open(const char *database, struct db **db_out, struct err *err)
{
	int from;

	return open_and_migrate(database, db_out, &from, err);
}

int
commands_roles(struct setup *setup, struct id *administrator_out,
	struct id *supervisor_out, struct id *employee_out, struct err *err)
{
	const permission_set own = 1U << PERMISSION_CLOCK_IN_OUT;
	const permission_set all = (1U << PERMISSION_COUNT) - 1;

	if (setup_role(setup, "Administrator", all, true, administrator_out,
		    err) < 0 ||
		setup_role(setup, "Supervisor", all, false, supervisor_out,
			err) < 0)
		return -1;
	return setup_role(setup, "Employee", own, false, employee_out, err);
}

/* --- migrate ---------------------------------------------------------------
 */

#define MIGRATE_OPTIONS(X)                                                     \
	X(DATABASE, "database", 'd', "URL", DATABASE_HELP)                     \
	X(HELP, "help", 'h', NULL, "show this help")

COMMAND_OPTIONS(MIGRATE_OPTIONS)

static int
run_migrate(const struct command_host *host, const char *const *values,
	struct err *err)
{
	struct db *db;
	int from;

	if (command_need(&command_migrate, values, DATABASE, err) < 0 ||
		open_and_migrate(values[DATABASE], &db, &from, err) < 0)
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
	.run = run_migrate,
};

/* --- verify ----------------------------------------------------------------
 */

static int
report(FILE *out, const struct ledger_report *it, struct err *err)
{
	char company[ID_TEXT_BYTES];

	if (!it->sound)
		return err_set(err, ERR_DATA,
			"the ledger of company %s is broken at number %lld: "
			"%s",
			id_format(&it->company, company), (long long)it->seq,
			it->what);
	fprintf(out, "%lld punches of %lld companies are sound.\n",
		(long long)it->rows, (long long)it->companies);
	return 0;
}

static int
run_verify(const struct command_host *host, const char *const *values,
	struct err *err)
{
	struct ledger_report found = {0};
	struct db *db;
	int rc;

	if (command_need(&command_verify, values, DATABASE, err) < 0 ||
		db_open(values[DATABASE], false, &db, err) < 0)
		return -1;
	rc = schema_check(db, err);
	if (rc == 0)
		rc = ledger_verify(db, &found, err);
	db_close(&db);
	return rc < 0 ? -1 : report(host->out, &found, err);
}

const struct command command_verify = {
	.name = "verify",
	.synopsis = "--database URL",
	.summary = "Reads every ledger and checks its hash chain.",
	.options = options,
	.run = run_verify,
};
