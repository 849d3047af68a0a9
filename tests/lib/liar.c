#include "lib/liar.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define STEPS_MAX 64
#define REQUESTS_MAX 64
#define REQUEST_MAX_BYTES 8192

struct liar {
	pthread_t thread;
	pthread_mutex_t lock;
	struct liar_step steps[STEPS_MAX];
	size_t step_count;
	int stop_fd; /* readable: it is over */
	int listen_fd;
	char url[64];

	/* Under the lock. */
	char *requests[REQUESTS_MAX];
	size_t request_count;
	size_t connection_count;
};

static void
must(bool ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	abort();
}

/* Waits for events at fd (or only for timeout_ms, if fd is -1). False: end. */
static bool
wait_for(struct liar *liar, int fd, short events, int timeout_ms)
{
	struct pollfd polls[] = {
		{.fd = liar->stop_fd, .events = POLLIN},
		{.fd = fd, .events = events},
	};

	must(poll(polls, 2, timeout_ms) >= 0 || errno == EINTR, "poll");
	return polls[0].revents == 0;
}

/* Writes all, unless it is over or the client has gone. */
static bool
write_all(struct liar *liar, int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno != EAGAIN)
			return false;
		if (n < 0 && !wait_for(liar, fd, POLLOUT, -1))
			return false;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
	return true;
}

/* The length of a whole request at the head of `text`; 0: more is to come. */
static size_t
request_bytes(const char *text, size_t len)
{
	const char *body = strstr(text, "\r\n\r\n");
	const char *field = strcasestr(text, "\r\nContent-Length:");
	size_t bytes;

	if (body == NULL)
		return 0;
	bytes = (size_t)(body - text) + 4;
	if (field != NULL && field < body)
		bytes += strtoul(field + 17, NULL, 10);
	return bytes <= len ? bytes : 0;
}

/* Reads one request into the record. False when the client has gone. */
static bool
read_request(struct liar *liar, int fd)
{
	char text[REQUEST_MAX_BYTES + 1] = "";
	size_t len = 0;

	while (request_bytes(text, len) == 0) {
		ssize_t n;

		if (!wait_for(liar, fd, POLLIN, -1))
			return false;
		n = recv(fd, text + len, REQUEST_MAX_BYTES - len, 0);
		if (n <= 0)
			return false;
		len += (size_t)n;
		text[len] = '\0';
	}
	pthread_mutex_lock(&liar->lock);
	must(liar->request_count < REQUESTS_MAX, "liar: too many requests");
	liar->requests[liar->request_count++] = strdup(text);
	pthread_mutex_unlock(&liar->lock);
	return true;
}

/* Waits until the client goes, throwing away what it says. */
static void
wait_for_end(struct liar *liar, int fd)
{
	char buf[256];

	while (wait_for(liar, fd, POLLIN, -1) &&
		recv(fd, buf, sizeof(buf), 0) > 0)
		;
}

static void
drip(struct liar *liar, int fd, const char *text, int gap_ms)
{
	for (; *text != '\0' && wait_for(liar, -1, 0, gap_ms); text++)
		if (!write_all(liar, fd, text, 1))
			return;
}

