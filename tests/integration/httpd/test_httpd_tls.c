/* Certificates and keys: with which no connection begins, when the server does
 * and when it takes them anew. */

#include "lib/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/child.h"
#include "lib/http_host.h"
#include "lib/temp_dir.h"

struct scene {
	char *dir;
	char *cert; /* what is served with */
	char *key;
};

static char doubted[256];

static void
on_doubt(const char *file, const char *why)
{
	snprintf(doubted, sizeof(doubted), "%s %s", strrchr(file, '/'), why);
}

/* Each pair by its name; expired is as of long ago. */
static const char make[] =
	"cd \"$1\" || exit\n"
	"pair() {\n"
	"  name=$1; shift\n"
	"  openssl req -x509 -nodes -subj /CN=localhost -days 2 \\\n"
	"    -addext subjectAltName=IP:127.0.0.1 \\\n"
	"    -keyout $name.key -out $name.pem -newkey \"$@\"\n"
	"}\n"
	"curve() {\n"
	"  pair $1 ec -pkeyopt ec_paramgen_curve:$2\n"
	"}\n"
	"curve good P-256 && curve other P-256 && curve short P-224 &&\n"
	"pair rsa512 rsa:512 && pair rsa1024 rsa:1024 && pair rsa rsa:2048 &&\n"
	"pair edwards ed25519 &&\n"
	"openssl dsaparam -out dsa.param 2048 && pair dsa dsa:dsa.param &&\n"
	"cp good.pem mixed.pem && cp other.key mixed.key &&\n"
	"cp good.pem nokey.pem && cp good.pem nokey.key &&\n"
	"cp good.key nocert.pem && cp good.key nocert.key &&\n"
	"cp good.pem broken.pem && cp good.key broken.key &&\n"
	"printf -- '-----BEGIN EC PRIVATE KEY-----\\n!' >broken.key &&\n"
	"faketime 2020-01-01 openssl req -x509 -nodes -subj /CN=localhost \\\n"
	"  -days 1 -keyout expired.key -out expired.pem \\\n"
	"  -newkey ec -pkeyopt ec_paramgen_curve:P-256 &&\n"
	"chmod 600 *.key";

static void
run(const char *const *argv)
{
	struct child_output output;

	child_run(argv, NULL, NULL, &output);
	if (output.status != 0)
		fail_msg("%s", output.err);
	child_output_release(&output);
}

static int
set_up(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	scene->dir = temp_dir_new();
	scene->cert = temp_dir_path(scene->dir, "tls.pem");
	scene->key = temp_dir_path(scene->dir, "tls.key");
	run((const char *[]){"sh", "-c", make, "make", scene->dir, NULL});
	*state = scene;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *scene = *state;

	free(scene->cert);
	free(scene->key);
	temp_dir_free(&scene->dir);
	free(scene);
	return 0;
}

static void
put(const struct scene *scene, const char *name)
{
	static const char copy[] =
		"cd \"$1\" && cp \"$2.pem\" tls.pem && cp \"$2.key\" tls.key";

	doubted[0] = '\0';
	run((const char *[]){"sh", "-c", copy, "copy", scene->dir, name, NULL});
}

static struct httpd_options
options_of(const struct scene *scene)
{
	struct httpd_options options = host_plain;

	options.tls_cert = scene->cert;
	options.tls_key = scene->key;
	options.on_doubt = on_doubt;
	return options;
}

/* Who trusts this pair alone is answered. */
static void
expect_served_with(
	const struct scene *scene, const struct host *host, const char *name)
{
	char trusted[512];

	snprintf(trusted, sizeof(trusted), "%s/%s.pem", scene->dir, name);
	run((const char *[]){"curl", "-sSf", "--cacert", trusted,
		httpd_url(host->httpd), NULL});
}

static const struct {
	const char *name;
	const char *words; /* NULL: it is served with */
} pairs[] = {
	{"rsa512", "tls.pem has a key that clients refuse, RSA of 512 bits"},
	{"rsa1024", "tls.pem has a key that clients refuse, RSA of 1024 bits"},
	{"short", "tls.pem has a key that clients refuse"},
	{"dsa", "tls.pem has a key that clients refuse, DSA of 2048 bits"},
	{"mixed", "tls.key is not that of the certificate "},
	{"nokey", "the TLS key "},
	{"broken", "the TLS key "},
	{"nocert", "the TLS certificate "},
	{"other", NULL},
	{"rsa", NULL},
	{"edwards", NULL},
};

static void
expect_reason(const struct err *err, const char *words)
{
	assert_int_equal(err->kind, ERR_CONFIG);
	if (strstr(err->text, words) == NULL)
		fail_msg("%s", err->text);
	assert_null(strchr(err->text, '\n'));
}

static void
test_a_pair_that_nobody_takes_does_not_begin(void **state)
{
	const struct httpd_options options = options_of(*state);

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct httpd *httpd = NULL;
		struct err err = {0};

		put(*state, pairs[i].name);
		if (pairs[i].words == NULL)
			continue;
		assert_int_equal(httpd_open(&options, &httpd, &err), -1);
		expect_reason(&err, pairs[i].words);
	}
}

static void
test_a_pair_that_nobody_takes_changes_nothing(void **state)
{
	const struct httpd_options options = options_of(*state);
	const char *served = "good";
	struct host *host;

	put(*state, "good");
	host = host_open(&options);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct err err = {0};
		int rc;

		put(*state, pairs[i].name);
		rc = httpd_reload(host->httpd, &err);
		if (pairs[i].words != NULL) {
			assert_int_equal(rc, -1);
			expect_reason(&err, pairs[i].words);
		} else {
			assert_int_equal(rc, 0);
			served = pairs[i].name;
		}
		assert_string_equal(doubted, "");
		expect_served_with(*state, host, served);
	}
	host_close(&host);
}

/* It may be meant, where nobody looks at dates. */
static void
test_an_expired_one_is_served_and_told(void **state)
{
	const struct httpd_options options = options_of(*state);
	struct host *host;
	struct err err = {0};

	put(*state, "expired");
	host = host_open(&options);
	assert_string_equal(
		doubted, "/tls.pem it has expired: clients refuse it");
	put(*state, "good");
	assert_int_equal(httpd_reload(host->httpd, &err), 0);
	assert_string_equal(doubted, "");
	put(*state, "expired");
	assert_int_equal(httpd_reload(host->httpd, &err), 0);
	assert_string_equal(
		doubted, "/tls.pem it has expired: clients refuse it");
	run((const char *[]){"curl", "-sSfk", httpd_url(host->httpd), NULL});
	host_close(&host);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_pair_that_nobody_takes_does_not_begin),
		cmocka_unit_test(test_a_pair_that_nobody_takes_changes_nothing),
		cmocka_unit_test(test_an_expired_one_is_served_and_told),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
