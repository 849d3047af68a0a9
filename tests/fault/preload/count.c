/*
 * What a run of a program asks of SQLite, of the file locks and of the wall
 * clock, written into the file that $COUNTS names as it ends. Not counted is
 * what SQLite steps for itself (reading its schema), and what is unlocked.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int steps, opens, locks, clocks;

typedef int step_function(sqlite3_stmt *);
typedef int open_function(const char *, sqlite3 **, int, const char *);
typedef int fcntl_function(int, int, ...);
typedef int clock_function(clockid_t, struct timespec *);

int
sqlite3_step(sqlite3_stmt *stmt)
{
	steps += sqlite3_sql(stmt) != NULL;
	return ((step_function *)dlsym(RTLD_NEXT, "sqlite3_step"))(stmt);
}

int
sqlite3_open_v2(const char *path, sqlite3 **db, int flags, const char *vfs)
{
	opens++;
	return ((open_function *)dlsym(RTLD_NEXT, "sqlite3_open_v2"))(
		path, db, flags, vfs);
}

static int
count_fcntl(const char *name, int fd, int command, void *arg)
{
	if ((command == F_SETLK || command == F_SETLKW ||
		    command == F_OFD_SETLK || command == F_OFD_SETLKW) &&
		((struct flock *)arg)->l_type != F_UNLCK)
		locks++;
	return ((fcntl_function *)dlsym(RTLD_NEXT, name))(fd, command, arg);
}

int
fcntl(int fd, int command, ...)
{
	va_list args;
	void *arg;

	va_start(args, command);
	arg = va_arg(args, void *);
	va_end(args);
	return count_fcntl("fcntl", fd, command, arg);
}

int
fcntl64(int fd, int command, ...)
{
	va_list args;
	void *arg;

	va_start(args, command);
	arg = va_arg(args, void *);
	va_end(args);
	return count_fcntl("fcntl64", fd, command, arg);
}

int
clock_gettime(clockid_t which, struct timespec *now)
{
	clocks += which == CLOCK_REALTIME;
	return ((clock_function *)dlsym(RTLD_NEXT, "clock_gettime"))(
		which, now);
}

__attribute__((destructor)) static void
tell(void)
{
	const char *path = getenv("COUNTS");
	FILE *file = path != NULL ? fopen(path, "w") : NULL;

	if (file == NULL)
		return;
	fprintf(file, "steps=%d opens=%d locks=%d clocks=%d\n", steps, opens,
		locks, clocks);
	fclose(file);
}