static void
reset(int fd)
{
	const struct linger now = {.l_onoff = 1, .l_linger = 0};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* Follows one step. False when the connection is to be closed. */
static bool
answer(struct liar *liar, int fd, const struct liar_step *step)
{
	const char *text = step->answer == NULL ? "" : step->answer;
	size_t head = strnlen(text, step->bytes);

	switch (step->manner) {
	case LIAR_ANSWERS:
		return write_all(liar, fd, text, strlen(text));
	case LIAR_CLOSES:
		write_all(liar, fd, text, head);
		return false;
	case LIAR_RESETS:
		write_all(liar, fd, text, head);
		reset(fd);
		return false;
	case LIAR_DRIPS:
		drip(liar, fd, text, (int)step->bytes);
		return true;
	case LIAR_HANGS:
		write_all(liar, fd, text, head);
		wait_for_end(liar, fd);
		return false;
	case LIAR_FLOODS:
		write_all(liar, fd, text, head);
		while (write_all(liar, fd, text + head, strlen(text + head)))
			;
		return false;
	}
	return false;
}

static void *
liar_main(void *ctx)
{
	struct liar *liar = ctx;
	size_t at = 0;

	while (wait_for(liar, liar->listen_fd, POLLIN, -1)) {
		int fd = accept(liar->listen_fd, NULL, NULL);
		bool more = fd >= 0;

		if (fd < 0)
			continue;
		pthread_mutex_lock(&liar->lock);
		liar->connection_count++;
		pthread_mutex_unlock(&liar->lock);
		while (more && read_request(liar, fd)) {
			more = answer(liar, fd, &liar->steps[at]);
			at += at + 1 < liar->step_count;
		}
		close(fd);
	}
	return NULL;
}

/* A socket bound to a free port at 127.0.0.1. */
static int
bind_somewhere(int *port_out)
{
	struct sockaddr_in addr = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(addr);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(fd >= 0 && bind(fd, (struct sockaddr *)&addr, len) == 0 &&
			getsockname(fd, (struct sockaddr *)&addr, &len) == 0,
		"liar: socket");
	*port_out = ntohs(addr.sin_port);
	return fd;
}

int
liar_free_port(void)
{
	int port;

	close(bind_somewhere(&port));
	return port;
}

struct liar *
liar_start(const struct liar_step *steps, size_t count)
{
	struct liar *liar = calloc(1, sizeof(*liar));
	int port;

	must(liar != NULL && count >= 1 && count <= STEPS_MAX, "liar");
	memcpy(liar->steps, steps, count * sizeof(*steps));
	liar->step_count = count;
	liar->listen_fd = bind_somewhere(&port);
	must(listen(liar->listen_fd, 16) == 0, "liar: listen");
	snprintf(liar->url, sizeof(liar->url), "http://127.0.0.1:%d/", port);
	liar->stop_fd = eventfd(0, EFD_CLOEXEC);
	must(liar->stop_fd >= 0, "liar: eventfd");
	pthread_mutex_init(&liar->lock, NULL);
	must(pthread_create(&liar->thread, NULL, liar_main, liar) == 0,
		"liar: thread");
	return liar;
}

struct liar *
liar_start_one(enum liar_manner manner, const char *answer, size_t bytes)
{
	const struct liar_step step = {manner, answer, bytes};

	return liar_start(&step, 1);
}

const char *
liar_url(const struct liar *liar)
{
	return liar->url;
}

size_t
liar_request_count(struct liar *liar)
{
	size_t count;

	pthread_mutex_lock(&liar->lock);
	count = liar->request_count;
	pthread_mutex_unlock(&liar->lock);
	return count;
}

const char *
liar_request(struct liar *liar, size_t index)
{
	const char *text = NULL;

	pthread_mutex_lock(&liar->lock);
	if (index < liar->request_count)
		text = liar->requests[index];
	pthread_mutex_unlock(&liar->lock);
	return text;
}

size_t
liar_connection_count(struct liar *liar)
{
	size_t count;

	pthread_mutex_lock(&liar->lock);
	count = liar->connection_count;
	pthread_mutex_unlock(&liar->lock);
	return count;
}

void
liar_stop(struct liar **liar)
{
	struct liar *l = *liar;

	if (l == NULL)
		return;
	must(eventfd_write(l->stop_fd, 1) == 0, "liar: stop");
	pthread_join(l->thread, NULL);
	close(l->listen_fd);
	close(l->stop_fd);
	for (size_t i = 0; i < l->request_count; i++)
		free(l->requests[i]);
	pthread_mutex_destroy(&l->lock);
	free(l);
	*liar = NULL;
}
