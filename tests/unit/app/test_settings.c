/* The configuration file: strict, and clear about what is wrong where. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/settings.h"
#include "base/file.h"
#include "lib/temp_dir.h"

#define PIN "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+="

static char *dir;
static struct str path;

static int
setup(void **state)
{
	dir = temp_dir_new();
	str_init(&path, 4096);
	file_join(&path, dir, "config.ini");
	return 0;
}

static int
teardown(void **state)
{
	str_release(&path);
	temp_dir_free(&dir);
	return 0;
}

static int
load(const char *text, struct settings *settings, struct err *err)
{
	assert_int_equal(
		file_save(path.data, text, strlen(text), 0600, err), 0);
	return settings_load(path.data, settings, err);
}

static void
refused(const char *text, const char *says)
{
	struct settings settings;
	struct err err = {0};

	assert_int_equal(load(text, &settings, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	if (strstr(err.text, says) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.text, says);
}

static void
no_file_means_defaults(void **state)
{
	struct settings settings;
	struct err err = {0};

	assert_int_equal(settings_load(path.data, &settings, &err), 0);
	assert_int_equal(settings.secret_store, SECRET_STORE_KEYRING);
	assert_true(settings.colour);
	assert_int_equal(settings.background, BACKGROUND_UNTOLD);
	assert_true(settings.clock);
	assert_false(settings.ascii);
	assert_string_equal(settings.server, "");
	settings_release(&settings);
}

static void
everything_can_be_set(void **state)
{
	struct settings settings;
	struct err err = {0};
	int rc = load("[service]\nserver = https://time.example.com/\n"
		      "company = acme\nca_file = /etc/ca.pem\n"
		      "pin = " PIN ";" PIN "\n[secrets]\nstore = command\n"
		      "password_command = pass  show connect\n"
		      "[screen]\ncolour = no\nbackground = light\n"
		      "ascii = yes\nclock = no\n",
		&settings, &err);

	if (rc != 0)
		fail_msg("%s", err.text);
	assert_string_equal(settings.server, "https://time.example.com");
	assert_string_equal(settings.company_id, "acme");
	assert_int_equal(settings.secret_store, SECRET_STORE_COMMAND);
	assert_string_equal(settings.password_command[0], "pass");
	assert_string_equal(settings.password_command[2], "connect");
	assert_null(settings.password_command[3]);
	assert_false(settings.colour);
	assert_int_equal(settings.background, BACKGROUND_LIGHT);
	assert_true(settings.ascii);
	assert_false(settings.clock);
	settings_release(&settings);
}

static void
what_is_wrong_is_named_with_its_line(void **state)
{
	refused("[service]\nservr = x\n", ":2: ");
	refused("[service]\nservr = x\n", "servr");
	refused("[screen]\n\ncolour = maybe\n", ":3: ");
	refused("[screen]\ncolour = maybe\n", "yes or no");
	refused("[service]\nserver = http://time.example.com\n", "https");
	refused("[screen]\nbackground = blue\n", "dark or light");
	refused("[secrets]\nstore = plaintext\n", "keyring");
	refused("[secrets]\nstore = command\n", "password_command");
	refused("colour = no\n", ":1: ");
	refused("[service]\npin = sha256//x\n", ":2: pin: wants sha256//");
	refused("[service]\npin = " PIN ";\n", ":2: pin: ");
	refused("[service]\npin = " PIN "=\n", ":2: pin: ");
	refused("[service]\npin = key.pem\n", ":2: pin: ");
	refused("[service]\nca_file = ~dana/ca.pem\n",
		":2: ca_file: \"~dana/ca.pem\" does not begin with a slash");
	refused("[secrets]\n\ntoken_file = tokens\n",
		":3: token_file: \"tokens\" does not begin with a slash");
	refused("[service]\ncompany = ac me\n", ":2: company: ");
}

/* They may come back, and a press is not to fail for them. */
static void
files_that_are_not_there_are_doubted_with_their_line(void **state)
{
	struct settings settings;
	struct err err = {0};

	if (load("[service]\nca_file = /nowhere/ca.pem\n[secrets]\n"
		 "store = file\ntoken_file = /nowhere/tokens\n"
		 "password_command = /nowhere/pass show\n",
		    &settings, &err) < 0)
		fail_msg("%s", err.text);
	assert_non_null(
		strstr(settings.doubts, "config.ini:2: ca_file: cannot read "
					"/nowhere/ca.pem: No such "));
	/* What will be made is not missed. */
	assert_null(strstr(settings.doubts, "token_file"));
	assert_non_null(strstr(settings.doubts,
		"config.ini:6: password_command: cannot run /nowhere/pass: "));
	settings_release(&settings);
}

static void
files_that_are_there_are_not(void **state)
{
	struct settings settings;
	struct err err = {0};
	char text[1024];

	/* The token file is made when something is kept. */
	snprintf(text, sizeof(text),
		"[service]\nca_file = %s\n[secrets]\ntoken_file = %s/tokens\n"
		"password_command = /bin/sh -c true\n",
		path.data, dir);
	assert_int_equal(load(text, &settings, &err), 0);
	assert_string_equal(settings.doubts, "");
	settings_release(&settings);
}

