/* The HTTP server on raw sockets: framing, limits, whose words it believes. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "lib/http_host.h"

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
		{BYTES(GET "Host: time.example.com:8443\r\n\r\n"), 1, "GET"},
		{BYTES(GET "Host: [2001:db8::1]:80\r\n\r\n"), 1, "GET"},
		{BYTES(GET "Host: 192.0.2.7\r\n\r\n"), 1, "GET"},
		/* What the service goes by. */
		{BYTES("PATCH /a HTTP/1.1\r\n" H "authorization: Bearer x\r\n"
		       "if-match: \"7\", \"8\"\r\nContent-Type: a/b\r\n"
		       "Content-Length: 2\r\n\r\n{}"),
			1,
			"PATCH /a? 127.0.0.1 2 [Bearer x][\"7\", \"8\"][-]"
			"[a/b]"},
		{BYTES(GET H "If-None-Match: \"7\"\r\n\r\n"), 1,
			"[-][-][\"7\"][-]"},
		{BYTES(GET H "Accept-Language: es-MX, en;q=0.5\r\n\r\n"), 1,
			"[-][-][-][-][es-MX, en;q=0.5]"},
	};
	struct host *host = host_open(&host_plain);
	struct host_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		host_exchange(host, good[i].bytes, good[i].len, good[i].answers,
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
		{BYTES(GET H "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n\r\n")},
		{BYTES(GET "Host:\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a b\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a/b\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a@b\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a,b\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a?b\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a:b\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a:\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: a:123456\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: :80\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: ::1\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: [::1\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: []\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: [::1]x\r\n\r\n" SMUGGLED)},
		{BYTES(GET "Host: \xc3\xa4\r\n\r\n" SMUGGLED)},
		{BYTES("GET http://y/a HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("GET a HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("OPTIONS * HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("get /a HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("TRACE /a HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("CONNECT x:80 HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
		{BYTES("G(T /a HTTP/1.1\r\n" H "\r\n" SMUGGLED)},
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
	struct host *host = host_open(&host_plain);
	struct host_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		host_exchange(host, bad[i].bytes, bad[i].len, 0, &answer);
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
	struct host *host = host_open(&host_plain);
	struct host_answer answer;
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
		host_exchange(host, text.data, text.len, 1 - more, &answer);
		assert_int_equal(answer.status, more ? 413 : 200);
		assert_int_equal(answer.closed, more);
	}
	/* Who asks first is told before the body is sent. */
	host_exchange(host,
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
	host_exchange(host, text.data, text.len, 0, &answer);
	assert_int_equal(answer.status, 400);
	str_clear(&text);
	str_addf(&text, GET H "A: %65536s\r\n\r\n", "b");
	host_exchange(host, text.data, text.len, 0, &answer);
	assert_int_not_equal(answer.status, 200);
	assert_true(answer.closed);
	str_clear(&text);
	str_addz(&text, "GET /?");
	for (int i = 0; i < 2048; i++)
		str_addc(&text, 'a');
	str_addz(&text, " HTTP/1.1\r\n" H "\r\n");
	host_exchange(host, text.data, text.len, 0, &answer);
	assert_int_equal(answer.status, 400);
	str_release(&text);
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
		{"203.0.113.1, 203.0.113.9, 192.0.2.7", " 192.0.2.7 "},
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
			.on_request = host_answer_request});
	struct host_answer answer;
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text),
			GET H "X-Forwarded-For: %s\r\n\r\n", cases[i].value);
		host_exchange(host, text, strlen(text), 1, &answer);
		assert_non_null(strstr(answer.text, cases[i].peer));
	}
	host_close(&host);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_requests),
		cmocka_unit_test(test_bad_framing),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_behind_a_proxy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
