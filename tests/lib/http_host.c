#include "lib/http_host.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "lib/cmocka_all.h"
#include "lib/wait.h"

/* The heads that the service reads, each in brackets. */
static void
add_heads(struct str *out, const struct request *request)
{
	const char *const heads[] = {request->authorization, request->if_match,
		request->if_none_match, request->content_type};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		str_addf(out, "[%s]", heads[i] != NULL ? heads[i] : "-");
	if (request->accept_language != NULL)
		str_addf(out, "[%s]", request->accept_language);
}

void
host_answer_request(
	void *ctx, const struct request *request, struct reply *reply)
{
	struct host *host = ctx;

	pthread_mutex_lock(&host->mutex);
	host->asked++;
	if (strcmp(request->path, "/wait") == 0) {
		host->waiting = true;
		pthread_cond_broadcast(&host->changed);
		while (!host->go_on)
			pthread_cond_wait(&host->changed, &host->mutex);
	}
	pthread_mutex_unlock(&host->mutex);
	reply->status = 200;
	reply->content_type = "text/plain";
	str_addf(&reply->body, "%s %s?%s %s %zu ", request->method,
		request->path, request->query, request->peer,
		request->body_bytes);
	add_heads(&reply->body, request);
}

const struct httpd_options host_plain = {
	.listen = "127.0.0.1:0",
	.connections = 64,
	.head_ms = 10000,
	.request_ms = 30000,
	.on_request = host_answer_request,
};

struct host *
host_open(const struct httpd_options *options)
{
	struct host *host = mem_new(1, sizeof(*host));
	struct httpd_options own = *options;
	struct err err = {0};

	signal(SIGPIPE, SIG_IGN);
	own.ctx = host;
	pthread_mutex_init(&host->mutex, NULL);
	pthread_cond_init(&host->changed, NULL);
	if (httpd_open(&own, &host->httpd, &err) < 0)
		fail_msg("%s", err.text);
	host->port = atoi(strrchr(httpd_url(host->httpd), ':') + 1);
	return host;
}

void
host_close(struct host **host)
{
	httpd_close(&(*host)->httpd, 1000);
	free(*host);
	*host = NULL;
}

void
host_wait_for_it(struct host *host)
{
	pthread_mutex_lock(&host->mutex);
	while (!host->waiting)
		pthread_cond_wait(&host->changed, &host->mutex);
	pthread_mutex_unlock(&host->mutex);
}

void
host_go_on(struct host *host)
{
	pthread_mutex_lock(&host->mutex);
	host->go_on = true;
	pthread_cond_broadcast(&host->changed);
	pthread_mutex_unlock(&host->mutex);
}

int
host_connect_from(const struct host *host, const char *address)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)host->port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct sockaddr_in from = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (inet_pton(AF_INET, address, &from.sin_addr) != 1 ||
		bind(fd, (const struct sockaddr *)&from, sizeof(from)) < 0 ||
		connect(fd, (const struct sockaddr *)&to, sizeof(to)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int
host_connect(const struct host *host)
{
	return host_connect_from(host, "127.0.0.1");
}

void
host_send(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n < 0)
			return; /* cut off: the answer tells */
		bytes += n;
		len -= (size_t)n;
	}
}

static int
count_of(const char *text, const char *word)
{
	int n = 0;

	while ((text = strstr(text, word)) != NULL) {
		n++;
		text += strlen(word);
	}
	return n;
}

/* Whether what came is `want` whole answers. */
static bool
is_whole(const char *text, int want)
{
	for (int i = 0; i < want; i++) {
		const char *head = strstr(text, "\r\n\r\n");
		const char *length = strstr(text, "Content-Length: ");

		if (head == NULL || length == NULL || length > head ||
			strlen(head + 4) < (size_t)atoi(length + 16))
			return false;
		text = head + 4 + atoi(length + 16);
	}
	return true;
}

/* Reads until the end of the connection, or `want` whole answers. */
void
host_read(int fd, int want, struct host_answer *answer)
{
	int64_t deadline = wait_deadline(WAIT_LONG_MS);
	size_t len = 0;

	memset(answer, 0, sizeof(*answer));
	while (len + 1 < HOST_ANSWER_BYTES && wait_readable(fd, deadline)) {
		ssize_t n = recv(
			fd, answer->text + len, HOST_ANSWER_BYTES - 1 - len, 0);

		if (n <= 0) {
			answer->closed = true;
			break;
		}
		len += (size_t)n;
		if (want > 0 && is_whole(answer->text, want))
			break;
	}
	answer->count = count_of(answer->text, "HTTP/1.1 ");
	if (answer->count > 0)
		answer->status = atoi(answer->text + 9);
}

void
host_exchange(const struct host *host, const char *bytes, size_t len, int want,
	struct host_answer *answer)
{
	int fd = host_connect(host);

	assert_true(fd >= 0);
	host_send(fd, bytes, len);
	host_read(fd, want, answer);
	close(fd);
}
