#include "sqlite_replace.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/sqlite.h"
#include "driver.h"
#include "source.h"
#include "sqlite_file.h"

#define ASIDE_MAX 1000

static int
open_at(const char *path, bool create, struct db **db_out, struct err *err)
{
	static const struct db_driver *const drivers[] = {&sqlite_driver, NULL};
	const struct db_source source = {.url = path, .drivers = drivers};

	return db_open(&source, create, db_out, err);
}

/* With what SQLite leaves beside it. */
static void
remove_file(const char *path)
{
	static const char *const parts[] = {"", "-wal", "-shm", "-journal"};
	char name[PATH_MAX];

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (snprintf(name, sizeof(name), "%s%s", path, parts[i]) <
			(int)sizeof(name))
			unlink(name);
}

/* SQLite answers the mode that it has then; it stays as it was, without an
 * error, where another connection has the file open. */
static int
set_journal(struct db *db, const char *sql, const char *wanted, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0 || db_step(stmt, &row, err) < 0)
		return -1;
	row = row && strcmp(db_text(stmt, 0), wanted) == 0;
	db_reset(db);
	return row ? 0 : err_set(err, ERR_BUSY, "database: it is in use");
}

/* Whether what stands there may make way. */
static int
check_standing(const char *path, bool told, struct err *err)
{
	struct db *db;
	int64_t companies = 0;
	int rc;

	if (access(path, F_OK) < 0)
		return 0;
	if (open_at(path, false, &db, err) < 0)
		return -1;
	rc = source_companies(db, &companies, err);
	db_close(&db);
	if (rc == 0 && companies > 0 && !told)
		return err_set(err, ERR_DATA,
			"there is a company in %s already", path);
	return rc;
}

int
sqlite_replace_begin(const struct db_source *source, bool told,
	struct replace *it, struct err *err)
{
	str_addz(&it->path, source->url);
	str_addf(&it->made, "%s.new", source->url);
	if (str_is_cut(&it->made))
		return err_set(err, ERR_USAGE, "that name is too long");
	if (check_standing(it->path.data, told, err) < 0)
		return -1;
	remove_file(it->made.data);
	/* Until it is whole nobody wants to take a step back in it, so what is
	 * written goes straight into the file. */
	if (open_at(it->made.data, true, &it->db, err) < 0 ||
		set_journal(it->db, "PRAGMA journal_mode=MEMORY", "memory",
			err) < 0)
		return -1;
	return db_begin(it->db, err);
}

/* Nobody else has it open, and nothing stands beside it any more. */
static int
seize(const char *path, struct db **db_out, struct err *err)
{
	if (open_at(path, false, db_out, err) < 0)
		return -1;
	if (set_journal(*db_out, "PRAGMA journal_mode=DELETE", "delete", err) ==
			0 &&
		(*db_out)->ops->exec(*db_out, "BEGIN EXCLUSIVE", err) == 0)
		return 0;
	if (err->kind == ERR_BUSY)
		err_set(err, ERR_BUSY, "%s is in use: stop connectd first",
			path);
	return -1;
}

/* A second name, of which there was none before. */
static int
keep_aside(const char *path, struct str *aside, struct err *err)
{
	for (int i = 1; i < ASIDE_MAX; i++) {
		str_clear(aside);
		str_addf(aside, "%s.replaced-%d", path, i);
		if (link(path, aside->data) == 0)
			return 0;
		if (errno != EEXIST)
			break;
	}
	str_clear(aside);
	return err_set_errno(err, ERR_DISK, errno, "cannot set %s aside", path);
}

/* In the place of a file that makes way. */
static int
take_place(struct replace *it, struct err *err)
{
	struct db *old = NULL;
	int64_t companies = 0;
	int rc = seize(it->path.data, &old, err);

	if (rc == 0)
		rc = source_companies(old, &companies, err);
	if (rc == 0 && companies > 0)
		rc = keep_aside(it->path.data, &it->aside, err);
	if (rc == 0 && rename(it->made.data, it->path.data) < 0)
		rc = err_set_errno(err, ERR_DISK, errno, "cannot replace %s",
			it->path.data);
	if (old != NULL)
		old->ops->rollback(old);
	db_close(&old);
	return rc;
}

/* Nobody but root makes what is another's. */
static int
give_away(const struct replace *it, struct err *err)
{
	char *copy = mem_dupz(it->made.data);
	struct stat place;
	int rc = 0;

	if (geteuid() == 0 && stat(dirname(copy), &place) == 0 &&
		chown(it->made.data, place.st_uid, place.st_gid) < 0)
		rc = err_set_errno(err, ERR_DISK, errno, "cannot give %s away",
			it->made.data);
	free(copy);
	return rc;
}

int
sqlite_replace_end(struct replace *it, struct err *err)
{
	/* As one that is served from: to open it does not change it then. */
	if (set_journal(it->db, "PRAGMA journal_mode=WAL", "wal", err) < 0)
		return -1;
	db_close(&it->db);
	if (it->served && give_away(it, err) < 0)
		return -1;
	if (access(it->path.data, F_OK) == 0) {
		if (take_place(it, err) < 0)
			return -1;
	} else if (link(it->made.data, it->path.data) < 0) {
		return err_set_errno(
			err, ERR_DISK, errno, "cannot make %s", it->path.data);
	}
	unlink(it->made.data);
	return sqlite_file_keep_name(it->path.data, err);
}

void
sqlite_replace_drop(struct replace *it)
{
	db_close(&it->db);
	remove_file(it->made.data);
}
