#ifndef BASE_DISK_H
#define BASE_DISK_H

/* What kind of disk a path is on. */

#include <stdbool.h>

#include "base/err.h"

/*
 * Whether this existing path is on a network or cluster file system (NFS, SMB,
 * AFS, Coda, NetWare, 9P, Ceph, Lustre, GPFS, BeeGFS, PanFS): locks and shared
 * memory, which SQLite's WAL needs, cannot be trusted there. FUSE is let pass:
 * it may be a network (sshfs) or a local disk (NTFS, encrypted homes), and the
 * kernel does not say which. ERR_DISK when the path cannot be looked at.
 */
int disk_is_network(const char *path, bool *network_out, struct err *err);

/* The same of a type that statfs(2) gave. */
bool disk_type_is_network(unsigned long type);

#endif
