/*
 * screenshots FOLDER PRELOAD: pictures of the screens, taken of the real
 * programs, the same every time. PRELOAD is preload/standing_clock.c, built.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/office.h"
#include "lib/temp_dir.h"

static struct office office;
static struct desk desk;
static struct vt vt;
static const char *folder;
static char clock_path[4000];

/* The morning of a Friday, in UTC. */
static void
set_clock(int hour, int minute, int second)
{
	struct tm tm = {.tm_year = 126,
		.tm_mon = 10,
		.tm_mday = 20,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_sec = second};
	char next[4096];
	FILE *file;

	snprintf(next, sizeof(next), "%s.next", clock_path);
	file = fopen(next, "w");
	if (file == NULL ||
		fprintf(file, "%lld\n", (long long)timegm(&tm)) < 0 ||
		fclose(file) != 0 || rename(next, clock_path) < 0) {
		perror(clock_path);
		exit(1);
	}
}

static void
save(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s.svg", folder, name);
	vt_save_svg(&vt, path);
	printf("%s\n", path);
}

/* A whole picture, which a person would see before the next key. */
static void
take(const char *name)
{
	vt_settle(&vt);
	save(name);
}

/* What a command said last. */
static void
take_end(const char *wanted, const char *name)
{
	vt_wait(&vt, wanted);
	vt_wait_end(&vt);
	save(name);
	vt_close(&vt);
}

/* Types, waits, and takes a picture. */
static void
step(const char *keys, const char *wanted, const char *name)
{
	vt_type(&vt, keys);
	vt_wait(&vt, wanted);
	if (name != NULL)
		take(name);
}

/* A password as it is shown. */
static const char *
dots(size_t n)
{
	static const char all[] = "••••••••••••••••••••••••••••••••";
	const size_t dot_bytes = strlen("•");

	return n * dot_bytes < sizeof(all)
		       ? all + sizeof(all) - 1 - n * dot_bytes
		       : all;
}

/* On the command line, where there is no keyring: each step. */
static void
log_in(void)
{
	char *config = temp_dir_path(desk.home, "connect-clock/config.ini");
	char *program = office_program("connect-clock");

	unlink(config);
	unsetenv("DBUS_SESSION_BUS_ADDRESS");
	unsetenv("DISPLAY");
	setenv("XDG_RUNTIME_DIR", desk.home, 1);
	vt_open(&vt, (const char *[]){program, "login", NULL},
		(const char *const *)desk.env, 24, 80);
	vt_wait(&vt, "Server (");
	vt_type(&vt, "tiem.invalid\r");
	vt_wait(&vt, "cannot be found");
	take("login-server");
	vt_type(&vt, office.url + strlen("http://"));
	step("\r", "Company ID (", NULL);
	step("acme\r", "Username:", NULL);
	vt_type(&vt, office.username);
	step("\r", "f, k or Enter:", "login-place");
	step("f\r", "Password:", "login-password");
	vt_type(&vt, office.password);
	vt_type(&vt, "\r");
	take_end("next: ", "login-next");
	vt_open(&vt, (const char *[]){program, "go", NULL},
		(const char *const *)desk.env, 24, 80);
	vt_wait(&vt, "Location:");
	step("elm\r", "Cost code:", NULL);
	vt_type(&vt, "con\r");
	take_end("sent", "login-go");
	free(program);
	free(config);
}

/* The form in the smallest window, without a keyring. */
static void
small_form(void)
{
	char *config = temp_dir_path(desk.home, "connect-clock/config.ini");

	unlink(config);
	desk_panel(&desk, &vt, 12, 40);
	vt_wait(&vt, "> Server");
	step("time.example.com\r", "> Company ID", NULL);
	step("acme\r", "> Username", NULL);
	vt_type(&vt, office.username);
	step("\r", "no place for the sign-in", "sign-in-small");
	step("\033", "", NULL);
	vt_wait_end(&vt);
	vt_close(&vt);
	free(config);
}

/* The picture shows an address as people have; then comes the real one. */
static void
sign_in(void)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "> Server");
	step("https://time.example.com\r", "> Company ID", NULL);
	step("acme\r", "> Username", NULL);
	vt_type(&vt, office.username);
	step("\r", "> Password", NULL);
	vt_type(&vt, office.password);
	vt_wait(&vt, dots(strlen(office.password)));
	take("sign-in");
	step("\t", "> Server", NULL);
	vt_type(&vt, "\025");
	vt_type(&vt, office.url);
	step("\t", "> Company ID", NULL);
	step("\t", "> Username", NULL);
	step("\t", "> Password", NULL);
	step("\r", "online · 0 kept", NULL);
}

static void
work(void)
{
	take("out");
	step("\t", "> Employee", NULL);
	step("\t", "> Location", NULL);
	step("st", " of ", "list");
	step("\r", "> Cost code", NULL);
	step("con", "\n > ", NULL);
	step("\r", "Q Quit", NULL);
	step("\033[Z", "> Comment", NULL);
	step("gate 3, south crane", "crane", "comment");
	step("\r", "Q Quit", NULL);
	step("g", "√ IN", NULL);
	set_clock(13, 2, 7);
	step("\022", "0 h 04 m", NULL);
	vt_wait(&vt, "online");
	take("panel");
}

