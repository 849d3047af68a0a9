#include "journal/format/schema.h"

#include <stdio.h>

#include "sqlite/fail.h"

/*
 * A punch row is written once; only `state` moves: 0 waiting, 1 answered,
 * 2 set aside (enum kept_state). Its number counts all punches of the file,
 * device_seq those of the account. `link` is the chain.
 */
static const char step_1[] =
	"CREATE TABLE account("
	" number INTEGER PRIMARY KEY,"
	" server TEXT NOT NULL,"
	" company_id TEXT NOT NULL,"
	" username TEXT NOT NULL,"
	" device BLOB NOT NULL CHECK(length(device) = 16),"
	" signed_in INTEGER NOT NULL CHECK(signed_in IN (0, 1)),"
	" used INTEGER NOT NULL," /* rises: the largest is the current one */
	" last_seq INTEGER NOT NULL DEFAULT 0 CHECK(last_seq >= 0),"
	" waiting INTEGER NOT NULL DEFAULT 0 CHECK(waiting >= 0),"
	" set_aside INTEGER NOT NULL DEFAULT 0 CHECK(set_aside >= 0),"
	" person BLOB NOT NULL CHECK(length(person) = 16),"
	" name TEXT NOT NULL,"
	" permissions INTEGER NOT NULL,"
	" viewset INTEGER NOT NULL CHECK(viewset BETWEEN 0 AND 2),"
	" meal_tracked INTEGER NOT NULL CHECK(meal_tracked IN (0, 1)),"
	" meal_length INTEGER NOT NULL,"
	" meal_due INTEGER NOT NULL,"
	" meal_early INTEGER NOT NULL CHECK(meal_early IN (0, 1)),"
	" company_name TEXT NOT NULL,"
	" company_zone TEXT NOT NULL,"
	" clock_enabled INTEGER NOT NULL CHECK(clock_enabled IN (0, 1)),"
	" UNIQUE(server, company_id)"
	") STRICT;"

	"CREATE TABLE punch("
	" number INTEGER PRIMARY KEY CHECK(number > 0),"
	" account INTEGER NOT NULL REFERENCES account,"
	" device_seq INTEGER NOT NULL CHECK(device_seq > 0),"
	" id BLOB NOT NULL UNIQUE CHECK(length(id) = 16),"
	" employee BLOB NOT NULL CHECK(length(employee) = 16),"
	" pressed_by BLOB NOT NULL CHECK(length(pressed_by) = 16),"
	" device BLOB NOT NULL CHECK(length(device) = 16),"
	" kind INTEGER NOT NULL CHECK(kind BETWEEN 0 AND 4),"
	" location BLOB CHECK(length(location) = 16),"
	" cost_code BLOB CHECK(length(cost_code) = 16),"
	" target BLOB CHECK(length(target) = 16),"
	" forced INTEGER NOT NULL CHECK(forced IN (0, 1)),"
	" wall_ms INTEGER NOT NULL,"
	" boottime_ms INTEGER NOT NULL,"
	" boot BLOB NOT NULL CHECK(length(boot) = 16),"
	" zone TEXT NOT NULL CHECK(length(zone) < 64),"
	" offset_s INTEGER NOT NULL,"
	" chosen_ms INTEGER,"
	" comment TEXT NOT NULL CHECK(length(comment) <= 1000),"
	" link BLOB NOT NULL CHECK(length(link) = 32),"
	" state INTEGER NOT NULL CHECK(state BETWEEN 0 AND 2),"
	" UNIQUE(account, device_seq)"
	") STRICT;"
	"CREATE INDEX punch_waiting ON punch(account) WHERE state = 0;"
	"CREATE INDEX punch_set_aside ON punch(state) WHERE state = 2;"
	"CREATE INDEX punch_employee ON punch(account, employee);"

	"CREATE TRIGGER punch_recorded AFTER INSERT ON punch BEGIN"
	" UPDATE account SET last_seq = max(last_seq, NEW.device_seq),"
	"  waiting = waiting + (NEW.state = 0),"
	"  set_aside = set_aside + (NEW.state = 2)"
	"  WHERE number = NEW.account;"
	"END;"
	"CREATE TRIGGER punch_moved AFTER UPDATE OF state ON punch BEGIN"
	" UPDATE account SET"
	"  waiting = waiting - (OLD.state = 0) + (NEW.state = 0),"
	"  set_aside = set_aside - (OLD.state = 2) + (NEW.state = 2)"
	"  WHERE number = NEW.account;"
	"END;"
	"CREATE TRIGGER punch_fixed BEFORE UPDATE OF number, account,"
	" device_seq, id, employee, pressed_by, device, kind, location,"
	" cost_code, target, forced, wall_ms, boottime_ms, boot, zone, "
	"offset_s,"
	" chosen_ms, comment, link ON punch BEGIN"
	" SELECT RAISE(ABORT, 'a punch is never changed');"
	"END;"
	"CREATE TRIGGER punch_answered BEFORE UPDATE OF state ON punch"
	" WHEN OLD.state = 1 BEGIN"
	" SELECT RAISE(ABORT, 'an answered punch stays answered');"
	"END;"
	"CREATE TRIGGER punch_kept BEFORE DELETE ON punch BEGIN"
	" SELECT RAISE(ABORT, 'a punch is never deleted');"
	"END;"

	/* of the punches that were answered or set aside */
	"CREATE TABLE verdict("
	" number INTEGER PRIMARY KEY REFERENCES punch,"
	" kind INTEGER NOT NULL CHECK(kind BETWEEN 0 AND 3),"
	" first INTEGER NOT NULL CHECK(first BETWEEN 0 AND 3),"
	" ledger_seq INTEGER NOT NULL,"
	" at_ms INTEGER NOT NULL,"
	" flags INTEGER NOT NULL,"
	" problem TEXT NOT NULL,"
	" detail TEXT NOT NULL"
	") STRICT;"

	/* what the service last said; nothing precious */
	"CREATE TABLE clock("
	" account INTEGER NOT NULL REFERENCES account,"
	" employee BLOB NOT NULL CHECK(length(employee) = 16),"
	" mode INTEGER NOT NULL CHECK(mode BETWEEN 0 AND 2),"
	" since_ms INTEGER NOT NULL,"
	" location BLOB,"
	" cost_code BLOB,"
	" last BLOB,"
	" day_ms INTEGER NOT NULL,"
	" worked_ms INTEGER NOT NULL,"
	" meals_taken INTEGER NOT NULL,"
	" watermark INTEGER NOT NULL,"
	" told_ms INTEGER NOT NULL,"
	" PRIMARY KEY(account, employee)"
	") STRICT, WITHOUT ROWID;"

	/* numbers of the chain that a recovery could not bring back */
	"CREATE TABLE lost("
	" first INTEGER PRIMARY KEY,"
	" last INTEGER NOT NULL CHECK(last >= first)"
	") STRICT;"
	"CREATE TABLE notice("
	" number INTEGER PRIMARY KEY,"
	" text TEXT NOT NULL,"
	" seen INTEGER NOT NULL DEFAULT 0 CHECK(seen IN (0, 1))"
	") STRICT;"

	/* room.c: blown up and emptied, it leaves free pages in the file */
	"CREATE TABLE reserve("
	" number INTEGER PRIMARY KEY CHECK(number = 1),"
	" filled INTEGER NOT NULL,"
	" room BLOB NOT NULL"
	") STRICT;"
	"INSERT INTO reserve VALUES(1, 0, zeroblob(0));";

