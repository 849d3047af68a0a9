#include "lib/wait.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <time.h>

enum {
	LOOK_AGAIN_MS = 2
};

static int64_t
now_ms(void)
{
	struct timespec ts = {0};

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
wait_deadline(int timeout_ms)
{
	return now_ms() + timeout_ms;
}

int
wait_left_ms(int64_t deadline_ms)
{
	int64_t left = deadline_ms - now_ms();

	return left > 0 ? (int)left : 0;
}

bool
wait_readable(int fd, int64_t deadline_ms)
{
	struct pollfd watch = {.fd = fd, .events = POLLIN};
	int n = 0;

	do
		n = poll(&watch, 1, wait_left_ms(deadline_ms));
	while (n < 0 && errno == EINTR);
	return n > 0;
}

bool
wait_until(bool (*done)(void *context), void *context, int timeout_ms)
{
	int64_t deadline_ms = wait_deadline(timeout_ms);

	while (!done(context)) {
		if (wait_left_ms(deadline_ms) == 0)
			return done(context);
		poll(NULL, 0, LOOK_AGAIN_MS);
	}
	return true;
}
