#include "journal/format/schema.h"

#include <stdio.h>
#include <string.h>

#include "sqlite/fail.h"

#define WAITING SCHEMA_STATE(SCHEMA_WAITING)
#define ANSWERED SCHEMA_STATE(SCHEMA_ANSWERED)
#define SET_ASIDE SCHEMA_STATE(SCHEMA_SET_ASIDE)

/*
 * Written as sqlite_schema keeps it, so that it can be compared: one blank
 * behind each of the first words, nothing behind the last.
 *
 * A punch's row is written once; only `state` moves. Its number counts all
 * punches of the file, seq those of its enrolment. `form` says how its digest
 * was computed (row.h), over all that is fixed; `link` binds the digest to the
 * row before. Words stand as in number.h.
 */
#define ACCOUNT                                                                \
	"CREATE TABLE account("                                                \
	" number INTEGER PRIMARY KEY,"                                         \
	" server TEXT NOT NULL,"                                               \
	" company_id TEXT NOT NULL,"                                           \
	" username TEXT NOT NULL,"                                             \
	" device BLOB NOT NULL CHECK(length(device) = 16),"                    \
	" signed_in INTEGER NOT NULL CHECK(signed_in IN (0, 1)),"              \
	" used INTEGER NOT NULL," /* rises: the largest is the current one */  \
	" waiting INTEGER NOT NULL DEFAULT 0,"                                 \
	" set_aside INTEGER NOT NULL DEFAULT 0,"                               \
	" person BLOB NOT NULL CHECK(length(person) = 16),"                    \
	" name TEXT NOT NULL,"                                                 \
	" permissions INTEGER NOT NULL," /* core/permission.h */               \
	" viewset INTEGER NOT NULL,"                                           \
	" meal_tracked INTEGER NOT NULL CHECK(meal_tracked IN (0, 1)),"        \
	" meal_length INTEGER NOT NULL,"                                       \
	" meal_due INTEGER NOT NULL,"                                          \
	" meal_early INTEGER NOT NULL,"                                        \
	" company_name TEXT NOT NULL,"                                         \
	" company_zone TEXT NOT NULL,"                                         \
	" clock_enabled INTEGER NOT NULL CHECK(clock_enabled IN (0, 1)),"      \
	" digest BLOB NOT NULL CHECK(length(digest) = 32),"                    \
	" told BLOB NOT NULL CHECK(length(told) = 32)"

/* Since format 2, where SQLite puts it; NULL: told before that. */
#define ACCOUNT_MORE "max_record INTEGER"

#define ACCOUNT_END ", UNIQUE(server, company_id)) STRICT;"

/* The first: one person on this machine, as the service named it. */
#define TABLES                                                                 \
	"CREATE TABLE enrolment("                                              \
	" number INTEGER PRIMARY KEY,"                                         \
	" account INTEGER NOT NULL REFERENCES account,"                        \
	" id BLOB NOT NULL UNIQUE CHECK(length(id) = 16),"                     \
	" person BLOB NOT NULL CHECK(length(person) = 16),"                    \
	" previous BLOB CHECK(length(previous) = 16),"                         \
	" username TEXT NOT NULL,"                                             \
	" used_up INTEGER NOT NULL," /* of what a recovery could not find */   \
	" ended INTEGER NOT NULL CHECK(ended IN (0, 1)),"                      \
	" digest BLOB NOT NULL CHECK(length(digest) = 32)"                     \
	") STRICT;"                                                            \
	"CREATE TABLE punch("                                                  \
	" number INTEGER PRIMARY KEY CHECK(number > 0),"                       \
	" form INTEGER NOT NULL,"                                              \
	" account INTEGER NOT NULL REFERENCES account,"                        \
	" seq INTEGER NOT NULL CHECK(seq > 0),"                                \
	" id BLOB NOT NULL UNIQUE CHECK(length(id) = 16),"                     \
	" employee BLOB NOT NULL CHECK(length(employee) = 16),"                \
	" pressed_by BLOB NOT NULL CHECK(length(pressed_by) = 16),"            \
	" enrolment BLOB NOT NULL CHECK(length(enrolment) = 16),"              \
	" kind INTEGER NOT NULL,"                                              \
	" location BLOB CHECK(length(location) = 16),"                         \
	" cost_code BLOB CHECK(length(cost_code) = 16),"                       \
	" target BLOB CHECK(length(target) = 16),"                             \
	" forced INTEGER NOT NULL CHECK(forced IN (0, 1)),"                    \
	" wall_ms INTEGER NOT NULL,"                                           \
	" boottime_ms INTEGER NOT NULL,"                                       \
	" boot BLOB NOT NULL CHECK(length(boot) = 16),"                        \
	" zone TEXT NOT NULL CHECK(length(zone) < 64),"                        \
	" offset_s INTEGER NOT NULL,"                                          \
	" chosen_ms INTEGER,"                                                  \
	" comment TEXT NOT NULL CHECK(length(comment) <= 1000),"               \
	" digest BLOB NOT NULL CHECK(length(digest) = 32),"                    \
	" link BLOB NOT NULL CHECK(length(link) = 32),"                        \
	" state INTEGER NOT NULL,"                                             \
	" UNIQUE(enrolment, seq)"                                              \
	") STRICT;"                                                            \
	"CREATE INDEX punch_waiting ON punch(enrolment)"                       \
	" WHERE state = " WAITING ";"                                          \
	"CREATE INDEX punch_set_aside ON punch(state)"                         \
	" WHERE state = " SET_ASIDE ";"                                        \
	"CREATE INDEX punch_employee ON punch(account, employee);"

