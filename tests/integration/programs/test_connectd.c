/* The program connectd: its commands, their words, and their exit codes. */

#include "lib/cmocka_all.h"

#include <cjson/cJSON.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/child.h"
#include "lib/sql.h"
#include "lib/temp_dir.h"

#define PASSWORD "an onion in the rain\n"

struct place {
	char *dir;
	char *database;
	char program[256];
	struct child_output out;
};

static int
set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	const char *build = getenv("BUILD");

	place->dir = temp_dir_new();
	place->database = temp_dir_path(place->dir, "connect.db");
	snprintf(place->program, sizeof(place->program), "%s/connectd",
		build != NULL ? build : "build");
	*state = place;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *place = *state;

	child_output_release(&place->out);
	temp_dir_free(&place->dir);
	free(place->database);
	free(place);
	return 0;
}

/* Runs connectd with these words, up to a NULL, on the place's database. */
#define RUN(place, input, ...)                                                 \
	run(place, input,                                                      \
		(const char *[]){(place)->program, __VA_ARGS__, "--database",  \
			(place)->database, NULL})

static int
run(struct place *place, const char *input, const char *const *argv)
{
	child_output_release(&place->out);
	child_run(argv, NULL, input, &place->out);
	return place->out.status;
}

#define INIT(place, input, company, zone)                                      \
	RUN(place, input, "init", "--company", company, "--name", "Acme",      \
		"--zone", zone, "--admin", "robin", "--password-stdin",        \
		"--cheap-passwords")

static void
test_init(void **state)
{
	struct place *place = *state;

	assert_int_equal(INIT(place, PASSWORD, "acme", "Europe/Paris"), 0);
	assert_non_null(strstr(place->out.out, "acme"));
	/* Another company in the same database; not the same one twice. */
	assert_int_equal(INIT(place, PASSWORD, "beta", "Europe/Paris"), 0);
	assert_int_equal(RUN(place, NULL, "verify"), 0);
	assert_string_equal(
		place->out.out, "0 rows of 2 companies are sound.\n");
	assert_int_equal(INIT(place, PASSWORD, "ACME", "Europe/Paris"), 65);
	assert_non_null(strstr(place->out.err, "is there already"));
}

static void
test_init_refuses(void **state)
{
	static const struct {
		const char *password;
		const char *company;
		const char *zone;
		int status;
		const char *word;
	} cases[] = {
		{"short\n", "acme", "UTC", 65, "12 characters"},
		{"", "acme", "UTC", 65, "no password"},
		{"my acme password\n", "acme", "UTC", 65, "Company ID"},
		{"robin is the one\n", "acme", "UTC", 65, "username"},
		{PASSWORD, "ac me", "UTC", 65, "space"},
		{PASSWORD, "acme.", "UTC", 65, "Company ID"},
		{PASSWORD, "acme", "Nowhere/City", 65, "Nowhere/City"},
		{PASSWORD, "acme", "../etc/passwd", 65, "zone"},
		{PASSWORD, "acme", "localtime", 65, "another machine"},
		{PASSWORD, "acme", "posixrules", 65, "another machine"},
		{PASSWORD, "acme", "Factory", 65, "another machine"},
		{PASSWORD, "acme", "posix/UTC", 65, "another machine"},
		{PASSWORD, "acme", "right/UTC", 65, "another machine"},
		{PASSWORD, "acme", "EST5EDT,M3.2.0,M11.1.0", 65, "time zone"},
		{"passwordpassword\n", "acme", "UTC", 65, "over and over"},
		{"aaaaaaaaaaaa\n", "acme", "UTC", 65, "over and over"},
		{"password2026!\n", "acme", "UTC", 65, "tried first"},
		{"caf\xe9 au lait now\n", "acme", "UTC", 65, "UTF-8"},
	};
	struct place *place = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(INIT(place, cases[i].password,
					 cases[i].company, cases[i].zone),
			cases[i].status);
		if (strstr(place->out.err, cases[i].word) == NULL)
			fail_msg("%s", place->out.err);
		/* One line, and no secret in it. */
		assert_int_equal(strcspn(place->out.err, "\n") + 1,
			strlen(place->out.err));
		assert_null(strstr(place->out.err, "onion"));
	}
}

/* What could not be shown would stand on every screen of the company. */
static void
test_init_refuses_names_that_cannot_be_shown(void **state)
{
	static const struct {
		const char *option, *text, *word;
	} cases[] = {
		{"--name", "Acme\033[31m", "--name holds a character"},
		{"--name", "Acme\xff", "--name holds a character"},
		{"--name", "Acme \xe2\x80\xae gnp", "--name holds a character"},
		{"--name", " Acme", "--name begins or ends with a blank"},
		{"--name", "", "--name must not be empty"},
		{"--admin", "robin\n", "--admin holds a character"},
		{"--admin", "rob\xc3", "--admin holds a character"},
		{"--given", "R\x7fobin", "the given name holds a character"},
		{"--family", "\xed\xa0\x80", "the family name holds"},
		{"--email", "robin@example\r.com", "--email holds a character"},
		{"--email", "robin(x)@acme.example",
			"--email is no e-mail address"},
	};
	struct place *place = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
			RUN(place, PASSWORD, "init", "--company", "acme",
				"--name", "Acme", "--zone", "UTC", "--admin",
				"robin", "--password-stdin",
				"--cheap-passwords", cases[i].option,
				cases[i].text),
			65);
		if (strstr(place->out.err, cases[i].word) == NULL)
			fail_msg("%s: %s", cases[i].option, place->out.err);
	}
}

