/* The configuration file: strict, and clear about what is wrong where. */

#include "lib/cmocka_all.h"

#include <string.h>

#include "app/settings.h"
#include "base/file.h"
#include "lib/temp_dir.h"

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
		      "pin = sha256//x\n[secrets]\nstore = command\n"
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
		T(a_nul_byte_is_refused),
		T(a_server_is_https_or_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
