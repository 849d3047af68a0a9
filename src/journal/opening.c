#include "opening.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"
#include "journal/format/making.h"
#include "journal/format/schema.h"
#include "journal/journal.h"
#include "journal/salvage/recover.h"
#include "place.h"
#include "reading.h"
#include "sqlite/pool.h"
#include "wal.h"

/* A fault of reading is none of the file: it is tried again. */
#define FAULT_TRIES 3
#define FAULT_PAUSE_MS 10

/* Counts frames in place of SQLite's own checkpoints, which would come in the
 * middle of a press. */
static int
opening_on_commit(void *ctx, sqlite3 *db, const char *name, int frames)
{
	struct journal *journal = ctx;

	(void)db;
	(void)name;
	journal->wal_frames = frames;
	changes_tell(journal);
	return SQLITE_OK;
}

/*
 * Another process is writing, which takes about a millisecond: looks again
 * after each. SQLite's own handler waits longer and longer, up to 100 ms, and
 * one of many writers could wait for ever. Patience that was in vain comes
 * back when a lock is had (statement_begin).
 */
static int
opening_on_busy(void *ctx, int looks)
{
	struct journal *journal = ctx;

	if (looks >= BUSY_AGAIN_MS && journal->waited_ms >= journal->busy_ms)
		return 0;
	journal->waited_ms++;
	poll(NULL, 0, 1);
	return 1;
}

static void
opening_settle(struct journal *journal)
{
	sqlite3 *db = journal->db;
	int keep_wal = 1;

	sqlite3_extended_result_codes(db, 1);
	sqlite3_busy_handler(db, opening_on_busy, journal);
	sqlite3_wal_hook(db, opening_on_commit, journal);
	/* closing must be quick; see room.h for the WAL */
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep_wal);
}

static int
opening_connect(struct journal *journal, struct err *err)
{
	static const char settings[] =
		"PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL";
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_PRIVATECACHE;

	pool_use();
	if (sqlite3_open_v2(journal->path, &journal->db, flags, wal_vfs()) !=
		SQLITE_OK)
		return fail_set(journal->db, FAIL_OPENING, err);
	opening_settle(journal);
	if (sqlite3_exec(journal->db, settings, NULL, NULL, NULL) != SQLITE_OK)
		return fail_set(journal->db, FAIL_OPENING, err);
	if (sqlite3_db_readonly(journal->db, "main") == 1)
		return fail_open(journal->path, EACCES, err);
	return 0;
}

/* Makes an empty journal, one process at a time. */
static int
opening_create(struct journal *journal, struct err *err)
{
	struct place place;
	struct str path;
	int rc;

	if (guard_take(journal->guard_fd, GUARD_SETUP, GUARD_ALONE,
		    journal->busy_ms, err) < 0)
		return -1;
	str_init(&path, 4096);
	str_addf(&path, "%s.making", journal->path);
	rc = place_look(journal->dir, journal->path, &place, err);
	/* else another process was here first */
	if (rc == 0 && place.state == PLACE_EMPTY) {
		rc = making_run(path.data, NULL, NULL, err);
		if (rc == 0 && rename(path.data, journal->path) < 0)
			rc = fail_open(journal->path, errno, err);
		if (rc == 0)
			rc = making_sync_dir(journal->dir, err);
		journal->is_new = rc == 0;
	}
	str_release(&path);
	guard_leave(journal->guard_fd, GUARD_SETUP);
	return rc;
}

/* Brings it up to date, one process at a time. */
static int
opening_upgrade(struct journal *journal, struct err *err)
{
	int rc;

	statement_end_read(journal);
	if (guard_take(journal->guard_fd, GUARD_SETUP, GUARD_ALONE,
		    journal->busy_ms, err) < 0)
		return -1;
	rc = schema_upgrade(journal->db, &schema_now, err);
	guard_leave(journal->guard_fd, GUARD_SETUP);
	statement_begin_read(journal);
	return rc;
}

static int
opening_setting(struct journal *journal, const char *pragma, const char *wanted,
	bool *is_out, struct err *err)
{
	const char *value = NULL;
	sqlite3_stmt *stmt;
	int rc = 0;

	if (sqlite3_prepare_v2(journal->db, pragma, -1, &stmt, NULL) !=
		SQLITE_OK)
		return fail_set(journal->db, FAIL_OPENING, err);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		value = (const char *)sqlite3_column_text(stmt, 0);
	if (value != NULL)
		*is_out = strcmp(value, wanted) == 0;
	else
		rc = fail_set(journal->db, FAIL_OPENING, err);
	sqlite3_finalize(stmt);
	return rc;
}

