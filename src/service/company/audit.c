#include "service/company/audit.h"

#include <assert.h>
#include <string.h>

#include "audit_rows.h"
#include "base/canonical.h"

/* A format number and every member, in the manner of the ledger's rows. Never
 * change it, add format 2. */
void
audit_chain(struct audit_row *row, const struct hash *previous)
{
	struct str bytes;

	str_init(&bytes, 2 * AUDIT_VALUE_BYTES + 1024);
	canonical_text(&bytes, "change 1");
	canonical_id(&bytes, &row->company);
	canonical_int(&bytes, row->seq);
	canonical_int(&bytes, row->at_ms);
	canonical_id(&bytes, &row->author);
	canonical_id(&bytes, &row->device);
	canonical_text(&bytes, row->what);
	canonical_id(&bytes, &row->subject);
	canonical_text(&bytes, row->old);
	canonical_text(&bytes, row->new);
	assert(!str_is_cut(&bytes));
	hash_chain(previous, bytes.data, bytes.len, &row->hash);
	str_release(&bytes);
}

int
audit_add_behind(struct db *db, struct chain_head *head, struct audit_row *row,
	struct err *err)
{
	row->seq = ++head->last_seq;
	audit_chain(row, &head->hash);
	head->hash = row->hash;
	return audit_rows_insert(db, row, err);
}

int
audit_add(struct db *db, struct audit_row *row, struct err *err)
{
	struct chain_head head;

	if (chain_lock(db, &row->company, &head, err) < 0)
		return -1;
	if (audit_add_behind(db, &head, row, err) < 0)
		return -1;
	return chain_save(db, &row->company, &head, err);
}
