#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "journal/format/schema.h"
#include "sqlite/fail.h"

/* The file format of SQLite, section 1.3: what each journal begins with, up to
 * the fractions; big-endian numbers at these places. */
#define HEADER_BYTES 100
#define HEADER_PAGES_AT 28
#define HEADER_FREE_AT 32
#define HEADER_FREE_COUNT_AT 36
static const unsigned char header_wanted[] = {'S', 'Q', 'L', 'i', 't', 'e', ' ',
	'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0, SCHEMA_PAGE_BYTES / 256,
	SCHEMA_PAGE_BYTES % 256, 2, 2, 0, 64, 32, 32};

/* What else never changes in a journal's header: four bytes each. */
static const struct {
	size_t at;
	unsigned value;
} header_numbers[] = {
	{44, 4}, /* the format of the schema */
	{48, 0}, /* no size of the cache */
	{52, 0}, /* no automatic vacuum */
	{56, 1}, /* UTF-8 */
	{64, 0}, /* no incremental vacuum */
	{72, 0}, /* reserved, up to 92 */
	{76, 0},
	{80, 0},
	{84, 0},
	{88, 0},
};

#define WAL_HEADER_BYTES 32

/* A fault of reading may pass. */
#define READ_TRIES 4
#define READ_PAUSE_MS 10

static const char *
place_kind(mode_t mode)
{
	static const struct {
		mode_t type;
		const char *words;
	} kinds[] = {
		{S_IFDIR, "a directory"},
		{S_IFLNK, "a symbolic link"},
		{S_IFIFO, "a pipe"},
		{S_IFSOCK, "a socket"},
		{S_IFCHR, "a device"},
		{S_IFBLK, "a device"},
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if ((mode & S_IFMT) == kinds[i].type)
			return kinds[i].words;
	return "no file";
}

/* 1: there is none. */
static int
place_stat(const char *path, struct stat *st_out, struct err *err)
{
	if (lstat(path, st_out) < 0)
		return errno == ENOENT ? 1 : fail_open(path, errno, err);
	if (!S_ISREG(st_out->st_mode))
		return err_set(err, ERR_DISK,
			"%s is %s, not a file, so nothing can be recorded: "
			"move it away",
			path, place_kind(st_out->st_mode));
	if (st_out->st_uid != geteuid())
		return err_set(err, ERR_DISK,
			"%s belongs to another user (number %u), so nothing "
			"can be recorded: run connect-clock as that user, or "
			"give the file back with chown",
			path, (unsigned)st_out->st_uid);
	return 0;
}

int
place_check_file(const char *path, struct err *err)
{
	struct stat st;

	return place_stat(path, &st, err) < 0 ? -1 : 0;
}

/* The first bytes of the file. */
static int
place_read(
	const char *path, unsigned char header[HEADER_BYTES], struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t got = -1;
	int errnum = 0;
	int tries;

	if (fd < 0)
		return fail_open(path, errno, err);
	memset(header, 0, HEADER_BYTES);
	for (tries = 0; tries < READ_TRIES && got < 0; tries++) {
		got = pread(fd, header, HEADER_BYTES, 0);
		errnum = errno;
		if (got < 0)
			poll(NULL, 0, READ_PAUSE_MS);
	}
	close(fd);
	return got < 0 ? fail_open(path, errnum, err) : 0;
}

static int64_t
place_number(const unsigned char header[HEADER_BYTES], size_t at)
{
	int64_t number = 0;

	for (size_t i = 0; i < 4; i++)
		number = number << 8 | header[at + i];
	return number;
}

/* Whether the file begins as a journal does, and is as long as it says. */
static bool
place_is_journal(
	const unsigned char header[HEADER_BYTES], off_t size, bool has_wal)
{
	int64_t pages = place_number(header, HEADER_PAGES_AT);
	size_t i;

	if (memcmp(header, header_wanted, sizeof(header_wanted)) != 0)
		return false;
	for (i = 0; i < sizeof(header_numbers) / sizeof(*header_numbers); i++)
		if (place_number(header, header_numbers[i].at) !=
			header_numbers[i].value)
			return false;
	if (place_number(header, HEADER_FREE_AT) > pages ||
		place_number(header, HEADER_FREE_COUNT_AT) >= pages)
		return false;
	/* what is being written back may still stand in the WAL only */
	return has_wal || size >= pages * SCHEMA_PAGE_BYTES;
}

/* Whether the files may be written; why not. */
static void
place_ask_rights(
	const char *dir, const char *path, bool is_there, struct place *place)
{
	if (faccessat(AT_FDCWD, dir, W_OK | X_OK, AT_EACCESS) == 0 &&
		(!is_there || faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0))
		return;
	place->is_read_only = true;
	place->why = errno;
}

static int
place_look_beside(const char *path, struct place *place, struct err *err)
{
	static const char *const suffixes[] = {"-wal", "-shm", "-journal"};
	struct str name;
	struct stat st;
	int rc = 0;
	size_t i;

	str_init(&name, 4096);
	for (i = 0; i < 3 && rc >= 0; i++) {
		str_clear(&name);
		str_addf(&name, "%s%s", path, suffixes[i]);
		rc = place_stat(name.data, &st, err);
		if (rc == 0 && i == 0)
			place->has_wal = st.st_size > WAL_HEADER_BYTES;
		/* none of ours: SQLite would take it for what to undo */
		if (rc == 0 && i == 2)
			place->has_undo = st.st_size > 0;
	}
	str_release(&name);
	return rc < 0 ? -1 : 0;
}

int
place_look(const char *dir, const char *path, struct place *place_out,
	struct err *err)
{
	struct place place = {.state = PLACE_EMPTY};
	unsigned char header[HEADER_BYTES] = {0};
	struct stat st;
	int there = place_stat(path, &st, err);

	if (there < 0 || place_look_beside(path, &place, err) < 0)
		return -1;
	place_ask_rights(dir, path, there == 0, &place);
	if (there == 0 && st.st_size > 0) {
		if ((st.st_mode & 077) != 0 && !place.is_read_only &&
			chmod(path, st.st_mode & 0700) < 0)
			return fail_open(path, errno, err);
		if (place_read(path, header, err) < 0)
			return -1;
		place.state =
			!place.has_undo && place_is_journal(header, st.st_size,
						   place.has_wal)
				? PLACE_JOURNAL
				: PLACE_DAMAGED;
	}
	*place_out = place;
	return 0;
}
