#include "ledger_row.h"

#include <assert.h>
#include <string.h>

const char ledger_row_insert[] =
	"INSERT INTO ledger (" LEDGER_ROW_COLUMNS ")"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
	" ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27,"
	" ?28, ?29, ?30, ?31, ?32, ?33)"
	" ON CONFLICT (company, id) DO NOTHING RETURNING seq";

void
ledger_row_content(const struct punch *punch, struct str *scratch,
	struct hash *content_out)
{
	str_clear(scratch);
	punch_canonical(punch, scratch);
	assert(!str_is_cut(scratch));
	hash_bytes(scratch->data, scratch->len, content_out);
}

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

/*
 * A format number and every member, in the manner of punch_canonical. Never
 * change it, add format 2.
 */
void
ledger_row_chain(struct ledger_row *row, const struct hash *previous,
	struct str *scratch)
{
	str_clear(scratch);
	add_text(scratch, "row 1");
	add_id(scratch, &row->company);
	add_int(scratch, row->seq);
	str_add(scratch, row->content.bytes, sizeof(row->content.bytes));
	add_id(scratch, &row->sender);
	add_int(scratch, row->sent_wall_ms);
	add_int(scratch, row->sent_boottime_ms);
	add_id(scratch, &row->sent_boot);
	add_int(scratch, row->received_ms);
	add_int(scratch, row->at_ms);
	add_text(scratch, row->method);
	add_int(scratch, row->flags);
	add_text(scratch, row->verdict);
	add_text(scratch, row->problem);
	add_text(scratch, row->detail);
	assert(!str_is_cut(scratch));
	hash_chain(previous, scratch->data, scratch->len, &row->hash);
}

static void
bind_punch(const struct punch *punch, struct db_stmt *stmt)
{
	db_bind_id(stmt, 3, &punch->id);
	db_bind_id(stmt, 4, &punch->employee);
	db_bind_id(stmt, 5, &punch->pressed_by);
	db_bind_id(stmt, 6, &punch->enrolment);
	db_bind_int(stmt, 7, punch->number);
	db_bind_text(stmt, 8, punch_kind_name(punch->kind));
	db_bind_id(stmt, 9, &punch->location);
	db_bind_id(stmt, 10, &punch->cost_code);
	db_bind_id(stmt, 11, &punch->target);
	db_bind_int(stmt, 12, punch->forced);
	db_bind_int(stmt, 13, punch->pressed.wall_ms);
	db_bind_int(stmt, 14, punch->pressed.boottime_ms);
	db_bind_id(stmt, 15, &punch->pressed.boot);
	db_bind_text(stmt, 16, punch->pressed.zone);
	db_bind_int(stmt, 17, punch->pressed.offset_s);
	db_bind_int(stmt, 18, punch->has_chosen);
	db_bind_int(stmt, 19, punch->chosen_ms);
	db_bind_text(stmt, 20, punch->comment);
}

void
ledger_row_bind(const struct ledger_row *row, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &row->company);
	db_bind_int(stmt, 2, row->seq);
	bind_punch(row->punch, stmt);
	db_bind_id(stmt, 21, &row->sender);
	db_bind_int(stmt, 22, row->sent_wall_ms);
	db_bind_int(stmt, 23, row->sent_boottime_ms);
	db_bind_id(stmt, 24, &row->sent_boot);
	db_bind_int(stmt, 25, row->received_ms);
	db_bind_int(stmt, 26, row->at_ms);
	db_bind_text(stmt, 27, row->method);
	db_bind_int(stmt, 28, row->flags);
	db_bind_text(stmt, 29, row->verdict);
	db_bind_text(stmt, 30, row->problem);
	db_bind_text(stmt, 31, row->detail);
	db_bind_blob(stmt, 32, row->content.bytes, HASH_BYTES);
	db_bind_blob(stmt, 33, row->hash.bytes, HASH_BYTES);
}

