#include "base/disk.h"

#include <linux/magic.h>

#include "lib/cmocka_all.h"

static void
network_disks_are_told_apart(void **state)
{
	static const unsigned long networks[] = {NFS_SUPER_MAGIC,
		CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, V9FS_MAGIC,
		CEPH_SUPER_MAGIC, CODA_SUPER_MAGIC, 0x0bd00bd0 /* Lustre */};
	static const unsigned long locals[] = {EXT4_SUPER_MAGIC, TMPFS_MAGIC,
		BTRFS_SUPER_MAGIC, XFS_SUPER_MAGIC, OVERLAYFS_SUPER_MAGIC,
		FUSE_SUPER_MAGIC};
	bool network = true;
	struct err err;

	for (size_t i = 0; i < sizeof(networks) / sizeof(*networks); i++)
		assert_true(disk_type_is_network(networks[i]));
	for (size_t i = 0; i < sizeof(locals) / sizeof(*locals); i++)
		assert_false(disk_type_is_network(locals[i]));
	assert_int_equal(disk_is_network("/proc", &network, &err), 0);
	assert_false(network);
	assert_int_equal(disk_is_network("/proc/none", &network, &err), -1);
	assert_int_equal(err.kind, ERR_DISK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(network_disks_are_told_apart),
	};

	return cmocka_run_group_tests_name("disk", tests, NULL, NULL);
}
