/* Whatever a server may do wrong: a failure in words, in time, in bounds. */

#include "lib/asker.h"
#include "lib/cmocka_all.h"
#include "lib/liar.h"
#include "lib/wait.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OK_HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

/* The library can be hidden: the transport's own call ends up here. */
static bool library_hidden;

void *
dlopen(const char *name, int flags)
{
	void *(*real)(const char *, int);
	void *symbol = dlsym(RTLD_NEXT, "dlopen");

	memcpy(&real, &symbol, sizeof(real));
	return library_hidden ? NULL : real(name, flags);
}

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

static void
test_nobody_listens(void **state)
{
	struct asker *a = *state;
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", liar_free_port());
	asker_get(a, url);
	assert_failed(a, TRANSPORT_UNREACHABLE, "nothing answers");
}

static void
broken_at_each_byte(struct asker *a, enum liar_manner manner)
{
	const size_t len = strlen(OK_HELLO);
	const size_t head = len - strlen("\r\n\r\nhello");
	struct liar_step steps[64];
	struct liar *liar;

	assert_true(len < 64);
	for (size_t i = 0; i < len; i++)
		steps[i] = (struct liar_step){manner, OK_HELLO, i};
	liar = liar_start(steps, len);
	for (size_t i = 0; i < len; i++) {
		asker_get(a, liar_url(liar));
		if (i == 0)
			assert_failed(a, TRANSPORT_UNREACHABLE, "try again");
		else if (i > head)
			assert_failed(a, TRANSPORT_BROKEN, "half-way");
		assert_int_not_equal(a->asked.end, TRANSPORT_ANSWERED);
		assert_int_not_equal(a->asked.end, TRANSPORT_TIMEOUT);
	}
	assert_int_equal(liar_connection_count(liar), len);
	liar_stop(&liar);
}

static void
test_reset_at_each_byte(void **state)
{
	broken_at_each_byte(*state, LIAR_RESETS);
}

static void
test_closed_at_each_byte(void **state)
{
	broken_at_each_byte(*state, LIAR_CLOSES);
}

struct tick {
	struct loop *loop;
	struct loop_timer timer;
	int count;
};

static void
on_tick(void *ctx)
{
	struct tick *t = ctx;

	t->count++;
	loop_arm(t->loop, &t->timer, loop_now_ms(t->loop) + 5, on_tick, t);
}

/* While a server does as it likes, the loop goes on, and the deadline ends it.
 */
static void
hung(struct asker *a, enum liar_manner manner, const char *answer, size_t bytes)
{
	struct liar *liar = liar_start_one(manner, answer, bytes);
	struct tick tick = {.loop = a->loop};
	const struct transport_request request = {.method = "GET",
		.url = liar_url(liar),
		.answer_max_bytes = 1 << 20,
		.deadline_ms = 150};

	on_tick(&tick);
	asker_ask(a, &request);
	assert_failed(a, TRANSPORT_TIMEOUT, "in time");
	assert_true(tick.count > 2);
	loop_disarm(a->loop, &tick.timer);
	liar_stop(&liar);
}

static void
test_silence_ends_at_the_deadline(void **state)
{
	hung(*state, LIAR_HANGS, "", 0);
}

static void
test_half_an_answer_ends_at_the_deadline(void **state)
{
	hung(*state, LIAR_HANGS, OK_HELLO, strlen(OK_HELLO) - 2);
}

static void
test_drops_end_at_the_deadline(void **state)
{
	hung(*state, LIAR_DRIPS, OK_HELLO OK_HELLO OK_HELLO, 20);
	hung(*state, LIAR_DRIPS,
		"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"
		"................................................",
		1);
}

static void
test_endless_headers(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_FLOODS,
		"HTTP/1.1 200 OK\r\nX: aaaaaaaaaaaaaaaa\r\n",
		strlen("HTTP/1.1 200 OK\r\n"));

	asker_get(a, liar_url(liar));
	assert_failed(a, TRANSPORT_BROKEN, "larger");
	liar_stop(&liar);
}

static void
test_an_endless_header_line(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(
		LIAR_FLOODS, "HTTP/1.1 200 OK\r\nX: aaaaaaaaaaaa", 20);

	asker_get(a, liar_url(liar));
	assert_failed(a, TRANSPORT_BROKEN, "larger");
	liar_stop(&liar);
}

static void
test_an_endless_body(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(
		LIAR_FLOODS, "HTTP/1.0 200 OK\r\n\r\n<html>", 19);

	asker_get(a, liar_url(liar));
	assert_failed(a, TRANSPORT_BROKEN, "larger");
	liar_stop(&liar);
}

static void
test_an_answer_may_be_as_large_as_allowed(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_ANSWERS, OK_HELLO, 0);
	struct transport_request request = {.method = "GET",
		.url = liar_url(liar),
		.answer_max_bytes = 5,
		.deadline_ms = WAIT_LONG_MS};

	asker_ask(a, &request);
	assert_string_equal(a->asked.body, "hello");
	request.answer_max_bytes = 4;
	asker_ask(a, &request);
	assert_failed(a, TRANSPORT_BROKEN, "larger");
	liar_stop(&liar);
}

static void
test_more_or_less_than_was_announced(void **state)
{
	struct asker *a = *state;
	struct liar *liar = liar_start_one(LIAR_CLOSES,
		"HTTP/1.1 200 OK\r\nContent-Length: 4000000000000\r\n\r\nxx",
		9999);

	asker_get(a, liar_url(liar));
	assert_failed(a, TRANSPORT_BROKEN, "half-way");
	liar_stop(&liar);
	liar = liar_start_one(LIAR_CLOSES,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"5\r\nhello\r\n",
		9999);
	asker_get(a, liar_url(liar));
	assert_failed(a, TRANSPORT_BROKEN, "half-way");
	liar_stop(&liar);
}

static void
test_what_is_not_http(void **state)
{
	struct asker *a = *state;
	struct liar *liar =
		liar_start_one(LIAR_CLOSES, "SSH-2.0-OpenSSH_9.2\r\n", 9999);

	asker_get(a, liar_url(liar));
	assert_failed(a, TRANSPORT_BROKEN, "Connect service");
	liar_stop(&liar);
	liar = liar_start_one(LIAR_CLOSES,
		"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", 99);
	asker_get(a, liar_url(liar));
	assert_int_not_equal(a->asked.end, TRANSPORT_TIMEOUT);
	liar_stop(&liar);
}

static void
test_the_library_is_missing(void **state)
{
	struct asker *a = *state;

	library_hidden = true;
	asker_start(a, &(struct transport_request){
			       .method = "GET", .url = "https://127.0.0.1/"});
	assert_int_equal(a->asked.count, 0);
	asker_get(a, "https://127.0.0.1/");
	library_hidden = false;
	assert_int_equal(a->asked.end, TRANSPORT_MISSING);
	assert_non_null(strstr(a->asked.why, "libcurl4"));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_nobody_listens),
		TEST(test_reset_at_each_byte),
		TEST(test_closed_at_each_byte),
		TEST(test_silence_ends_at_the_deadline),
		TEST(test_half_an_answer_ends_at_the_deadline),
		TEST(test_drops_end_at_the_deadline),
		TEST(test_endless_headers),
		TEST(test_an_endless_header_line),
		TEST(test_an_endless_body),
		TEST(test_an_answer_may_be_as_large_as_allowed),
		TEST(test_more_or_less_than_was_announced),
		TEST(test_what_is_not_http),
		TEST(test_the_library_is_missing),
	};

	return cmocka_run_group_tests_name("net_failures", tests, NULL, NULL);
}
