#include "sys/manager.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/number.h"

#define FIRST_FD 3 /* SD_LISTEN_FDS_START */

/* A datagram to $NOTIFY_SOCKET; one that begins with @ has no file. */
static void
send_text(const char *text)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t len = path != NULL ? strlen(path) : 0;
	int fd;

	if (len == 0 || len >= sizeof(to.sun_path))
		return;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	memcpy(to.sun_path, path, len);
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	/* Whoever does not listen is not waited for. */
	(void)sendto(fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT,
		(const struct sockaddr *)&to,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
}

static void
manager_tell(enum manager_state state)
{
	static const char *const words[] = {
		[MANAGER_READY] = "READY=1",
		[MANAGER_STOPPING] = "STOPPING=1",
		[MANAGER_ALIVE] = "WATCHDOG=1",
	};
	char text[64];
	struct timespec now = {0};

	if (state != MANAGER_RELOADING) {
		send_text(words[state]);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%lld",
		(long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	send_text(text);
}

/* A variable that is meant for this process, as a number; 0: it is not. */
static long long
number_of(const char *name, const char *pid_name)
{
	const char *text = getenv(name);
	const char *pid = getenv(pid_name);
	struct err ignored = {0};
	long long value = 0;
	long long whose = 0;

	if (text == NULL ||
		number_parse(text, 0, INT32_MAX, &value, &ignored) < 0)
		return 0;
	if (pid != NULL &&
		(number_parse(pid, 0, INT32_MAX, &whose, &ignored) < 0 ||
			whose != getpid()))
		return 0;
	return value;
}

static int
manager_alive_ms(void)
{
	return (int)(number_of("WATCHDOG_USEC", "WATCHDOG_PID") / 1000);
}

static int
manager_socket(int *fd_out, struct err *err)
{
	long long count = number_of("LISTEN_FDS", "LISTEN_PID");

	*fd_out = -1;
	if (count > 1)
		return err_set(err, ERR_CONFIG,
			"%lld sockets were handed over: connectd serves on one",
			count);
	if (count == 1 && getenv("LISTEN_PID") != NULL)
		*fd_out = FIRST_FD;
	return 0;
}

const struct manager_ops manager_ops = {
	.tell = manager_tell,
	.alive_ms = manager_alive_ms,
	.socket = manager_socket,
};