static void
take_a_break(void)
{
	set_clock(17, 1, 20);
	step("m", "√ MEAL BREAK", NULL);
	set_clock(17, 15, 30);
	step("\022", "0 h 14 m", "meal");
	step("m", "Enter End Break", "question");
	step("\033", "S  STOP", NULL);
	step("?", "These keys", "help");
	step("\033", "S  STOP", NULL);
}

static void
lose_the_service(void)
{
	kill(office.service.pid, SIGSTOP);
	step("s", "Enter STOP", NULL);
	step("\r", "kept on this machine", NULL);
	step("k", "Send now", "kept");
	step("\033", "S  STOP", NULL);
	set_clock(17, 17, 20); /* undo is over, so its seconds are not seen */
	vt_resize(&vt, 12, 40);
	vt_wait(&vt, "? Help");
	vt_wait_gone(&vt, "Undo");
	take("small");
	kill(office.service.pid, SIGCONT);
	step("q", "", NULL);
	vt_wait_end(&vt);
}

/* A terminal that says that it is light. */
static void
on_white(void)
{
	setenv("COLORFGBG", "0;15", 1);
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "online");
	step("g", "√ IN", NULL);
	vt.light = true;
	vt_wait(&vt, "sent");
	take("light");
	step("s", "√ OUT", NULL);
	vt_wait(&vt, "sent");
	step("q", "", NULL);
	vt_wait_end(&vt);
	vt_close(&vt);
	unsetenv("COLORFGBG");
}

/* The Manage screens, of the administrator. */
static void
manage(void)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "online");
	step("a", "· Manage", "manage");
	step("e", "^N New", NULL);
	vt_wait(&vt, "Whitfield");
	step("wh", " of ", "manage-list");
	step("\r", "^S Save", NULL);
	vt_wait(&vt, "an clock in");
	take("manage-form");
	vt_resize(&vt, 40, 160);
	vt_wait(&vt, "what the person may do");
	take("manage-form-wide");
	step("\033", "^N New", NULL);
	step("\025", "E-mail", NULL);
	take("manage-list-wide");
	vt_resize(&vt, 24, 80);
	vt_wait_gone(&vt, "E-mail");
	step("\033", "· Manage", NULL);
	step("l", "^N New", NULL);
	vt_wait_gone(&vt, "Loading");
	step("\016", "New location", NULL);
	step("2601\tElm Annex", "Annex", NULL);
	step("\023", "there is a location of that number", "manage-wrong");
	step("\t", "> Name", NULL);
	step("\t", "> Active", NULL);
	step("\t", "> All cost codes", NULL);
	step("\t", "> Cost codes", NULL);
	step("\r", "Space Pick", NULL);
	step(" ", "[x]", NULL);
	step("\033[B", "> [ ]", NULL);
	step(" ", "> [x]", "manage-choose");
	step("\033", "^S Save", NULL);
	step("\033", "Not saved", "manage-leave");
	step("f", "^N New", NULL);
	step("\033", "· Manage", NULL);
	step("r", "^N New", NULL);
	step("super", "> Supervisor", NULL);
	step("\r", "^S Save", NULL);
	step("\t", "> Permissions", NULL);
	step("\r", "Space Change", "manage-levels");
	step("\033", "^S Save", NULL);
	step("\033", "^N New", NULL);
	step("\033", "· Manage", NULL);
	step("s", "> Name", "manage-settings");
	vt_resize(&vt, 12, 40);
	vt_wait_gone(&vt, "^R Reload");
	take("manage-small");
	vt_resize(&vt, 24, 80);
	vt_wait(&vt, "^R Reload");
}

/* What a device that does not know of the switch yet delivers is held. */
static void
review(void)
{
	struct child_output output;
	struct desk site;

	desk_open(&site);
	desk_sign_in_employee(&site, &office);
	desk_run(&site, (const char *[]){"sync", NULL}, NULL, &output);
	child_output_release(&output);
	step("\t", "> Time zone", NULL);
	step("\t", "> Enable Clock", NULL);
	step("n", "Out   no", NULL);
	step("\023", "Saved: company settings", NULL);
	desk_run(&site,
		(const char *[]){"go", "-l", "elm", "-c", "03-100", NULL}, NULL,
		&output);
	child_output_release(&output);
	desk_close(&site);
	step("h", "Whitfield", "manage-held");
	step("d", "Reason", NULL);
	step("on a day off", "day off", "manage-decline");
	step("\033", "A Accept", NULL);
	step("\033", "· Manage", NULL);
	step("d", "R Revoke", "manage-devices");
	vt_close(&vt);
}

int
main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: screenshots FOLDER PRELOAD\n");
		return 64;
	}
	folder = argv[1];
	snprintf(clock_path, sizeof(clock_path), "%s/clock", folder);
	set_clock(12, 58, 20);
	setenv("STANDING_CLOCK", clock_path, 1);
	setenv("LD_PRELOAD", argv[2], 1);
	setenv("TZ", "UTC0", 1);
	office_open(&office);
	desk_open(&desk);
	sign_in();
	work();
	take_a_break();
	lose_the_service();
	vt_close(&vt);
	on_white();
	desk_close(&desk);
	desk_open(&desk);
	small_form();
	log_in();
	desk_close(&desk);
	desk_open(&desk);
	desk_sign_in_administrator(&desk, &office);
	manage();
	review();
	desk_close(&desk);
	office_close(&office);
	unlink(clock_path);
	return 0;
}
