#include "sqlite_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/mem.h"

static int
refuse_network(const char *path, struct err *err)
{
	bool network = false;

	if (disk_is_network(path, &network, err) < 0)
		return 0; /* opening it says it better */
	if (network)
		return err_set(err, ERR_CONFIG,
			"%s is on a network file system, where a database "
			"file is not safe: use a local disk",
			path);
	return 0;
}

/* Private to the user, and its name on the disk before anything is in it. */
static int
create_in(const char *dir, const char *path, struct err *err)
{
	int fd, rc;

	if (refuse_network(dir, err) < 0)
		return -1;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set_errno(
			err, ERR_DISK, errno, "cannot create %s", path);
	close(fd);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	rc = fd < 0 ? -1 : fsync(fd);
	if (rc < 0)
		err_set_errno(err, ERR_DISK, errno, "cannot create %s", path);
	if (fd >= 0)
		close(fd);
	return rc;
}

int
sqlite_file_prepare(const char *path, bool create, struct err *err)
{
	char *copy;
	int rc;

	if (access(path, F_OK) == 0)
		return refuse_network(path, err);
	if (!create)
		return err_set_errno(
			err, ERR_DISK, errno, "no database at %s", path);
	copy = mem_dupz(path);
	rc = create_in(dirname(copy), path, err);
	free(copy);
	return rc;
}
