#include "journal/format/account_row.h"

#include "base/str.h"
#include "core/clock.h"
#include "journal/format/number.h"
#include "journal/format/row.h"

/* Where it is and whose: this proves the row. */
static void
account_row_digest(const struct account *account, struct hash *digest_out)
{
	const struct person *person = &account->person;
	struct str bytes;

	str_init(&bytes, 4096);
	str_addf(&bytes, "%s\n%s\n%s\n", account->server, person->company_id,
		account->username);
	str_add(&bytes, account->device.bytes, sizeof(account->device.bytes));
	str_add(&bytes, person->id.bytes, sizeof(person->id.bytes));
	hash_bytes(bytes.data, bytes.len, digest_out);
	str_release(&bytes);
}

#define MAX_RECORD 19 /* a column that is NULL in what format 1 kept */

/* What the service told, and tells again; in format 1 without the longest
 * record. */
static void
account_row_told(
	const struct person *person, bool is_first, struct hash *digest_out)
{
	const struct meal_policy *meal = &person->meal;
	struct str bytes;

	str_init(&bytes, 4096);
	str_addf(&bytes, "%s\n%s\n%s\n", person->name, person->company_name,
		person->company_zone);
	str_addf(&bytes, "%llu %d %d %d %d %d %d\n",
		(unsigned long long)person->permissions,
		number_put(&number_viewsets, (int)person->viewset),
		meal->tracked, meal->length_minutes, meal->due_after_minutes,
		number_put(&number_early, (int)meal->early),
		person->clock_enabled);
	if (!is_first)
		str_addf(&bytes, "%d\n", person->max_record_minutes);
	hash_bytes(bytes.data, bytes.len, digest_out);
	str_release(&bytes);
}

static bool
account_row_read_place(sqlite3_stmt *stmt, struct account *account)
{
	struct hash digest, want;

	if (!value_read_text(
		    stmt, 1, account->server, sizeof(account->server)) ||
		!value_read_text(stmt, 2, account->person.company_id,
			sizeof(account->person.company_id)) ||
		!value_read_text(stmt, 3, account->username,
			sizeof(account->username)) ||
		!value_read_id(stmt, 4, &account->device) ||
		!value_read_id(stmt, 6, &account->person.id) ||
		!row_read_hash(stmt, 17, &digest))
		return false;
	account_row_digest(account, &want);
	return hash_equal(&digest, &want);
}

static bool
account_row_read_told(sqlite3_stmt *stmt, struct person *person)
{
	bool is_first = sqlite3_column_type(stmt, MAX_RECORD) == SQLITE_NULL;
	struct hash digest, want;
	int viewset, early;

	if (!number_take(&number_viewsets, sqlite3_column_int64(stmt, 9),
		    &viewset) ||
		!number_take(
			&number_early, sqlite3_column_int64(stmt, 13), &early))
		return false;
	person->permissions = (permission_set)sqlite3_column_int64(stmt, 8);
	person->viewset = (enum viewset)viewset;
	person->meal.tracked = sqlite3_column_int(stmt, 10) != 0;
	person->meal.length_minutes = sqlite3_column_int(stmt, 11);
	person->meal.due_after_minutes = sqlite3_column_int(stmt, 12);
	person->meal.early = (enum meal_early)early;
	person->clock_enabled = sqlite3_column_int(stmt, 16) != 0;
	person->max_record_minutes =
		is_first ? CLOCK_RECORD_MAX_MINUTES
			 : sqlite3_column_int(stmt, MAX_RECORD);
	if (!value_read_text(stmt, 7, person->name, sizeof(person->name)) ||
		!value_read_text(stmt, 14, person->company_name,
			sizeof(person->company_name)) ||
		!value_read_text(stmt, 15, person->company_zone,
			sizeof(person->company_zone)) ||
		!row_read_hash(stmt, 18, &digest))
		return false;
	account_row_told(person, is_first, &want);
	return hash_equal(&digest, &want);
}

/* What the service is to tell again: so much that one can press. */
static void
account_row_assume(struct account *account)
{
	struct person *person = &account->person;

	*person = (struct person){
		.id = person->id,
		.permissions = PERMISSION_SET(CLOCK_IN_OUT),
		.viewset = VIEWSET_SELF,
		.meal.early = MEAL_EARLY_WARN,
		.clock_enabled = true,
		.max_record_minutes = CLOCK_RECORD_MAX_MINUTES,
	};
	(void)str_copy(person->name, sizeof(person->name), account->username);
	(void)str_copy(
		person->company_zone, sizeof(person->company_zone), "UTC");
}

bool
account_row_read(sqlite3_stmt *stmt, struct account *account)
{
	account->number = sqlite3_column_int64(stmt, 0);
	account->signed_in = sqlite3_column_int(stmt, 5) != 0;
	if (!account_row_read_place(stmt, account))
		return false;
	if (account_row_read_told(stmt, &account->person))
		return true;
	account_row_assume(account);
	return account_row_read_place(stmt, account);
}

void
account_row_bind(sqlite3_stmt *stmt, const struct account *account,
	struct account_row *row_out)
{
	const struct person *person = &account->person;
	const struct meal_policy *meal = &person->meal;

	account_row_digest(account, &row_out->digest);
	account_row_told(person, false, &row_out->told);
	sqlite3_bind_text(stmt, 1, account->server, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, person->company_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, account->username, -1, SQLITE_STATIC);
	sqlite3_bind_blob(stmt, 4, account->device.bytes,
		sizeof(account->device.bytes), SQLITE_STATIC);
	sqlite3_bind_int(stmt, 5, account->signed_in);
	sqlite3_bind_blob(stmt, 6, person->id.bytes, sizeof(person->id.bytes),
		SQLITE_STATIC);
	sqlite3_bind_text(stmt, 7, person->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 8, (sqlite3_int64)person->permissions);
	sqlite3_bind_int(
		stmt, 9, number_put(&number_viewsets, (int)person->viewset));
	sqlite3_bind_int(stmt, 10, meal->tracked);
	sqlite3_bind_int(stmt, 11, meal->length_minutes);
	sqlite3_bind_int(stmt, 12, meal->due_after_minutes);
	sqlite3_bind_int(stmt, 13, number_put(&number_early, (int)meal->early));
	sqlite3_bind_text(stmt, 14, person->company_name, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 15, person->company_zone, -1, SQLITE_STATIC);
	sqlite3_bind_int(stmt, 16, person->clock_enabled);
	sqlite3_bind_blob(stmt, 17, row_out->digest.bytes,
		sizeof(row_out->digest.bytes), SQLITE_STATIC);
	sqlite3_bind_blob(stmt, 18, row_out->told.bytes,
		sizeof(row_out->told.bytes), SQLITE_STATIC);
	sqlite3_bind_int(stmt, MAX_RECORD, person->max_record_minutes);
}
