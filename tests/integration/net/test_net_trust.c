/* TLS against real servers with every kind of certificate, and hung names. */

#include "lib/asker.h"
#include "lib/child.h"
#include "lib/cmocka_all.h"
#include "lib/temp_dir.h"
#include "lib/wait.h"

#include <dlfcn.h>
#include <netdb.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything openssl makes, in one place. $1: a name for the certificate,
 * $2: whom it is for, $3: days. Keys are P-256, which are quick to make. */
static const char make_certs[] =
	"set -e\n"
	"curve='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'\n"
	"for ca in ours other; do\n"
	"  openssl req -x509 $curve -keyout $ca.key -out $ca.pem \\\n"
	"    -subj \"/CN=$ca authority\" -days 2\n"
	"done\n"
	"cert() {\n"
	"  name=$1\n"
	"  openssl req $curve -keyout $1.key -out $1.csr -subj /CN=$1\n"
	"  echo \"subjectAltName=$2\" >$1.ext\n"
	"  shift 2\n"
	"  \"$@\" openssl x509 -req -in $name.csr -CA ours.pem \\\n"
	"    -CAkey ours.key -CAcreateserial -days 2 -extfile $name.ext \\\n"
	"    -out $name.pem\n"
	"}\n"
	"cert good IP:127.0.0.1,DNS:localhost\n"
	"cert old IP:127.0.0.1 env FAKETIME=-9d \\\n"
	"  'LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1'\n"
	"cert strange DNS:other.example\n"
	"openssl x509 -in good.pem -noout -pubkey |\n"
	"  openssl pkey -pubin -outform der |\n"
	"  openssl dgst -sha256 -binary | base64 >pin\n";

struct fixture {
	char *dir;
	char *ca_file;
	char *other_ca_file;
	char pin[80];
	struct child server;
	char url[64];
};

static int
set_up_certs(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct child_output made;
	struct child_output pin;
	char *script;

	assert_non_null(f);
	f->dir = temp_dir_new();
	script = temp_dir_write(f->dir, "make_certs", make_certs);
	child_run((const char *[]){"sh", "-c", "cd \"$0\" && . ./make_certs",
			  f->dir, NULL},
		NULL, NULL, &made);
	if (made.status != 0)
		fail_msg("no certificates: %s", made.err);
	child_run((const char *[]){"sh", "-c", "cat \"$0/pin\"", f->dir, NULL},
		NULL, NULL, &pin);
	snprintf(f->pin, sizeof(f->pin), "sha256//%.44s", pin.out);
	f->ca_file = temp_dir_path(f->dir, "ours.pem");
	f->other_ca_file = temp_dir_path(f->dir, "other.pem");
	child_output_release(&made);
	child_output_release(&pin);
	free(script);
	*state = f;
	return 0;
}

static int
tear_down_certs(void **state)
{
	struct fixture *f = *state;

	temp_dir_free(&f->dir);
	free(f->ca_file);
	free(f->other_ca_file);
	free(f);
	return 0;
}

/* A TLS server with that certificate; f->url leads to it. */
static void
serve(struct fixture *f, const char *cert)
{
	const char *argv[] = {"sh", "-c",
		"cd \"$0\" && exec openssl s_server -accept 127.0.0.1:0 "
		"-cert $1.pem -key $1.key -www",
		f->dir, cert, NULL};
	char line[128];
	int port = 0;

	child_start(&f->server, argv, NULL);
	while (port == 0 &&
		child_read_line(&f->server, line, sizeof(line)) >= 0)
		(void)sscanf(line, "ACCEPT 127.0.0.1:%d", &port);
	assert_int_not_equal(port, 0);
	snprintf(f->url, sizeof(f->url), "https://127.0.0.1:%d/", port);
}

/* One request to such a server with these options. */
static void
expect(struct fixture *f, const char *cert, const struct net_options *options,
	enum transport_end end, const char *words)
{
	struct asker a;

	serve(f, cert);
	asker_init(&a, options);
	asker_get(&a, f->url);
	if (a.asked.end != end || strstr(a.asked.why, words) == NULL)
		fail_msg("%s: %d, %s", cert, a.asked.end, a.asked.why);
	asker_release(&a);
	child_stop(&f->server, SIGKILL);
}

#define OPTIONS(...)                                                           \
	(&(const struct net_options){.user_agent = "test", __VA_ARGS__})

static void
test_our_own_authority(void **state)
{
	struct fixture *f = *state;

	expect(f, "good", OPTIONS(.ca_file = f->ca_file), TRANSPORT_ANSWERED,
		"");
}

static void
test_an_authority_that_nobody_knows(void **state)
{
	struct fixture *f = *state;

	expect(f, "good", OPTIONS(.ca_file = NULL), TRANSPORT_UNTRUSTED,
		"ca_file");
	expect(f, "good", OPTIONS(.ca_file = f->other_ca_file),
		TRANSPORT_UNTRUSTED, "ca_file");
}

static void
test_an_expired_certificate(void **state)
{
	struct fixture *f = *state;

	expect(f, "old", OPTIONS(.ca_file = f->ca_file), TRANSPORT_UNTRUSTED,
		"expired");
}

static void
test_a_certificate_for_another(void **state)
{
	struct fixture *f = *state;

	expect(f, "strange", OPTIONS(.ca_file = f->ca_file),
		TRANSPORT_UNTRUSTED, "another name");
}

