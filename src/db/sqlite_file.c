#include "sqlite_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/mem.h"

/* SQLite's locks and its shared memory need a local file system. */
static int
refuse_network(const char *path, struct err *err)
{
	static const unsigned network[] = {
		0x6969,                             /* nfs */
		0x517b, 0xff534d42, 0xfe534d42,     /* smb, cifs, smb2 */
		0x5346414f, 0x00c36400, 0x0bd00bd0, /* afs, ceph, lustre */
	};
	struct statfs fs;

	if (statfs(path, &fs) < 0)
		return 0; /* opening it will say it better */
	for (size_t i = 0; i < sizeof(network) / sizeof(network[0]); i++)
		if ((unsigned)fs.f_type == network[i])
			return err_set(err, ERR_CONFIG,
				"%s is on a network file system, where a "
				"database file is not safe: use a local disk",
				path);
	return 0;
}

/* Private to the user, and its name on the disk before anything is in it. */
static int
create_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	char *copy;

	if (fd < 0)
		return err_set_errno(
			err, ERR_DISK, errno, "cannot create %s", path);
	close(fd);
	copy = mem_dupz(path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(copy);
	if (fd < 0 || fsync(fd) < 0) {
		err_set_errno(err, ERR_DISK, errno, "cannot create %s", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	close(fd);
	return 0;
}

int
sqlite_file_prepare(const char *path, bool create, struct err *err)
{
	if (access(path, F_OK) < 0) {
		if (!create)
			return err_set_errno(err, ERR_NOT_FOUND, errno,
				"no database at %s", path);
		if (create_file(path, err) < 0)
			return -1;
	}
	return refuse_network(path, err);
}
