#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* A pipe whose writer says nothing for so long. */
#define FILE_PIPE_MS 5000

/* As read(2). A pipe is waited for, but not for ever. */
static ssize_t
file_read_some(int fd, char *buf, size_t size)
{
	struct pollfd pfd = {.fd = fd, .events = POLLIN};
	ssize_t got;

	do {
		got = read(fd, buf, size);
		if (got < 0 && errno == EAGAIN &&
			poll(&pfd, 1, FILE_PIPE_MS) == 0) {
			errno = ETIMEDOUT;
			break;
		}
	} while (got < 0 && (errno == EINTR || errno == EAGAIN));
	return got;
}

static int
file_read_all(int fd, const char *path, size_t max_bytes, struct str *out,
	struct err *err)
{
	char buf[16384];
	size_t total = 0;

	for (;;) {
		ssize_t got = file_read_some(fd, buf, sizeof(buf));

		if (got < 0)
			return err_set_errno(
				err, ERR_DISK, errno, "cannot read %s", path);
		if (got == 0)
			return 0;
		total += (size_t)got;
		if (total <= max_bytes)
			str_add(out, buf, (size_t)got);
		if (total > max_bytes || str_is_cut(out))
			return err_set(err, ERR_DATA,
				"%s is too large (more than %zu bytes)", path,
				max_bytes);
	}
}

int
file_load(const char *path, size_t max_bytes, struct str *out, struct err *err)
{
	/* A FIFO in its place, which nobody writes to, is empty. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int rc;

	if (fd < 0)
		return err_set_errno(err,
			errno == ENOENT ? ERR_NOT_FOUND : ERR_DISK, errno,
			"cannot open %s", path);
	rc = file_read_all(fd, path, max_bytes, out, err);
	close(fd);
	return rc;
}

/* No room and a failing disk are told apart from "may not". */
static enum err_kind
file_kind(int errnum)
{
	if (errnum == ENOSPC || errnum == EDQUOT || errnum == EIO)
		return ERR_FULL;
	return ERR_DISK;
}

static int
file_write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, bytes, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		bytes += put;
		len -= (size_t)put;
	}
	return 0;
}

/* Makes a rename in the directory of `path` last. */
static int
file_sync_dir_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int fd, rc, errnum;

	if (slash == NULL)
		dir = mem_dupz(".");
	else
		dir = mem_dup(path, slash == path ? 1 : (size_t)(slash - path));
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	if (fd < 0)
		return -1;
	/* some file systems know no fsync of a directory */
	rc = fsync(fd) < 0 && errno != EINVAL ? -1 : 0;
	errnum = errno;
	close(fd);
	errno = errnum;
	return rc;
}

int
file_save(const char *path, const void *bytes, size_t len, mode_t mode,
	struct err *err)
{
	struct str temp;
	bool made = false;
	int fd, rc = -1;

	str_init(&temp, 4096);
	str_addf(&temp, "%s.XXXXXX", path);
	if (str_is_cut(&temp)) {
		err_set_errno(
			err, ERR_DISK, ENAMETOOLONG, "cannot save a file");
		goto out;
	}
	fd = mkostemp(temp.data, O_CLOEXEC);
	if (fd < 0)
		goto fail;
	made = true;
	if (fchmod(fd, mode) < 0 || file_write_all(fd, bytes, len) < 0 ||
		fsync(fd) < 0) {
		int errnum = errno;

		close(fd);
		errno = errnum;
		goto fail;
	}
	if (close(fd) < 0 || rename(temp.data, path) < 0)
		goto fail;
	made = false;
	if (file_sync_dir_of(path) < 0)
		goto fail;
	rc = 0;
	goto out;
fail:
	err_set_errno(err, file_kind(errno), errno, "cannot save %s", path);
out:
	if (made)
		unlink(temp.data);
	str_release(&temp);
	return rc;
}

static int
file_make_one_dir(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	if (stat(path, &st) < 0)
		return -1;
	if (S_ISDIR(st.st_mode))
		return 0;
	errno = ENOTDIR;
	return -1;
}

int
file_make_dir(const char *path, struct err *err)
{
	struct stat st;
	char *partial;
	int rc = -1;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	partial = mem_dupz(path);
	for (char *p = partial + 1; *partial != '\0' && *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (file_make_one_dir(partial) < 0)
			goto fail;
		*p = '/';
	}
	if (file_make_one_dir(partial) < 0)
		goto fail;
	rc = 0;
	goto out;
fail:
	err_set_errno(err, file_kind(errno), errno,
		"cannot make the directory %s", partial);
out:
	free(partial);
	return rc;
}

void
file_join(struct str *out, const char *dir, const char *name)
{
	str_clear(out);
	str_addz(out, dir);
	if (out->len > 0 && out->data[out->len - 1] != '/')
		str_addc(out, '/');
	str_addz(out, name);
}

static const char *
file_env_dir(const char *variable)
{
	const char *dir = getenv(variable);

	return dir != NULL && dir[0] == '/' ? dir : NULL;
}

int
file_expand(const char *path, struct str *out, struct err *err)
{
	const char *home = file_env_dir("HOME");

	str_clear(out);
	if (path[0] == '~' && path[1] == '/') {
		if (home == NULL)
			return err_set(err, ERR_CONFIG,
				"\"%.60s\": HOME names no directory", path);
		file_join(out, home, path + 2);
		return 0;
	}
	if (path[0] != '/')
		return err_set(err, ERR_CONFIG,
			"\"%.60s\" does not begin with a slash: give the "
			"whole path",
			path);
	str_addz(out, path);
	return 0;
}

int
file_place(enum file_place place, const char *name, struct str *out,
	struct err *err)
{
	static const struct {
		const char *variable;
		const char *below_home;
	} places[] = {
		[FILE_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
		[FILE_STATE] = {"XDG_STATE_HOME", ".local/state"},
		[FILE_CACHE] = {"XDG_CACHE_HOME", ".cache"},
	};
	const char *dir = file_env_dir(places[place].variable);
	struct str base;

	if (dir != NULL) {
		file_join(out, dir, name);
		return 0;
	}
	dir = file_env_dir("HOME");
	if (dir == NULL)
		return err_set(err, ERR_CONFIG,
			"neither %s nor HOME names a directory; set HOME",
			places[place].variable);
	str_init(&base, out->max);
	file_join(&base, dir, places[place].below_home);
	file_join(out, base.data, name);
	str_release(&base);
	return 0;
}