/* A service that was restored from an older copy is sent again what it lost. */
static const char step_2[] =
	"DROP TRIGGER punch_answered;"
	"CREATE TRIGGER punch_answered BEFORE UPDATE OF state ON punch"
	" WHEN OLD.state = 1 AND NEW.state = 2 BEGIN"
	" SELECT RAISE(ABORT, 'an answered punch is not set aside');"
	"END;";

static const char *const steps[] = {step_1, step_2};

const struct schema schema_now = {
	.steps = steps, .version = sizeof(steps) / sizeof(steps[0])};

/* The number that a statement answers. */
static int
schema_number(sqlite3 *db, const char *sql, int64_t *number_out)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*number_out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* Whether nothing was made in this database yet. */
static int
schema_is_empty(sqlite3 *db, bool *empty_out, struct err *err)
{
	int64_t objects = 0;

	if (schema_number(db, "SELECT count(*) FROM sqlite_schema", &objects) !=
		SQLITE_OK)
		return fail_set(db, FAIL_OPENING, err);
	*empty_out = objects == 0;
	return 0;
}

int
schema_look(sqlite3 *db, const struct schema *schema,
	enum schema_state *state_out, struct err *err)
{
	int64_t id = 0, version = 0;
	bool empty = false;

	if (schema_number(db, "PRAGMA application_id", &id) != SQLITE_OK ||
		schema_number(db, "PRAGMA user_version", &version) != SQLITE_OK)
		return fail_set(db, FAIL_OPENING, err);
	if (id == 0 && version == 0 && schema_is_empty(db, &empty, err) < 0)
		return -1;
	if (id != SCHEMA_APPLICATION_ID && !empty) {
		*state_out = SCHEMA_FOREIGN;
		return 0;
	}
	if (version > schema->version)
		return err_set(err, ERR_CONFIG,
			"%s was written by a newer connect-clock (format %d, "
			"this program knows %d): nothing is lost, but nothing "
			"can be recorded; update connect-clock, or take the "
			"punches out with: connect-clock queue export",
			sqlite3_db_filename(db, "main"), (int)version,
			schema->version);
	*state_out = version == schema->version ? SCHEMA_CURRENT : SCHEMA_OLDER;
	return 0;
}

static int
schema_step(sqlite3 *db, const struct schema *schema, int64_t version)
{
	char mark[96];
	int rc = sqlite3_exec(db, schema->steps[version], NULL, NULL, NULL);

	if (rc != SQLITE_OK)
		return rc;
	snprintf(mark, sizeof(mark),
		"PRAGMA application_id = %d; PRAGMA user_version = %d",
		SCHEMA_APPLICATION_ID, (int)version + 1);
	return sqlite3_exec(db, mark, NULL, NULL, NULL);
}

int
schema_upgrade(sqlite3 *db, const struct schema *schema, struct err *err)
{
	int64_t version = 0;
	int rc;

	do {
		rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			break;
		/* inside: another process may have been here first */
		rc = schema_number(db, "PRAGMA user_version", &version);
		if (rc == SQLITE_OK && version < schema->version)
			rc = schema_step(db, schema, version);
		if (rc == SQLITE_OK)
			rc = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	} while (rc == SQLITE_OK && ++version < schema->version);
	if (rc == SQLITE_OK)
		return 0;
	fail_set(db, FAIL_OPENING, err);
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return err_wrap(err, "the journal could not be brought up to date");
}
