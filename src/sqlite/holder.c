#include "sqlite/holder.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The kernel tells who holds which lock on which file; SQLite's are POSIX locks
 * on the database and on the index of its WAL. */
#define LOCKS "/proc/locks"
/* Bytes of the index: up to this one locks are of readers' marks. */
#define WAL_FIRST_READER 123

struct file {
	unsigned major;
	unsigned minor;
	uint64_t inode;
	bool is_wal;
};

static bool
holder_stat(const char *path, const char *suffix, struct file *file_out)
{
	char name[4300];
	struct stat st;

	if ((size_t)snprintf(name, sizeof(name), "%s%s", path, suffix) >=
			sizeof(name) ||
		stat(name, &st) < 0)
		return false;
	file_out->major = major(st.st_dev);
	file_out->minor = minor(st.st_dev);
	file_out->inode = st.st_ino;
	file_out->is_wal = suffix[0] != '\0';
	return true;
}

/* The holder by a line of LOCKS, 0: it is none of this file's. */
static long
holder_of(const char *line, const struct file *file)
{
	unsigned long long inode, first;
	unsigned dev_major, dev_minor;
	char access[8];
	long pid;

	if (sscanf(line, "%*d: POSIX %*s %7s %ld %x:%x:%llu %llu", access, &pid,
		    &dev_major, &dev_minor, &inode, &first) != 6 ||
		strcmp(access, "WRITE") != 0 || dev_major != file->major ||
		dev_minor != file->minor || inode != file->inode)
		return 0;
	if ((file->is_wal && first >= WAL_FIRST_READER) || pid == getpid())
		return 0;
	return pid;
}

void
holder_name(long pid, char words_out[HOLDER_BYTES])
{
	char path[64], name[32];
	ssize_t got = -1;
	int fd;

	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		got = read(fd, name, sizeof(name) - 1);
		close(fd);
	}
	if (got <= 1) {
		snprintf(words_out, HOLDER_BYTES, "process %ld", pid);
		return;
	}
	name[got - 1] = '\0'; /* in place of the newline */
	snprintf(words_out, HOLDER_BYTES, "process %ld (%s)", pid, name);
}

bool
holder_find(const char *path, char words_out[HOLDER_BYTES])
{
	struct file files[2];
	char line[256];
	size_t n = 0, i;
	long pid = 0;
	FILE *locks;

	n += holder_stat(path, "", &files[n]);
	n += holder_stat(path, "-shm", &files[n]);
	locks = n > 0 ? fopen(LOCKS, "re") : NULL;
	if (locks == NULL)
		return false;
	while (pid == 0 && fgets(line, sizeof(line), locks) != NULL)
		for (i = 0; i < n && pid == 0; i++)
			pid = holder_of(line, &files[i]);
	fclose(locks);
	if (pid <= 0)
		return false;
	holder_name(pid, words_out);
	return true;
}
