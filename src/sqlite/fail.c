#include "sqlite/fail.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "sqlite/holder.h"

/* What became of the thing that was being done, and the next step. */
static const char *const outcome[] = {
	[FAIL_OPENING] = ", so nothing can be recorded",
	[FAIL_READING] = "",
	[FAIL_WRITING] = ", so nothing was saved",
	[FAIL_RECORDING] = ", so the punch was not recorded",
	[FAIL_DELIVERING] = ", so nothing is sent",
};
static const char *const again[] = {
	[FAIL_OPENING] = "start again",
	[FAIL_READING] = "try again",
	[FAIL_WRITING] = "try again",
	[FAIL_RECORDING] = "press again",
	[FAIL_DELIVERING] = "try again",
};

bool
fail_is_damage(int sqlite_rc)
{
	return (sqlite_rc & 0xff) == SQLITE_CORRUPT ||
	       (sqlite_rc & 0xff) == SQLITE_NOTADB;
}

bool
fail_is_memory(sqlite3 *db)
{
	return db != NULL && (sqlite3_errcode(db) & 0xff) == SQLITE_NOMEM;
}

static bool
fail_is_full(int code, int errnum)
{
	return (code & 0xff) == SQLITE_FULL ||
	       ((code & 0xff) == SQLITE_IOERR &&
		       (errnum == ENOSPC || errnum == EDQUOT ||
			       errnum == EFBIG));
}

static int
fail_full(const char *path, enum fail_doing doing, struct err *err)
{
	return err_set(err, ERR_FULL,
		"the disk that holds %s is full%s: free some space, then %s",
		path, outcome[doing], again[doing]);
}

int
fail_read_only(
	const char *path, enum fail_doing doing, int errnum, struct err *err)
{
	if (errnum == EROFS)
		return err_set(err, ERR_DISK,
			"the disk that holds %s is read-only%s: make it "
			"writable, then %s",
			path, outcome[doing], again[doing]);
	return err_set(err, ERR_DISK,
		"%s cannot be written%s: make it and its directory writable "
		"for you, then %s",
		path, outcome[doing], again[doing]);
}

static int
fail_held(const char *path, enum fail_doing doing, struct err *err)
{
	char holder[HOLDER_BYTES];

	if (!holder_find(path, holder))
		return err_set(err, ERR_BUSY,
			"another connect-clock is holding %s%s: %s", path,
			outcome[doing], again[doing]);
	return err_set(err, ERR_BUSY, "%s is holding %s%s: end it, or %s",
		holder, path, outcome[doing], again[doing]);
}

/* A failing disk under a write counts like a full one: not recorded. */
static int
fail_disk(const char *path, enum fail_doing doing, int errnum, struct err *err)
{
	enum err_kind kind = doing == FAIL_READING ? ERR_DISK : ERR_FULL;

	return err_set(err, kind,
		"the disk failed under %s (%s)%s: have it looked at, then %s",
		path, strerror(errnum ? errnum : EIO), outcome[doing],
		again[doing]);
}

int
fail_open(const char *path, int errnum, struct err *err)
{
	if (errnum == ENOSPC || errnum == EDQUOT)
		return fail_full(path, FAIL_OPENING, err);
	if (errnum == EIO)
		return fail_disk(path, FAIL_OPENING, errnum, err);
	return err_set_errno(err, ERR_DISK, errnum,
		"%s cannot be opened, so nothing can be recorded: make it and "
		"its directory writable for you",
		path);
}

int
fail_damaged(const char *path, enum fail_doing doing, struct err *err)
{
	return err_set(err, ERR_DATA,
		"%s is damaged%s: close every connect-clock and start it "
		"again, which recovers what can be read",
		path, outcome[doing]);
}

int
fail_moved(const char *path, enum fail_doing doing, struct err *err)
{
	return err_set(err, ERR_DATA,
		"%s was removed, or put back from a copy, while it was open%s: "
		"close every connect-clock and start it again",
		path, outcome[doing]);
}

int
fail_set(sqlite3 *db, enum fail_doing doing, struct err *err)
{
	int code = sqlite3_extended_errcode(db);
	int errnum = sqlite3_system_errno(db);
	/* all but this one take a database that there is no memory for */
	const char *path = db != NULL ? sqlite3_db_filename(db, "main") : NULL;

	if (path == NULL)
		path = "the database";
	if (fail_is_full(code, errnum))
		return fail_full(path, doing, err);
	if (fail_is_damage(code))
		return fail_damaged(path, doing, err);
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return fail_held(path, doing, err);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return fail_read_only(path, doing, errnum, err);
	case SQLITE_IOERR:
		return fail_disk(path, doing, errnum, err);
	default:
		return err_set(err, ERR_INTERNAL, "%s did not work%s: %s", path,
			outcome[doing], sqlite3_errmsg(db));
	}
}
