#include "lib/asker.h"
#include "lib/cmocka_all.h"
#include "lib/liar.h"
#include "lib/wait.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define OK_HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

static int
set_up(void **state)
{
	struct asker *asker = calloc(1, sizeof(*asker));

	assert_non_null(asker);
	asker_init(asker, NULL);
	*state = asker;
	return 0;
}

static int
tear_down(void **state)
{
	asker_release(*state);
	free(*state);
	return 0;
}

/* A failure is one line that names the server and says something. */
static void
assert_failed(struct asker *a, enum transport_end end, const char *words)
{
	assert_int_equal(a->asked.end, end);
	assert_null(strchr(a->asked.why, '\n'));
	assert_non_null(strstr(a->asked.why, "127.0.0.1"));
	if (strstr(a->asked.why, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", a->asked.why, words);
}

/* What is asked and answered. */

static void
test_an_answer_comes_as_it_is(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS,
		"HTTP/1.1 429 Too Many Requests\r\n"
		"Content-Type: application/problem+json\r\n"
		"etag:  W/\"x1\" \r\nRetry-After: 120\r\n"
		"link: </next?a=1>; rel=\"next\"\r\n"
		"Content-Length: 7\r\n\r\n{\"a\":1}",
		0);

	asker_get(a, liar_url(liar));
	assert_int_equal(a->asked.end, TRANSPORT_ANSWERED);
	assert_int_equal(a->asked.status, 429);
	assert_string_equal(a->asked.content_type, "application/problem+json");
	assert_string_equal(a->asked.etag, "W/\"x1\"");
	assert_string_equal(a->asked.link, "</next?a=1>; rel=\"next\"");
	assert_int_equal(a->asked.retry_after_ms, 120000);
	assert_int_equal(a->asked.body_bytes, 7);
	assert_string_equal(a->asked.body, "{\"a\":1}");
	liar_stop(&liar);
}

static void
test_what_is_asked_arrives_and_no_more(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	struct secret bearer = {.data = (char *)"s3cr3t", .len = 6};
	const char *body = "{\"punch\":1}";
	const struct transport_request request = {.method = "PATCH",
		.url = liar_url(liar),
		.bearer = &bearer,
		.if_none_match = "\"e1\"",
		.if_match = "\"7\"",
		.body = body,
		.body_bytes = strlen(body),
		.answer_max_bytes = 100,
		.deadline_ms = WAIT_LONG_MS};
	const char *seen;

	asker_ask(a, &request);
	assert_int_equal(a->asked.status, 200);
	seen = liar_request(liar, 0);
	assert_memory_equal(seen, "PATCH / HTTP/1.1\r\n", 18);
	assert_non_null(strstr(seen, "Authorization: Bearer s3cr3t\r\n"));
	assert_non_null(strstr(seen, "If-None-Match: \"e1\"\r\n"));
	assert_non_null(strstr(seen, "If-Match: \"7\"\r\n"));
	assert_non_null(strstr(seen, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(seen, "User-Agent: test/1.0\r\n"));
	assert_non_null(strstr(seen, "\r\n\r\n{\"punch\":1}"));
	assert_null(strstr(seen, "Accept-Encoding"));
	assert_null(strstr(seen, "Expect"));
	liar_stop(&liar);
}

static void
test_a_header_cannot_be_smuggled(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	struct secret bearer = {.data = (char *)"x\r\nEvil: 1", .len = 10};
	struct transport_request request = {.method = "GET",
		.url = liar_url(liar),
		.bearer = &bearer,
		.answer_max_bytes = 100,
		.deadline_ms = WAIT_LONG_MS};

	asker_ask(a, &request);
	assert_failed(a, TRANSPORT_BROKEN, "sign in again");
	assert_null(strstr(a->asked.why, "Evil"));
	request.bearer = NULL;
	request.if_none_match = "\"e\"\r\nEvil: 1";
	asker_ask(a, &request);
	assert_int_equal(liar_request_count(liar), 1);
	assert_null(strstr(liar_request(liar, 0), "Evil"));
	liar_stop(&liar);
}

static void
test_every_status_is_an_answer(void **state)
{
	static const int statuses[] = {200, 201, 202, 204, 301, 302, 304, 307,
		308, 400, 401, 403, 404, 409, 412, 413, 422, 428, 429, 500, 502,
		503, 504, 599};
	struct asker *a = *state;

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		struct liar *liar;
		char text[200];
		bool bare = statuses[i] == 204 || statuses[i] == 304;

		snprintf(text, sizeof(text),
			"HTTP/1.1 %d Words\r\nLocation: http://127.0.0.1:1/\r\n"
			"WWW-Authenticate: Basic\r\n%s",
			statuses[i],
			bare ? "\r\n" : "Content-Length: 2\r\n\r\n{}");
		liar = liar_start_one(LIAR_ANSWERS, text, 0);
		asker_get(a, liar_url(liar));
		assert_int_equal(a->asked.end, TRANSPORT_ANSWERED);
		assert_int_equal(a->asked.status, statuses[i]);
		assert_string_equal(a->asked.body, bare ? "" : "{}");
		assert_int_equal(liar_request_count(liar), 1);
		liar_stop(&liar);
	}
}

static int64_t
retry_after(struct asker *a, const char *value)
{
	char text[200];
	struct liar *liar;

	snprintf(text, sizeof(text),
		"HTTP/1.1 503 Later\r\nRetry-After: %s\r\n"
		"Content-Length: 0\r\n\r\n",
		value);
	liar = liar_start_one(LIAR_ANSWERS, text, 0);
	asker_get(a, liar_url(liar));
	assert_int_equal(a->asked.status, 503);
	liar_stop(&liar);
	return a->asked.retry_after_ms;
}

static void
test_retry_after_in_both_forms_and_bounded(void **state)
{
	const time_t later = time(NULL) + 600;
	struct asker *a = *state;
	char date[64];
	struct tm tm;
	int64_t wait_ms;

	assert_int_equal(retry_after(a, "7"), 7000);
	assert_int_equal(retry_after(a, "0"), 0);
	assert_int_equal(retry_after(a, "-5"), 0);
	assert_int_equal(retry_after(a, "soon"), 0);
	assert_int_equal(retry_after(a, "99999999999"), NET_RETRY_AFTER_MAX_MS);
	assert_int_equal(retry_after(a, "Fri, 31 Dec 2199 23:59:59 GMT"),
		NET_RETRY_AFTER_MAX_MS);
	assert_int_equal(retry_after(a, "Fri, 31 Dec 1999 23:59:59 GMT"), 0);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT",
		gmtime_r(&later, &tm));
	wait_ms = retry_after(a, date);
	assert_true(wait_ms > 0 && wait_ms <= 600000);
}

