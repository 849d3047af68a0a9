#include "journal/format/row.h"

#include <string.h>

#include "base/str.h"
#include "journal/format/number.h"

void
row_digest(const struct kept_punch *kept, struct hash *digest_out)
{
	struct str bytes;

	str_init(&bytes, PUNCH_CANONICAL_BYTES + 64);
	str_addf(&bytes, "row %d %lld %lld ", ROW_FORM, (long long)kept->number,
		(long long)kept->account);
	punch_canonical(&kept->punch, &bytes);
	hash_bytes(bytes.data, bytes.len, digest_out);
	str_release(&bytes);
}

void
row_link(const struct hash *previous, const struct hash *digest,
	struct hash *link_out)
{
	hash_chain(previous, digest->bytes, sizeof(digest->bytes), link_out);
}

static void
row_bind_hash(sqlite3_stmt *stmt, int column, const struct hash *hash)
{
	sqlite3_bind_blob(
		stmt, column, hash->bytes, sizeof(hash->bytes), SQLITE_STATIC);
}

void
row_bind_punch(sqlite3_stmt *stmt, const struct kept_punch *kept,
	const struct hash *digest, const struct hash *link)
{
	const struct punch *punch = &kept->punch;
	const struct stamp *pressed = &punch->pressed;

	sqlite3_bind_int64(stmt, 1, kept->number);
	sqlite3_bind_int(stmt, 2, ROW_FORM);
	sqlite3_bind_int64(stmt, 3, kept->account);
	sqlite3_bind_int64(stmt, 4, punch->number);
	value_bind_id(stmt, 5, &punch->id);
	value_bind_id(stmt, 6, &punch->employee);
	value_bind_id(stmt, 7, &punch->pressed_by);
	value_bind_id(stmt, 8, &punch->enrolment);
	sqlite3_bind_int(stmt, 9, number_put(&number_kinds, (int)punch->kind));
	value_bind_id(stmt, 10, &punch->location);
	value_bind_id(stmt, 11, &punch->cost_code);
	value_bind_id(stmt, 12, &punch->target);
	sqlite3_bind_int(stmt, 13, punch->forced);
	sqlite3_bind_int64(stmt, 14, pressed->wall_ms);
	sqlite3_bind_int64(stmt, 15, pressed->boottime_ms);
	value_bind_id(stmt, 16, &pressed->boot);
	sqlite3_bind_text(stmt, 17, pressed->zone, -1, SQLITE_STATIC);
	sqlite3_bind_int(stmt, 18, pressed->offset_s);
	if (punch->has_chosen)
		sqlite3_bind_int64(stmt, 19, punch->chosen_ms);
	sqlite3_bind_text(stmt, 20, punch->comment, -1, SQLITE_STATIC);
	row_bind_hash(stmt, ROW_COLUMN_DIGEST + 1, digest);
	row_bind_hash(stmt, ROW_COLUMN_LINK + 1, link);
	sqlite3_bind_int(stmt, ROW_COLUMN_STATE + 1,
		number_put(&number_states, (int)kept->state));
}

bool
row_read_hash(sqlite3_stmt *stmt, int column, struct hash *hash_out)
{
	const void *bytes = sqlite3_column_blob(stmt, column);

	if (bytes == NULL ||
		sqlite3_column_bytes(stmt, column) != (int)sizeof(*hash_out))
		return false;
	memcpy(hash_out->bytes, bytes, sizeof(hash_out->bytes));
	return true;
}

/* One of the words that stand as numbers. */
static bool
row_read_word(sqlite3_stmt *stmt, int column, const struct number_map *map,
	int *value_out)
{
	return number_take(map, sqlite3_column_int64(stmt, column), value_out);
}

static bool
row_read_stamp(sqlite3_stmt *stmt, struct stamp *stamp_out)
{
	stamp_out->wall_ms = sqlite3_column_int64(stmt, 13);
	stamp_out->boottime_ms = sqlite3_column_int64(stmt, 14);
	stamp_out->offset_s = sqlite3_column_int(stmt, 17);
	return value_read_id(stmt, 15, &stamp_out->boot) &&
	       value_read_text(
		       stmt, 16, stamp_out->zone, sizeof(stamp_out->zone));
}

