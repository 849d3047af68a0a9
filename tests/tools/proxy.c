/*
 * proxy [OPTION]... HOST:PORT: a connection that misbehaves, as a program.
 *
 * Listens at 127.0.0.1, prints "127.0.0.1:<port>" when it is ready, and hands
 * bytes to and fro between each client and the server until it is ended by a
 * signal. HOST is a number. One fault may be asked for:
 *
 *   --cut N     closes both sides after N bytes of the server's answers
 *   --drop K    lets the K-th request of a connection reach the server, throws
 *               its answer away as it comes, and closes both sides: the reply
 *               is lost after the server has done its work
 *   --hold      lets requests through and never an answer
 *   --delay MS  keeps each piece of an answer for so long
 *   --refuse    closes at once
 *
 *   --times N   only the first N connections suffer; the others are honest
 *   --listen P  the port; without it, a free one
 *
 * A request is what the client says after the server has spoken: right for
 * plain HTTP, while the handshake of TLS counts too.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct fault {
	long cut; /* -1: not */
	long drop;
	long delay_ms;
	bool hold;
	bool refuse;
};

struct proxy {
	struct sockaddr_in server;
	struct fault fault;
	long times; /* connections that still suffer; -1: all */
};

/* One client, with a thread of its own. */
struct link {
	int client;
	struct sockaddr_in server_addr;
	int server;
	struct fault fault;
	long passed; /* bytes of answers */
	long requests;
	bool answering; /* the server spoke last */
};

static const struct fault no_fault = {.cut = -1};

static void
die(const char *what)
{
	fprintf(stderr, "proxy: %s: %s\n", what, strerror(errno));
	exit(1);
}

static bool
write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Hands on what the client says. False when it is over. */
static bool
pass_request(struct link *link)
{
	char buf[16384];
	ssize_t n = recv(link->client, buf, sizeof(buf), 0);

	if (n <= 0)
		return false;
	if (link->answering || link->requests == 0)
		link->requests++;
	link->answering = false;
	return write_all(link->server, buf, (size_t)n);
}

/* Hands on what the server says, as the fault has it. */
static bool
pass_answer(struct link *link)
{
	struct pollfd gone = {.fd = link->client, .events = POLLRDHUP};
	const struct fault *fault = &link->fault;
	char buf[16384];
	ssize_t n = recv(link->server, buf, sizeof(buf), 0);
	size_t len;

	if (n <= 0)
		return false;
	len = (size_t)n;
	link->answering = true;
	if (fault->hold)
		return true;
	if (fault->drop > 0 && link->requests == fault->drop)
		return false;
	if (fault->delay_ms > 0 && poll(&gone, 1, (int)fault->delay_ms) > 0)
		return false;
	if (fault->cut >= 0 && link->passed + n > fault->cut)
		len = (size_t)(fault->cut - link->passed);
	link->passed += (long)len;
	return write_all(link->client, buf, len) &&
	       (fault->cut < 0 || link->passed < fault->cut);
}

static void *
link_main(void *ctx)
{
	struct link *link = ctx;
	struct pollfd polls[] = {
		{.fd = link->client, .events = POLLIN},
		{.fd = link->server, .events = POLLIN},
	};
	bool open = !link->fault.refuse &&
		    connect(link->server, (struct sockaddr *)&link->server_addr,
			    sizeof(link->server_addr)) == 0;

	while (open && poll(polls, 2, -1) >= 0) {
		if (polls[0].revents != 0)
			open = pass_request(link);
		if (open && polls[1].revents != 0)
			open = pass_answer(link);
	}
	close(link->client);
	close(link->server);
	free(link);
	return NULL;
}

static void
serve(struct proxy *proxy, int listen_fd)
{
	for (;;) {
		struct link *link = calloc(1, sizeof(*link));
		pthread_t thread;

		if (link == NULL)
			die("memory");
		link->client = accept(listen_fd, NULL, NULL);
		link->server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (link->client < 0 || link->server < 0)
			die("accept");
		link->server_addr = proxy->server;
		link->fault = proxy->times == 0 ? no_fault : proxy->fault;
		if (proxy->times > 0)
			proxy->times--;
		if (pthread_create(&thread, NULL, link_main, link) != 0)
			die("thread");
		pthread_detach(thread);
	}
}

/* "127.0.0.1:80" into an address. */
static bool
parse_addr(const char *text, struct sockaddr_in *addr_out)
{
	const char *colon = strchr(text, ':');
	char host[64] = "";

	if (colon == NULL || colon - text >= (ptrdiff_t)sizeof(host))
		return false;
	memcpy(host, text, (size_t)(colon - text));
	addr_out->sin_family = AF_INET;
	addr_out->sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
	return inet_pton(AF_INET, host, &addr_out->sin_addr) == 1;
}

static int
listen_at(long port)
{
	struct sockaddr_in addr = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(addr);
	const int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, len) < 0 ||
		listen(fd, 64) < 0 ||
		getsockname(fd, (struct sockaddr *)&addr, &len) < 0)
		die("listen");
	printf("127.0.0.1:%d\n", ntohs(addr.sin_port));
	fflush(stdout);
	return fd;
}

static void
usage(void)
{
	fputs("usage: proxy [--cut N | --drop K | --hold | --delay MS | "
	      "--refuse]\n             [--times N] [--listen PORT] "
	      "HOST:PORT\n",
		stderr);
	exit(64);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{"cut", required_argument, NULL, 'c'},
		{"drop", required_argument, NULL, 'd'},
		{"hold", no_argument, NULL, 'h'},
		{"delay", required_argument, NULL, 'm'},
		{"refuse", no_argument, NULL, 'r'},
		{"times", required_argument, NULL, 't'},
		{"listen", required_argument, NULL, 'l'},
		{NULL, 0, NULL, 0},
	};
	struct proxy proxy = {.fault = no_fault, .times = -1};
	long port = 0;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		long number = optarg == NULL ? 0 : strtol(optarg, NULL, 10);

		switch (c) {
		case 'c':
			proxy.fault.cut = number;
			break;
		case 'd':
			proxy.fault.drop = number;
			break;
		case 'h':
			proxy.fault.hold = true;
			break;
		case 'm':
			proxy.fault.delay_ms = number;
			break;
		case 'r':
			proxy.fault.refuse = true;
			break;
		case 't':
			proxy.times = number;
			break;
		case 'l':
			port = number;
			break;
		default:
			usage();
		}
	}
	if (optind != argc - 1 || !parse_addr(argv[optind], &proxy.server))
		usage();
	signal(SIGPIPE, SIG_IGN);
	serve(&proxy, listen_at(port));
	return 0;
}
