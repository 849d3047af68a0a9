/*
 * The first hour by hand: a company that `connectd init` has just made, its
 * administrator at the panel, one person whose mail brings a code, and the
 * first press. No SQL, no file, no restart; the keys are counted.
 */

#include "lib/cmocka_all.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/office.h"
#include "lib/temp_dir.h"

#define PYTHON "/usr/bin/python3"
#define ROBINS "several horses sing"
#define DANAS "correct horse battery"

static struct child sink, service;
static char *folder;
static char smtp[64], url[256];
static struct desk robin, dana;
static struct vt vt;
static size_t keys;

static void
run(const char *const *argv, const char *input, struct child_output *output_out)
{
	child_run(argv, NULL, input, output_out);
	if (output_out->status != 0)
		fail_msg("%s: %d: %s%s", argv[1], output_out->status,
			output_out->out, output_out->err);
}

static void
open_sink(void)
{
	char line[128];
	int port;

	child_start(&sink,
		(const char *[]){
			PYTHON, "tests/lib/mail_sink.py", folder, NULL},
		NULL);
	assert_true(child_read_line(&sink, line, sizeof(line)) > 0);
	assert_int_equal(sscanf(line, "listening %d", &port), 1);
	snprintf(smtp, sizeof(smtp), "smtp://localhost:%d", port);
}

static void
open_service(void)
{
	char *program = office_program("connectd");
	char *database = temp_dir_path(folder, "service.db");
	struct child_output made;
	char line[512];

	run((const char *[]){program, "init", "--database", database,
		    "--company", "acme", "--name", "Acme Roofing", "--zone",
		    "America/New_York", "--admin", "robin", "--email",
		    "robin@acme.example", "--password-stdin",
		    "--cheap-passwords", NULL},
		ROBINS "\n", &made);
	child_output_release(&made);
	child_start(&service,
		(const char *[]){program, "serve", "--database", database,
			"--listen", "127.0.0.1:0", "--cheap-passwords",
			"--smtp", smtp, "--smtp-plain", "--mail-from",
			"connect@acme.example", "--public-url",
			"https://connect.acme.example/", NULL},
		NULL);
	assert_true(child_read_line(&service, line, sizeof(line)) > 0);
	assert_int_equal(sscanf(line, "listening on %255s", url), 1);
	free(database);
	free(program);
}

static int
setup(void **state)
{
	folder = temp_dir_new();
	open_sink();
	open_service();
	desk_open(&robin);
	desk_open(&dana);
	vt = (struct vt){.fd = -1};
	return 0;
}

static int
teardown(void **state)
{
	if (vt.term != NULL)
		vt_close(&vt);
	desk_close(&robin);
	desk_close(&dana);
	child_stop(&service, SIGTERM);
	child_stop(&sink, SIGTERM);
	temp_dir_free(&folder);
	return 0;
}

/* Types, each byte a key, and waits for what comes of it. */
static void
press(const char *typed, const char *wanted)
{
	keys += strlen(typed);
	vt_type(&vt, typed);
	vt_wait(&vt, wanted);
}

static void
sign_in(void)
{
	desk_panel(&robin, &vt, 24, 80);
	vt_wait(&vt, "> Server");
	press(url, ":");
	press("\r", "> Company ID");
	press("acme\r", "> Username");
	press("robin\r", "> Password");
	press(ROBINS, "•••");
	press("\r", "A Manage");
	printf("robin: %zu keys to sign in\n", keys);
	keys = 0;
}

/* On the list of a kind: a new one, filled in, saved. */
static void
add(const char *kind, const char *form, const char *typed, const char *seen)
{
	press(kind, "There are none yet");
	press("\016", form);
	press(typed, seen);
	press("\023", "Saved: ");
	press("\033", "· Manage");
}

static void
add_dana(void)
{
	press("e", "robin");
	vt_wait(&vt, "^N New");
	press("\016", "New employee");
	press("0104\tDana\tWhitfield\tdana\tdana@acme.example\t", "> Role");
	press("employee", "> Employee");
	press("\r", "> Sees");
	press("\023", "Saved: 0104 Dana Whitfield");
	vt_wait(&vt, "not verified");
}

static void
manage(void)
{
	press("a", "· Manage");
	add("l", "New location", "2601\tElm St Tower", "Tower");
	add("c", "New cost code", "03-100\tConcrete", "Concrete");
	add_dana();
	press("\r", "Cannot clock in: ");
	press("\033", "not verified");
	press("\033", "· Manage");
	press("\033", "Q Quit");
	press("q", "");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_close(&vt);
	printf("robin: %zu keys to add a place, a code, a person\n", keys);
	keys = 0;
}

/* The code of the mail that the service sent. */
static void
read_code(char code_out[32])
{
	char line[128], *mail = temp_dir_path(folder, "1.eml");
	struct child_output said;

	assert_true(child_read_line(&sink, line, sizeof(line)) > 0);
	assert_non_null(strstr(line, "dana@acme.example"));
	run((const char *[]){PYTHON, "tests/lib/mail_look.py", mail, "code",
		    NULL},
		NULL, &said);
	assert_int_equal(sscanf(said.out, "%31s", code_out), 1);
	child_output_release(&said);
	free(mail);
}

static void
activate(const char *code)
{
	char *program = office_program("connect-clock");

	vt_open(&vt,
		(const char *[]){program, "activate", "--server", url,
			"--company", "acme", "--username", "dana", NULL},
		(const char *const *)dana.env, 24, 80);
	vt_wait(&vt, "Code of the mail");
	press(code, code);
	press("\r", "Password:");
	press(DANAS "\r", "Password:\nPassword:");
	press(DANAS "\r", "Dana Whitfield");
	assert_int_equal(vt_wait_end(&vt), 0);
	vt_close(&vt);
	free(program);
}

static void
first_press(void)
{
	desk_panel(&dana, &vt, 24, 80);
	vt_wait(&vt, "online");
	press("/", "> 2601 Elm St Tower");
	press("\r", "> Cost code");
	press("\r", "> 03-100 Concrete");
	press("\r", "G Go");
	press("g", "√ IN ");
	vt_wait(&vt, "· sent");
	press("q", "");
	assert_int_equal(vt_wait_end(&vt), 0);
	printf("dana: %zu keys from the mail to the first press\n", keys);
}

static void
from_nothing_to_the_first_press(void **state)
{
	char code[32];

	sign_in();
	manage();
	read_code(code);
	activate(code);
	first_press();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			from_nothing_to_the_first_press, setup, teardown),
	};

	return cmocka_run_group_tests_name("first_hour", tests, NULL, NULL);
}
