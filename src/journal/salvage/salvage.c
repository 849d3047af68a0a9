#include "salvage.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "cells.h"
#include "crypto/hash.h"
#include "sqlite/fail.h"

#define WAL_HEADER_BYTES 32
#define FRAME_HEADER_BYTES 24

/* A page that cannot be read is tried so often, with a pause between. */
#define SALVAGE_TRIES 4
#define SALVAGE_PAUSE_MS 10

/* More versions than this program will see. */
#define PATTERNS_MAX 32

static const char tables[] =
	"CREATE TEMP TABLE found_punch AS"
	" SELECT *, zeroblob(32) AS content, 0 AS pattern FROM punch;"
	"CREATE UNIQUE INDEX temp.found_punch_content"
	" ON found_punch(number, content);"
	"CREATE TEMP TABLE found_account AS SELECT * FROM account;"
	"CREATE TEMP TABLE found_enrolment AS SELECT * FROM enrolment;"
	"CREATE TEMP TABLE found_verdict AS SELECT * FROM verdict;"
	"CREATE UNIQUE INDEX temp.found_verdict_number"
	" ON found_verdict(number);"
	"CREATE TEMP TABLE found_closing AS SELECT * FROM closing;"
	"CREATE UNIQUE INDEX temp.found_closing_number"
	" ON found_closing(number);"
	"CREATE TEMP TABLE found_loss AS SELECT * FROM loss;";

struct salvage {
	sqlite3 *db;
	const struct pattern_list *list;
	sqlite3_stmt *inserts[PATTERNS_MAX];
	bool failed;
};

static void
salvage_bind(sqlite3_stmt *stmt, int at, const struct cell_column *column)
{
	switch (column->type) {
	case CELL_INTEGER:
		sqlite3_bind_int64(stmt, at, column->integer);
		break;
	case CELL_TEXT:
		sqlite3_bind_text(stmt, at, (const char *)column->bytes,
			(int)column->len, SQLITE_STATIC);
		break;
	case CELL_BLOB:
		sqlite3_bind_blob(stmt, at, column->bytes, (int)column->len,
			SQLITE_STATIC);
		break;
	case CELL_NULL:
	case CELL_OTHER:
		sqlite3_bind_null(stmt, at);
		break;
	}
}

/* What tells copies of one row from altered ones: all but what moves. */
static void
salvage_content(const struct cell_row *row, int moves, struct hash *content_out)
{
	int i;

	hash_bytes(NULL, 0, content_out);
	for (i = 1; i < row->count; i++) {
		const struct cell_column *column = &row->columns[i];
		int64_t what[] = {(int64_t)column->type, column->integer,
			(int64_t)column->len};
		struct hash before = *content_out;

		if (i == moves)
			continue;
		hash_chain(&before, what, sizeof(what), content_out);
		before = *content_out;
		hash_chain(&before, column->bytes, column->len, content_out);
	}
}

static void
salvage_keep(struct salvage *salvage, const struct cell_row *row, size_t which)
{
	const struct pattern *pattern = &salvage->list->patterns[which];
	sqlite3_stmt *stmt = salvage->inserts[which];
	struct hash content;
	int i;

	/* the first column stands for the rowid and is null in the file */
	sqlite3_bind_int64(stmt, 1, row->rowid);
	for (i = 1; i < row->count; i++)
		salvage_bind(stmt, i + 1, &row->columns[i]);
	if (pattern->table == PATTERN_PUNCH) {
		salvage_content(row, pattern->state, &content);
		sqlite3_bind_blob(stmt,
			sqlite3_bind_parameter_index(stmt, ":content"),
			content.bytes, sizeof(content.bytes), SQLITE_STATIC);
		sqlite3_bind_int(stmt,
			sqlite3_bind_parameter_index(stmt, ":pattern"),
			(int)which);
	}
	if (sqlite3_step(stmt) != SQLITE_DONE)
		salvage->failed = true;
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
}

static void
salvage_row(void *ctx, const struct cell_row *row)
{
	struct salvage *salvage = ctx;
	size_t i;

	for (i = 0; i < salvage->list->count; i++) {
		if (!cells_match(row, salvage->list->patterns[i].columns))
			continue;
		if (row->rowid >= 1)
			salvage_keep(salvage, row, i);
		return;
	}
}

/*
 * One page, zeros where it ends or cannot be read. A fault of reading may
 * pass, so it is tried again before the page is given up.
 */
static ssize_t
salvage_page(int fd, uint8_t page[CELLS_PAGE_BYTES], off_t at)
{
	ssize_t got;
	int tries;

	for (tries = 0; tries < SALVAGE_TRIES; tries++) {
		got = pread(fd, page, CELLS_PAGE_BYTES, at);
		if (got >= 0)
			break;
		poll(NULL, 0, SALVAGE_PAUSE_MS);
	}
	memset(page + (got > 0 ? got : 0), 0,
		CELLS_PAGE_BYTES - (size_t)(got > 0 ? got : 0));
	return got;
}

/* The pages of a file: the first at `skip`, each with `lead` bytes before. */
static int
salvage_file(struct salvage *salvage, const char *path, off_t skip, off_t lead,
	struct err *err)
{
	uint8_t page[CELLS_PAGE_BYTES];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	off_t at;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return fail_open(path, errno, err);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		st.st_size = 0; /* nothing of ours is in there */
	for (at = skip + lead; at < st.st_size; at += lead + CELLS_PAGE_BYTES) {
		if (salvage_page(fd, page, at) != 0)
			cells_scan(page, lead == 0 && at == 0, salvage_row,
				salvage);
	}
	close(fd);
	return 0;
}

static int
salvage_files(struct salvage *salvage, const char *path, struct err *err)
{
	struct str wal;
	int rc;

	str_init(&wal, 4096);
	str_addf(&wal, "%s-wal", path);
	/* the WAL last: its rows are newer */
	rc = salvage_file(salvage, path, 0, 0, err);
	if (rc == 0)
		rc = salvage_file(salvage, wal.data, WAL_HEADER_BYTES,
			FRAME_HEADER_BYTES, err);
	str_release(&wal);
	return rc;
}

int
salvage_run(sqlite3 *db, const char *damaged_path,
	const struct pattern_list *list, struct err *err)
{
	struct salvage salvage = {.db = db, .list = list};
	int rc = -1;
	size_t i;

	assert(list->count <= PATTERNS_MAX);
	if (sqlite3_exec(db, tables, NULL, NULL, NULL) != SQLITE_OK)
		return fail_set(db, FAIL_OPENING, err);
	for (i = 0; i < list->count; i++) {
		if (sqlite3_prepare_v2(db, list->patterns[i].insert, -1,
			    &salvage.inserts[i], NULL) != SQLITE_OK) {
			fail_set(db, FAIL_OPENING, err);
			goto out;
		}
	}
	if (salvage_files(&salvage, damaged_path, err) < 0)
		goto out;
	if (salvage.failed)
		fail_set(db, FAIL_OPENING, err);
	else
		rc = 0;
out:
	for (i = 0; i < list->count; i++)
		sqlite3_finalize(salvage.inserts[i]);
	return rc;
}