/* Durability is a setting, so it is read back: anything else is refused. */
static int
opening_read_back(struct journal *journal, struct err *err)
{
	bool is_wal = false, is_full = false;

	if (opening_setting(
		    journal, "PRAGMA journal_mode", "wal", &is_wal, err) < 0 ||
		opening_setting(
			journal, "PRAGMA synchronous", "2", &is_full, err) < 0)
		return -1;
	if (is_wal && is_full)
		return 0;
	return err_set(err, ERR_DISK,
		"%s cannot be kept so that a power cut loses nothing (no WAL "
		"with synchronous=FULL here), so nothing is recorded: set "
		"XDG_STATE_HOME to a directory on a local disk",
		journal->path);
}

static int
opening_damaged(struct journal *journal, struct err *err)
{
	/* what there is no memory for cannot be read, and may be whole */
	if (fail_is_memory(journal->db))
		return fail_set(journal->db, FAIL_OPENING, err);
	return err_set(err, ERR_DATA, "%s is damaged", journal->path);
}

/* Whether this row is as it was written, behind the one before. */
static int
opening_prove(struct journal *journal, sqlite3_stmt *stmt, struct err *err)
{
	struct kept_punch newest;
	struct hash digest, link, want, previous = {{0}};
	int got;

	if (!row_read_punch(stmt, false, &newest) ||
		!row_read_hash(stmt, ROW_COLUMN_DIGEST, &digest) ||
		!row_read_hash(stmt, ROW_COLUMN_LINK, &link))
		return opening_damaged(journal, err);
	got = sqlite3_step(stmt);
	if (got != SQLITE_DONE && got != SQLITE_ROW)
		return fail_set(journal->db, FAIL_OPENING, err);
	if (got == SQLITE_ROW &&
		!row_read_hash(stmt, ROW_COLUMN_LINK, &previous))
		return opening_damaged(journal, err);
	row_link(&previous, &digest, &want);
	if (!hash_equal(&want, &link))
		return opening_damaged(journal, err);
	return 0;
}

/* Numbers that were witnessed must be there, or known to be lost. */
static int
opening_check_lost(
	struct journal *journal, const struct witness *seen, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_KNOWN_LOST, FAIL_OPENING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) != SQLITE_ROW)
		rc = statement_fail(journal, FAIL_OPENING, err);
	else if (sqlite3_column_int64(stmt, 0) < seen->number)
		rc = opening_damaged(journal, err);
	statement_done(stmt);
	return rc;
}

/* The newest punch must be there and proven. ERR_DATA when it is not. */
static int
opening_check_newest(
	struct journal *journal, const struct witness *seen, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_NEWEST_TWO, FAIL_OPENING, err);
	int64_t number = 0;
	int rc = 0;
	int got;

	if (stmt == NULL)
		return -1;
	got = sqlite3_step(stmt);
	if (got == SQLITE_ROW) {
		number = sqlite3_column_int64(stmt, 0);
		rc = opening_prove(journal, stmt, err);
	} else if (got != SQLITE_DONE) {
		rc = statement_fail(journal, FAIL_OPENING, err);
	}
	statement_done(stmt);
	if (rc == 0 && number < seen->number)
		rc = opening_check_lost(journal, seen, err);
	return rc;
}

static struct damaged
opening_place(struct journal *journal, const struct witness *seen)
{
	return (struct damaged){
		.dir = journal->dir,
		.path = journal->path,
		.seen_number = seen->number,
		.seen_enrolment = seen->enrolment,
		.seen_seq = seen->seq,
	};
}

/* What stands at the path; makes a journal where none ever was. */
static int
opening_look(
	struct journal *journal, const struct witness *seen, struct err *err)
{
	struct damaged damaged = opening_place(journal, seen);
	struct place place;

	if (place_look(journal->dir, journal->path, &place, err) < 0)
		return -1;
	journal->read_only = place.is_read_only || journal->guard_is_read_only;
	journal->read_only_why = place.is_read_only ? place.why : EACCES;
	journal->has_wal = place.has_wal;
	if (place.state == PLACE_DAMAGED ||
		(place.state == PLACE_EMPTY &&
			(seen->number > 0 || place.has_wal ||
				recover_is_pending(&damaged))))
		return opening_damaged(journal, err);
	if (place.state == PLACE_JOURNAL)
		return 0;
	if (journal->read_only)
		return fail_open(journal->path, journal->read_only_why, err);
	return opening_create(journal, err);
}

/* Whether its tables are those that this program knows. */
static int
opening_check_schema(
	struct journal *journal, const struct witness *seen, struct err *err)
{
	enum schema_state state;

	if (schema_look(journal->db, &schema_now, &state, err) < 0)
		return -1;
	if (state == SCHEMA_ALTERED ||
		(state == SCHEMA_FOREIGN && seen->number > 0))
		return opening_damaged(journal, err);
	if (state == SCHEMA_FOREIGN)
		return err_set(err, ERR_CONFIG,
			"%s is not a journal of connect-clock, so it was left "
			"alone and nothing can be recorded: move it away",
			journal->path);
	if (state != SCHEMA_OLDER)
		return 0;
	if (journal->read_only)
		return fail_open(journal->path, journal->read_only_why, err);
	return opening_upgrade(journal, err);
}

