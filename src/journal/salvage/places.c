#include "places.h"

#include <string.h>

#include "journal/format/account_row.h"
#include "journal/format/enrolment_row.h"
#include "journal/format/row.h"

static const char accounts[] =
	"SELECT " ACCOUNT_COLUMNS ", rowid FROM found_account "
	"ORDER BY number, used DESC, rowid DESC";

static const char keep_account[] =
	"INSERT OR IGNORE INTO account SELECT * FROM found_account "
	"WHERE rowid = ?";

/* Whose account is gone: its punches are kept, and a sign-in of their person
 * finds them (account.c). Its digest fits nothing. */
static const char gone_accounts[] =
	"INSERT OR IGNORE INTO account "
	"SELECT account, '', 'lost-' || account, '', zeroblob(16), 0, 0, 0, "
	"0, pressed_by, '', 0, 1, 0, 0, 0, 1, '', '', 0, zeroblob(32), "
	"zeroblob(32), NULL "
	"FROM punch GROUP BY account";

/* what is ended stays so, and numbers only rise */
static const char enrolments[] =
	"SELECT " ENROLMENT_COLUMNS " FROM found_enrolment e "
	"ORDER BY e.number, e.ended DESC, e.used_up DESC";

static const char gone_enrolments[] =
	"SELECT max(account), enrolment, max(pressed_by) FROM punch p "
	"WHERE NOT EXISTS(SELECT 1 FROM enrolment e WHERE e.id = p.enrolment) "
	"GROUP BY enrolment";

static const char put_enrolment[] =
	"INSERT OR IGNORE INTO enrolment VALUES(" ENROLMENT_PLACES ")";

static const char next_enrolment[] =
	"SELECT coalesce(max(number), 0) + 1 FROM enrolment";

static const char one_enrolment[] =
	"SELECT " ENROLMENT_COLUMNS " FROM enrolment e WHERE e.number = ?";

static const char drop_enrolment[] = "DELETE FROM enrolment WHERE number = ?";

/* Runs a statement with one number bound. */
static bool
places_run(sqlite3 *db, const char *sql, int64_t number)
{
	sqlite3_stmt *stmt;
	bool done;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_int64(stmt, 1, number);
	done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	return done;
}

bool
places_keep_accounts(sqlite3 *db)
{
	struct account account;
	sqlite3_stmt *stmt;
	bool well = true;

	if (sqlite3_prepare_v2(db, accounts, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	while (well && sqlite3_step(stmt) == SQLITE_ROW) {
		memset(&account, 0, sizeof(account));
		if (account_row_read(stmt, &account))
			well = places_run(db, keep_account,
				sqlite3_column_int64(stmt, 20));
	}
	return sqlite3_finalize(stmt) == SQLITE_OK && well;
}

static bool
places_put(sqlite3 *db, const struct enrolment *enrolment, int64_t used_up,
	bool *put_out)
{
	sqlite3_stmt *stmt;
	struct hash digest;
	bool done;

	if (sqlite3_prepare_v2(db, put_enrolment, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	enrolment_row_bind(stmt, enrolment, used_up, &digest);
	done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	*put_out = sqlite3_changes(db) == 1;
	return done;
}

static bool
places_keep_found(sqlite3 *db, int64_t tail)
{
	struct enrolment enrolment;
	int64_t used_up;
	sqlite3_stmt *stmt;
	bool well = true;
	bool put;

	if (sqlite3_prepare_v2(db, enrolments, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	while (well && sqlite3_step(stmt) == SQLITE_ROW) {
		if (!enrolment_row_read(stmt, &enrolment, &used_up))
			continue;
		if (tail > 0 && !enrolment.ended)
			used_up = enrolment.last_number + tail;
		well = places_put(db, &enrolment, used_up, &put);
	}
	return sqlite3_finalize(stmt) == SQLITE_OK && well;
}

static bool
places_next_row(sqlite3 *db, int64_t *row_out)
{
	sqlite3_stmt *stmt;
	bool got;

	if (sqlite3_prepare_v2(db, next_enrolment, -1, &stmt, NULL) !=
		SQLITE_OK)
		return false;
	got = sqlite3_step(stmt) == SQLITE_ROW;
	if (got)
		*row_out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return got;
}

/* One after the other, as each takes the next row. */
static bool
places_make_gone(sqlite3 *db, int64_t tail)
{
	sqlite3_stmt *stmt;
	bool well = true;
	bool more = true;
	bool put;

	if (sqlite3_prepare_v2(db, gone_enrolments, -1, &stmt, NULL) !=
		SQLITE_OK)
		return false;
	while (well && more) {
		struct enrolment enrolment = {0};

		more = sqlite3_step(stmt) == SQLITE_ROW;
		if (!more)
			break;
		enrolment.account = sqlite3_column_int64(stmt, 0);
		well = value_read_id(stmt, 1, &enrolment.id) &&
		       value_read_id(stmt, 2, &enrolment.person);
		sqlite3_reset(stmt);
		well = well && places_next_row(db, &enrolment.row) &&
		       places_put(db, &enrolment, 0, &put) && put &&
		       places_use_up(db, enrolment.row, -tail);
	}
	return sqlite3_finalize(stmt) == SQLITE_OK && well;
}

bool
places_keep_enrolments(sqlite3 *db, int64_t tail)
{
	return sqlite3_exec(db, gone_accounts, NULL, NULL, NULL) == SQLITE_OK &&
	       places_keep_found(db, tail) && places_make_gone(db, tail);
}

/* seq < 0: so many more than were found. */
bool
places_use_up(sqlite3 *db, int64_t row, int64_t seq)
{
	struct enrolment enrolment = {0};
	int64_t used_up = 0;
	sqlite3_stmt *stmt;
	bool fits;

	if (sqlite3_prepare_v2(db, one_enrolment, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_int64(stmt, 1, row);
	fits = sqlite3_step(stmt) == SQLITE_ROW &&
	       enrolment_row_read(stmt, &enrolment, &used_up);
	if (sqlite3_finalize(stmt) != SQLITE_OK)
		return false;
	if (seq < 0)
		seq = enrolment.last_number - seq;
	if (!fits || seq <= used_up)
		return true;
	return places_run(db, drop_enrolment, row) &&
	       places_put(db, &enrolment, seq, &fits) && fits;
}
