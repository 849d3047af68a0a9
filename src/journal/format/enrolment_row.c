#include "journal/format/enrolment_row.h"

#include <string.h>

#include "journal/format/row.h"

/* What a row proves itself by. */
static void
enrolment_row_digest(const struct enrolment *enrolment, int64_t used_up,
	struct hash *digest_out)
{
	int64_t numbers[] = {
		enrolment->row, enrolment->account, used_up, enrolment->ended};
	struct hash so_far, before;

	hash_bytes(numbers, sizeof(numbers), &so_far);
	before = so_far;
	hash_chain(&before, &enrolment->id, sizeof(enrolment->id), &so_far);
	before = so_far;
	hash_chain(&before, &enrolment->person, sizeof(enrolment->person),
		&so_far);
	before = so_far;
	hash_chain(&before, &enrolment->previous, sizeof(enrolment->previous),
		&so_far);
	before = so_far;
	hash_chain(&before, enrolment->username, strlen(enrolment->username),
		digest_out);
}

bool
enrolment_row_read(sqlite3_stmt *stmt, struct enrolment *enrolment_out,
	int64_t *used_up_out)
{
	struct hash digest, want;
	int64_t recorded = sqlite3_column_int64(stmt, 9);
	bool fits;

	enrolment_out->row = sqlite3_column_int64(stmt, 0);
	enrolment_out->account = sqlite3_column_int64(stmt, 1);
	fits = value_read_id(stmt, 2, &enrolment_out->id) &&
	       value_read_id(stmt, 3, &enrolment_out->person) &&
	       value_read_id(stmt, 4, &enrolment_out->previous) &&
	       value_read_text(stmt, 5, enrolment_out->username,
		       sizeof(enrolment_out->username));
	*used_up_out = sqlite3_column_int64(stmt, 6);
	enrolment_out->ended = sqlite3_column_int(stmt, 7) != 0;
	enrolment_out->last_number =
		recorded > *used_up_out ? recorded : *used_up_out;
	if (!fits || !row_read_hash(stmt, 8, &digest))
		return false;
	enrolment_row_digest(enrolment_out, *used_up_out, &want);
	return hash_equal(&digest, &want);
}

void
enrolment_row_bind(sqlite3_stmt *stmt, const struct enrolment *enrolment,
	int64_t used_up, struct hash *digest_out)
{
	enrolment_row_digest(enrolment, used_up, digest_out);
	sqlite3_bind_int64(stmt, 1, enrolment->row);
	sqlite3_bind_int64(stmt, 2, enrolment->account);
	value_bind_id(stmt, 3, &enrolment->id);
	value_bind_id(stmt, 4, &enrolment->person);
	value_bind_id(stmt, 5, &enrolment->previous);
	sqlite3_bind_text(stmt, 6, enrolment->username, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 7, used_up);
	sqlite3_bind_int(stmt, 8, enrolment->ended);
	sqlite3_bind_blob(stmt, 9, digest_out->bytes, sizeof(digest_out->bytes),
		SQLITE_STATIC);
}
