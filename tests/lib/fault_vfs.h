#ifndef TESTS_LIB_FAULT_VFS_H
#define TESTS_LIB_FAULT_VFS_H

#include <stdbool.h>

/*
 * A disk that fails when it is told to: SQLite's own way to the disk, with
 * faults put in. Only what SQLite itself reads and writes is seen.
 */

/* Puts it in front of every database that is opened from now on. */
void fault_vfs_install(void);

/* Takes it away again. */
void fault_vfs_remove(void);

/*
 * The read after `after` more of them fails (EIO), and `length` - 1 further
 * ones behind it. Counts anew from 0.
 */
void fault_vfs_reads(int after, int length);

/* How many reads there were since then. */
int fault_vfs_count(void);

/* From now on nothing can be shared, as on some network disks: no WAL. */
void fault_vfs_deny_shared_memory(void);

/* Writes to a WAL that a power cut could still take away. */
int fault_vfs_unsynced(void);

/* The next n times that a WAL is synced fail (EIO). */
void fault_vfs_fail_syncs(int n);

/* Commits of what was opened last fail, and leave the transaction open, which
 * a failed sync does not. */
void fault_vfs_refuse_commits(bool refused);

#endif
