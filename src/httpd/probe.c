#include "probe.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exchange.h"

/* A request is dealt with in a few turns; more than these is never. */
#define TURNS_MAX 1000

#define BYTES(text) text, sizeof(text) - 1

struct probe {
	struct exchange_host host;
	bool passed; /* the guard found nothing wrong */
};

static const struct {
	const char *bytes;
	size_t len;
	bool good;
} requests[] = {
	{BYTES("GET /a?b HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n"), true},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\nA: b\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\nHost: x\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\r\n b\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"), false},
	{BYTES("GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\r\n\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\rA: b\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\0\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost: x\r\nA\0: b\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1\r\nHost : x\r\n\r\n"), false},
	{BYTES("GET  /a HTTP/1.1\r\nHost: x\r\n\r\n"), false},
	{BYTES("GET /a HTTP/1.1 \r\nHost: x\r\n\r\n"), false},
	{BYTES("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"), false},
};

/* The library's callback for a request whose head it took. */
static enum MHD_Result
probe_head(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload,
	size_t *upload_bytes, void **slot)
{
	struct probe *probe = cls;
	struct guard guard;

	(void)url;
	(void)upload;
	(void)upload_bytes;
	probe->passed = exchange_guard(*slot, connection, method, version,
				&guard) == NULL;
	return MHD_NO;
}

/* Until the library has closed the connection, whatever it answered. */
static bool
is_over(struct MHD_Daemon *daemon, int fd)
{
	char bytes[512];
	ssize_t got = -1;

	for (int i = 0; i < TURNS_MAX && got != 0; i++) {
		MHD_run(daemon);
		got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	}
	return got == 0;
}

/* Sends bytes through a connection that never leaves this process. */
static bool
passes(struct MHD_Daemon *daemon, struct probe *probe, const char *bytes,
	size_t len)
{
	const struct sockaddr_in nobody = {.sin_family = AF_INET};
	bool over = false;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return false;
	probe->passed = false;
	/* The library closes its end, also when it cannot take it. */
	if (MHD_add_connection(daemon, fds[1], (const struct sockaddr *)&nobody,
		    sizeof(nobody)) == MHD_YES &&
		send(fds[0], bytes, len, MSG_NOSIGNAL) == (ssize_t)len &&
		shutdown(fds[0], SHUT_WR) == 0)
		over = is_over(daemon, fds[0]);
	close(fds[0]);
	return over && probe->passed;
}

/* Whether all requests fare as they should; -1 when none can be tried. */
static int
fares_well(enum guard_lines lines)
{
	struct probe probe = {.host.lines = lines};
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_NO_LISTEN_SOCKET,
		0, NULL, NULL, probe_head, &probe, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_URI_LOG_CALLBACK, exchange_new, &probe.host,
		MHD_OPTION_NOTIFY_COMPLETED, exchange_end, &probe.host,
		MHD_OPTION_END);
	size_t i = 0;

	if (daemon == NULL)
		return -1;
	while (i < sizeof(requests) / sizeof(requests[0]) &&
		passes(daemon, &probe, requests[i].bytes, requests[i].len) ==
			requests[i].good)
		i++;
	MHD_stop_daemon(daemon);
	return i == sizeof(requests) / sizeof(requests[0]);
}

int
probe_library(enum guard_lines *lines_out, struct err *err)
{
	static const enum guard_lines all[] = {
		GUARD_LINES_BY_GAPS, GUARD_LINES_REFUSED};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		int rc = fares_well(all[i]);

		if (rc < 0)
			return err_set(err, ERR_INTERNAL,
				"the HTTP server's library does not start");
		if (rc == 1) {
			*lines_out = all[i];
			return 0;
		}
	}
	return err_set(err, ERR_CONFIG,
		"libmicrohttpd %s reads requests in a way that connectd does "
		"not know how to guard, so nothing is served: install version "
		"0.9.75 or 1.0.1 of it",
		MHD_get_version());
}
