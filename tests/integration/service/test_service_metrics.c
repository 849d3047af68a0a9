/* GET /metrics: every line as Prometheus reads it, the figures right, no name
 * in it, and nobody from elsewhere sees it. */

#include "lib/cmocka_all.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/acme.h"

static int
ask(struct acme *acme)
{
	return acme_ask(acme, &(struct acme_request){.path = "/metrics"});
}

/* "name" or "name{label="value",…}", then a space. Its length. */
static size_t
series_length(const char *line)
{
	size_t len = strspn(line, "abcdefghijklmnopqrstuvwxyz_");

	assert_int_not_equal(len, 0);
	if (line[len] == '{') {
		const char *end = strstr(line + len, "\"} ");

		assert_non_null(end);
		return (size_t)(end + 2 - line);
	}
	return len;
}

/* The figure of a series, -1 when there is none; each stands once. */
static double
figure(const struct acme *acme, const char *series)
{
	const char *line = acme->reply.body.data;
	double found = -1;

	while (*line != '\0') {
		size_t len = series_length(line + (*line == '#' ? 7 : 0));
		char *end;
		double value;

		if (*line != '#') {
			assert_int_equal(line[len], ' ');
			value = strtod(line + len + 1, &end);
			assert_int_equal(*end, '\n');
			if (strlen(series) == len &&
				memcmp(series, line, len) == 0) {
				assert_true(found < 0);
				found = value;
			}
		}
		line = strchr(line, '\n');
		assert_non_null(line);
		line++;
	}
	return found;
}

static void
test_only_where_it_is_wanted(void **state)
{
	struct acme *acme = acme_open(*state);
	struct service *telling = acme->service;

	assert_int_equal(ask(acme), 404);
	acme->peer = "127.0.0.1";
	assert_int_equal(ask(acme), 200);
	acme->options.metrics = false;
	acme->service = acme_open_beside(acme);
	assert_int_equal(ask(acme), 404);
	service_close(&acme->service);
	acme->service = telling;
	acme->peer = "::1";
	assert_int_equal(ask(acme), 200);
	acme->peer = "192.0.2.1";
	assert_int_equal(ask(acme), 404);
	acme->peer = "1127.0.0.1";
	assert_int_equal(ask(acme), 404);
	acme_close(&acme);
}

static void
test_figures(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_int_equal(acme_ask_me(acme, "nobody"), 401);
	acme_ask(acme, &(struct acme_request){.path = "/nowhere/dana"});
	acme->peer = "127.0.0.1";
	assert_int_equal(ask(acme), 200);
#define OF(method, route) "{method=\"" method "\",route=\"" route "\""
	assert_true(figure(acme, "connectd_requests_total" OF("GET",
					 "/v1/me") ",status=\"200\"}") == 2);
	assert_true(figure(acme, "connectd_requests_total" OF("GET",
					 "/v1/me") ",status=\"401\"}") == 1);
	assert_true(figure(acme, "connectd_requests_total" OF(
					 "", "") ",status=\"404\"}") == 1);
	assert_true(figure(acme, "connectd_request_seconds_bucket" OF("GET",
					 "/v1/me") ",le=\"0.005\"}") == 3);
	assert_true(figure(acme, "connectd_request_seconds_count" OF(
					 "GET", "/v1/me") "}") == 3);
	assert_true(figure(acme, "connectd_request_seconds_sum" OF(
					 "GET", "/v1/me") "}") == 0);
	assert_true(figure(acme, "connectd_punches_total"
				 "{verdict=\"recorded\"}") == 0);
	assert_true(figure(acme, "connectd_requests_answering") == 1);
	assert_true(figure(acme, "connectd_ledger_waiting") == 0);
	assert_true(figure(acme, "connectd_database_up") == 1);
	assert_true(figure(acme, "connectd_quarantine_waiting") == 0);
	/* Nobody's name, and nothing that was sent. */
	assert_null(strstr(acme->reply.body.data, "dana"));
	assert_null(strstr(acme->reply.body.data, "acme"));
	assert_null(strstr(acme->reply.body.data, "nowhere"));
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(test_only_where_it_is_wanted),
		ON_BOTH(test_figures),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
