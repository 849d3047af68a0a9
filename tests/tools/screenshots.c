/*
 * screenshots FOLDER [CLOCK]: pictures of the screens, taken of the real
 * programs. CLOCK is the file that libfaketime reads its time from, so that
 * the pictures show a morning.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/office.h"

static struct office office;
static struct desk desk;
static struct vt vt;
static const char *folder;
static const char *clock_path;

static void
set_clock(const char *time)
{
	FILE *file = clock_path != NULL ? fopen(clock_path, "w") : NULL;

	if (file == NULL)
		return;
	fprintf(file, "@2026-11-20 %s\n", time);
	fclose(file);
}

static void
take(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s.svg", folder, name);
	vt_save_svg(&vt, path);
	printf("%s\n", path);
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

static void
sign_in(void)
{
	desk_panel(&desk, &vt, 24, 80);
	vt_wait(&vt, "> Server");
	vt_type(&vt, office.url);
	step("\r", "> Company ID", NULL);
	step("acme\r", "> Username", NULL);
	vt_type(&vt, office.username);
	step("\r", "> Password", NULL);
	vt_type(&vt, office.password);
	vt_wait(&vt, "•••••••••");
	take("sign-in");
	step("\r", "online · 0 kept", NULL);
}

static void
work(void)
{
	step("\t", "> Location", "out");
	step("/", "\n > ", NULL);
	step("st", " of ", "list");
	step("\r", "> Cost code", NULL);
	step("/con", "\n > ", NULL);
	step("\r", "Q Quit", NULL);
	step("\t", "> Comment", NULL);
	step("gate 3, south crane", "crane", NULL);
	step("\r", "Q Quit", NULL);
	step("g", "√ IN", NULL);
	set_clock("13:02:07");
	step("\t", "> Location", NULL);
	if (clock_path != NULL)
		vt_wait(&vt, "0 h 04 m");
	take("panel");
}

static void
take_a_break(void)
{
	set_clock("17:01:00");
	step("m", "√ MEAL BREAK", NULL);
	set_clock("17:15:30");
	step("\t", "> Cost code", "meal");
	step("m", "Enter End Break", "question");
	step("\033", "S STOP", NULL);
	step("?", "These keys", "help");
	step("\033", "S STOP", NULL);
}

static void
lose_the_service(void)
{
	kill(office.service.pid, SIGSTOP);
	step("s", "Enter STOP", NULL);
	step("\r", "kept on this machine", NULL);
	step("k", "Send now", "kept");
	step("\033", "S STOP", NULL);
	vt_resize(&vt, 12, 40);
	vt_wait(&vt, "? Help");
	take("small");
	kill(office.service.pid, SIGCONT);
	step("q", "", NULL);
	vt_wait_end(&vt);
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: screenshots FOLDER [CLOCK]\n");
		return 64;
	}
	folder = argv[1];
	clock_path = argv[2];
	set_clock("12:58:00");
	office_open(&office);
	desk_open(&desk);
	sign_in();
	work();
	take_a_break();
	lose_the_service();
	vt_close(&vt);
	desk_close(&desk);
	office_close(&office);
	return 0;
}
