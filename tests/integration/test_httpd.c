/* The HTTP server on raw sockets: framing, limits, deadlines, its end. */

#include "lib/cmocka_all.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "httpd/httpd.h"
#include "lib/child.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

#define ANSWER_BYTES (64 * 1024)
#define HEAD_MS 400
#define REQUEST_MS 600

/* The service behind it: says what it was asked. "/wait" answers when told. */
struct host {
	struct httpd *httpd;
	int port;
	int asked;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool waiting;
	bool go_on;
};

static void
on_request(void *ctx, const struct request *request, struct reply *reply)
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
	str_addf(&reply->body, "%s %s?%s %s %zu", request->method,
		request->path, request->query, request->peer,
		request->body_bytes);
}

static const struct httpd_options plain = {
	.listen = "127.0.0.1:0",
	.connections = 64,
	.head_ms = 10000,
	.request_ms = 30000,
	.on_request = on_request,
};

static struct host *
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

static void
host_close(struct host **host)
{
	httpd_close(&(*host)->httpd, 1000);
	free(*host);
	*host = NULL;
}

static int
connect_to(const struct host *host)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)host->port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(fd, (const struct sockaddr *)&to, sizeof(to)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static void
send_bytes(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n < 0)
			return; /* cut off: the answer tells */
		bytes += n;
		len -= (size_t)n;
	}
}

struct answer {
	int status; /* of the first; 0: none */
	int count;  /* answers in all */
	bool closed;
	char text[ANSWER_BYTES];
};

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
static void
read_answers(int fd, int want, struct answer *answer)
{
	int64_t deadline = wait_deadline(WAIT_LONG_MS);
	size_t len = 0;

	memset(answer, 0, sizeof(*answer));
	while (len + 1 < ANSWER_BYTES && wait_readable(fd, deadline)) {
		ssize_t n =
			recv(fd, answer->text + len, ANSWER_BYTES - 1 - len, 0);

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

static void
exchange(const struct host *host, const char *bytes, size_t len, int want,
	struct answer *answer)
{
	int fd = connect_to(host);

	assert_true(fd >= 0);
	send_bytes(fd, bytes, len);
	read_answers(fd, want, answer);
	close(fd);
}

#define H "Host: x\r\n"
#define GET "GET /a HTTP/1.1\r\n"
#define POST "POST /a HTTP/1.1\r\n"
#define BYTES(text) text, sizeof(text) - 1

static void
test_good_requests(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		int answers;
		const char *body;
	} good[] = {
		{BYTES(GET H "\r\n"), 1, "GET /a? 127.0.0.1 0"},
		{BYTES("GET /a%41?b=%20&c HTTP/1.1\r\n" H "\r\n"), 1,
			"GET /a%41?b=%20&c 127.0.0.1 0"},
		{BYTES(POST H "Content-Length: 2\r\n\r\n{}"), 1,
			"POST /a? 127.0.0.1 2"},
		{BYTES(POST H "content-length:\t2\r\n\r\n{}"), 1,
			"POST /a? 127.0.0.1 2"},
		{BYTES(GET H "\r\n" POST H "Content-Length: 1\r\n\r\n1" GET H
			     "\r\n"),
			3, "POST /a? 127.0.0.1 1"},
		{BYTES(GET H "X-Empty:\r\nX-Tab: a\tb\r\n\r\n"), 1, "GET /a?"},
		/* Nobody else's word on where it came from. */
		{BYTES(GET H "X-Forwarded-For: 192.0.2.7\r\n\r\n"), 1,
			"127.0.0.1"},
		{BYTES("GET /a HTTP/1.0\r\n" H "\r\n"), 1, "GET /a?"},
	};
	struct host *host = host_open(&plain);
	struct answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		exchange(host, good[i].bytes, good[i].len, good[i].answers,
			&answer);
		assert_int_equal(answer.status, 200);
		assert_int_equal(answer.count, good[i].answers);
		assert_non_null(strstr(answer.text, good[i].body));
		assert_non_null(
			strstr(answer.text, "X-Content-Type-Options: nosniff"));
	}
	host_close(&host);
}

/* Each is answered at most once, never by the service, and closed; the GET
 * that is smuggled behind it is never answered. */
