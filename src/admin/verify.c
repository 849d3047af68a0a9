/* connectd verify: checks the ledgers, and what is kept of them. */
#include "commands.h"
#include "db/schema.h"
#include "service/ledger/ledger.h"
#include "verified.h"

int
verified(const struct ledger_report *it, struct err *err)
{
	char company[ID_TEXT_BYTES];

	if (it->sound)
		return 0;
	return err_set(err, ERR_DATA, "the ledger of company %s is broken: %s",
		id_format(&it->company, company), it->what);
}

static int
report(FILE *out, const struct ledger_report *it, struct err *err)
{
	if (verified(it, err) < 0)
		return -1;
	fprintf(out, "%lld rows of %lld companies are sound.\n",
		(long long)it->rows, (long long)it->companies);
	return 0;
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct ledger_report found = {0};
	struct commands_database database;
	struct zones *zones;
	struct db *db = NULL;
	int rc = commands_find(host, args, &database, err);

	if (rc == 0)
		rc = db_open(&database.source, false, &db, err);
	commands_forget(&database);
	if (rc != 0)
		return -1;
	zones = zones_new(host->zone);
	rc = schema_check(db, err);
	if (rc == 0)
		rc = ledger_verify(db, zones, &found, err);
	zones_free(&zones);
	db_close(&db);
	return rc < 0 ? -1 : report(host->out, &found, err);
}

static const struct option options[] = {
	ADMIN_DATABASE,
	ADMIN_NO_MORE,
};

const struct command admin_verify = {
	.name = "verify",
	.help = "read every ledger, check its chain, work out again what "
		"follows",
	.options = options,
	.run = run,
};
