#ifndef TESTS_LIB_FAULT_VFS_H
#define TESTS_LIB_FAULT_VFS_H

/*
 * A disk that fails when it is told to: SQLite's own way to the disk, with
 * faults of reading put in. Only what SQLite itself reads is seen.
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

#endif