static void
test_bad_framing(void **state)
{
#define SMUGGLED "GET /smuggled HTTP/1.1\r\n" H "\r\n"
	static const struct {
		const char *bytes;
		size_t len;
	} bad[] = {
		{BYTES(POST H "Content-Length: 4\r\nTransfer-Encoding: "
			      "chunked\r\n\r\n0\r\n\r\n" SMUGGLED)},
		{BYTES(POST H "Transfer-Encoding: chunked\r\nContent-Length: "
			      "4\r\n\r\n0\r\n\r\n" SMUGGLED)},
		{BYTES(POST H "Content-Length: 2\r\nContent-Length: "
			      "5\r\n\r\n12345" SMUGGLED)},
		{BYTES(POST H "Content-Length: 2\r\nContent-Length: "
			      "2\r\n\r\n12" SMUGGLED)},
		{BYTES(POST H "Content-Length : 2\r\n\r\n12" SMUGGLED)},
		{BYTES(POST H "Content-Length: +2\r\n\r\n12" SMUGGLED)},
		{BYTES(POST H "Content-Length: -2\r\n\r\n12" SMUGGLED)},
		{BYTES(POST H "Content-Length: 2, 2\r\n\r\n12" SMUGGLED)},
		{BYTES(POST H "Content-Length: 0x2\r\n\r\n12" SMUGGLED)},
		{BYTES(POST H "Content-Length:\r\n\r\n12" SMUGGLED)},
		{BYTES(POST H "Content-Length: 99999999999999999999\r\n\r\n1")},
		{BYTES(POST H
			"Content-Length: 18446744073709551618\r\n\r\n12")},
		{BYTES(POST H "Transfer-Encoding: xchunked\r\n\r\n" SMUGGLED)},
		{BYTES(POST H "Transfer-Encoding: chunked\r\n\r\n0x2\r\n12\r\n"
			      "0\r\n\r\n" SMUGGLED)},
		{BYTES(POST H "Transfer-Encoding: chunked\r\n\r\n2\r\n12\r\n"
			      "0\r\n\r\n" SMUGGLED)},
		{BYTES(POST H "Transfer-Encoding: chunked, identity\r\n\r\n"
			      "0\r\n\r\n" SMUGGLED)},
		{BYTES("GET /a HTTP/1.1\nHost: x\n\n" SMUGGLED)},
		{BYTES("GET /a HTTP/1.1\nHost: x\r\n\r\n" SMUGGLED)},
		{BYTES("GET /a HTTP/1.1\r\nHost: x\nA: b\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\r\n\n" SMUGGLED)},
		{BYTES(GET H "A: b\n\n" SMUGGLED)},
		{BYTES(POST H "Content-Length: 1\n\r\n1" SMUGGLED)},
		{BYTES(POST H "Content-Length: 2\r\n\n\0\0" SMUGGLED)},
		{BYTES(GET H "A: b\r\n c\r\nD: e\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\r\n\tc\r\n\r\n" SMUGGLED)},
		{BYTES("GET /a HTTP/1.1\r\n Host: x\r\nHost: "
		       "x\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\0c\r\nD: e\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\0c\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A\0B: c\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\rc\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\x01\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A: b\x7f\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A B: c\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "A(: c\r\n\r\n" SMUGGLED)},
		{BYTES(GET H ": c\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "no colon\r\n\r\n" SMUGGLED)},
		{BYTES(GET "\r\n" SMUGGLED)},
		{BYTES(GET H H "\r\n" SMUGGLED)},
		{BYTES(GET H "host: y\r\n\r\n" SMUGGLED)},
		{BYTES(GET H "Authorization: a\r\nAuthorization: b\r\n\r\n")},
		{BYTES("GET /a HTTP/1.2\r\n" H "\r\n" SMUGGLED)},
		{BYTES("GET /a HTTP/3.0\r\n" H "\r\n" SMUGGLED)},
		{BYTES("GET /a\r\n\r\n" SMUGGLED)},
		{BYTES("GET /a\0x HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("GET\0 /a HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("GET /a?b=1\0&b=2 HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("GET /a\x01 HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("GET /a\xff HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")},
	};
	struct host *host = host_open(&plain);
	struct answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		exchange(host, bad[i].bytes, bad[i].len, 0, &answer);
		if (host->asked != 0 || !answer.closed || answer.status == 200)
			fail_msg("case %zu: status %d, closed %d: %s", i,
				answer.status, answer.closed, bad[i].bytes);
		assert_null(strstr(answer.text, "smuggled"));
	}
	host_close(&host);
}

static void
test_limits(void **state)
{
	struct host *host = host_open(&plain);
	struct answer answer;
	struct str text;

	(void)state;
	str_init(&text, 4 * 1024 * 1024);
	/* A body of the most that there may be, and one more. */
	for (int more = 0; more < 2; more++) {
		str_clear(&text);
		str_addf(&text, POST H "Content-Length: %d\r\n\r\n",
			REQUEST_BODY_BYTES + more);
		for (int i = 0; i < REQUEST_BODY_BYTES + more; i += 1024)
			str_addf(&text, "%1024s", "");
		text.len -= more ? 1023 : 0;
		exchange(host, text.data, text.len, 1 - more, &answer);
		assert_int_equal(answer.status, more ? 413 : 200);
		assert_int_equal(answer.closed, more);
	}
	/* Who asks first is told before the body is sent. */
	exchange(host,
		BYTES(POST H "Content-Length: 2000000\r\nExpect: "
			     "100-continue\r\n\r\n"),
		0, &answer);
	assert_int_equal(answer.status, 413);
	/* 65 header lines; a head of 64 KiB; an address of 2 KiB. */
	str_clear(&text);
	str_addz(&text, GET H);
	for (int i = 0; i < 64; i++)
		str_addf(&text, "A%d: b\r\n", i);
	str_addz(&text, "\r\n");
	exchange(host, text.data, text.len, 0, &answer);
	assert_int_equal(answer.status, 400);
	str_clear(&text);
	str_addf(&text, GET H "A: %65536s\r\n\r\n", "b");
	exchange(host, text.data, text.len, 0, &answer);
	assert_int_not_equal(answer.status, 200);
	assert_true(answer.closed);
	str_clear(&text);
	str_addz(&text, "GET /?");
	for (int i = 0; i < 2048; i++)
		str_addc(&text, 'a');
	str_addz(&text, " HTTP/1.1\r\n" H "\r\n");
	exchange(host, text.data, text.len, 0, &answer);
	assert_int_equal(answer.status, 400);
	str_release(&text);
	host_close(&host);
}

/* Sends one byte after the other until the connection is cut. */
static void
drip(const struct host *host, const char *head)
{
	struct pollfd pollfd = {.fd = connect_to(host), .events = POLLIN};
	int64_t deadline = wait_deadline(WAIT_LONG_MS);

	assert_true(pollfd.fd >= 0);
	send_bytes(pollfd.fd, head, strlen(head));
	while (poll(&pollfd, 1, 20) == 0) {
		assert_int_not_equal(wait_left_ms(deadline), 0);
		send_bytes(pollfd.fd, "a", 1);
	}
	close(pollfd.fd);
}

static void
test_deadlines_are_absolute(void **state)
{
	struct host *host =
		host_open(&(struct httpd_options){.listen = "127.0.0.1:0",
			.connections = 64,
			.head_ms = HEAD_MS,
			.request_ms = REQUEST_MS,
			.on_request = on_request});
	struct answer answer;

	(void)state;
	drip(host, "GET /");
	drip(host, GET H "A: ");
	drip(host, POST H "Content-Length: 1000000\r\n\r\n");
	/* Nothing at all, and nothing more after a request. */
	exchange(host, BYTES(""), 0, &answer);
	assert_int_equal(answer.count, 0);
	assert_true(answer.closed);
	exchange(host, BYTES(GET H "\r\n"), 0, &answer);
	assert_int_equal(answer.status, 200);
	assert_true(answer.closed);
	assert_int_equal(host->asked, 1);
	host_close(&host);
}

static void
test_too_many_connections_are_told(void **state)
{
	enum {
		MANY = 40,
		LIMIT = 4
	};
	struct host *host =
		host_open(&(struct httpd_options){.listen = "127.0.0.1:0",
			.connections = LIMIT,
			.head_ms = 10000,
			.request_ms = 30000,
			.on_request = on_request});
	struct answer answer;
	int fds[MANY], told = 0;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		fds[i] = connect_to(host);
		assert_true(fds[i] >= 0);
	}
	for (int i = 0; i < MANY; i++) {
		send_bytes(fds[i], BYTES(GET H "\r\n"));
		read_answers(fds[i], 1, &answer);
		if (answer.status == 503) {
			told++;
			assert_non_null(strstr(answer.text, "Retry-After: "));
			assert_non_null(strstr(answer.text, "overloaded"));
		} else {
			assert_int_equal(answer.status, 200);
		}
	}
	/* Who came first may have been served before the others were seen. */
	assert_true(told > 0);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
	/* And it goes on serving. */
	do {
		exchange(host, BYTES(GET H "\r\n"), 1, &answer);
	} while (answer.status == 503);
	assert_int_equal(answer.status, 200);
	host_close(&host);
}

/* What is announced counts before it comes: nobody fills the memory. */
static void
test_bodies_share_their_room(void **state)
{
	enum {
		MANY = 70
	};
	struct host *host =
		host_open(&(struct httpd_options){.listen = "127.0.0.1:0",
			.connections = 2 * MANY,
			.head_ms = 10000,
			.request_ms = 30000,
			.on_request = on_request});
	static const char head[] = POST H "Content-Length: 1048576\r\n\r\n";
	struct pollfd fds[MANY];
	struct answer answer;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		fds[i] = (struct pollfd){
			.fd = connect_to(host), .events = POLLIN};
		send_bytes(fds[i].fd, BYTES(head));
	}
	assert_true(poll(fds, MANY, WAIT_LONG_MS) > 0);
	for (int i = 0; i < MANY; i++) {
		if (fds[i].revents == 0)
			continue;
		read_answers(fds[i].fd, 0, &answer);
		assert_int_equal(answer.status, 503);
	}
	for (int i = 0; i < MANY; i++)
		close(fds[i].fd);
	/* And the room comes back. */
	do {
		exchange(host, BYTES(POST H "Content-Length: 1\r\n\r\n1"), 1,
			&answer);
	} while (answer.status == 503);
	assert_int_equal(answer.status, 200);
	host_close(&host);
}

static void *
close_in_thread(void *arg)
{
	struct host *host = arg;

	httpd_close(&host->httpd, WAIT_LONG_MS);
	return NULL;
}

static bool
is_refused(void *arg)
{
	int fd = connect_to(arg);

	if (fd >= 0)
		close(fd);
	return fd < 0;
}

static void
test_what_is_there_is_answered_at_the_end(void **state)
{
	struct host *host = host_open(&plain);
	static const char wait[] = "GET /wait HTTP/1.1\r\n" H "\r\n";
	struct answer answer;
	pthread_t closer;
	int busy = connect_to(host);
	int idle = connect_to(host);

	(void)state;
	send_bytes(busy, BYTES(wait));
	pthread_mutex_lock(&host->mutex);
	while (!host->waiting)
		pthread_cond_wait(&host->changed, &host->mutex);
	pthread_mutex_unlock(&host->mutex);
	assert_int_equal(
		pthread_create(&closer, NULL, close_in_thread, host), 0);
	/* No new ones, the idle one goes, the busy one is answered. */
	read_answers(idle, 0, &answer);
	assert_true(answer.closed);
	assert_true(wait_until(is_refused, host, WAIT_LONG_MS));
	pthread_mutex_lock(&host->mutex);
	host->go_on = true;
	pthread_cond_broadcast(&host->changed);
	pthread_mutex_unlock(&host->mutex);
	read_answers(busy, 0, &answer);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.text, "Connection: close"));
	assert_true(answer.closed);
	pthread_join(closer, NULL);
	close(busy);
	close(idle);
	host_close(&host);
}

static void
test_behind_a_proxy(void **state)
{
	static const struct {
		const char *value;
		const char *peer;
	} cases[] = {
		{"192.0.2.7", " 192.0.2.7 "},
		{"203.0.113.1, 192.0.2.7", " 192.0.2.7 "},
		{"evil,2001:db8::1 ", " 2001:db8::1 "},
		{"not an address", " 127.0.0.1 "},
		{"192.0.2.7, ", " 127.0.0.1 "},
		{"203.0.113.1\r\nX-Forwarded-For: 192.0.2.7", " 192.0.2.7 "},
	};
	struct host *host =
		host_open(&(struct httpd_options){.listen = "0.0.0.0:0",
			.behind_proxy = true,
			.connections = 64,
			.head_ms = 10000,
			.request_ms = 30000,
			.on_request = on_request});
	struct answer answer;
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text),
			GET H "X-Forwarded-For: %s\r\n\r\n", cases[i].value);
		exchange(host, text, strlen(text), 1, &answer);
		assert_non_null(strstr(answer.text, cases[i].peer));
	}
	host_close(&host);
}

