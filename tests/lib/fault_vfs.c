#include "lib/fault_vfs.h"

#include <sqlite3.h>
#include <stddef.h>

static struct {
	sqlite3_vfs vfs;
	sqlite3_vfs *below;
	int (*read)(sqlite3_file *, void *, int, sqlite3_int64);
	sqlite3_io_methods methods[2]; /* of databases, of what is beside */
	int count;
	int after;
	int length;
} fault;

static int
fault_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
	int n = fault.count++;

	if (n >= fault.after && n < fault.after + fault.length)
		return SQLITE_IOERR_READ;
	return fault.read(file, bytes, len, at);
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
	sqlite3_io_methods *methods =
		&fault.methods[flags & SQLITE_OPEN_MAIN_DB ? 0 : 1];
	int rc = fault.below->xOpen(fault.below, name, file, flags, flags_out);

	(void)vfs;
	if (rc != SQLITE_OK)
		return rc;
	fault.read = file->pMethods->xRead; /* the same one for all */
	*methods = *file->pMethods;
	methods->xRead = fault_read;
	methods->xFetch = fault_fetch;
	file->pMethods = methods;
	return rc;
}

void
fault_vfs_install(void)
{
	fault.below = sqlite3_vfs_find(NULL);
	fault.vfs = *fault.below;
	fault.vfs.zName = "fault";
	fault.vfs.pNext = NULL;
	fault.vfs.xOpen = fault_open;
	fault_vfs_reads(0, 0);
	sqlite3_vfs_register(&fault.vfs, 1);
}

void
fault_vfs_remove(void)
{
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
