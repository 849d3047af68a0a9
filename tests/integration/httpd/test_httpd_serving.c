/* The HTTP server as a whole: deadlines, overload, its end, where it may be. */

#include "lib/cmocka_all.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/child.h"
#include "lib/http_host.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

#define HEAD_MS 400
#define REQUEST_MS 600

/* Sends one byte after the other until the connection is cut. */
static void
drip(const struct host *host, const char *head)
{
	struct pollfd pollfd = {.fd = host_connect(host), .events = POLLIN};
	int64_t deadline = wait_deadline(WAIT_LONG_MS);

	assert_true(pollfd.fd >= 0);
	host_send(pollfd.fd, head, strlen(head));
	while (poll(&pollfd, 1, 20) == 0) {
		assert_int_not_equal(wait_left_ms(deadline), 0);
		host_send(pollfd.fd, "a", 1);
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
			.on_request = host_answer_request});
	struct host_answer answer;

	(void)state;
	drip(host, "GET /");
	drip(host, GET H "A: ");
	drip(host, POST H "Content-Length: 1000000\r\n\r\n");
	/* Nothing at all, and nothing more after a request. */
	host_exchange(host, BYTES(""), 0, &answer);
	assert_int_equal(answer.count, 0);
	assert_true(answer.closed);
	host_exchange(host, BYTES(GET H "\r\n"), 0, &answer);
	assert_int_equal(answer.status, 200);
	assert_true(answer.closed);
	assert_int_equal(host->asked, 1);
	host_close(&host);
}

/* The end of a connection that says nothing shows that its time is over. */
static void
test_a_request_has_more_time_than_its_head(void **state)
{
	struct httpd_options options = host_plain;
	struct host_answer answer;
	struct host *host;
	int busy;

	(void)state;
	options.head_ms = HEAD_MS;
	host = host_open(&options);
	busy = host_connect(host);
	host_send(busy, BYTES(WAIT));
	host_wait_for_it(host);
	drip(host, "GET /");
	drip(host, "GET /");
	host_go_on(host);
	host_read(busy, 1, &answer);
	assert_int_equal(answer.status, 200);
	close(busy);
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
	int fd = host_connect(arg);

	if (fd >= 0)
		close(fd);
	return fd < 0;
}

static void
test_what_is_there_is_answered_at_the_end(void **state)
{
	struct httpd_options options = host_plain;
	struct host_answer answer;
	struct host *host;
	pthread_t closer;
	int busy, idle;

	(void)state;
	options.head_ms = 10 * WAIT_LONG_MS; /* not what ends the idle one */
	host = host_open(&options);
	busy = host_connect(host);
	idle = host_connect(host);
	host_send(busy, BYTES(WAIT));
	host_wait_for_it(host);
	assert_int_equal(
		pthread_create(&closer, NULL, close_in_thread, host), 0);
	/* No new ones, the idle one goes, the busy one is answered. */
	host_read(idle, 0, &answer);
	assert_true(answer.closed);
	assert_true(wait_until(is_refused, host, WAIT_LONG_MS));
	host_go_on(host);
	host_read(busy, 0, &answer);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.text, "Connection: close"));
	assert_true(answer.closed);
	pthread_join(closer, NULL);
	close(busy);
	close(idle);
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
		{"127.0.0.1:0", "/proc/none", "/proc/none", ERR_CONFIG,
			"certificate"},
		{"127.0.0.1:0", "Makefile", "Makefile", ERR_CONFIG, "PEM"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct httpd_options options = host_plain;
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
	const char *make[] = {"openssl", "req", "-x509", "-newkey", "rsa",
		"-pkeyopt", "rsa_keygen_bits:2048", "-nodes", "-subj",
		"/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
		"-keyout", key, "-out", cert, NULL};
	static const char *const weak[] = {"ECDHE-RSA-AES128-GCM-SHA256",
		"AES128-GCM-SHA256", "AES256-SHA", "ECDHE-RSA-AES128-SHA",
		"ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES128-SHA256"};
	struct err err = {0};
	struct httpd *httpd = NULL;
	struct httpd_options options = host_plain;
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
	assert_string_equal(output.out, "GET /tls? 127.0.0.1 0 [-][-][-][-]");
	child_output_release(&output);
	/* Old protocols are not spoken. */
	child_run((const char *[]){"curl", "-sS", "--cacert", cert, "--tls-max",
			  "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", url, NULL},
		NULL, NULL, &output);
	assert_int_not_equal(output.status, 0);
	child_output_release(&output);
	/* Nor what keeps no secret for ever, nor ciphers without a seal. */
	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++) {
		child_run((const char *[]){"curl", "-sS", "--cacert", cert,
				  "--tls-max", "1.2", "--ciphers", weak[i], url,
				  NULL},
			NULL, NULL, &output);
		assert_int_equal(output.status, i == 0 ? 0 : 35);
		child_output_release(&output);
	}
	host_close(&host);
	/* A key that others may read is none. */
	assert_int_equal(chmod(key, 0644), 0);
	assert_int_equal(httpd_open(&options, &httpd, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "0644"));
	free(cert);
	free(key);
	temp_dir_free(&dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deadlines_are_absolute),
		cmocka_unit_test(test_a_request_has_more_time_than_its_head),
		cmocka_unit_test(test_what_is_there_is_answered_at_the_end),
		cmocka_unit_test(test_what_cannot_be_served),
		cmocka_unit_test(test_tls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
