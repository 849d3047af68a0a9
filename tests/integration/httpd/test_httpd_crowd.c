/* The HTTP server under one who takes more than a share: others go on. */

#include "lib/cmocka_all.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/http_host.h"
#include "lib/wait.h"
#include "src/httpd/address.h"

#define OTHER "127.0.0.2"
#define THIRD "127.0.0.3"
#define MEBIBYTE 1048576
#define LARGE POST H "Content-Length: 1048576\r\n\r\n"

static struct host *
open_with(int connections)
{
	struct httpd_options options = host_plain;

	options.connections = connections;
	return host_open(&options);
}

/* One request on a connection that is there; the status. */
static int
ask_on(int fd, const char *bytes)
{
	struct host_answer answer;

	host_send(fd, bytes, strlen(bytes));
	host_read(fd, 1, &answer);
	return answer.status;
}

static int
ask_from(const struct host *host, const char *address)
{
	int fd = host_connect_from(host, address);
	int status;

	assert_true(fd >= 0);
	status = ask_on(fd, GET H "\r\n");
	close(fd);
	return status;
}

static void
test_idle_sockets_keep_nobody_out(void **state)
{
	enum {
		LIMIT = 64,
		MANY = 600
	};
	struct host *host = open_with(LIMIT);
	struct host_answer answer;
	int established = host_connect_from(host, OTHER);
	int closed = 0;
	int fds[MANY];

	(void)state;
	assert_int_equal(ask_on(established, GET H "\r\n"), 200);
	for (int i = 0; i < MANY; i++) {
		fds[i] = host_connect(host);
		/* Some say nothing, some have begun. */
		if (i % 2 == 0)
			host_send(fds[i], BYTES(GET H));
	}
	assert_int_equal(ask_on(established, GET H "\r\n"), 200);
	assert_int_equal(ask_from(host, THIRD), 200);
	for (int i = 0; i < MANY - LIMIT; i++) {
		host_read(fds[i], 0, &answer);
		closed += answer.closed && answer.count == 0;
	}
	assert_int_equal(closed, MANY - LIMIT);
	/* The address itself is not shut out: its last ones are there. */
	assert_int_equal(ask_on(fds[MANY - 1], GET H "\r\n"), 200);
	assert_int_equal(ask_on(established, GET H "\r\n"), 200);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
	close(established);
	host_close(&host);
}

/* Whoever is busy keeps the place, and one too many is told to come back. */
static void
test_busy_ones_go_on_above_the_limit(void **state)
{
	struct host *host = open_with(1);
	struct host_answer answer;
	int busy = host_connect(host);
	int more;

	(void)state;
	host_send(busy, BYTES(WAIT));
	host_wait_for_it(host);
	more = host_connect_from(host, OTHER);
	host_send(more, BYTES(GET H "\r\n"));
	host_read(more, 0, &answer);
	assert_int_equal(answer.status, 503);
	assert_true(answer.closed);
	assert_non_null(strstr(answer.text, "Retry-After: "));
	assert_non_null(strstr(answer.text, "overloaded"));
	host_go_on(host);
	host_read(busy, 1, &answer);
	assert_int_equal(answer.status, 200);
	assert_int_equal(ask_on(busy, GET H "\r\n"), 200);
	/* And as soon as it rests, it is the one to go. */
	assert_int_equal(ask_from(host, OTHER), 200);
	host_read(busy, 0, &answer);
	assert_true(answer.closed);
	close(busy);
	close(more);
	host_close(&host);
}

/* What is announced is no memory: 64 times a mebibyte, one byte of each. */
static void
test_half_sent_bodies_cost_nobody(void **state)
{
	enum {
		MANY = 64
	};
	struct host *host = open_with(2 * MANY);
	struct host_answer answer;
	int fds[MANY];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		fds[i] = host_connect(host);
		host_send(fds[i], BYTES(LARGE "x"));
	}
	host_exchange(
		host, BYTES(POST H "Content-Length: 1\r\n\r\n1"), 1, &answer);
	assert_int_equal(answer.status, 200);
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
	host_close(&host);
}