/* What stands behind a NUL byte would be ignored in silence. */
static void
a_nul_byte_is_refused(void **state)
{
	static const char text[] = "[screen]\ncolour = no\n\0ascii = yes\n";
	struct settings settings;
	struct err err = {0};

	assert_int_equal(
		file_save(path.data, text, sizeof(text) - 1, 0600, &err), 0);
	assert_int_equal(settings_load(path.data, &settings, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
}

static void
reads_server(const char *typed, const char *url)
{
	char read[512];
	struct err err = {0};

	if (settings_check_server(typed, read, &err) < 0)
		fail_msg("%s: %s", typed, err.text);
	assert_string_equal(read, url);
}

static void
a_server_is_read_as_people_type_it(void **state)
{
	reads_server("https://a.example", "https://a.example");
	reads_server("https://a.example:8443/", "https://a.example:8443");
	reads_server("http://127.0.0.1:80", "http://127.0.0.1:80");
	reads_server("http://localhost", "http://localhost");
	reads_server("http://[::1]:8080", "http://[::1]:8080");
	reads_server("time.example.com", "https://time.example.com");
	reads_server(
		"time.example.com:8443//", "https://time.example.com:8443");
	reads_server(" Time.Example.COM ", "https://time.example.com");
	reads_server("HTTPS://Time.example.com/", "https://time.example.com");
	reads_server("localhost:8080", "http://localhost:8080");
	reads_server("LocalHost", "http://localhost");
	reads_server("127.0.0.1:8080", "http://127.0.0.1:8080");
	reads_server("[::1]", "http://[::1]");
	reads_server("localhost.example", "https://localhost.example");
}

static void
a_server_is_https_or_this_machine(void **state)
{
	static const char *const bad[] = {"", " ", "http://a.example",
		"http://127.0.0.1.example", "http://localhost.example",
		"https://", "https://a b", "https://u:p@a.example",
		"u@a.example", "https://a.example/path", "a.example/path",
		"file:///etc/passwd", "ftp://a.example"};
	char url[512];
	struct err err = {0};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (settings_check_server(bad[i], url, &err) == 0)
			fail_msg("%s was taken", bad[i]);
}

static void
secrets_in_a_file_need_no_path(void **state)
{
	struct settings settings;
	struct err err = {0};

	setenv("HOME", "/srv/dana", 1);
	unsetenv("XDG_STATE_HOME");
	assert_int_equal(load("[secrets]\nstore = file\n", &settings, &err), 0);
	assert_string_equal(settings.token_file,
		"/srv/dana/.local/state/connect-clock/sign-in");
	settings_release(&settings);
	assert_int_equal(load("[secrets]\nstore = file\n"
			      "token_file = ~/.tokens\n",
				 &settings, &err),
		0);
	assert_string_equal(settings.token_file, "/srv/dana/.tokens");
	settings_release(&settings);
}

/* Writes the store into this text; what stands there then. */
static void
saves_store(const char *before, const char *after)
{
	struct settings settings;
	struct err err = {0};
	struct str text;

	if (before != NULL)
		assert_int_equal(file_save(path.data, before, strlen(before),
					 0640, &err),
			0);
	if (settings_save_store(path.data, SECRET_STORE_FILE, &err) < 0)
		fail_msg("%s", err.text);
	str_init(&text, 4096);
	assert_int_equal(file_load(path.data, 4096, &text, &err), 0);
	assert_string_equal(text.data, after);
	str_release(&text);
	assert_int_equal(settings_load(path.data, &settings, &err), 0);
	assert_int_equal(settings.secret_store, SECRET_STORE_FILE);
	settings_release(&settings);
}

static void
a_store_is_written_and_all_else_stays(void **state)
{
	struct stat st;

	saves_store(NULL, "[secrets]\nstore = file\n");
	saves_store("# mine\n[screen]\nascii = yes",
		"# mine\n[screen]\nascii = yes\n\n"
		"[secrets]\nstore = file\n");
	saves_store("[ secrets ]\n# here\n store=kernel\n"
		    "token_file = /t\n[screen]\nclock = no\n",
		"[ secrets ]\nstore = file\n# here\n"
		"token_file = /t\n[screen]\nclock = no\n");
	assert_int_equal(stat(path.data, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

/* Where a home is kept in another place, the link stays one. */
static void
a_store_is_written_through_a_link(void **state)
{
	char *real = temp_dir_path(dir, "real.ini");
	struct stat st;
	struct err err = {0};

	assert_int_equal(file_save(real, "", 0, 0600, &err), 0);
	(void)unlink(path.data);
	assert_int_equal(symlink(real, path.data), 0);
	saves_store(NULL, "[secrets]\nstore = file\n");
	assert_int_equal(lstat(path.data, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	free(real);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(no_file_means_defaults),
		T(everything_can_be_set),
		T(what_is_wrong_is_named_with_its_line),
		T(files_that_are_not_there_are_doubted_with_their_line),
		T(files_that_are_there_are_not),
		T(a_nul_byte_is_refused),
		T(a_server_is_https_or_this_machine),
		T(a_server_is_read_as_people_type_it),
		T(secrets_in_a_file_need_no_path),
		T(a_store_is_written_and_all_else_stays),
		T(a_store_is_written_through_a_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