static void
test_usage(void **state)
{
	struct place *place = *state;
	static const char *const words[][3] = {
		{"fly", NULL, NULL},
		{"serve", "--lizten", "x"},
		{"serve", "--listen", NULL},
		{"serve", "--hashers", "none"},
		{"sample-data", "--employees", "-1"},
		{"sample-data", "more", NULL},
		{"serve", "--tls-cert", "x"},
		{"serve", "--proxies", "192.0.2.7"},
	};
	const char *none[] = {place->program, NULL};
	const char *swapped[] = {place->program, "sevre", NULL};
	const char *serve[] = {place->program, "serve", NULL};
	const char *help[] = {place->program, "serve", "--help", NULL};
	const char *version[] = {place->program, "--version", NULL};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *argv[] = {place->program, words[i][0], words[i][1],
			words[i][2], NULL};

		assert_int_equal(run(place, NULL, argv), 64);
		assert_string_equal(place->out.out, "");
	}
	assert_int_equal(run(place, NULL, none), 64);
	assert_string_equal(place->out.err,
		"connectd: a command is missing; see connectd --help\n");
	assert_int_equal(run(place, NULL, swapped), 64);
	assert_string_equal(place->out.err,
		"connectd: there is no command \"sevre\"; did you mean "
		"\"connectd serve\"?\n");
	assert_int_equal(run(place, NULL, serve), 64);
	assert_non_null(strstr(place->out.err, "--database"));
	assert_int_equal(run(place, NULL, help), 0);
	assert_non_null(strstr(place->out.out, "--exit-with-parent"));
	assert_int_equal(run(place, NULL, version), 0);
	assert_memory_equal(place->out.out, "connectd ", 9);
}

static void
test_sample_data(void **state)
{
	struct place *place = *state;
	cJSON *root;
	const cJSON *sign_ins;

	assert_int_equal(RUN(place, NULL, "sample-data", "--json",
				 "--cheap-passwords", "--employees", "5000",
				 "--locations", "3000", "--cost-codes", "30"),
		0);
	root = cJSON_Parse(place->out.out);
	assert_string_equal(
		cJSON_GetObjectItem(root, "company")->valuestring, "acme");
	sign_ins = cJSON_GetObjectItem(root, "sign_ins");
	assert_int_equal(cJSON_GetArraySize(sign_ins), 15);
	for (int i = 0; i < 15; i++) {
		const cJSON *it = cJSON_GetArrayItem(sign_ins, i);

		assert_true(cJSON_HasObjectItem(it, "username"));
		assert_true(cJSON_HasObjectItem(it, "role"));
		assert_int_equal(strlen(cJSON_GetObjectItem(it, "password")
						 ->valuestring),
			23);
	}
	cJSON_Delete(root);
	assert_int_equal(RUN(place, NULL, "sample-data"), 65);
	assert_int_equal(RUN(place, NULL, "verify"), 0);
	assert_int_equal(RUN(place, NULL, "migrate"), 0);
	assert_non_null(strstr(place->out.out, "already"));
}

static void
start(struct place *place, struct child *child, char *url_out, size_t size)
{
	const char *argv[] = {place->program, "serve", "--database",
		place->database, "--listen", "127.0.0.1:0", "--unsafe-database",
		NULL};
	char line[256];

	child_start(child, argv, NULL);
	assert_true(child_read_line(child, line, sizeof(line)) > 0);
	assert_memory_equal(line, "listening on http://127.0.0.1:", 30);
	snprintf(url_out, size, "%s", line + strlen("listening on "));
}

static void
test_serve_and_stop(void **state)
{
	struct place *place = *state;
	struct child child = {0};
	char url[256];

	assert_int_equal(
		RUN(place, NULL, "sample-data", "--cheap-passwords"), 0);
	start(place, &child, url, sizeof(url) - 10);
	snprintf(url + strlen(url), 10, "/readyz");
	assert_int_equal(
		run(place, NULL,
			(const char *[]){"curl", "-sS", "-f", url, NULL}),
		0);
	assert_non_null(strstr(place->out.out, "ready"));
	assert_int_equal(child_stop(&child, SIGTERM), 0);
}

