#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "place.h"
#include "sqlite/fail.h"
#include "sqlite/holder.h"

#define GUARD_MAGIC 0x324b43434c4b4a4cLL
#define GUARD_SUSPECT_AT 512 /* a byte of its own: no read-modify-write */
#define GUARD_LINK_AT 640
#define GUARD_HOLDER_AT 768
#define GUARD_LOCK_AT 1024

/* As it stands in the file. */
struct guard_record {
	int64_t magic;
	int64_t number;
	int64_t enrolment;
	int64_t seq;
	int64_t check; /* of the four before */
};

/* What is no file would block, or lock nothing. */
static int
guard_open_file(
	const char *path, int *fd_out, bool *is_read_only_out, struct err *err)
{
	static const int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int fd;

	if (place_check_file(path, err) < 0)
		return -1;
	fd = open(path, O_RDWR | O_CREAT | flags, 0600);
	*is_read_only_out = fd < 0 && (errno == EROFS || errno == EACCES);
	if (fd < 0 && !*is_read_only_out)
		return fail_open(path, errno, err);
	if (fd < 0)
		fd = open(path, O_RDONLY | flags);
	*fd_out = fd;
	return 0;
}

int
guard_open(
	const char *dir, int *fd_out, bool *is_read_only_out, struct err *err)
{
	struct str path;
	int rc;

	str_init(&path, 4096);
	str_addf(&path, "%s/journal.lock", dir);
	rc = guard_open_file(path.data, fd_out, is_read_only_out, err);
	str_release(&path);
	return rc;
}

static bool
guard_set(int fd, enum guard_lock lock, short type)
{
	struct flock where = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = GUARD_LOCK_AT + (off_t)lock,
		.l_len = 1,
	};
	int rc;

	do
		rc = fcntl(fd, F_OFD_SETLK, &where);
	while (rc < 0 && errno == EINTR);
	return rc == 0;
}

bool
guard_try(int fd, enum guard_lock lock, enum guard_mode mode)
{
	int64_t pid = getpid();
	ssize_t put;

	if (fd < 0)
		return mode == GUARD_SHARED;
	if (!guard_set(fd, lock, mode == GUARD_ALONE ? F_WRLCK : F_RDLCK))
		return false;
	if (mode == GUARD_ALONE) {
		/* the kernel does not tell whose such a lock is */
		put = pwrite(fd, &pid, sizeof(pid),
			GUARD_HOLDER_AT + (off_t)lock * (off_t)sizeof(pid));
		(void)put;
	}
	return true;
}

void
guard_leave(int fd, enum guard_lock lock)
{
	if (fd >= 0)
		guard_set(fd, lock, F_UNLCK);
}

static int
guard_held(int fd, enum guard_lock lock, struct err *err)
{
	char holder[HOLDER_BYTES] = "another connect-clock";
	int64_t pid = 0;

	if (pread(fd, &pid, sizeof(pid),
		    GUARD_HOLDER_AT + (off_t)lock * (off_t)sizeof(pid)) ==
			(ssize_t)sizeof(pid) &&
		pid > 0 && pid <= INT32_MAX && kill((pid_t)pid, 0) == 0)
		holder_name((long)pid, holder);
	return err_set(err, ERR_BUSY,
		"%s is setting up or mending this machine's journal, so "
		"nothing can be recorded: wait for it to end, then start again",
		holder);
}

int
guard_take(int fd, enum guard_lock lock, enum guard_mode mode, int patience_ms,
	struct err *err)
{
	while (!guard_try(fd, lock, mode)) {
		if (patience_ms-- <= 0)
			return guard_held(fd, lock, err);
		poll(NULL, 0, 1);
	}
	return 0;
}

static int64_t
guard_check(const struct guard_record *record)
{
	return ~(record->magic ^ record->number ^ record->enrolment ^
		 record->seq);
}

void
guard_witness(int fd, const struct witness *witness)
{
	struct guard_record record = {
		.magic = GUARD_MAGIC,
		.number = witness->number,
		.enrolment = witness->enrolment,
		.seq = witness->seq,
	};
	ssize_t put;

	record.check = guard_check(&record);
	/* a witness that is missed says less, nothing false */
	put = pwrite(fd, &record, sizeof(record), 0);
	(void)put;
}

void
guard_read_witness(int fd, struct witness *witness_out)
{
	struct guard_record record;
	char suspect = 0;

	memset(witness_out, 0, sizeof(*witness_out));
	if (pread(fd, &suspect, 1, GUARD_SUSPECT_AT) == 1)
		witness_out->suspect = suspect == 1;
	if (pread(fd, &record, sizeof(record), 0) != (ssize_t)sizeof(record) ||
		record.magic != GUARD_MAGIC ||
		record.check != guard_check(&record) || record.number < 0)
		return;
	witness_out->number = record.number;
	witness_out->enrolment = record.enrolment;
	witness_out->seq = record.seq;
}

void
guard_suspect(int fd, bool suspect)
{
	char byte = suspect ? 1 : 0;
	ssize_t put = pwrite(fd, &byte, 1, GUARD_SUSPECT_AT);

	(void)put;
}

void
guard_link(int fd, int64_t link, int64_t at_ms)
{
	int64_t record[2] = {link, at_ms};
	ssize_t put = pwrite(fd, record, sizeof(record), GUARD_LINK_AT);

	(void)put;
}

void
guard_read_link(int fd, int64_t *link_out, int64_t *at_ms_out)
{
	int64_t record[2] = {0};

	if (pread(fd, record, sizeof(record), GUARD_LINK_AT) !=
		(ssize_t)sizeof(record))
		record[0] = record[1] = 0;
	*link_out = record[0];
	*at_ms_out = record[1];
}
