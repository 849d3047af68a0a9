#include "journal/format/row.h"

#include <string.h>

#include "base/str.h"

void
row_link(const struct hash *previous, int64_t account,
	const struct punch *punch, struct hash *link_out)
{
	struct str bytes;

	str_init(&bytes, PUNCH_CANONICAL_BYTES + 32);
	str_addf(&bytes, "%lld ", (long long)account);
	punch_canonical(punch, &bytes);
	hash_chain(previous, bytes.data, bytes.len, link_out);
	str_release(&bytes);
}

bool
row_fits(const struct hash *previous, const struct kept_punch *kept,
	const struct hash *link)
{
	struct hash want;

	row_link(previous, kept->account, &kept->punch, &want);
	return hash_equal(link, &want);
}

void
row_bind_punch(sqlite3_stmt *stmt, int64_t number, int64_t account,
	const struct punch *punch, const struct hash *link)
{
	const struct stamp *pressed = &punch->pressed;

	sqlite3_bind_int64(stmt, 1, number);
	sqlite3_bind_int64(stmt, 2, account);
	sqlite3_bind_int64(stmt, 3, punch->number);
	value_bind_id(stmt, 4, &punch->id);
	value_bind_id(stmt, 5, &punch->employee);
	value_bind_id(stmt, 6, &punch->pressed_by);
	value_bind_id(stmt, 7, &punch->enrolment);
	sqlite3_bind_int(stmt, 8, (int)punch->kind);
	value_bind_id(stmt, 9, &punch->location);
	value_bind_id(stmt, 10, &punch->cost_code);
	value_bind_id(stmt, 11, &punch->target);
	sqlite3_bind_int(stmt, 12, punch->forced);
	sqlite3_bind_int64(stmt, 13, pressed->wall_ms);
	sqlite3_bind_int64(stmt, 14, pressed->boottime_ms);
	value_bind_id(stmt, 15, &pressed->boot);
	sqlite3_bind_text(stmt, 16, pressed->zone, -1, SQLITE_STATIC);
	sqlite3_bind_int(stmt, 17, pressed->offset_s);
	if (punch->has_chosen)
		sqlite3_bind_int64(stmt, 18, punch->chosen_ms);
	sqlite3_bind_text(stmt, 19, punch->comment, -1, SQLITE_STATIC);
	sqlite3_bind_blob(
		stmt, 20, link->bytes, sizeof(link->bytes), SQLITE_STATIC);
}

bool
row_read_link(sqlite3_stmt *stmt, int column, struct hash *link_out)
{
	const void *bytes = sqlite3_column_blob(stmt, column);

	if (bytes == NULL ||
		sqlite3_column_bytes(stmt, column) != (int)sizeof(*link_out))
		return false;
	memcpy(link_out->bytes, bytes, sizeof(link_out->bytes));
	return true;
}

static bool
row_read_stamp(sqlite3_stmt *stmt, struct stamp *stamp_out)
{
	stamp_out->wall_ms = sqlite3_column_int64(stmt, 12);
	stamp_out->boottime_ms = sqlite3_column_int64(stmt, 13);
	stamp_out->offset_s = sqlite3_column_int(stmt, 16);
	return value_read_id(stmt, 14, &stamp_out->boot) &&
	       value_read_text(
		       stmt, 15, stamp_out->zone, sizeof(stamp_out->zone));
}

static bool
row_read_verdict(sqlite3_stmt *stmt, struct kept_punch *kept)
{
	struct verdict *verdict = &kept->verdict;
	int at = PUNCH_COLUMN_COUNT;
	int kind, first;

	memset(verdict, 0, sizeof(*verdict));
	verdict->punch = kept->punch.id;
	if (sqlite3_column_type(stmt, at) == SQLITE_NULL)
		return true;
	kind = sqlite3_column_int(stmt, at);
	first = sqlite3_column_int(stmt, at + 1);
	if (kind < 0 || kind > (int)VERDICT_REFUSED || first < 0 ||
		first > (int)VERDICT_REFUSED)
		return false;
	verdict->kind = (enum verdict_kind)kind;
	verdict->first = (enum verdict_kind)first;
	verdict->ledger_seq = sqlite3_column_int64(stmt, at + 2);
	verdict->at_ms = sqlite3_column_int64(stmt, at + 3);
	verdict->flags = (unsigned)sqlite3_column_int(stmt, at + 4);
	return value_read_text(stmt, at + 5, verdict->problem,
		       sizeof(verdict->problem)) &&
	       value_read_text(
		       stmt, at + 6, verdict->detail, sizeof(verdict->detail));
}

bool
row_read_punch(
	sqlite3_stmt *stmt, bool with_verdict, struct kept_punch *kept_out)
{
	struct punch *punch = &kept_out->punch;
	int kind = sqlite3_column_int(stmt, 7);
	int state = sqlite3_column_int(stmt, ROW_COLUMN_STATE);

	if (kind < 0 || kind >= PUNCH_KIND_COUNT || state < 0 ||
		state > (int)KEPT_SET_ASIDE)
		return false;
	memset(punch, 0, sizeof(*punch));
	kept_out->account = sqlite3_column_int64(stmt, 1);
	kept_out->state = (enum kept_state)state;
	punch->number = sqlite3_column_int64(stmt, 2);
	punch->kind = (enum punch_kind)kind;
	punch->forced = sqlite3_column_int(stmt, 11) != 0;
	punch->has_chosen = sqlite3_column_type(stmt, 17) != SQLITE_NULL;
	punch->chosen_ms = sqlite3_column_int64(stmt, 17);
	return value_read_id(stmt, 3, &punch->id) &&
	       value_read_id(stmt, 4, &punch->employee) &&
	       value_read_id(stmt, 5, &punch->pressed_by) &&
	       value_read_id(stmt, 6, &punch->enrolment) &&
	       value_read_id(stmt, 8, &punch->location) &&
	       value_read_id(stmt, 9, &punch->cost_code) &&
	       value_read_id(stmt, 10, &punch->target) &&
	       row_read_stamp(stmt, &punch->pressed) &&
	       value_read_text(
		       stmt, 18, punch->comment, sizeof(punch->comment)) &&
	       (!with_verdict || row_read_verdict(stmt, kept_out));
}