static void
test_what_cannot_be_served(void **state)
{
	static const struct {
		const char *listen;
		const char *cert;
		const char *key;
		enum err_kind kind;
		const char *word;
	} cases[] = {
		{"0.0.0.0:0", NULL, NULL, ERR_CONFIG, "--behind-proxy"},
		{"[::]:0", NULL, NULL, ERR_CONFIG, "--tls-cert"},
		{"127.0.0.1", NULL, NULL, ERR_USAGE, "HOST:PORT"},
		{"::1:80", NULL, NULL, ERR_USAGE, "HOST:PORT"},
		{":80", NULL, NULL, ERR_USAGE, "HOST:PORT"},
		{"127.0.0.1:", NULL, NULL, ERR_USAGE, "HOST:PORT"},
		{"127.0.0.1:http", NULL, NULL, ERR_USAGE, "http"},
		{"127.0.0.1:99999", NULL, NULL, ERR_USAGE, "99999"},
		{"192.0.2.1:0", NULL, NULL, ERR_UNAVAILABLE, "192.0.2.1"},
		{"127.0.0.1:0", "/nonexistent", "/nonexistent", ERR_CONFIG,
			"certificate"},
		{"127.0.0.1:0", "Makefile", "Makefile", ERR_CONFIG, "PEM"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct httpd_options options = plain;
		struct httpd *httpd = NULL;
		struct err err = {0};

		options.listen = cases[i].listen;
		options.tls_cert = cases[i].cert;
		options.tls_key = cases[i].key;
		assert_int_equal(httpd_open(&options, &httpd, &err), -1);
		assert_int_equal(err.kind, cases[i].kind);
		assert_non_null(strstr(err.text, cases[i].word));
	}
}

static void
test_tls(void **state)
{
	char *dir = temp_dir_new();
	char *cert = temp_dir_path(dir, "cert.pem");
	char *key = temp_dir_path(dir, "key.pem");
	const char *make[] = {"openssl", "req", "-x509", "-newkey", "ec",
		"-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
		"/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
		"-keyout", key, "-out", cert, NULL};
	struct httpd_options options = plain;
	struct child_output output = {0};
	struct host *host;
	char url[64];

	(void)state;
	child_run(make, NULL, NULL, &output);
	assert_int_equal(output.status, 0);
	child_output_release(&output);
	options.tls_cert = cert;
	options.tls_key = key;
	host = host_open(&options);
	snprintf(url, sizeof(url), "%s/tls", httpd_url(host->httpd));
	assert_memory_equal(url, "https://", 8);
	child_run((const char *[]){"curl", "-sS", "--cacert", cert, url, NULL},
		NULL, NULL, &output);
	assert_int_equal(output.status, 0);
	assert_string_equal(output.out, "GET /tls? 127.0.0.1 0");
	child_output_release(&output);
	/* Old protocols are not spoken. */
	child_run((const char *[]){"curl", "-sS", "--cacert", cert, "--tls-max",
			  "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", url, NULL},
		NULL, NULL, &output);
	assert_int_not_equal(output.status, 0);
	child_output_release(&output);
	host_close(&host);
	free(cert);
	free(key);
	temp_dir_free(&dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_requests),
		cmocka_unit_test(test_bad_framing),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_deadlines_are_absolute),
		cmocka_unit_test(test_too_many_connections_are_told),
		cmocka_unit_test(test_bodies_share_their_room),
		cmocka_unit_test(test_what_is_there_is_answered_at_the_end),
		cmocka_unit_test(test_behind_a_proxy),
		cmocka_unit_test(test_what_cannot_be_served),
		cmocka_unit_test(test_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
