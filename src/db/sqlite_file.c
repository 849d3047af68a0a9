#include "sqlite_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/mem.h"
#include "base/mode.h"
#include "base/str.h"

/* A group of punches and a sign-in fit into less. */
#define ROOM_BYTES (1024 * 1024)
/* Where the file's header says how long it is, big endian. */
#define HEADER_BYTES 100
#define HEADER_MAGIC "SQLite format 3"
#define HEADER_PAGE_SIZE 16 /* two bytes; 1 stands for 65536 */
#define HEADER_PAGES 28     /* four bytes */

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

static int
sync_dir(const char *dir, const char *path, struct err *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);

	if (rc < 0)
		err_set_errno(err, ERR_DISK, errno, "cannot create %s", path);
	if (fd >= 0)
		close(fd);
	return rc;
}

/* Private to the user, and its name on the disk before anything is in it. */
static int
create_in(const char *dir, const char *path, struct err *err)
{
	int fd;

	if (refuse_network(dir, err) < 0)
		return -1;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set_errno(
			err, ERR_DISK, errno, "cannot create %s", path);
	close(fd);
	return sync_dir(dir, path, err);
}

int
sqlite_file_keep_name(const char *path, struct err *err)
{
	char *copy = mem_dupz(path);
	int rc = sync_dir(dirname(copy), path, err);

	free(copy);
	return rc;
}

/* What stands beside it is as much the database as the file itself. */
static int
refuse_modes(const char *path, const char *dir, struct err *err)
{
	static const char *const parts[] = {"", "-wal", "-shm"};
	struct str part;
	int rc = mode_refuse(dir, MODE_DIR, err);

	str_init(&part, PATH_MAX);
	for (size_t i = 0; rc == 0 && i < sizeof(parts) / sizeof(parts[0]);
		i++) {
		str_clear(&part);
		str_addf(&part, "%s%s", path, parts[i]);
		rc = mode_refuse(part.data, MODE_OWN, err);
	}
	str_release(&part);
	return rc;
}

int
sqlite_file_prepare(const char *path, bool create, struct err *err)
{
	bool there = access(path, F_OK) == 0;
	char *copy;
	char *dir;
	int rc;

	if (!there && !create)
		return err_set_errno(
			err, ERR_DISK, errno, "no database at %s", path);
	copy = mem_dupz(path);
	dir = dirname(copy);
	rc = refuse_modes(path, dir, err);
	if (rc == 0)
		rc = there ? refuse_network(path, err)
			   : create_in(dir, path, err);
	free(copy);
	return rc;
}

static int64_t
big_endian(const uint8_t *bytes, size_t n)
{
	int64_t number = 0;

	for (size_t i = 0; i < n; i++)
		number = number << 8 | bytes[i];
	return number;
}

/*
 * How long the file is, and how long by its header, 0 while it has none. By
 * SQLite's own descriptor: to close another would let go of the locks.
 */
static int
measure(sqlite3 *conn, int64_t *is_out, int64_t *says_out)
{
	uint8_t header[HEADER_BYTES];
	sqlite3_file *file = NULL;
	sqlite3_int64 bytes = 0;
	int64_t page;
	int rc = sqlite3_file_control(
		conn, "main", SQLITE_FCNTL_FILE_POINTER, &file);

	*is_out = *says_out = 0;
	if (rc == SQLITE_OK)
		rc = file->pMethods->xFileSize(file, &bytes);
	if (rc != SQLITE_OK || bytes < HEADER_BYTES)
		return rc;
	rc = file->pMethods->xRead(file, header, sizeof(header), 0);
	if (rc != SQLITE_OK ||
		memcmp(header, HEADER_MAGIC, sizeof(HEADER_MAGIC)) != 0)
		return rc;
	page = big_endian(header + HEADER_PAGE_SIZE, 2);
	*is_out = bytes;
	*says_out = (page == 1 ? 65536 : page) *
		    big_endian(header + HEADER_PAGES, 4);
	return SQLITE_OK;
}

/* Pages that a log still holds need not stand in the file. */
static bool
has_log(const char *path)
{
	struct stat log = {0};
	struct str name;
	bool has;

	str_init(&name, PATH_MAX);
	str_addf(&name, "%s-wal", path);
	has = stat(name.data, &log) == 0 && log.st_size > 0;
	str_release(&name);
	return has;
}

int
sqlite_file_check_whole(sqlite3 *conn, const char *path, struct err *err)
{
	int64_t is, says;
	int rc = measure(conn, &is, &says);

	if (rc != SQLITE_OK)
		return err_set(err, ERR_DISK, "cannot read it: %s",
			sqlite3_errstr(rc));
	if (is >= says || has_log(path))
		return 0;
	return err_set(err, ERR_DATA, "it is cut short: %lld of %lld bytes",
		(long long)is, (long long)says);
}

int
sqlite_file_check_room(const char *path, struct err *err)
{
	struct statvfs disk;

	if (statvfs(path, &disk) < 0)
		return err_set_errno(
			err, ERR_DISK, errno, "cannot look at %s", path);
	if ((disk.f_flag & ST_RDONLY) != 0)
		return err_set(err, ERR_FULL,
			"database: the disk of %s is read only", path);
	if (disk.f_bavail * disk.f_frsize < ROOM_BYTES)
		return err_set(err, ERR_FULL,
			"database: the disk of %s is full", path);
	return 0;
}
