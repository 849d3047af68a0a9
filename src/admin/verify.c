/* connectd verify: checks the ledgers' hash chains. */
#include "commands.h"
#include "db/schema.h"
#include "service/ledger/ledger.h"

#define OPTIONS(X)                                                             \
	X(DATABASE, "database", 'd', "URL", DATABASE_HELP)                     \
	X(HELP, "help", 'h', NULL, "show this help")

COMMAND_OPTIONS(OPTIONS)

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
run(const struct command_host *host, const char *const *values, struct err *err)
{
	struct ledger_report found = {0};
	const struct db_source source = {values[DATABASE], host->drivers};
	struct db *db;
	int rc;

	if (command_need(&command_verify, values, DATABASE, err) < 0 ||
		db_open(&source, false, &db, err) < 0)
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
	.run = run,
};
