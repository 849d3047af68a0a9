#include "opening.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guard.h"
#include "journal/format/schema.h"
#include "journal/salvage/recover.h"

/* Counts frames in place of SQLite's own checkpoints, which would come in the
 * middle of a press. */
static int
opening_on_commit(void *ctx, sqlite3 *db, const char *name, int frames)
{
	struct journal *journal = ctx;

	(void)db;
	(void)name;
	journal->wal_frames = frames;
	return SQLITE_OK;
}

/*
 * Another process is writing, which takes about a millisecond: looks again
 * after each. SQLite's own handler waits longer and longer, up to 100 ms, and
 * one of many writers could wait for ever.
 */
static int
opening_on_busy(void *ctx, int looks)
{
	struct journal *journal = ctx;

	if (looks >= journal->busy_ms)
		return 0;
	poll(NULL, 0, 1);
	return 1;
}

/* An empty file of mode 0600: SQLite would make it readable for others. */
static int
opening_create(struct journal *journal, struct err *err)
{
	int fd = open(journal->path,
		O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0 && errno != EEXIST)
		return fail_open(journal->path, errno, err);
	if (fd >= 0)
		close(fd);
	return 0;
}

/* Makes the entries of the directory last. */
static int
opening_sync_dir(struct journal *journal, struct err *err)
{
	int fd = open(journal->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = 0;

	if (fd < 0)
		return fail_open(journal->dir, errno, err);
	if (fsync(fd) < 0 && errno != EINVAL)
		rc = fail_open(journal->dir, errno, err);
	close(fd);
	return rc;
}

static int
opening_connect(struct journal *journal, int busy_ms, struct err *err)
{
	static const char settings[] =
		"PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
		"PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL;";
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
	int keep_wal = 1;

	/* nobody asks SQLite how much it holds: its count costs a lock */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (sqlite3_open_v2(journal->path, &journal->db, flags, NULL) !=
		SQLITE_OK)
		return fail_set(journal->db, FAIL_OPENING, err);
	journal->busy_ms = busy_ms;
	sqlite3_busy_handler(journal->db, opening_on_busy, journal);
	sqlite3_wal_hook(journal->db, opening_on_commit, journal);
	/* closing must be quick; see room.h for the WAL */
	sqlite3_db_config(
		journal->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(journal->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_file_control(
		journal->db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep_wal);
	if (sqlite3_exec(journal->db, settings, NULL, NULL, NULL) != SQLITE_OK)
		return fail_set(journal->db, FAIL_OPENING, err);
	if (sqlite3_db_readonly(journal->db, "main") == 1)
		return fail_open(journal->path, EACCES, err);
	return 0;
}

/* Creates or upgrades, one process at a time. */
static int
opening_set_up(struct journal *journal, struct err *err)
{
	int rc = -1;

	if (!guard_take(journal->guard_fd, GUARD_SETUP, GUARD_ALONE, true))
		return fail_open(journal->path, errno, err);
	if (sqlite3_exec(journal->db,
		    "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL", NULL,
		    NULL, NULL) != SQLITE_OK)
		fail_set(journal->db, FAIL_OPENING, err);
	else if (schema_upgrade(journal->db, &schema_now, err) == 0 &&
		 opening_sync_dir(journal, err) == 0)
		rc = 0;
	if (rc == 0)
		room_refill(journal);
	guard_take(journal->guard_fd, GUARD_SETUP, GUARD_FREE, false);
	return rc;
}

static bool
opening_setting_is(
	struct journal *journal, const char *pragma, const char *wanted)
{
	sqlite3_stmt *stmt;
	bool is = false;

	if (sqlite3_prepare_v2(journal->db, pragma, -1, &stmt, NULL) !=
		SQLITE_OK)
		return false;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		is = strcmp((const char *)sqlite3_column_text(stmt, 0),
			     wanted) == 0;
	sqlite3_finalize(stmt);
	return is;
}

/* Durability is a setting, so it is read back: anything else is refused. */
static int
opening_read_back(struct journal *journal, struct err *err)
{
	if (opening_setting_is(journal, "PRAGMA journal_mode", "wal") &&
		opening_setting_is(journal, "PRAGMA synchronous", "2"))
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
	return err_set(err, ERR_DATA, "%s is damaged", journal->path);
}

/* Whether this row fits its link, which was made over the row before. */
static bool
opening_fits(sqlite3_stmt *stmt)
{
	struct kept_punch newest;
	struct hash previous = {{0}}, link;
	int got;

	if (!row_read_punch(stmt, false, &newest) ||
		!row_read_link(stmt, ROW_COLUMN_LINK, &link))
		return false;
	got = sqlite3_step(stmt);
	if (got != SQLITE_DONE &&
		(got != SQLITE_ROW ||
			!row_read_link(stmt, ROW_COLUMN_LINK, &previous)))
		return false;
	return row_fits(&previous, &newest, &link);
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
		rc = fail_set(journal->db, FAIL_OPENING, err);
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
		if (!opening_fits(stmt))
			rc = opening_damaged(journal, err);
	} else if (got != SQLITE_DONE) {
		rc = fail_set(journal->db, FAIL_OPENING, err);
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
		.seen_account = seen->account,
		.seen_seq = seen->device_seq,
	};
}

/* What stands at the path before SQLite touches it. */
static int
opening_look(
	struct journal *journal, const struct witness *seen, struct err *err)
{
	struct damaged place = opening_place(journal, seen);
	struct stat st;

	if (seen->suspect)
		return opening_damaged(journal, err);
	if (stat(journal->path, &st) == 0) {
		/* SQLite would drop the WAL of an empty file */
		if (st.st_size < SCHEMA_PAGE_BYTES && seen->number > 0)
			return opening_damaged(journal, err);
		if ((st.st_mode & 077) != 0 && chmod(journal->path, 0600) < 0)
			return fail_open(journal->path, errno, err);
		return 0;
	}
	if (errno != ENOENT)
		return fail_open(journal->path, errno, err);
	if (seen->number > 0 || recover_is_pending(&place))
		return opening_damaged(journal, err);
	return opening_create(journal, err);
}

static int
opening_foreign(struct journal *journal, struct err *err)
{
	return err_set(err, ERR_CONFIG,
		"%s is not a journal of connect-clock, so it was left alone "
		"and nothing can be recorded: move it away",
		journal->path);
}

/* ERR_DATA means damage, and only that. */
static int
opening_try(struct journal *journal, int busy_ms, struct err *err)
{
	enum schema_state state = SCHEMA_CURRENT;
	struct witness seen;

	/* first: a number that is witnessed is committed before we look */
	guard_read_witness(journal->guard_fd, &seen);
	if (opening_look(journal, &seen, err) < 0 ||
		opening_connect(journal, busy_ms, err) < 0 ||
		schema_look(journal->db, &schema_now, &state, err) < 0)
		return -1;
	if (state == SCHEMA_FOREIGN)
		return seen.number > 0 ? opening_damaged(journal, err)
				       : opening_foreign(journal, err);
	if (state == SCHEMA_OLDER && opening_set_up(journal, err) < 0)
		return -1;
	if (opening_read_back(journal, err) < 0)
		return -1;
	return opening_check_newest(journal, &seen, err);
}

static int
opening_recover(struct journal *journal, struct err *err)
{
	struct witness seen;
	struct damaged place;

	guard_read_witness(journal->guard_fd, &seen);
	place = opening_place(journal, &seen);
	if (recover_run(&place, err) < 0)
		return -1;
	guard_suspect(journal->guard_fd, false);
	return 0;
}

/* Alone with a damaged journal: recovers it, unless somebody just did. */
static int
opening_mend(struct journal *journal, int busy_ms, struct err *err)
{
	if (opening_try(journal, busy_ms, err) == 0)
		return 0;
	opening_undo(journal);
	if (err->kind != ERR_DATA || opening_recover(journal, err) < 0 ||
		opening_try(journal, busy_ms, err) < 0)
		return -1;
	room_refill(journal);
	return 0;
}

int
opening_run(struct journal *journal, int busy_ms, struct err *err)
{
	int fd = journal->guard_fd;
	int rc, tries;

	for (tries = 0; tries < 2; tries++) {
		guard_take(fd, GUARD_USE, GUARD_SHARED, true);
		if (opening_try(journal, busy_ms, err) == 0)
			return 0;
		opening_undo(journal);
		if (err->kind != ERR_DATA)
			return -1;
		if (guard_take(fd, GUARD_USE, GUARD_ALONE, false)) {
			rc = opening_mend(journal, busy_ms, err);
			guard_take(fd, GUARD_USE, GUARD_SHARED, false);
			return rc;
		}
		/* let another one that is mending it go on */
		guard_take(fd, GUARD_USE, GUARD_FREE, false);
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
