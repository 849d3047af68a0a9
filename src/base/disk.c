#include "base/disk.h"

#include <errno.h>
#include <linux/magic.h>
#include <stddef.h>
#include <sys/vfs.h>

/* Known to their own packages alone. */
#define LUSTRE_SUPER_MAGIC 0x0bd00bd0UL
#define GPFS_SUPER_MAGIC 0x47504653UL
#define BEEGFS_SUPER_MAGIC 0x19830326UL
#define PANFS_SUPER_MAGIC 0xaad7aaeaUL

bool
disk_type_is_network(unsigned long type)
{
	static const unsigned long networks[] = {NFS_SUPER_MAGIC,
		SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
		AFS_SUPER_MAGIC, AFS_FS_MAGIC, CODA_SUPER_MAGIC,
		NCP_SUPER_MAGIC, V9FS_MAGIC, CEPH_SUPER_MAGIC,
		LUSTRE_SUPER_MAGIC, GPFS_SUPER_MAGIC, BEEGFS_SUPER_MAGIC,
		PANFS_SUPER_MAGIC};

	for (size_t i = 0; i < sizeof(networks) / sizeof(*networks); i++)
		if (type == networks[i])
			return true;
	return false;
}

int
disk_is_network(const char *path, bool *network_out, struct err *err)
{
	struct statfs fs;
	int rc;

	do {
		rc = statfs(path, &fs);
	} while (rc != 0 && errno == EINTR);
	if (rc != 0)
		return err_set_errno(err, ERR_DISK, errno,
			"cannot look at the file system of %s", path);
	/* the field is signed on some machines, the magic has 32 bits */
	*network_out =
		disk_type_is_network((unsigned long)fs.f_type & 0xffffffffUL);
	return 0;
}