static void
test_what_comes_before_the_answer_is_not_the_answer(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS,
		"HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\n\r\n" OK_HELLO,
		0);

	asker_get(a, liar_url(liar));
	assert_int_equal(a->asked.status, 200);
	assert_string_equal(a->asked.etag, "");
	assert_string_equal(a->asked.content_type, "");
	assert_string_equal(a->asked.body, "hello");
	liar_stop(&liar);
}

static void
test_an_answer_in_chunks_with_a_trailer(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"3\r\nhel\r\n2\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n",
		0);

	asker_get(a, liar_url(liar));
	assert_int_equal(a->asked.end, TRANSPORT_ANSWERED);
	assert_string_equal(a->asked.body, "hello");
	liar_stop(&liar);
}

static void
test_a_login_page_is_handed_on_as_what_it_is(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_CLOSES,
		"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
		"\r\n<html>Welcome to Hotel WLAN</html>",
		9999);

	asker_get(a, liar_url(liar));
	assert_int_equal(a->asked.end, TRANSPORT_ANSWERED);
	assert_string_equal(a->asked.content_type, "text/html; charset=utf-8");
	liar_stop(&liar);
}

static void
test_nothing_is_decompressed(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS,
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		"Content-Length: 4\r\n\r\n\x1f\x8bxx",
		0);

	asker_get(a, liar_url(liar));
	assert_int_equal(a->asked.end, TRANSPORT_ANSWERED);
	assert_int_equal(a->asked.body_bytes, 4);
	liar_stop(&liar);
}

static const char *
unreachable(struct asker *a, const char *url)
{
	return a->transport.ops->unreachable(a->transport.self, url);
}

static void
test_what_is_plain_without_trying(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	char url[64];

	assert_null(unreachable(a, liar_url(liar)));
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", liar_free_port());
	assert_non_null(unreachable(a, url));
	assert_non_null(strstr(unreachable(a, url), "127.0.0.1"));
	setenv("https_proxy", "http://127.0.0.1:1/", 1);
	assert_null(unreachable(a, url));
	unsetenv("https_proxy");
	assert_null(unreachable(a, "https://localhost:1/"));
	assert_null(unreachable(a, "no address"));
	/* With the library in memory it costs nothing to try. */
	asker_get(a, liar_url(liar));
	assert_null(unreachable(a, url));
	liar_stop(&liar);
}

/* Connections. */

static void
post(struct asker *a, const char *url)
{
	const struct transport_request request = {.method = "POST",
		.url = url,
		.body = "{\"id\":7}",
		.body_bytes = 8,
		.answer_max_bytes = 100,
		.deadline_ms = WAIT_LONG_MS};

	asker_ask(a, &request);
}

