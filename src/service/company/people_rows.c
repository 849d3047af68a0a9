#include "service/company/people_rows.h"

#include <stdio.h>

#include "base/str.h"
#include "base/text.h"
#include "service/company/role.h"
#include "service/company/viewset.h"

struct meal_policy
people_rows_meal(const struct db_stmt *stmt, int column)
{
	return (struct meal_policy){
		.tracked = db_int(stmt, column) != 0,
		.length_minutes = (int)db_int(stmt, column + 1),
		.due_after_minutes = (int)db_int(stmt, column + 2),
		.early = (enum meal_early)db_int(stmt, column + 3),
	};
}

void
people_rows_name(const struct db_stmt *stmt, int given, int family,
	char name_out[NAME_BYTES], uint8_t *given_len_out)
{
	char parts[2][NAME_PART_BYTES];

	text_shorten(parts[0], sizeof(parts[0]), db_text(stmt, given));
	text_shorten(parts[1], sizeof(parts[1]), db_text(stmt, family));
	name_show(parts[0], parts[1], name_out, given_len_out);
}

void
people_rows_add_label(struct str *out, const struct db_stmt *stmt, int column)
{
	const char *number = db_text(stmt, column);
	char name[NAME_BYTES];
	uint8_t given_len;

	people_rows_name(stmt, column + 1, column + 2, name, &given_len);
	if (name[0] != '\0')
		str_addf(out, "%s%s%s", number, number[0] == '\0' ? "" : " ",
			name);
}

void
people_rows_label(struct jsonout *json, const char *key,
	const struct db_stmt *stmt, int column)
{
	struct str label;

	str_init(&label, 2 * NAME_BYTES);
	people_rows_add_label(&label, stmt, column);
	if (label.len == 0)
		jsonout_null(json, key);
	else
		jsonout_text(json, key, label.data);
	str_release(&label);
}

int
people_rows_load(struct db *db, const struct id *company,
	const struct id *employee, struct person *person_out, struct err *err)
{
	struct person person = {.id = *employee};
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT e.given_name, e.viewset, " ROLE_PERMISSIONS_SQL ","
		    " r.is_administrator, p.meal_tracked,"
		    " p.meal_length_minutes, p.meal_due_after_minutes,"
		    " p.meal_early, c.company_id, c.name, c.zone,"
		    " c.clock_in_out, e.family_name, c.max_record_minutes"
		    " FROM employee e"
		    " JOIN role r ON r.company = e.company AND r.id = e.role"
		    " JOIN policy_group p ON p.company = e.company"
		    "  AND p.id = e.policy_group"
		    " JOIN company c ON c.id = e.company"
		    " WHERE e.company = ?1 AND e.id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	if (!row)
		return err_set(err, ERR_NOT_FOUND, "no such person");
	people_rows_name(stmt, 0, 12, person.name, &person.given_len);
	person.viewset = viewset_by_list((enum viewset)db_int(stmt, 1));
	person.permissions =
		role_permissions(db_int(stmt, 2), db_int(stmt, 3) != 0);
	person.meal = people_rows_meal(stmt, 4);
	str_copy(
		person.company_id, sizeof(person.company_id), db_text(stmt, 8));
	text_shorten(person.company_name, sizeof(person.company_name),
		db_text(stmt, 9));
	str_copy(person.company_zone, sizeof(person.company_zone),
		db_text(stmt, 10));
	person.clock_enabled = db_int(stmt, 11) != 0;
	person.max_record_minutes = (int)db_int(stmt, 13);
	*person_out = person;
	return 0;
}