/* ERR_DATA means damage, and only that. */
static int
opening_try_once(struct journal *journal, struct err *err)
{
	struct witness seen;

	/* first: a number that is witnessed is committed before we look */
	guard_read_witness(journal->guard_fd, &seen);
	if (opening_look(journal, &seen, err) < 0)
		return -1;
	if (journal->read_only) {
		if (reading_open(journal->path, journal->has_wal, &journal->db,
			    err) < 0)
			return -1;
	} else if (opening_connect(journal, err) < 0) {
		return -1;
	}
	statement_begin_read(journal);
	if (opening_check_schema(journal, &seen, err) < 0 ||
		(!journal->read_only && opening_read_back(journal, err) < 0) ||
		opening_check_newest(journal, &seen, err) < 0) {
		/* ended by the undoing; the failure is still asked for */
		journal->readers = 0;
		return -1;
	}
	statement_end_read(journal);
	return 0;
}

/* A fault of the disk that passes is not noticed. */
static int
opening_try(struct journal *journal, struct err *err)
{
	int tries;

	for (tries = 1;; tries++) {
		bool fault;

		if (opening_try_once(journal, err) == 0) {
			if (journal->is_new)
				room_refill(journal);
			journal->is_new = false;
			return 0;
		}
		fault = journal->db != NULL &&
			(sqlite3_errcode(journal->db) & 0xff) == SQLITE_IOERR;
		opening_undo(journal);
		if (!fault || tries == FAULT_TRIES)
			return -1;
		poll(NULL, 0, FAULT_PAUSE_MS);
	}
}

static int
opening_recover(struct journal *journal, struct err *err)
{
	struct witness seen;
	struct damaged damaged;

	if (journal->read_only)
		return err_set(err, ERR_DATA,
			"%s is damaged and cannot be written (%s), so nothing "
			"can be recorded: make it and its directory writable "
			"for you, then start again, which recovers what can "
			"be read",
			journal->path, strerror(journal->read_only_why));
	guard_read_witness(journal->guard_fd, &seen);
	damaged = opening_place(journal, &seen);
	return recover_run(&damaged, err);
}

/* Alone with a journal that somebody found damaged: it is read whole. */
static int
opening_look_deep(struct journal *journal, struct err *err)
{
	struct journal_report report;
	int rc;

	if (opening_try(journal, err) < 0)
		return -1;
	rc = journal_verify(journal, &report, err);
	/* of a row that was set aside there may be a better copy */
	if (rc == 0 && report.is_sound && report.damaged == 0)
		return 0;
	/* a fault of reading says nothing of the file, nor does no memory */
	if (rc == 0 || (err->kind != ERR_DISK && !fail_is_memory(journal->db)))
		opening_damaged(journal, err);
	opening_undo(journal);
	return -1;
}

/* Alone with it: recovers what is damaged, unless somebody just did. */
static int
opening_mend(struct journal *journal, struct err *err)
{
	int rc = opening_look_deep(journal, err);

	if (rc < 0 && err->kind == ERR_DATA) {
		rc = opening_recover(journal, err);
		if (rc == 0)
			rc = opening_try(journal, err);
		if (rc == 0)
			room_refill(journal);
	}
	if (rc == 0) {
		journal->bad = false;
		guard_suspect(journal->guard_fd, false);
	}
	return rc;
}

/* Whether it may be used as it is. */
static int
opening_use(struct journal *journal, struct err *err)
{
	struct witness seen;

	guard_read_witness(journal->guard_fd, &seen);
	if (seen.suspect)
		return opening_damaged(journal, err);
	return opening_try(journal, err);
}

int
opening_run(struct journal *journal, struct err *err)
{
	int fd = journal->guard_fd;
	int rc, tries;

	for (tries = 0; tries < 2; tries++) {
		if (guard_take(fd, GUARD_USE, GUARD_SHARED, journal->busy_ms,
			    err) < 0)
			return -1;
		if (opening_use(journal, err) == 0)
			return 0;
		if (err->kind != ERR_DATA)
			return -1;
		if (guard_try(fd, GUARD_USE, GUARD_ALONE)) {
			rc = opening_mend(journal, err);
			guard_try(fd, GUARD_USE, GUARD_SHARED);
			return rc;
		}
		/* it may be used by others with what it has */
		if (opening_try(journal, err) == 0)
			return 0;
		/* let another one that is mending it go on */
		guard_leave(fd, GUARD_USE);
	}
	return err_set(err, ERR_DATA,
		"%s is damaged and another connect-clock has it open, so "
		"nothing can be recorded: close every connect-clock and start "
		"it again, which recovers what can be read",
		journal->path);
}

void
opening_undo(struct journal *journal)
{
	size_t i;

	for (i = 0; i < STATEMENT_COUNT; i++) {
		sqlite3_finalize(journal->statements[i]);
		journal->statements[i] = NULL;
	}
	sqlite3_close(journal->db);
	journal->db = NULL;
	journal->bad = false;
}