static void
test_a_connection_is_kept(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);

	for (int i = 0; i < 5; i++) {
		post(a, liar_url(liar));
		assert_int_equal(a->asked.status, 200);
	}
	assert_int_equal(liar_connection_count(liar), 1);
	liar_stop(&liar);
}

/*
 * The server took the punch on a kept connection and died before it answered:
 * curl asks again by itself. It has to be the very same request, since only
 * the punch's id keeps it from counting twice.
 */
static void
test_a_dead_kept_connection_asks_again_the_same(void **state)
{
	struct asker *a = *state;
	const struct liar_step steps[] = {
		{LIAR_ANSWERS, OK_HELLO, 0},
		{LIAR_CLOSES, "", 0},
		{LIAR_ANSWERS, OK_HELLO, 0},
	};
	struct liar *liar = liar_start(steps, 3);

	post(a, liar_url(liar));
	post(a, liar_url(liar));
	assert_int_equal(a->asked.end, TRANSPORT_ANSWERED);
	assert_int_equal(a->asked.count, 2);
	assert_int_equal(liar_request_count(liar), 3);
	assert_string_equal(liar_request(liar, 1), liar_request(liar, 2));
	liar_stop(&liar);
}

static void
test_a_closed_kept_connection_is_replaced(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_CLOSES, OK_HELLO, 9999);

	for (int i = 0; i < 3; i++) {
		post(a, liar_url(liar));
		assert_int_equal(a->asked.status, 200);
	}
	assert_int_equal(liar_connection_count(liar), 3);
	liar_stop(&liar);
}

static void
on_count(void *ctx)
{
	++*(int *)ctx;
}

static void
on_stop(void *ctx)
{
	loop_stop(ctx);
}

static void
test_a_kept_connection_wakes_nobody(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	struct loop_timer stop = {0};
	struct err err;
	int turns = 0;

	post(a, liar_url(liar));
	loop_arm(a->loop, &stop, loop_now_ms(a->loop) + 100, on_stop, a->loop);
	loop_before_wait(a->loop, on_count, &turns);
	assert_int_equal(loop_run(a->loop, &err), 0);
	assert_int_equal(turns, 1);
	liar_stop(&liar);
}

static void
test_a_proxy_never_sees_what_stays_here(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	struct liar *proxy = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);

	setenv("http_proxy", liar_url(proxy), 1);
	setenv("all_proxy", liar_url(proxy), 1);
	asker_get(a, liar_url(liar));
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	assert_int_equal(liar_request_count(proxy), 0);
	assert_int_equal(liar_request_count(liar), 1);
	liar_stop(&liar);
	liar_stop(&proxy);
}

/* Addresses. */

static void
test_only_what_is_encrypted_or_local(void **state)
{
	static const struct {
		const char *format;
		enum transport_end end;
	} cases[] = {
		/* Local: the connection is tried, and refused. */
		{"http://127.0.0.1:%d/", TRANSPORT_UNREACHABLE},
		{"http://127.8.9.1:%d/", TRANSPORT_UNREACHABLE},
		{"http://127.1:%d/", TRANSPORT_UNREACHABLE},
		{"http://2130706433:%d/", TRANSPORT_UNREACHABLE},
		{"http://[::1]:%d/", TRANSPORT_UNREACHABLE},
		{"http://LocalHost:%d/", TRANSPORT_UNREACHABLE},
		{"https://127.0.0.1:%d/", TRANSPORT_UNREACHABLE},
		/* Not encrypted. */
		{"http://connect.example:%d/", TRANSPORT_UNTRUSTED},
		{"http://128.0.0.1:%d/", TRANSPORT_UNTRUSTED},
		{"http://127.0.0.1.example:%d/", TRANSPORT_UNTRUSTED},
		{"http://localhost.example:%d/", TRANSPORT_UNTRUSTED},
		{"http://localhost.:%d/", TRANSPORT_UNTRUSTED},
		{"http://[::ffff:127.0.0.1]:%d/", TRANSPORT_UNTRUSTED},
		{"http://[fe80::1]:%d/", TRANSPORT_UNTRUSTED},
		{"http://0.0.0.0:%d/", TRANSPORT_UNTRUSTED},
		{"ftp://127.0.0.1:%d/", TRANSPORT_UNTRUSTED},
		{"file:///etc/passwd?%d", TRANSPORT_UNREACHABLE},
		/* No addresses, or with something to hide. */
		{"127.0.0.1:%d", TRANSPORT_UNREACHABLE},
		{"http://user@127.0.0.1:%d/", TRANSPORT_UNREACHABLE},
		{"http://127.0.0.1 :%d/", TRANSPORT_UNREACHABLE},
		{"http://127.0.0.1:%d0000/", TRANSPORT_UNREACHABLE},
		{"connect:%d", TRANSPORT_UNREACHABLE},
	};
	struct asker *a = *state;
	const int port = liar_free_port();

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char url[100];
		struct str text;

		str_init(&text, sizeof(url));
		str_addz(&text, cases[i].format);
		snprintf(url, sizeof(url), "%.*s%d%s",
			(int)(strstr(text.data, "%d") - text.data), text.data,
			port, strstr(text.data, "%d") + 2);
		str_release(&text);
		asker_get(a, url);
		if (a->asked.end != cases[i].end)
			fail_msg("%s: %d, %s", url, a->asked.end, a->asked.why);
	}
}

