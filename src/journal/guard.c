#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "sqlite/fail.h"

#define GUARD_MAGIC 0x314b43434c4b4a4cLL
#define GUARD_SUSPECT_AT 512 /* a byte of its own: no read-modify-write */
#define GUARD_LINK_AT 640
#define GUARD_LOCK_AT 1024

/* As it stands in the file. */
struct guard_record {
	int64_t magic;
	int64_t number;
	int64_t account;
	int64_t device_seq;
	int64_t check; /* of the four before */
};

int
guard_open(const char *dir, int *fd_out, struct err *err)
{
	struct str path;
	int fd;

	str_init(&path, 4096);
	str_addf(&path, "%s/journal.lock", dir);
	fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		fail_open(path.data, errno, err);
	else
		*fd_out = fd;
	str_release(&path);
	return fd < 0 ? -1 : 0;
}

bool
guard_take(int fd, enum guard_lock lock, enum guard_mode mode, bool wait)
{
	static const short types[] = {
		[GUARD_SHARED] = F_RDLCK,
		[GUARD_ALONE] = F_WRLCK,
		[GUARD_FREE] = F_UNLCK,
	};
	struct flock where = {
		.l_type = types[mode],
		.l_whence = SEEK_SET,
		.l_start = GUARD_LOCK_AT + (off_t)lock,
		.l_len = 1,
	};
	int rc;

	do
		rc = fcntl(fd, wait ? F_OFD_SETLKW : F_OFD_SETLK, &where);
	while (rc != 0 && errno == EINTR);
	return rc == 0;
}

static int64_t
guard_check(const struct guard_record *record)
{
	return ~(record->magic ^ record->number ^ record->account ^
		 record->device_seq);
}

void
guard_witness(int fd, const struct witness *witness)
{
	struct guard_record record = {
		.magic = GUARD_MAGIC,
		.number = witness->number,
		.account = witness->account,
		.device_seq = witness->device_seq,
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
	witness_out->account = record.account;
	witness_out->device_seq = record.device_seq;
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
