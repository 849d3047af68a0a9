#include "service/company/audit.h"

#include <assert.h>
#include <string.h>

#include "audit_rows.h"
#include "base/str.h"
#include "service/company/chain.h"

static void
add_id(struct str *out, const struct id *id)
{
	str_add(out, id->bytes, sizeof(id->bytes));
}

static void
add_int(struct str *out, int64_t value)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)value >> (56 - 8 * i));
	str_add(out, bytes, sizeof(bytes));
}

static void
add_text(struct str *out, const char *text)
{
	str_add(out, text, strlen(text) + 1);
}

/* A format number and every member, in the manner of the ledger's rows. Never
 * change it, add format 2. */
void
audit_chain(struct audit_row *row, const struct hash *previous)
{
	struct str bytes;

	str_init(&bytes, 2 * AUDIT_VALUE_BYTES + 1024);
	add_text(&bytes, "change 1");
	add_id(&bytes, &row->company);
	add_int(&bytes, row->seq);
	add_int(&bytes, row->at_ms);
	add_id(&bytes, &row->author);
	add_id(&bytes, &row->device);
	add_text(&bytes, row->what);
	add_id(&bytes, &row->subject);
	add_text(&bytes, row->old);
	add_text(&bytes, row->new);
	assert(!str_is_cut(&bytes));
	hash_chain(previous, bytes.data, bytes.len, &row->hash);
	str_release(&bytes);
}

int
audit_add(struct db *db, struct audit_row *row, struct err *err)
{
	struct chain_head head;

	if (chain_lock(db, &row->company, &head, err) < 0)
		return -1;
	row->seq = ++head.last_seq;
	audit_chain(row, &head.hash);
	head.hash = row->hash;
	if (audit_rows_insert(db, row, err) < 0)
		return -1;
	return chain_save(db, &row->company, &head, err);
}
