#include "lib/fault_vfs.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static struct {
	sqlite3_vfs vfs;
	sqlite3_vfs *below;
	/* What is below; the same for every file. */
	int (*read)(sqlite3_file *, void *, int, sqlite3_int64);
	int (*write)(sqlite3_file *, const void *, int, sqlite3_int64);
	int (*sync)(sqlite3_file *, int);
	sqlite3_io_methods methods[3]; /* of databases, WALs, the others */
	int count;
	int after;
	int length;
	int wal_written; /* writes to a WAL since it was synced */
	int wal_syncs_fail;
	bool no_shared_memory;
	sqlite3 *last; /* that was opened */
} fault;

static int
fault_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
	int n = fault.count++;

	if (n >= fault.after && n < fault.after + fault.length)
		return SQLITE_IOERR_READ;
	return fault.read(file, bytes, len, at);
}

static int
fault_write_wal(
	sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	fault.wal_written++;
	return fault.write(file, bytes, len, at);
}

static int
fault_sync_wal(sqlite3_file *file, int flags)
{
	if (fault.wal_syncs_fail > 0) {
		fault.wal_syncs_fail--;
		return SQLITE_IOERR_FSYNC;
	}
	fault.wal_written = 0;
	return fault.sync(file, flags);
}

/* A mapping would be read behind our back. */
static int
fault_fetch(sqlite3_file *file, sqlite3_int64 at, int len, void **out)
{
	(void)file;
	(void)at;
	(void)len;
	*out = NULL;
	return SQLITE_OK;
}

static int
fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
	int *flags_out)
{
	bool is_wal = (flags & SQLITE_OPEN_WAL) != 0;
	sqlite3_io_methods *methods =
		&fault.methods[flags & SQLITE_OPEN_MAIN_DB ? 0
			       : is_wal                    ? 1
							   : 2];
	int rc = fault.below->xOpen(fault.below, name, file, flags, flags_out);

	(void)vfs;
	if (rc != SQLITE_OK)
		return rc;
	fault.read = file->pMethods->xRead;
	fault.write = file->pMethods->xWrite;
	fault.sync = file->pMethods->xSync;
	*methods = *file->pMethods;
	methods->xRead = fault_read;
	methods->xFetch = fault_fetch;
	if (is_wal) {
		methods->xWrite = fault_write_wal;
		methods->xSync = fault_sync_wal;
	}
	if (fault.no_shared_memory)
		methods->iVersion = 1;
	file->pMethods = methods;
	return rc;
}

static int
fault_on_open(sqlite3 *db)
{
	fault.last = db;
	return SQLITE_OK;
}

void
fault_vfs_install(void)
{
	sqlite3_auto_extension((void (*)(void))fault_on_open);
	fault.below = sqlite3_vfs_find(NULL);
	fault.vfs = *fault.below;
	fault.vfs.zName = "fault";
	fault.vfs.pNext = NULL;
	fault.vfs.xOpen = fault_open;
	fault_vfs_reads(0, 0);
	fault.wal_written = fault.wal_syncs_fail = 0;
	fault.no_shared_memory = false;
	sqlite3_vfs_register(&fault.vfs, 1);
}

void
fault_vfs_remove(void)
{
	sqlite3_reset_auto_extension();
	sqlite3_vfs_unregister(&fault.vfs);
	sqlite3_vfs_register(fault.below, 1);
}

void
fault_vfs_reads(int after, int length)
{
	fault.count = 0;
	fault.after = after;
	fault.length = length;
}

int
fault_vfs_count(void)
{
	return fault.count;
}

void
fault_vfs_deny_shared_memory(void)
{
	fault.no_shared_memory = true;
}

int
fault_vfs_unsynced(void)
{
	return fault.wal_written;
}

void
fault_vfs_fail_syncs(int n)
{
	fault.wal_syncs_fail = n;
}

static int
fault_may(void *self, int action, const char *what, const char *a,
	const char *b, const char *c)
{
	(void)self;
	(void)a;
	(void)b;
	(void)c;
	return action == SQLITE_TRANSACTION && strcmp(what, "COMMIT") == 0
		       ? SQLITE_DENY
		       : SQLITE_OK;
}

void
fault_vfs_refuse_commits(bool refused)
{
	sqlite3_set_authorizer(fault.last, refused ? fault_may : NULL, NULL);
}
