/* The configuration file: strict, and clear about what is wrong where. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <string.h>

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
		      "[screen]\ncolour = no\nascii = yes\nclock = no\n",
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
	refused("[secrets]\nstore = plaintext\n", "keyring");
	refused("[secrets]\nstore = command\n", "password_command");
	refused("[secrets]\nstore = file\n", "token_file");
	refused("colour = no\n", ":1: ");
	refused("[service]\npin = sha256//x\n", ":2: pin: wants sha256//");
	refused("[service]\npin = " PIN ";\n", ":2: pin: ");
	refused("[service]\npin = " PIN "=\n", ":2: pin: ");
	refused("[service]\npin = key.pem\n", ":2: pin: ");
	refused("[service]\nca_file = ~/ca.pem\n",
		":2: ca_file: \"~/ca.pem\" does not begin with a slash");
	refused("[secrets]\n\ntoken_file = tokens\n",
		":3: token_file: \"tokens\" does not begin with a slash");
	refused("[service]\ncompany = ac me\n", ":2: company: ");
	refused("[screen]\nclock = yes\n[secrets]\nstore = file\n",
		":4: store = file needs token_file");
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
	assert_non_null(strstr(settings.doubts,
		"config.ini:5: token_file: nothing can be kept in /nowhere: "));
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
a_server_is_https_or_this_machine(void **state)
{
	static const char *const good[] = {"https://a.example",
		"https://a.example:8443/", "http://127.0.0.1:80",
		"http://localhost", "http://[::1]:8080"};
	static const char *const bad[] = {"", "a.example", "http://a.example",
		"http://127.0.0.1.example", "http://localhost.example",
		"https://", "https://a b", "https://u:p@a.example",
		"https://a.example/path", "file:///etc/passwd"};
	char url[512];
	struct err err = {0};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (settings_check_server(good[i], url, &err) < 0)
			fail_msg("%s: %s", good[i], err.text);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (settings_check_server(bad[i], url, &err) == 0)
			fail_msg("%s was taken", bad[i]);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
