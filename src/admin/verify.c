/* connectd verify: checks the ledgers' hash chains. */
#include "commands.h"
#include "db/schema.h"
#include "service/ledger/ledger.h"

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
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct ledger_report found = {0};
	const struct db_source source = {
		.url = args_text(args, "database"),
		.drivers = host->drivers,
	};
	struct db *db;
	int rc;

	if (db_open(&source, false, &db, err) < 0)
		return -1;
	rc = schema_check(db, err);
	if (rc == 0)
		rc = ledger_verify(db, &found, err);
	db_close(&db);
	return rc < 0 ? -1 : report(host->out, &found, err);
}

static const struct option options[] = {
	ADMIN_DATABASE,
	ADMIN_NO_MORE,
};

const struct command admin_verify = {
	.name = "verify",
	.help = "read every ledger and check its hash chain",
	.options = options,
	.run = run,
};