static void
test_a_ca_file_that_is_not_there(void **state)
{
	struct fixture *f = *state;

	expect(f, "good", OPTIONS(.ca_file = "/proc/none.pem"),
		TRANSPORT_UNTRUSTED, "ca_file");
}

static void
test_a_pin_comes_on_top(void **state)
{
	struct fixture *f = *state;

	expect(f, "good", OPTIONS(.ca_file = f->ca_file, .pin = f->pin),
		TRANSPORT_ANSWERED, "");
	expect(f, "good", OPTIONS(.pin = f->pin), TRANSPORT_UNTRUSTED,
		"ca_file");
	expect(f, "good",
		OPTIONS(.ca_file = f->ca_file,
			.pin = "sha256//"
			       "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
		TRANSPORT_UNTRUSTED, "pin");
}

/* A pin that is no pin must not be no check. */
static void
test_a_pin_that_makes_no_sense(void **state)
{
	struct fixture *f = *state;

	expect(f, "good", OPTIONS(.ca_file = f->ca_file, .pin = "sha1//abc"),
		TRANSPORT_UNTRUSTED, "pin");
	expect(f, "good", OPTIONS(.ca_file = f->ca_file, .pin = ""),
		TRANSPORT_UNTRUSTED, "pin");
}

/* s_server closes after each answer, and its page says how it began. */
static void
test_a_new_connection_resumes_the_session(void **state)
{
	struct fixture *f = *state;
	struct asker a;

	serve(f, "good");
	asker_init(&a, OPTIONS(.ca_file = f->ca_file));
	asker_get(&a, f->url);
	assert_non_null(strstr(a.asked.body, "New, TLS"));
	asker_get(&a, f->url);
	assert_non_null(strstr(a.asked.body, "Reused, TLS"));
	asker_release(&a);
	child_stop(&f->server, SIGKILL);
}

/* Names. */

/* The system's look-up, which hangs for one name until it is let go. */
static sem_t let_go;
static sem_t looked_up;
static sem_t came_back;

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
	struct addrinfo **out)
{
	int (*real)(const char *, const char *, const struct addrinfo *,
		struct addrinfo **);
	void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");

	memcpy(&real, &symbol, sizeof(real));
	if (strcmp(node, "hung.example") == 0) {
		sem_post(&looked_up);
		while (sem_wait(&let_go) < 0)
			;
		sem_post(&came_back);
		return EAI_AGAIN;
	}
	if (strcmp(node, "absent.example") == 0)
		return EAI_NONAME;
	return real(node, service, hints, out);
}

static void
wait_sem(sem_t *sem)
{
	while (sem_wait(sem) < 0)
		;
}

static void
on_look(void *ctx)
{
	struct asker *a = ctx;

	if (sem_trywait(&looked_up) == 0)
		loop_stop(a->loop);
	else
		loop_arm(a->loop, &a->alarm, loop_now_ms(a->loop) + 1, on_look,
			a);
}

/*
 * Were the end to wait for the look-up, this would never come to let it go:
 * the runner would kill it.
 */
static void
test_the_end_does_not_wait_for_a_name(void **state)
{
	const struct transport_request request = {.method = "GET",
		.url = "https://hung.example/",
		.answer_max_bytes = 100,
		.deadline_ms = WAIT_LONG_MS};
	struct asker a;
	struct err err;

	asker_init(&a, NULL);
	asker_start(&a, &request);
	on_look(&a);
	assert_int_equal(loop_run(a.loop, &err), 0);
	assert_int_equal(a.asked.count, 0);
	loop_disarm(a.loop, &a.alarm);
	asker_release(&a);
	sem_post(&let_go);
	wait_sem(&came_back);
}

static void
test_a_hung_name_ends_at_the_deadline(void **state)
{
	const struct transport_request request = {.method = "GET",
		.url = "https://hung.example/",
		.answer_max_bytes = 100,
		.deadline_ms = 100};
	struct asker a;

	asker_init(&a, NULL);
	asker_ask(&a, &request);
	assert_int_equal(a.asked.end, TRANSPORT_TIMEOUT);
	assert_non_null(strstr(a.asked.why, "hung.example"));
	sem_post(&let_go);
	wait_sem(&came_back);
	asker_release(&a);
}

static void
test_a_name_that_is_not_there(void **state)
{
	struct asker a;

	asker_init(&a, NULL);
	asker_get(&a, "https://absent.example/");
	assert_int_equal(a.asked.end, TRANSPORT_UNREACHABLE);
	assert_non_null(strstr(a.asked.why, "absent.example cannot be found"));
	asker_release(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_our_own_authority),
		cmocka_unit_test(test_an_authority_that_nobody_knows),
		cmocka_unit_test(test_an_expired_certificate),
		cmocka_unit_test(test_a_certificate_for_another),
		cmocka_unit_test(test_a_ca_file_that_is_not_there),
		cmocka_unit_test(test_a_pin_comes_on_top),
		cmocka_unit_test(test_a_pin_that_makes_no_sense),
		cmocka_unit_test(test_a_new_connection_resumes_the_session),
		cmocka_unit_test(test_the_end_does_not_wait_for_a_name),
		cmocka_unit_test(test_a_hung_name_ends_at_the_deadline),
		cmocka_unit_test(test_a_name_that_is_not_there),
	};

	sem_init(&let_go, 0, 0);
	sem_init(&looked_up, 0, 0);
	sem_init(&came_back, 0, 0);
	return cmocka_run_group_tests_name(
		"net_trust", tests, set_up_certs, tear_down_certs);
}
