/* What somebody who only asks costs the others, and the database; and that it
 * is told. */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "lib/acme.h"
#include "lib/sql.h"
#include "lib/temp_dir.h"

#define SECOND_MS 1000

static void
test_a_token_has_a_quota(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens busy, other;
	int asked = 0;

	acme_sign_in(acme, ACME_DANA, 0, &busy);
	acme_sign_in(acme, ACME_BOSS, 1, &other);
	while (acme_ask_me(acme, busy.access) == 200)
		asked++;
	assert_int_equal(acme->reply.status, 429);
	assert_int_equal(acme->reply.retry_after_s, 1);
	assert_int_equal(asked, 2000);
	assert_int_equal(acme_ask_me(acme, other.access), 200);
	/* So much a second comes back. */
	acme->now_ms += SECOND_MS;
	for (int i = 0; i < 50; i++)
		assert_int_equal(acme_ask_me(acme, busy.access), 200);
	assert_int_equal(acme_ask_me(acme, busy.access), 429);
	acme->options.no_limits = true;
	service_close(&acme->service);
	acme->service = acme_open_beside(acme);
	for (int i = 0; i < asked + 10; i++)
		assert_int_equal(acme_ask_me(acme, busy.access), 200);
	acme_close(&acme);
}

/* What is sent counts as well. */
static void
test_bytes_count(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	char *body = calloc(1, 1000001);
	int sent = 0;

	memset(body, ' ', 1000000);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	while (acme_ask(acme, &(struct acme_request){.path = "/v1/punches",
				      .token = tokens.delivery,
				      .body = body}) == 400)
		sent++;
	assert_int_equal(acme->reply.status, 429);
	assert_in_range(sent, 65, 70);
	free(body);
	acme_close(&acme);
}

static void
test_an_address_has_a_quota(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_request ask = {.path = "/healthz"};
	int asked = 0;

	acme->peer = "2001:db8::1";
	while (acme_ask(acme, &ask) == 200)
		asked++;
	assert_int_equal(acme->reply.status, 429);
	assert_int_equal(asked, 10000);
	acme->peer = "2001:db8::ffff:2";
	assert_int_equal(acme_ask(acme, &ask), 429);
	acme->peer = "2001:db8:1::1";
	assert_int_equal(acme_ask(acme, &ask), 200);
	acme_close(&acme);
}

/* Each renewal leaves an access token behind, and each sign-in a session. */
static void
test_tokens_and_sessions_are_bounded(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens, first;

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	first = tokens;
	for (int i = 0; i < 90; i++) {
		acme->now_ms++;
		assert_int_equal(
			acme_refresh(acme, tokens.refresh, &tokens), 200);
	}
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM access_token"), 8);
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_int_equal(acme_ask_me(acme, first.access), 401);
	acme_sign_in(acme, ACME_BOSS, 1, &first);
	for (int i = 0; i < 150; i++) {
		acme->now_ms++;
		assert_int_equal(acme_try_sign_in(acme, "acme", "dana",
					 ACME_PASSWORD, -1),
			200);
	}
	assert_int_equal(
		sql_int(acme->db, "SELECT count(*) FROM session"), 101);
	assert_int_equal(acme_ask_me(acme, first.access), 200);
	acme_close(&acme);
}

/* By usernames and companies that nobody has, from one address. */
static void
test_ten_thousand_sign_ins_leave_little(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	char name[32];

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme->peer = "198.51.100.7";
	for (int i = 0; i < 9000; i++) {
		snprintf(name, sizeof(name), "guess%d", i);
		acme_try_sign_in(acme, i % 2 ? "acme" : name, name, "x", -1);
		assert_int_equal(acme->reply.status, i < 100 ? 401 : 429);
		if (i % 10 == 0)
			acme->now_ms++;
	}
	assert_in_range(
		sql_int(acme->db, "SELECT count(*) FROM sign_in_failure"), 1,
		300);
	assert_int_equal(sql_int(acme->db, "SELECT count(*) FROM session"), 1);
	acme->peer = "192.0.2.1";
	assert_int_equal(acme_ask_me(acme, tokens.access), 200);
	assert_int_equal(
		acme_try_sign_in(acme, "acme", "marisol", ACME_PASSWORD, -1),
		200);
	acme_close(&acme);
}

/* --- what is told --------------------------------------------------------- */

struct ear {
	char *dir;
	char *path;
	int stderr_fd;
	struct str text;
};

