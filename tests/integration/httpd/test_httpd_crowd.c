/* The HTTP server under one who takes more than a share: others go on. */

#include "lib/cmocka_all.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/http_host.h"
#include "lib/wait.h"
#include "src/httpd/address.h"
#include "src/httpd/crowd.h"
#include "src/httpd/deadlines.h"

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
	int fds[48];
	int count;
};

static void
hold_one(struct filling *it)
{
	assert_in_range(it->count, 0, sizeof(it->fds) / sizeof(it->fds[0]) - 1);
	it->fds[it->count] = host_connect(it->host);
	send_mebibyte(it->fds[it->count++], MEBIBYTE - 1);
}

/* Two that find no room in one moment are both forgotten, and leave room for
 * one: then another is held. */
static bool
is_full(void *arg)
{
	struct filling *it = arg;

	if (send_whole(it->host, "127.0.0.1") == 503)
		return true;
	hold_one(it);
	return false;
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
	struct host *host = open_with(4 * MANY);
	struct filling filling = {.host = host};
	struct host_answer answer;

	(void)state;
	for (int i = 0; i < MANY; i++)
		hold_one(&filling);
	assert_true(wait_until(is_full, &filling, WAIT_LONG_MS));
	assert_int_equal(send_whole(host, OTHER), 200);
	/* A punch has room always. */
	host_exchange(
		host, BYTES(POST H "Content-Length: 1\r\n\r\n1"), 1, &answer);
	assert_int_equal(answer.status, 200);
	/* And the room comes back. */
	for (int i = 0; i < filling.count; i++)
		close(filling.fds[i]);
	assert_true(wait_until(is_empty, &filling, WAIT_LONG_MS));
	host_close(&host);
}

static struct sockaddr_storage
address_at(const char *text)
{
	struct sockaddr_storage address = {0};
	struct sockaddr_in *four = (void *)&address;
	struct sockaddr_in6 *six = (void *)&address;

	if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
	} else {
		six->sin6_family = AF_INET6;
		assert_int_equal(inet_pton(AF_INET6, text, &six->sin6_addr), 1);
	}
	return address;
}

/* Whoever has a network has all of its addresses. */
static void
test_a_network_is_one_peer(void **state)
{
	static const struct {
		const char *one, *other;
		bool same;
	} cases[] = {
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false},
		{"192.0.2.7", "192.0.2.7", true},
		{"192.0.2.7", "192.0.2.8", false},
		{"192.0.2.7", "::ffff:192.0.2.7", true},
		{"::ffff:192.0.2.7", "::ffff:192.0.2.8", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sockaddr_storage one = address_at(cases[i].one);
		struct sockaddr_storage other = address_at(cases[i].other);
		struct crowd crowd = {0};
		struct crowd_peer *a = crowd_join(&crowd, (void *)&one);
		struct crowd_peer *b = crowd_join(&crowd, (void *)&other);

		if ((a == b) != cases[i].same)
			fail_msg("%s and %s", cases[i].one, cases[i].other);
		crowd_leave(&crowd, a);
		crowd_leave(&crowd, b);
		assert_null(crowd.first);
	}
}

static bool
is_cut(int fd)
{
	char byte;

	return recv(fd, &byte, 1, MSG_DONTWAIT) == 0;
}

/* Of one address what rests goes first, even if it came later. */
static void
test_what_rests_goes_before_what_is_sent(void **state)
{
	const struct deadline_limits limits = {60000, 60000, 2};
	struct sockaddr_storage peer = address_at("192.0.2.7");
	struct deadlines *all;
	struct deadline *held[3];
	struct err err = {0};
	int fds[3][2];

	assert_int_equal(deadlines_open(&limits, &all, &err), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
			socketpair(AF_UNIX, SOCK_STREAM, 0, fds[i]), 0);
		held[i] = deadlines_add(all, fds[i][0], (void *)&peer);
		if (i == 0)
			deadlines_enter(held[i], DEADLINE_MOVING);
	}
	assert_true(deadlines_admitted(held[2]));
	assert_false(is_cut(fds[0][1]));
	assert_true(is_cut(fds[1][1]));
	for (int i = 0; i < 3; i++) {
		deadlines_remove(held[i]);
		close(fds[i][0]);
		close(fds[i][1]);
	}
	deadlines_close(&all);
}

/* The peer's word on another address, believed of proxies alone. */
static void
test_a_stranger_is_no_other_address(void **state)
{
	struct sockaddr_storage peer = address_at("192.0.2.7");
	char text[ADDRESS_TEXT_BYTES];

	address_of((void *)&peer, "203.0.113.1", NULL, text);
	assert_string_equal(text, "192.0.2.7");
	address_of((void *)&peer, "203.0.113.1", "192.0.2.0/24", text);
	assert_string_equal(text, "203.0.113.1");
	address_of((void *)&peer, NULL, "192.0.2.0/24", text);
	assert_string_equal(text, "192.0.2.7");
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
		struct sockaddr_storage peer = address_at(cases[i].peer);

		if (address_is_proxy((void *)&peer, cases[i].proxies) !=
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
		cmocka_unit_test(test_a_network_is_one_peer),
		cmocka_unit_test(test_what_rests_goes_before_what_is_sent),
		cmocka_unit_test(test_a_stranger_is_no_other_address),
		cmocka_unit_test(test_only_proxies_say_where_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
