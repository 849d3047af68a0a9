/*
 * A clock that stands until it is set, by LD_PRELOAD: the wall clock is the
 * number of seconds in the file STANDING_CLOCK. The time since boot is set with
 * it, and goes on from there: timers and the pace of typing are by it. Waiting
 * (CLOCK_MONOTONIC) goes on as always.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#define BOOTED 1795000000 /* when this machine is to have been started */

static time_t
standing(void)
{
	const char *path = getenv("STANDING_CLOCK");
	FILE *file = path != NULL ? fopen(path, "re") : NULL;
	long long seconds = 0;

	if (file == NULL || fscanf(file, "%lld", &seconds) != 1)
		abort();
	fclose(file);
	return (time_t)seconds;
}

/* Since boot: what it was set to, and what has passed since that was seen. */
static struct timespec
going(int (*real)(clockid_t, struct timespec *))
{
	static time_t set;
	static struct timespec since;
	struct timespec now;
	time_t seen = standing();

	(void)real(CLOCK_MONOTONIC, &now);
	if (seen != set) {
		set = seen;
		since = now;
	}
	now.tv_sec -= since.tv_sec;
	now.tv_nsec -= since.tv_nsec;
	if (now.tv_nsec < 0) {
		now.tv_nsec += 1000000000;
		now.tv_sec--;
	}
	now.tv_sec += set - BOOTED;
	return now;
}

int
clock_gettime(clockid_t clock, struct timespec *out)
{
	int (*real)(clockid_t, struct timespec *) = (int (*)(
		clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");

	if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
		*out = (struct timespec){.tv_sec = standing()};
	else if (clock == CLOCK_BOOTTIME)
		*out = going(real);
	else
		return real(clock, out);
	return 0;
}

int
gettimeofday(struct timeval *restrict out, void *restrict zone)
{
	(void)zone;
	*out = (struct timeval){.tv_sec = standing()};
	return 0;
}

time_t
time(time_t *out)
{
	time_t now = standing();

	if (out != NULL)
		*out = now;
	return now;
}
