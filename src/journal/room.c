#include "room.h"

#include <sys/stat.h>

#include "inside.h"
#include "journal/format/schema.h"

/* An overflow page of SQLite holds this much of a blob. */
#define ROOM_PAGE_PAYLOAD (SCHEMA_PAGE_BYTES - 4)

/* Frames of the WAL after which it is written back: when there is time, and
 * in any case. An opening reads as much. */
#define ROOM_WAL_SHORT 64
#define ROOM_WAL_LONG 320

static int
room_free_pages(struct journal *journal, int *pages_out, struct err *err)
{
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_ROOM, FAIL_READING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*pages_out = sqlite3_column_int(stmt, 0);
	else
		rc = statement_fail(journal, FAIL_READING, err);
	statement_done(stmt);
	return rc;
}

int
room_percent_used(struct journal *journal, int *percent_out, struct err *err)
{
	int pages = 0;

	if (room_free_pages(journal, &pages, err) < 0)
		return -1;
	if (pages > ROOM_LOW_PAGES)
		pages = ROOM_LOW_PAGES;
	*percent_out = 100 - 100 * pages / ROOM_LOW_PAGES;
	return 0;
}

/*
 * Writes the WAL back, and begins it anew by a commit of one page: what is
 * written back is known in memory only, and the next opening would read all
 * of it again.
 */
static void
room_checkpoint(struct journal *journal)
{
	struct err ignored;
	int frames = 0;
	int back = 0;

	if (sqlite3_wal_checkpoint_v2(journal->db, "main",
		    SQLITE_CHECKPOINT_PASSIVE, &frames, &back) == SQLITE_OK &&
		frames == back)
		statement_run(
			journal, STMT_RESERVE_DONE, FAIL_WRITING, &ignored);
}

/*
 * Has the file system really give the blocks that the file will need, so that
 * a refill on a full disk fails before it has begun.
 */
static bool
room_allocate(struct journal *journal, int more_pages)
{
	sqlite3_file *file = NULL;
	sqlite3_int64 bytes;
	int chunk = 16 * SCHEMA_PAGE_BYTES;

	if (sqlite3_file_control(journal->db, "main", SQLITE_FCNTL_FILE_POINTER,
		    &file) != SQLITE_OK ||
		file->pMethods->xFileSize(file, &bytes) != SQLITE_OK)
		return false;
	bytes += (sqlite3_int64)more_pages * SCHEMA_PAGE_BYTES;
	return sqlite3_file_control(journal->db, "main",
		       SQLITE_FCNTL_CHUNK_SIZE, &chunk) == SQLITE_OK &&
	       sqlite3_file_control(journal->db, "main", SQLITE_FCNTL_SIZE_HINT,
		       &bytes) == SQLITE_OK;
}

/* Inside a transaction: takes the pages and gives them back to the file. */
static bool
room_blow_up(struct journal *journal)
{
	struct err ignored;
	sqlite3_stmt *stmt = statement_get(
		journal, STMT_RESERVE_FILL, FAIL_WRITING, &ignored);
	bool filled;

	if (stmt == NULL)
		return false;
	sqlite3_bind_int(stmt, 1, ROOM_PAGES * ROOM_PAGE_PAYLOAD);
	filled = sqlite3_step(stmt) == SQLITE_DONE;
	statement_done(stmt);
	return filled && statement_run(journal, STMT_RESERVE_FREE, FAIL_WRITING,
				 &ignored) == 0;
}

/* Some other program may have dropped the WAL; its blocks are others' then. */
static bool
room_wal_is_short(struct journal *journal)
{
	struct str path;
	struct stat st;
	bool is;

	str_init(&path, 4096);
	str_addf(&path, "%s-wal", journal->path);
	is = stat(path.data, &st) < 0 ||
	     st.st_size < ROOM_PAGES * (off_t)SCHEMA_PAGE_BYTES;
	str_release(&path);
	return is;
}

static bool
room_is_low(struct journal *journal, int *pages_out)
{
	struct err ignored;

	return room_free_pages(journal, pages_out, &ignored) == 0 &&
	       (*pages_out < ROOM_LOW_PAGES || room_wal_is_short(journal));
}

void
room_refill(struct journal *journal)
{
	struct err ignored;
	int pages = 0;

	if (statement_begin(journal, FAIL_WRITING, &ignored) < 0)
		return;
	if (!room_is_low(journal, &pages) ||
		!room_allocate(journal, ROOM_PAGES - pages) ||
		!room_blow_up(journal)) {
		statement_rollback(journal);
		return;
	}
	if (statement_commit(journal, FAIL_WRITING, &ignored) == 0)
		room_checkpoint(journal);
}

void
room_maintain(struct journal *journal, bool urgent)
{
	int pages = 0;

	if (journal->wal_frames < (urgent ? ROOM_WAL_LONG : ROOM_WAL_SHORT))
		return;
	room_checkpoint(journal);
	if (room_is_low(journal, &pages))
		room_refill(journal);
}