static bool
read_hash(const struct db_stmt *stmt, int column, struct hash *hash_out)
{
	size_t len;
	const void *bytes = db_blob(stmt, column, &len);

	if (len != HASH_BYTES)
		return false;
	memcpy(hash_out->bytes, bytes, HASH_BYTES);
	return true;
}

/* Columns that hold an id, a truth, or text: what no program writes there
 * would read as if it were something else, and be hashed as that. */
static bool
holds_id(const struct db_stmt *stmt, int column)
{
	size_t len;

	(void)db_blob(stmt, column, &len);
	return len == 0 || len == sizeof(struct id);
}

static bool
holds_truth(const struct db_stmt *stmt, int column)
{
	int64_t value = db_int(stmt, column);

	return value == 0 || value == 1;
}

static bool
holds_text(const struct db_stmt *stmt, int column)
{
	size_t len;

	(void)db_blob(stmt, column, &len);
	return len == strlen(db_text(stmt, column));
}

static bool
is_as_written(const struct db_stmt *stmt)
{
	static const int ids[] = {0, 2, 3, 4, 5, 8, 9, 10, 14, 20, 23};
	static const int texts[] = {7, 15, 19, 26, 28, 29, 30};
	int64_t offset_s = db_int(stmt, 16);

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!holds_id(stmt, ids[i]))
			return false;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!holds_text(stmt, texts[i]))
			return false;
	return holds_truth(stmt, 11) && holds_truth(stmt, 17) &&
	       offset_s >= INT32_MIN && offset_s <= INT32_MAX;
}

static bool
read_punch(const struct db_stmt *stmt, struct punch *punch_out)
{
	struct punch punch = {0};
	struct err err;

	punch.id = db_id(stmt, 2);
	punch.employee = db_id(stmt, 3);
	punch.pressed_by = db_id(stmt, 4);
	punch.enrolment = db_id(stmt, 5);
	punch.number = db_int(stmt, 6);
	if (punch_kind_parse(db_text(stmt, 7), &punch.kind, &err) < 0)
		return false;
	punch.location = db_id(stmt, 8);
	punch.cost_code = db_id(stmt, 9);
	punch.target = db_id(stmt, 10);
	punch.forced = db_int(stmt, 11) != 0;
	punch.pressed.wall_ms = db_int(stmt, 12);
	punch.pressed.boottime_ms = db_int(stmt, 13);
	punch.pressed.boot = db_id(stmt, 14);
	if (!str_copy(punch.pressed.zone, sizeof(punch.pressed.zone),
		    db_text(stmt, 15)))
		return false;
	punch.pressed.offset_s = (int32_t)db_int(stmt, 16);
	punch.has_chosen = db_int(stmt, 17) != 0;
	punch.chosen_ms = db_int(stmt, 18);
	if (!str_copy(punch.comment, sizeof(punch.comment), db_text(stmt, 19)))
		return false;
	*punch_out = punch;
	return true;
}

bool
ledger_row_read(const struct db_stmt *stmt, struct punch *punch_out,
	struct ledger_row *row_out)
{
	*row_out = (struct ledger_row){
		.company = db_id(stmt, 0),
		.seq = db_int(stmt, 1),
		.punch = punch_out,
		.sender = db_id(stmt, 20),
		.sent_wall_ms = db_int(stmt, 21),
		.sent_boottime_ms = db_int(stmt, 22),
		.sent_boot = db_id(stmt, 23),
		.received_ms = db_int(stmt, 24),
		.at_ms = db_int(stmt, 25),
		.method = db_text(stmt, 26),
		.flags = db_int(stmt, 27),
		.verdict = db_text(stmt, 28),
		.problem = db_text(stmt, 29),
		.detail = db_text(stmt, 30),
	};
	return is_as_written(stmt) && read_punch(stmt, punch_out) &&
	       read_hash(stmt, 31, &row_out->content) &&
	       read_hash(stmt, 32, &row_out->hash);
}
