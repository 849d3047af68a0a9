#include "transfer.h"

#include <limits.h>

#include "db/copy.h"
#include "db/replace.h"
#include "db/schema.h"
#include "progress.h"
#include "verified.h"

static int
copy(struct transfer *it, struct db *to, struct err *err)
{
	struct admin_progress progress;
	const struct copy_watch watch = {admin_progress_on, &progress};
	int version, rc;

	admin_progress_begin(&progress, it->host, "copying");
	rc = copy_database(it->from, to, &watch, &it->rows, err);
	admin_progress_end(&progress);
	if (rc < 0)
		return -1;
	/* One that an older connectd made is brought up to date. */
	if (schema_find(to, &version, err) < 0)
		return -1;
	return schema_raise(to, version, SCHEMA_VERSION, err);
}

int
transfer_run(struct transfer *it, struct err *err)
{
	struct replace replace;
	int rc = replace_begin(&replace, it->to, it->told, err);

	str_init(&it->aside, PATH_MAX);
	if (rc == 0)
		rc = copy(it, replace.db, err);
	if (rc == 0)
		rc = verified(it->host, replace.db, &it->found, err);
	if (rc == 0)
		rc = db_commit(replace.db, err);
	replace.served = it->served;
	if (rc == 0)
		rc = replace_end(&replace, err);
	if (rc == 0)
		str_addz(&it->aside, replace.aside.data);
	replace_release(&replace);
	return rc;
}

void
transfer_release(struct transfer *transfer)
{
	str_release(&transfer->aside);
}