#define TRIGGERS                                                               \
	"CREATE TRIGGER punch_recorded AFTER INSERT ON punch BEGIN"            \
	" UPDATE account SET waiting = waiting + (NEW.state = " WAITING "),"   \
	"  set_aside = set_aside + (NEW.state = " SET_ASIDE ")"                \
	"  WHERE number = NEW.account;"                                        \
	" END;"                                                                \
	"CREATE TRIGGER punch_moved AFTER UPDATE OF state ON punch BEGIN"      \
	" UPDATE account SET waiting = waiting - (OLD.state = " WAITING ")"    \
	"  + (NEW.state = " WAITING "),"                                       \
	"  set_aside = set_aside - (OLD.state = " SET_ASIDE ")"                \
	"  + (NEW.state = " SET_ASIDE ")"                                      \
	"  WHERE number = NEW.account;"                                        \
	" END;"                                                                \
	"CREATE TRIGGER punch_fixed BEFORE UPDATE OF number, form, account,"   \
	" seq, id, employee, pressed_by, enrolment, kind, location,"           \
	" cost_code, target, forced, wall_ms, boottime_ms, boot, zone,"        \
	" offset_s, chosen_ms, comment, digest, link ON punch BEGIN"           \
	" SELECT RAISE(ABORT, 'a punch is never changed');"                    \
	" END;" /* a service that was restored is sent again what it lost */   \
	"CREATE TRIGGER punch_answered BEFORE UPDATE OF state ON punch"        \
	" WHEN OLD.state = " ANSWERED " AND NEW.state = " SET_ASIDE " BEGIN"   \
	" SELECT RAISE(ABORT, 'an answered punch is not set aside');"          \
	" END;"                                                                \
	"CREATE TRIGGER punch_kept BEFORE DELETE ON punch BEGIN"               \
	" SELECT RAISE(ABORT, 'a punch is never deleted');"                    \
	" END;"

#define MORE_TABLES                                                            \
	"CREATE TABLE verdict("                                                \
	" number INTEGER PRIMARY KEY REFERENCES punch,"                        \
	" kind INTEGER NOT NULL,"                                              \
	" first INTEGER NOT NULL,"                                             \
	" ledger_seq INTEGER NOT NULL,"                                        \
	" at_ms INTEGER NOT NULL,"                                             \
	" flags INTEGER NOT NULL,"                                             \
	" causes INTEGER NOT NULL,"                                            \
	" method TEXT NOT NULL," /* its wire name */                           \
	" not_before_ms INTEGER NOT NULL,"                                     \
	" not_after_ms INTEGER NOT NULL,"                                      \
	" problem TEXT NOT NULL,"                                              \
	" detail TEXT NOT NULL"                                                \
	") STRICT;" /* why its person closed a punch that was set aside */     \
	"CREATE TABLE closing("                                                \
	" number INTEGER PRIMARY KEY REFERENCES punch,"                        \
	" at_ms INTEGER NOT NULL,"                                             \
	" reason TEXT NOT NULL"                                                \
	") STRICT;" /* what the service last said; nothing precious */         \
	"CREATE TABLE clock("                                                  \
	" account INTEGER NOT NULL REFERENCES account,"                        \
	" employee BLOB NOT NULL CHECK(length(employee) = 16),"                \
	" mode INTEGER NOT NULL,"                                              \
	" since_ms INTEGER NOT NULL,"                                          \
	" location BLOB,"                                                      \
	" cost_code BLOB,"                                                     \
	" last BLOB,"                                                          \
	" day_ms INTEGER NOT NULL,"                                            \
	" worked_ms INTEGER NOT NULL,"                                         \
	" meals_taken INTEGER NOT NULL,"                                       \
	" enrolment BLOB,"                                                     \
	" watermark INTEGER NOT NULL,"                                         \
	" told_ms INTEGER NOT NULL,"                                           \
	" PRIMARY KEY(account, employee)"                                      \
	") STRICT, WITHOUT ROWID;" /* numbers that are not there, or not as    \
				      they were written */                     \
	"CREATE TABLE loss("                                                   \
	" first INTEGER PRIMARY KEY,"                                          \
	" last INTEGER NOT NULL CHECK(last >= first),"                         \
	" altered INTEGER NOT NULL CHECK(altered IN (0, 1)),"                  \
	" acknowledged INTEGER NOT NULL CHECK(acknowledged IN (0, 1)),"        \
	" sum INTEGER NOT NULL" /* so that a flipped one is found */           \
	" CHECK(sum = 4 * (first + last) + 2 * altered + acknowledged)"        \
	") STRICT;"                                                            \
	"CREATE TABLE notice("                                                 \
	" number INTEGER PRIMARY KEY,"                                         \
	" text TEXT NOT NULL,"                                                 \
	" seen INTEGER NOT NULL DEFAULT 0 CHECK(seen IN (0, 1))"               \
	") STRICT;" /* room.c: blown up and emptied, it leaves free pages in   \
		       the file */                                             \
	"CREATE TABLE reserve("                                                \
	" number INTEGER PRIMARY KEY CHECK(number = 1),"                       \
	" filled INTEGER NOT NULL,"                                            \
	" room BLOB NOT NULL"                                                  \
	") STRICT;"