static void
send_mebibyte(int fd, size_t bytes)
{
	static const char zeros[MEBIBYTE];

	host_send(fd, BYTES(LARGE));
	host_send(fd, zeros, bytes);
}

static int
send_whole(const struct host *host, const char *address)
{
	struct host_answer answer;
	int fd = host_connect_from(host, address);

	send_mebibyte(fd, MEBIBYTE);
	host_read(fd, 1, &answer);
	close(fd);
	return answer.status;
}

struct filling {
	const struct host *host;
};

static bool
is_full(void *arg)
{
	struct filling *it = arg;

	return send_whole(it->host, "127.0.0.1") == 503;
}

static bool
is_empty(void *arg)
{
	struct filling *it = arg;

	return send_whole(it->host, "127.0.0.1") == 200;
}

/* Bodies that have come all but a byte: one address has its share of the
 * room, and the others theirs. */
static void
test_one_address_fills_its_share(void **state)
{
	enum {
		MANY = 24
	};
	struct host *host = open_with(2 * MANY);
	struct filling filling = {.host = host};
	struct host_answer answer;
	int fds[MANY];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		fds[i] = host_connect(host);
		send_mebibyte(fds[i], MEBIBYTE - 1);
	}
	assert_true(wait_until(is_full, &filling, WAIT_LONG_MS));
	assert_int_equal(send_whole(host, OTHER), 200);
	/* A punch has room always. */
	host_exchange(
		host, BYTES(POST H "Content-Length: 1\r\n\r\n1"), 1, &answer);
	assert_int_equal(answer.status, 200);
	/* And the room comes back. */
	for (int i = 0; i < MANY; i++)
		close(fds[i]);
	assert_true(wait_until(is_empty, &filling, WAIT_LONG_MS));
	host_close(&host);
}

static void
test_only_proxies_say_where_from(void **state)
{
	static const struct {
		const char *peer;
		const char *proxies;
		bool believed;
	} cases[] = {
		{"127.0.0.1", NULL, true},
		{"::1", NULL, true},
		{"::ffff:127.0.0.9", NULL, true},
		{"192.0.2.7", NULL, false},
		{"192.0.2.7", "192.0.2.8", false},
		{"192.0.2.7", "192.0.2.8,192.0.2.7", true},
		{"::ffff:192.0.2.7", "192.0.2.7", true},
		{"10.1.255.1", "10.1.0.0/16", true},
		{"10.2.0.1", "10.1.0.0/16", false},
		{"10.1.0.129", "10.1.0.128/25", true},
		{"10.1.0.127", "10.1.0.128/25", false},
		{"2001:db8::5", "10.1.0.0/16,2001:db8::/32", true},
		{"2001:db9::5", "10.1.0.0/16,2001:db8::/32", false},
		{"1.2.3.4", "::/97", false},
	};
	static const char *const bad[] = {"", "x", "10.1.0.0/33", "10.1.0.0/0",
		"10.1.0.0/", "10.1.0.0/16,", "10.1.0.0 /16", "::/129"};
	struct err err = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sockaddr_in6 six = {.sin6_family = AF_INET6};
		struct sockaddr_in four = {.sin_family = AF_INET};
		const struct sockaddr *peer = (const struct sockaddr *)&four;

		if (inet_pton(AF_INET, cases[i].peer, &four.sin_addr) != 1) {
			assert_int_equal(inet_pton(AF_INET6, cases[i].peer,
						 &six.sin6_addr),
				1);
			peer = (const struct sockaddr *)&six;
		}
		if (address_is_proxy(peer, cases[i].proxies) !=
			cases[i].believed)
			fail_msg("%s of %s", cases[i].peer, cases[i].proxies);
		assert_int_equal(
			address_check_proxies(cases[i].proxies, &err), 0);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(address_check_proxies(bad[i], &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_idle_sockets_keep_nobody_out),
		cmocka_unit_test(test_busy_ones_go_on_above_the_limit),
		cmocka_unit_test(test_half_sent_bodies_cost_nobody),
		cmocka_unit_test(test_one_address_fills_its_share),
		cmocka_unit_test(test_only_proxies_say_where_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
