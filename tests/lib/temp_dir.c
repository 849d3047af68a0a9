#include "lib/temp_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/wait.h"

static _Noreturn void
give_up(const char *what)
{
	perror(what);
	abort();
}

char *
temp_dir_new(void)
{
	const char *root = getenv("TMPDIR");
	char *dir = NULL;

	if (root == NULL || root[0] != '/')
		root = "/tmp";
	dir = temp_dir_path(root, "cc-test-XXXXXX");
	if (mkdtemp(dir) == NULL)
		give_up(dir);
	return dir;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path) == 0 || errno == ENOENT ? 0 : -1;
}

/* What a program left to the background may write there as it ends. */
static bool
is_gone(void *dir)
{
	return nftw(dir, remove_one, 16, FTW_PHYS | FTW_DEPTH) == 0 ||
	       errno == ENOENT;
}

/* Tests take rights away from directories; nothing is left behind for it. */
static int
open_up(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if ((type == FTW_D || type == FTW_DNR) &&
		(st->st_mode & S_IRWXU) != S_IRWXU)
		return chmod(path, S_IRWXU);
	return 0;
}

void
temp_dir_free(char **dir)
{
	if (*dir == NULL)
		return;
	nftw(*dir, open_up, 16, FTW_PHYS);
	if (!wait_until(is_gone, *dir, WAIT_LONG_MS))
		give_up(*dir);
	free(*dir);
	*dir = NULL;
}

char *
temp_dir_path(const char *dir, const char *name)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		give_up("asprintf");
	return path;
}

char *
temp_dir_write(const char *dir, const char *name, const char *text)
{
	char *path = temp_dir_path(dir, name);
	const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
	int fd = open(path, flags, 0600);
	size_t len = strlen(text);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len || close(fd) < 0)
		give_up(path);
	return path;
}
