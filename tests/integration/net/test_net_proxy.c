/* What a client sees when the reply is lost on its way: the chaos proxy. */

#include "lib/asker.h"
#include "lib/child.h"
#include "lib/cmocka_all.h"
#include "lib/liar.h"
#include "lib/wait.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OK_HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

struct fixture {
	struct asker asker;
	struct liar *server; /* an honest one */
	struct child proxy;
	char url[80];
};

static int
set_up(void **state)
{
	const struct liar_step honest = {LIAR_ANSWERS, OK_HELLO, 0};
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	asker_init(&f->asker, NULL);
	f->server = liar_start(&honest, 1);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	asker_release(&f->asker);
	child_stop(&f->proxy, SIGTERM);
	liar_stop(&f->server);
	free(f);
	return 0;
}

/* Starts the proxy with one fault; f->url leads through it. */
static void
start_proxy(struct fixture *f, const char *fault, const char *value)
{
	const char *build = getenv("BUILD");
	char program[256];
	char server[64];
	char line[64];
	const char *argv[] = {
		program, "--times", "1", server, fault, value, NULL};

	snprintf(program, sizeof(program), "%s/tests/tools/proxy",
		build == NULL ? "build" : build);
	snprintf(server, sizeof(server), "%s",
		liar_url(f->server) + strlen("http://"));
	server[strlen(server) - 1] = '\0';
	child_start(&f->proxy, argv, NULL);
	assert_true(child_read_line(&f->proxy, line, sizeof(line)) > 0);
	snprintf(f->url, sizeof(f->url), "http://%s/", line);
}

static void
post(struct fixture *f, int64_t deadline_ms)
{
	const struct transport_request request = {.method = "POST",
		.url = f->url,
		.body = "{\"id\":7}",
		.body_bytes = 8,
		.answer_max_bytes = 100,
		.deadline_ms = deadline_ms};

	asker_ask(&f->asker, &request);
}

static void
test_the_reply_is_lost_after_the_server_did_its_work(void **state)
{
	struct fixture *f = *state;

	start_proxy(f, "--drop", "1");
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.end, TRANSPORT_UNREACHABLE);
	assert_int_equal(liar_request_count(f->server), 1);
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.status, 200);
	assert_int_equal(liar_request_count(f->server), 2);
}

/* On a kept connection curl asks again by itself: the server sees it twice. */
static void
test_the_reply_is_lost_on_a_kept_connection(void **state)
{
	struct fixture *f = *state;

	start_proxy(f, "--drop", "2");
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.status, 200);
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.status, 200);
	assert_int_equal(liar_request_count(f->server), 3);
	assert_string_equal(
		liar_request(f->server, 1), liar_request(f->server, 2));
}

static void
test_the_reply_is_cut(void **state)
{
	struct fixture *f = *state;

	start_proxy(f, "--cut", "40");
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.end, TRANSPORT_BROKEN);
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.status, 200);
}

static void
test_the_reply_never_comes(void **state)
{
	struct fixture *f = *state;

	start_proxy(f, "--hold", NULL);
	post(f, 100);
	assert_int_equal(f->asker.asked.end, TRANSPORT_TIMEOUT);
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.status, 200);
}

static void
test_the_reply_is_late(void **state)
{
	struct fixture *f = *state;

	start_proxy(f, "--delay", "50");
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.status, 200);
}

static void
test_refused(void **state)
{
	struct fixture *f = *state;

	start_proxy(f, "--refuse", NULL);
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.end, TRANSPORT_UNREACHABLE);
	post(f, WAIT_LONG_MS);
	assert_int_equal(f->asker.asked.status, 200);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_the_reply_is_lost_after_the_server_did_its_work),
		TEST(test_the_reply_is_lost_on_a_kept_connection),
		TEST(test_the_reply_is_cut),
		TEST(test_the_reply_never_comes),
		TEST(test_the_reply_is_late),
		TEST(test_refused),
	};

	return cmocka_run_group_tests_name("net_proxy", tests, NULL, NULL);
}