/* The program itself has the limit, and ends as it should. */
static void
test_a_database_that_hangs_keeps_nobody(void **state)
{
	struct place *place = *state;
	struct test_database *database = test_database_new(true);
	struct db *db = sql_open_current(database);
	struct child child = {0};
	char url[256];
	int status;

	free(place->database);
	place->database = strdup(database->url);
	start(place, &child, url, sizeof(url) - 10);
	snprintf(url + strlen(url), 10, "/readyz");
	test_database_freeze();
	run(place, NULL, (const char *[]){"curl", "-sSi", url, NULL});
	status = child_stop(&child, SIGTERM);
	test_database_thaw();
	assert_non_null(strstr(place->out.out, " 503 "));
	assert_non_null(strstr(place->out.out, "\nRetry-After: "));
	assert_int_equal(status, 0);
	db_close(&db);
	test_database_free(&database);
}

static void
test_serve_wants_a_database(void **state)
{
	struct place *place = *state;

	/* None, another program's, an empty one. */
	assert_int_equal(RUN(place, NULL, "serve"), 73);
	assert_int_equal(RUN(place, NULL, "verify"), 73);
	assert_non_null(strstr(place->out.err, "no database at"));
	assert_int_equal(access(place->database, F_OK), -1);
	free(temp_dir_write(place->dir, "connect.db", "not a database at all"));
	assert_int_equal(RUN(place, NULL, "serve"), 78);
	assert_int_equal(INIT(place, PASSWORD, "acme", "UTC"), 78);
}

static int
run_with_file(struct place *place, const char *command, const char *file)
{
	return run(place, NULL,
		(const char *[]){place->program, command, "--database-file",
			file, NULL});
}

/* The address of a database holds its password. */
static void
test_a_password_is_for_no_command_line(void **state)
{
	struct place *place = *state;
	char *file = temp_dir_path(place->dir, "address");
	char text[512];
	const char *argv[] = {place->program, "verify", "--database",
		"postgresql://connect:geheim@localhost/connect", NULL};

	assert_int_equal(INIT(place, PASSWORD, "acme", "UTC"), 0);
	assert_int_equal(run(place, NULL, argv), 64);
	assert_non_null(strstr(place->out.err, "--database-file"));
	assert_null(strstr(place->out.err, "geheim"));
	snprintf(text, sizeof(text), "%s\n", place->database);
	free(temp_dir_write(place->dir, "address", text));
	assert_int_equal(chmod(file, 0644), 0);
	assert_int_equal(run_with_file(place, "verify", file), 78);
	assert_non_null(strstr(place->out.err, "chmod 0640"));
	assert_int_equal(chmod(file, 0600), 0);
	assert_int_equal(run_with_file(place, "verify", file), 0);
	/* As LoadCredential= of systemd gives it. */
	free(temp_dir_write(place->dir, "database", text));
	snprintf(text, sizeof(text), "%s/database", place->dir);
	assert_int_equal(chmod(text, 0400), 0);
	setenv("CREDENTIALS_DIRECTORY", place->dir, 1);
	assert_int_equal(
		run(place, NULL,
			(const char *[]){place->program, "verify", NULL}),
		0);
	unsetenv("CREDENTIALS_DIRECTORY");
	free(temp_dir_write(place->dir, "address", "\n"));
	assert_int_equal(run_with_file(place, "verify", file), 78);
	free(file);
}

static void
test_plain_http_stays_here(void **state)
{
	struct place *place = *state;

	assert_int_equal(
		RUN(place, NULL, "sample-data", "--cheap-passwords"), 0);
	assert_int_equal(
		RUN(place, NULL, "serve", "--listen", "0.0.0.0:0"), 78);
	assert_non_null(strstr(place->out.err, "--behind-proxy"));
}

/* A parent that starts the service, says its process id and ends. */
static void
test_serve_goes_with_its_parent(void **state)
{
	struct place *place = *state;
	char script[1024];
	const char *argv[] = {"sh", "-c", script, NULL};
	struct child child = {0};
	char line[256];
	siginfo_t info;
	int status = -1;
	pid_t pid;

	assert_int_equal(
		RUN(place, NULL, "sample-data", "--cheap-passwords"), 0);
	/* Whoever is orphaned becomes this test's child. */
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	snprintf(script, sizeof(script),
		"%s serve --database %s --listen 127.0.0.1:0 "
		"--exit-with-parent & echo $!; read x",
		place->program, place->database);
	child_start(&child, argv, NULL);
	assert_true(child_read_line(&child, line, sizeof(line)) > 0);
	pid = (pid_t)atol(line);
	assert_true(child_read_line(&child, line, sizeof(line)) > 0);
	assert_memory_equal(line, "listening", 9);
	/* Only the shell ends: the service is to notice by itself. */
	close(child.in_fd);
	child.in_fd = -1;
	assert_int_equal(
		waitid(P_PID, (id_t)child.pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	child_stop(&child, SIGKILL);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_init),
		CASE(test_init_refuses),
		CASE(test_init_refuses_names_that_cannot_be_shown),
		CASE(test_usage),
		CASE(test_sample_data),
		CASE(test_serve_and_stop),
		CASE(test_a_database_that_hangs_keeps_nobody),
		CASE(test_serve_wants_a_database),
		CASE(test_a_password_is_for_no_command_line),
		CASE(test_plain_http_stays_here),
		CASE(test_serve_goes_with_its_parent),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