#define ALL_BUT_ACCOUNT TABLES TRIGGERS MORE_TABLES

static const char *const steps[] = {
	ACCOUNT ACCOUNT_END ALL_BUT_ACCOUNT
	"INSERT INTO reserve VALUES(1, 0, zeroblob(0));",
	"ALTER TABLE account ADD COLUMN " ACCOUNT_MORE,
};

const struct schema schema_now = {
	.steps = steps,
	.version = sizeof(steps) / sizeof(steps[0]),
	.text = ACCOUNT ", " ACCOUNT_MORE ACCOUNT_END ALL_BUT_ACCOUNT,
};

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

/* Reads both numbers, and whether the tables are those of this program. */
struct schema_seen {
	int64_t id;
	int64_t version;
	bool is_empty;
	bool fits;
};

static int
schema_see(sqlite3 *db, const struct schema *schema, struct schema_seen *seen)
{
	static const char sql[] =
		"SELECT group_concat(sql || ';', '') FROM (SELECT sql "
		"FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid)";
	const char *text;
	sqlite3_stmt *stmt;
	int rc = schema_number(db, "PRAGMA application_id", &seen->id);

	if (rc == SQLITE_OK)
		rc = schema_number(db, "PRAGMA user_version", &seen->version);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		text = (const char *)sqlite3_column_text(stmt, 0);
		seen->is_empty = text == NULL;
		seen->fits = text != NULL && strcmp(text, schema->text) == 0;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int
schema_early(sqlite3 *db, struct err *err)
{
	return err_set(err, ERR_CONFIG,
		"%s is a journal from before the first release: nothing in it "
		"is lost, but nothing can be recorded; take its punches out "
		"with: connect-clock queue export, then move it away",
		sqlite3_db_filename(db, "main"));
}

static int
schema_newer(sqlite3 *db, const struct schema *schema, int64_t version,
	struct err *err)
{
	return err_set(err, ERR_CONFIG,
		"%s was written by a newer connect-clock (format %lld, this "
		"program knows %d): nothing is lost, but nothing can be "
		"recorded; update connect-clock, or take the punches out "
		"with: connect-clock queue export",
		sqlite3_db_filename(db, "main"), (long long)version,
		schema->version);
}

int
schema_look(sqlite3 *db, const struct schema *schema,
	enum schema_state *state_out, struct err *err)
{
	struct schema_seen seen = {0};

	int rc = schema_see(db, schema, &seen);

	/* nothing else can be wrong with so plain a question */
	if ((rc & 0xff) == SQLITE_ERROR) {
		*state_out = SCHEMA_ALTERED;
		return 0;
	}
	if (rc != SQLITE_OK)
		return fail_set(db, FAIL_OPENING, err);
	*state_out = SCHEMA_OLDER;
	if (seen.is_empty && seen.id == 0 && seen.version == 0)
		return 0;
	if (seen.fits)
		*state_out = seen.id == SCHEMA_APPLICATION_ID &&
					     seen.version == schema->version
				     ? SCHEMA_CURRENT
				     : SCHEMA_ALTERED;
	else if (seen.id == SCHEMA_EARLY_APPLICATION_ID)
		return schema_early(db, err);
	else if (seen.id != SCHEMA_APPLICATION_ID)
		*state_out = SCHEMA_FOREIGN;
	else if (seen.version > schema->version)
		return schema_newer(db, schema, seen.version, err);
	else if (seen.version == schema->version || seen.version < 1)
		*state_out = SCHEMA_ALTERED;
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
		if (rc == SQLITE_OK && version < 0)
			rc = SQLITE_CORRUPT;
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
