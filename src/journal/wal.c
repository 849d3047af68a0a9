#include "wal.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/str.h"
#include "journal/format/making.h"

static int
wal_sync_dir(const char *path)
{
	const char *end = strrchr(path, '/');
	struct err ignored;
	struct str dir;
	int rc;

	str_init(&dir, 4096);
	if (end != NULL)
		str_add(&dir, path, (size_t)(end - path) + 1);
	rc = making_sync_dir(end != NULL ? dir.data : ".", &ignored);
	str_release(&dir);
	return rc == 0 ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

/* Without SQLITE_OPEN_CREATE it takes a file for one that was there. */
static int
wal_open(sqlite3_vfs *self, const char *path, sqlite3_file *file, int flags,
	int *flags_out)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	struct stat st;
	int rc;

	(void)self;
	if ((flags & SQLITE_OPEN_WAL) == 0)
		return vfs->xOpen(vfs, path, file, flags, flags_out);
	if (stat(path, &st) == 0 && st.st_size > 0) {
		rc = vfs->xOpen(vfs, path, file, flags & ~SQLITE_OPEN_CREATE,
			flags_out);
		if ((rc & 0xff) != SQLITE_CANTOPEN)
			return rc; /* else it was taken away meanwhile */
	}
	rc = vfs->xOpen(vfs, path, file, flags, flags_out);
	return rc == SQLITE_OK ? wal_sync_dir(path) : rc;
}

const char *
wal_vfs(void)
{
	static const char name[] = "journal";
	const sqlite3_vfs *own = sqlite3_vfs_find(NULL);
	sqlite3_vfs *vfs;

	if (own == NULL)
		return NULL;
	if (sqlite3_vfs_find(name) == NULL) {
		vfs = mem_new(1, sizeof(*vfs)); /* SQLite's from now on */
		*vfs = *own;
		vfs->zName = name;
		vfs->xOpen = wal_open;
		sqlite3_vfs_register(vfs, 0);
	}
	return name;
}
