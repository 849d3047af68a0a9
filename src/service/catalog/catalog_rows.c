#include "catalog_rows.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "service/company/people_rows.h"

/* Lists make a page heavy: it ends early behind so many ids. */
#define LISTED_MAX 20000

/* Columns 0 to 4 of every kind: id, number, name, active, changed_seq. */
#define AFTER_CURSOR                                                           \
	" WHERE (seq, id) > (?2, ?3) AND seq <= ?4 ORDER BY seq, id LIMIT ?5"

#define MEAL                                                                   \
	" p.meal_tracked, p.meal_length_minutes, p.meal_due_after_minutes,"    \
	" p.meal_early"
#define WITH_POLICY                                                            \
	" JOIN policy_group p ON p.company = e.company"                        \
	" AND p.id = e.policy_group"

/* Columns 5 to 8 are the meal policy, 9 whether the person is in the list; the
 * name is in 2 (given) and 10, the username in 11. */
#define SQL_SELF                                                               \
	"SELECT e.id AS id, e.number, e.given_name, e.active AS active,"       \
	" e.changed_seq AS seq," MEAL ", e.active AS seen, e.family_name,"     \
	" e.username FROM employee e" WITH_POLICY                              \
	" WHERE e.company = ?1 AND e.id = ?6"

static const char *const employees_sql[] = {
	[VIEWSET_SELF] = "SELECT * FROM (" SQL_SELF ") t" AFTER_CURSOR,
	/* A change of the list shows as a change of its member. */
	[VIEWSET_SELECTED] = "SELECT * FROM (SELECT e.id AS id, e.number,"
			     " e.given_name, e.active AS active,"
			     " CASE WHEN v.changed_seq > e.changed_seq"
			     "  THEN v.changed_seq ELSE e.changed_seq END"
			     " AS seq," MEAL ", v.active AS seen,"
			     " e.family_name, e.username"
			     " FROM viewset_member v"
			     " JOIN employee e ON e.company = v.company"
			     "  AND e.id = v.member" WITH_POLICY
			     " WHERE v.company = ?1 AND v.viewer = ?6"
			     "  AND v.member <> ?6"
			     " UNION ALL " SQL_SELF ") t" AFTER_CURSOR,
	[VIEWSET_ALL] =
		"SELECT e.id, e.number, e.given_name, e.active,"
		" e.changed_seq," MEAL ", v.active, e.family_name, e.username"
		" FROM employee e" WITH_POLICY " LEFT JOIN viewset_member v"
		"  ON v.company = e.company AND v.viewer = ?6"
		"  AND v.member = e.id"
		" WHERE e.company = ?1"
		" AND (e.changed_seq, e.id) > (?2, ?3)"
		" AND e.changed_seq <= ?4"
		" ORDER BY e.changed_seq, e.id LIMIT ?5",
};

static const char locations_sql[] =
	"SELECT id, number, name, active, changed_seq, all_cost_codes"
	" FROM location WHERE company = ?1"
	" AND (changed_seq, id) > (?2, ?3) AND changed_seq <= ?4"
	" ORDER BY changed_seq, id LIMIT ?5";

static const char cost_codes_sql[] =
	"SELECT id, number, name, active, changed_seq"
	" FROM cost_code WHERE company = ?1"
	" AND (changed_seq, id) > (?2, ?3) AND changed_seq <= ?4"
	" ORDER BY changed_seq, id LIMIT ?5";

void
catalog_rows_init(struct catalog_rows *rows, size_t limit)
{
	*rows = (struct catalog_rows){
		.entries = mem_new(limit, sizeof(*rows->entries)),
		.limit = limit,
	};
}

void
catalog_rows_release(struct catalog_rows *rows)
{
	for (size_t i = 0; i < rows->list_count; i++)
		free(rows->lists[i]);
	free(rows->lists);
	free(rows->entries);
}

bool
catalog_rows_full(const struct catalog_rows *rows)
{
	return rows->count == rows->limit || rows->listed > LISTED_MAX;
}