/* From now on the log goes to a file. */
static void
hear(struct ear *ear)
{
	int fd;

	ear->dir = temp_dir_new();
	ear->path = temp_dir_path(ear->dir, "log");
	fd = open(ear->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	ear->stderr_fd = dup(STDERR_FILENO);
	assert_true(dup2(fd, STDERR_FILENO) >= 0);
	close(fd);
	str_init(&ear->text, 1024 * 1024);
}

static void
stop_hearing(struct ear *ear)
{
	struct err err;

	assert_true(dup2(ear->stderr_fd, STDERR_FILENO) >= 0);
	close(ear->stderr_fd);
	assert_int_equal(
		file_load(ear->path, 1024 * 1024, &ear->text, &err), 0);
	free(ear->path);
	temp_dir_free(&ear->dir);
}

static int
times(const struct ear *ear, const char *word)
{
	const char *at = ear->text.data;
	int n = 0;

	while ((at = strstr(at, word)) != NULL) {
		n++;
		at++;
	}
	return n;
}

/* What each of them does is a line. */
static void
do_all_of_it(struct acme *acme, char secrets_out[8][96])
{
	struct acme_tokens tokens, next, boss;
	char id[ID_TEXT_BYTES], path[96];

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	str_copy(secrets_out[0], 96, tokens.access);
	str_copy(secrets_out[1], 96, tokens.refresh);
	str_copy(secrets_out[2], 96, tokens.delivery);
	acme->peer = "198.51.100.7";
	for (int i = 0; i < 11; i++)
		acme_try_sign_in(
			acme, "acme", "robin", "Tr0ub4dor\nevent=forged", -1);
	acme_try_sign_in(acme, "acme", "Tr0ub4dor typed here", "x", -1);
	acme->peer = "192.0.2.1";
	acme_refresh(acme, tokens.refresh, &next);
	str_copy(secrets_out[3], 96, next.refresh);
	acme_refresh(acme, next.refresh, &next);
	assert_int_equal(acme_refresh(acme, tokens.refresh, &next), 401);
	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	acme_ask(acme, &(struct acme_request){.path = "/v1/cost-codes",
			       .token = tokens.access});
	assert_int_equal(acme->reply.status, 403);
	acme_sign_in(acme, ACME_BOSS, 1, &boss);
	id_format(&acme->devices[0], id);
	snprintf(path, sizeof(path), "/v1/devices/%s", id);
	acme_ask(acme, &(struct acme_request){.method = "DELETE",
			       .path = path,
			       .token = boss.access});
}

static void
test_each_event_is_a_line(void **state)
{
	static const char *const events[] = {"event=sign-in-failed ",
		"event=sign-in-delayed ", "event=token-reused ",
		"event=enrolment-begun ", "event=forbidden ",
		"event=configuration-changed "};
	struct acme *acme = acme_open(*state);
	char secrets[8][96] = {""};
	struct ear ear;

	hear(&ear);
	do_all_of_it(acme, secrets);
	stop_hearing(&ear);
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (times(&ear, events[i]) == 0)
			fail_msg("no %s in\n%s", events[i], ear.text.data);
	assert_int_equal(times(&ear, "event=sign-in-failed "), 11);
	assert_int_equal(times(&ear, "event=sign-in-delayed "), 1);
	assert_int_equal(times(&ear, "event=token-reused "), 1);
	assert_non_null(strstr(ear.text.data, "address=\"198.51.100.7\""));
	assert_non_null(
		strstr(ear.text.data, "what=\"DELETE /v1/devices/{id}\""));
	/* Nothing that was sent. */
	assert_int_equal(times(&ear, "Tr0ub4dor"), 0);
	assert_int_equal(times(&ear, "forged"), 0);
	assert_int_equal(times(&ear, "robin"), 0);
	for (size_t i = 0; i < 8; i++)
		if (secrets[i][0] != '\0')
			assert_int_equal(times(&ear, secrets[i] + 4), 0);
	str_release(&ear.text);
	acme_close(&acme);
}

/* A flood of what is told does not fill the disk, from all of one network. */
static void
test_a_flood_is_a_few_lines(void **state)
{
	struct acme *acme = acme_open(*state);
	struct acme_tokens tokens;
	struct ear ear;
	char peer[64];

	acme_sign_in(acme, ACME_DANA, 0, &tokens);
	hear(&ear);
	acme->peer = peer;
	for (int i = 0; i < 500; i++) {
		snprintf(peer, sizeof(peer), "2001:db8:1:2::%x", i);
		acme_ask(acme, &(struct acme_request){.path = "/v1/cost-codes",
				       .token = tokens.access});
	}
	stop_hearing(&ear);
	assert_int_equal(times(&ear, "event=forbidden "), 20);
	str_release(&ear.text);
	acme_close(&acme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(test_a_token_has_a_quota),
		ON_SQLITE(test_bytes_count),
		ON_SQLITE(test_an_address_has_a_quota),
		ON_BOTH(test_tokens_and_sessions_are_bounded),
		ON_SQLITE(test_ten_thousand_sign_ins_leave_little),
		ON_BOTH(test_each_event_is_a_line),
		ON_SQLITE(test_a_flood_is_a_few_lines),
	};

	return cmocka_run_group_tests(tests, NULL, acme_end);
}