static void
test_a_name_in_the_address_is_refused(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	char url[80];

	snprintf(url, sizeof(url), "http://zofia:s3cret@%s",
		liar_url(liar) + strlen("http://"));
	asker_get(a, url);
	assert_int_equal(a->asked.end, TRANSPORT_UNREACHABLE);
	assert_null(strstr(a->asked.why, "s3cret"));
	assert_int_equal(liar_connection_count(liar), 0);
	liar_stop(&liar);
}

/* Several at once. */

struct two {
	struct asker *a;
	int ticket; /* to be cancelled by the first answer */
	int answers;
	const char *again;
};

static void
on_two(void *ctx, const struct transport_answer *answer)
{
	struct two *two = ctx;
	const struct transport *t = &two->a->transport;

	two->answers++;
	assert_int_equal(answer->status, 200);
	t->ops->cancel(t->self, two->ticket);
	if (two->again != NULL) {
		const struct transport_request request = {.method = "GET",
			.url = two->again,
			.answer_max_bytes = 100,
			.deadline_ms = WAIT_LONG_MS};

		two->again = NULL;
		t->ops->start(t->self, &request, on_two, two);
		return;
	}
	loop_stop(two->a->loop);
}

static void
test_an_answer_may_cancel_and_ask_again(void **state)
{
	struct asker *a = *state;
	struct liar *silent = liar_start_one(LIAR_HANGS, "", 0);
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	struct two two = {.a = a, .again = liar_url(liar)};
	struct transport_request request = {.method = "GET",
		.url = liar_url(silent),
		.answer_max_bytes = 100,
		.deadline_ms = WAIT_LONG_MS};
	struct err err;

	two.ticket = asker_start(a, &request);
	request.url = liar_url(liar);
	assert_true(a->transport.ops->start(
			    a->transport.self, &request, on_two, &two) > 0);
	assert_int_equal(loop_run(a->loop, &err), 0);
	assert_int_equal(two.answers, 2);
	assert_int_equal(a->asked.count, 0);
	a->transport.ops->cancel(a->transport.self, 12345);
	a->transport.ops->cancel(a->transport.self, two.ticket);
	liar_stop(&liar);
	liar_stop(&silent);
}

static void
test_the_end_leaves_what_is_under_way(void **state)
{
	struct asker *a = *state;
	struct liar *silent = liar_start_one(LIAR_HANGS, "", 0);
	const struct transport_request request = {.method = "GET",
		.url = liar_url(silent),
		.answer_max_bytes = 100,
		.deadline_ms = WAIT_LONG_MS};

	asker_start(a, &request);
	asker_start(a, &request);
	net_free(&a->net);
	assert_int_equal(a->asked.count, 0);
	liar_stop(&silent);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_an_answer_comes_as_it_is),
		TEST(test_what_is_asked_arrives_and_no_more),
		TEST(test_a_header_cannot_be_smuggled),
		TEST(test_every_status_is_an_answer),
		TEST(test_retry_after_in_both_forms_and_bounded),
		TEST(test_what_comes_before_the_answer_is_not_the_answer),
		TEST(test_an_answer_in_chunks_with_a_trailer),
		TEST(test_a_login_page_is_handed_on_as_what_it_is),
		TEST(test_nothing_is_decompressed),
		TEST(test_what_is_plain_without_trying),
		TEST(test_a_connection_is_kept),
		TEST(test_a_dead_kept_connection_asks_again_the_same),
		TEST(test_a_closed_kept_connection_is_replaced),
		TEST(test_a_kept_connection_wakes_nobody),
		TEST(test_a_proxy_never_sees_what_stays_here),
		TEST(test_only_what_is_encrypted_or_local),
		TEST(test_a_name_in_the_address_is_refused),
		TEST(test_an_answer_may_cancel_and_ask_again),
		TEST(test_the_end_leaves_what_is_under_way),
	};

	return cmocka_run_group_tests_name("net", tests, NULL, NULL);
}