static bool
row_read_ids(sqlite3_stmt *stmt, struct punch *punch)
{
	return value_read_id(stmt, 4, &punch->id) &&
	       value_read_id(stmt, 5, &punch->employee) &&
	       value_read_id(stmt, 6, &punch->pressed_by) &&
	       value_read_id(stmt, 7, &punch->enrolment) &&
	       value_read_id(stmt, 9, &punch->location) &&
	       value_read_id(stmt, 10, &punch->cost_code) &&
	       value_read_id(stmt, 11, &punch->target);
}

static bool
row_read_content(sqlite3_stmt *stmt, struct kept_punch *kept)
{
	struct punch *punch = &kept->punch;
	int kind = 0;
	bool fits = row_read_word(stmt, 8, &number_kinds, &kind);

	punch->number = sqlite3_column_int64(stmt, 3);
	punch->kind = (enum punch_kind)kind;
	punch->forced = sqlite3_column_int(stmt, 12) != 0;
	punch->has_chosen = sqlite3_column_type(stmt, 18) != SQLITE_NULL;
	punch->chosen_ms = sqlite3_column_int64(stmt, 18);
	/* each is read, whatever the others are */
	fits &= row_read_ids(stmt, punch);
	fits &= row_read_stamp(stmt, &punch->pressed);
	fits &= value_read_text(
		stmt, 19, punch->comment, sizeof(punch->comment));
	return fits;
}

static enum restate_method
row_read_method(sqlite3_stmt *stmt, int column)
{
	const char *word = (const char *)sqlite3_column_text(stmt, column);
	int method = word != NULL ? restate_method_parse(word) : -1;

	return method < 0 ? RESTATE_WALL : (enum restate_method)method;
}

/* What the service said is no part of the proof; it can be said again. */
static bool
row_read_verdict(sqlite3_stmt *stmt, struct kept_punch *kept)
{
	struct verdict *verdict = &kept->verdict;
	int at = PUNCH_COLUMN_COUNT;
	int kind = 0, first = 0;

	if (!row_read_word(stmt, at, &number_verdicts, &kind) ||
		!row_read_word(stmt, at + 1, &number_verdicts, &first))
		return false;
	verdict->kind = (enum verdict_kind)kind;
	verdict->first = (enum verdict_kind)first;
	verdict->ledger_seq = sqlite3_column_int64(stmt, at + 2);
	verdict->at_ms = sqlite3_column_int64(stmt, at + 3);
	verdict->flags = (unsigned)sqlite3_column_int(stmt, at + 4);
	verdict->causes = (unsigned)sqlite3_column_int(stmt, at + 5);
	verdict->method = row_read_method(stmt, at + 6);
	verdict->not_before_ms = sqlite3_column_int64(stmt, at + 7);
	verdict->not_after_ms = sqlite3_column_int64(stmt, at + 8);
	return value_read_text(stmt, at + 9, verdict->problem,
		       sizeof(verdict->problem)) &&
	       value_read_text(
		       stmt, at + 10, verdict->detail, sizeof(verdict->detail));
}

bool
row_read_kept(sqlite3_stmt *stmt, struct kept_punch *kept_out)
{
	int state = KEPT_DAMAGED;
	bool fits;

	memset(kept_out, 0, sizeof(*kept_out));
	kept_out->number = sqlite3_column_int64(stmt, 0);
	kept_out->account = sqlite3_column_int64(stmt, 2);
	fits = row_read_content(stmt, kept_out);
	fits &= row_read_word(stmt, ROW_COLUMN_STATE, &number_states, &state);
	kept_out->state = (enum kept_state)state;
	return fits;
}

bool
row_read_punch(
	sqlite3_stmt *stmt, bool with_verdict, struct kept_punch *kept_out)
{
	struct hash digest, want;
	bool fits = row_read_kept(stmt, kept_out);

	if (with_verdict && !row_read_verdict(stmt, kept_out))
		memset(&kept_out->verdict, 0, sizeof(kept_out->verdict));
	kept_out->verdict.punch = kept_out->punch.id;
	if (!fits || sqlite3_column_int64(stmt, 1) != ROW_FORM ||
		!row_read_hash(stmt, ROW_COLUMN_DIGEST, &digest))
		return false;
	row_digest(kept_out, &want);
	return hash_equal(&digest, &want);
}
