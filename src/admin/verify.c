/* connectd verify: checks the ledgers, and what is kept of them. */
#include "commands.h"
#include "db/schema.h"
#include "progress.h"
#include "service/card/feed.h"
#include "service/ledger/ledger.h"
#include "verified.h"

/* What leaves the house, against what follows from the ledger. */
static int
verify_feed(struct db *db, struct zones *zones, struct err *err)
{
	struct feed_report found;
	char company[ID_TEXT_BYTES];

	if (feed_verify(db, zones, &found, err) < 0)
		return -1;
	if (found.sound)
		return 0;
	return err_set(err, ERR_DATA, "the feed of company %s is broken: %s",
		id_format(&found.company, company), found.what);
}

int
verified(const struct admin_host *host, struct db *db,
	struct ledger_report *report_out, struct err *err)
{
	struct zones *zones = zones_new(host->zone);
	struct admin_progress progress;
	const struct ledger_watch watch = {admin_progress_on, &progress};
	struct ledger_report *it = report_out;
	char company[ID_TEXT_BYTES];
	int rc;

	admin_progress_begin(&progress, host, "checking");
	rc = ledger_verify_in(db, zones, &watch, it, err);
	admin_progress_end(&progress);
	if (rc == 0 && it->sound)
		rc = verify_feed(db, zones, err);
	zones_free(&zones);
	if (rc < 0 || it->sound)
		return rc;
	return err_set(err, ERR_DATA, "the ledger of company %s is broken: %s",
		id_format(&it->company, company), it->what);
}

static int
run(void *ctx, const struct args *args, struct err *err)
{
	const struct admin_host *host = ctx;
	struct ledger_report found = {0};
	struct commands_database database;
	struct db *db = NULL;
	int rc = commands_find(host, args, &database, err);

	if (rc == 0)
		rc = db_open(&database.source, false, &db, err);
	commands_forget(&database);
	if (rc != 0)
		return -1;
	rc = schema_check(db, err);
	if (rc == 0)
		rc = db_begin_read(db, err);
	if (rc == 0)
		rc = verified(host, db, &found, err);
	db_close(&db);
	if (rc == 0)
		fprintf(host->out, "%lld rows of %lld %s are sound.\n",
			(long long)found.rows, (long long)found.companies,
			found.companies == 1 ? "company" : "companies");
	return rc;
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