/* The cost codes that a location allows, as a list of its own. */
static int
read_list(struct catalog_rows *rows, struct db *db, const struct id *company,
	struct entry *entry, struct err *err)
{
	struct db_stmt *stmt;
	struct id *list = NULL;
	size_t count = 0;
	size_t cap = 0;
	bool row = true;

	if (db_prepare(db,
		    "SELECT cost_code FROM location_cost_code"
		    " WHERE company = ?1 AND location = ?2 AND active = 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &entry->id);
	while (row) {
		if (db_step(stmt, &row, err) < 0) {
			free(list);
			return -1;
		}
		if (!row)
			break;
		list = mem_grow(list, &cap, count + 1, sizeof(*list));
		list[count++] = db_id(stmt, 0);
	}
	rows->lists = mem_grow(rows->lists, &rows->list_cap,
		rows->list_count + 1, sizeof(*rows->lists));
	rows->lists[rows->list_count++] = list;
	rows->listed += count;
	entry->cost_codes = list;
	entry->cost_code_count = count;
	return 0;
}

static void
read_employee(const struct db_stmt *stmt, const struct caller *caller,
	const struct cursor *cursor, struct entry *entry)
{
	bool listed = db_int(stmt, 9) != 0;
	bool seen = id_equal(&entry->id, &caller->employee) ||
		    cursor->scope == VIEWSET_ALL ||
		    (cursor->scope == VIEWSET_SELECTED && listed);

	people_rows_name(stmt, 2, 10, entry->name, &entry->given_len);
	text_shorten(
		entry->username, sizeof(entry->username), db_text(stmt, 11));
	entry->meal = people_rows_meal(stmt, 5);
	if (seen)
		return;
	/* Gone from the viewset: no more is said of them than that. */
	entry->active = false;
	entry->number[0] = '\0';
	entry->name[0] = '\0';
	entry->given_len = 0;
	entry->username[0] = '\0';
	entry->meal = (struct meal_policy){0};
}

static int
prepare(struct db *db, const struct caller *caller, const struct cursor *cursor,
	struct db_stmt **stmt_out, struct err *err)
{
	const char *sql = cursor->kind == ENTRY_LOCATION ? locations_sql
			  : cursor->kind == ENTRY_COST_CODE
				  ? cost_codes_sql
				  : employees_sql[cursor->range];

	if (db_prepare(db, sql, stmt_out, err) < 0)
		return -1;
	db_bind_id(*stmt_out, 1, &caller->company);
	db_bind_int(*stmt_out, 2, cursor->seq);
	db_bind_id(*stmt_out, 3, &cursor->id);
	db_bind_int(*stmt_out, 4, cursor->horizon);
	if (cursor->kind == ENTRY_EMPLOYEE)
		db_bind_id(*stmt_out, 6, &caller->employee);
	return 0;
}

int
catalog_rows_read(struct catalog_rows *rows, struct db *db,
	const struct caller *caller, struct cursor *cursor, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (prepare(db, caller, cursor, &stmt, err) < 0)
		return -1;
	db_bind_int(stmt, 5, (int64_t)(rows->limit - rows->count));
	while (!catalog_rows_full(rows)) {
		struct entry *entry = &rows->entries[rows->count];

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row) {
			cursor_begin_kind(cursor, cursor->kind + 1);
			return 0;
		}
		*entry = (struct entry){
			.kind = (enum entry_kind)cursor->kind,
			.id = db_id(stmt, 0),
			.active = db_int(stmt, 3) != 0,
		};
		text_shorten(
			entry->number, sizeof(entry->number), db_text(stmt, 1));
		text_shorten(
			entry->name, sizeof(entry->name), db_text(stmt, 2));
		cursor->seq = db_int(stmt, 4);
		cursor->id = entry->id;
		if (cursor->kind == ENTRY_EMPLOYEE)
			read_employee(stmt, caller, cursor, entry);
		if (cursor->kind == ENTRY_LOCATION)
			entry->all_cost_codes = db_int(stmt, 5) != 0;
		if (cursor->kind == ENTRY_LOCATION && !entry->all_cost_codes &&
			read_list(rows, db, &caller->company, entry, err) < 0)
			return -1;
		rows->count++;
	}
	return 0;
}
