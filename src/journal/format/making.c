#include "journal/format/making.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/str.h"
#include "journal/format/schema.h"
#include "sqlite/fail.h"

static int
making_sync(const char *path, int flags, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	int rc = 0;

	if (fd < 0)
		return fail_open(path, errno, err);
	/* EINVAL: such a file system keeps it anyway */
	if (fsync(fd) < 0 && errno != EINVAL)
		rc = fail_open(path, errno, err);
	close(fd);
	return rc;
}

int
making_sync_dir(const char *dir, struct err *err)
{
	return making_sync(dir, O_DIRECTORY, err);
}

static void
making_remove(const char *path)
{
	static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
	struct str name;
	size_t i;

	str_init(&name, 4096);
	for (i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		str_clear(&name);
		str_addf(&name, "%s%s", path, suffixes[i]);
		unlink(name.data);
	}
	str_release(&name);
}

static int
making_open(const char *path, sqlite3 **db_out, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail_open(path, errno, err);
	close(fd);
	if (sqlite3_open_v2(path, db_out,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE,
		    NULL) == SQLITE_OK &&
		sqlite3_exec(*db_out,
			"PRAGMA page_size = 4096; PRAGMA synchronous = FULL",
			NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	fail_set(*db_out, FAIL_OPENING, err);
	sqlite3_close(*db_out);
	return -1;
}

static int
making_write(sqlite3 *db, making_fill *fill, void *ctx, struct err *err)
{
	if (schema_upgrade(db, &schema_now, err) < 0)
		return -1;
	if (sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		return fail_set(db, FAIL_OPENING, err);
	if (fill != NULL && fill(db, ctx, err) < 0)
		return -1;
	if (sqlite3_exec(db, "COMMIT; PRAGMA journal_mode = WAL", NULL, NULL,
		    NULL) != SQLITE_OK)
		return fail_set(db, FAIL_OPENING, err);
	return 0;
}

int
making_run(const char *path, making_fill *fill, void *ctx, struct err *err)
{
	sqlite3 *db = NULL;
	int rc;

	making_remove(path);
	if (making_open(path, &db, err) < 0)
		return -1;
	rc = making_write(db, fill, ctx, err);
	/* closing writes the WAL back and takes it away */
	if (sqlite3_close(db) != SQLITE_OK && rc == 0)
		rc = err_set(err, ERR_INTERNAL, "%s was not closed", path);
	if (rc == 0)
		rc = making_sync(path, 0, err);
	if (rc < 0)
		making_remove(path);
	return rc;
}
