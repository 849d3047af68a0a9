#include "lib/office.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "lib/temp_dir.h"

static _Noreturn void
give_up(const char *what)
{
	fprintf(stderr, "office: %s\n", what);
	abort();
}

char *
office_program(const char *program)
{
	const char *build = getenv("BUILD");
	char path[OFFICE_BYTES];

	snprintf(path, sizeof(path), "%s/%s", build != NULL ? build : "build",
		program);
	return mem_dupz(path);
}

/* The first of a role that sample-data named. */
static void
read_sign_in(const char *said, const char *wanted, char username_out[],
	char password_out[])
{
	char role[OFFICE_BYTES];

	for (const char *line = said; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (sscanf(line, " %511s %511s %511[^\n]", username_out,
			    password_out, role) == 3 &&
			strcmp(role, wanted) == 0)
			return;
	}
	give_up("sample-data did not name all");
}

void
office_open(struct office *office)
{
	char *program = office_program("connectd");
	char *database, line[OFFICE_BYTES];
	struct child_output made;

	*office = (struct office){.dir = temp_dir_new()};
	database = temp_dir_path(office->dir, "service.db");
	child_run((const char *[]){program, "sample-data", "--database",
			  database, "--cheap-passwords", NULL},
		NULL, NULL, &made);
	if (made.status != 0)
		give_up(made.err);
	read_sign_in(
		made.out, "supervisor", office->username, office->password);
	read_sign_in(made.out, "employee", office->employee,
		office->employee_password);
	read_sign_in(made.out, "administrator", office->administrator,
		office->administrator_password);
	child_output_release(&made);
	child_start(&office->service,
		(const char *[]){program, "serve", "--database", database,
			"--listen", "127.0.0.1:0", "--cheap-passwords", NULL},
		NULL);
	if (child_read_line(&office->service, line, sizeof(line)) < 0 ||
		sscanf(line, "listening on %511s", office->url) != 1)
		give_up("connectd does not serve");
	free(database);
	free(program);
}

void
office_close(struct office *office)
{
	child_stop(&office->service, SIGTERM);
	temp_dir_free(&office->dir);
}

/* "NAME=<home>/<folder>" */
static char *
place(const char *name, const char *home, const char *folder)
{
	char text[OFFICE_BYTES];

	snprintf(text, sizeof(text), "%s=%s%s", name, home, folder);
	return mem_dupz(text);
}

void
desk_open(struct desk *desk)
{
	char config[OFFICE_BYTES], *folder;
	char **env = desk->env;

	*desk = (struct desk){.home = temp_dir_new()};
	*env++ = place("HOME", desk->home, "");
	*env++ = place("XDG_CONFIG_HOME", desk->home, "");
	*env++ = place("XDG_STATE_HOME", desk->home, "/state");
	*env++ = place("XDG_CACHE_HOME", desk->home, "/cache");
	*env++ = place("LC_ALL", "C.UTF-8", "");
	*env++ = mem_dupz("NO_COLOR");
	snprintf(config, sizeof(config),
		"[secrets]\nstore = file\ntoken_file = %s/token\n", desk->home);
	folder = temp_dir_path(desk->home, "connect-clock");
	if (mkdir(folder, 0700) < 0)
		give_up("cannot make a home");
	free(temp_dir_write(folder, "config.ini", config));
	free(folder);
}

void
desk_close(struct desk *desk)
{
	for (char **env = desk->env; *env != NULL; env++)
		free(*env);
	temp_dir_free(&desk->home);
}

void
desk_run(struct desk *desk, const char *const *words, const char *input,
	struct child_output *output_out)
{
	const char *argv[16] = {0};
	char *program = office_program("connect-clock");

	argv[0] = program;
	for (int i = 0; i < 14 && words[i] != NULL; i++)
		argv[i + 1] = words[i];
	child_run(argv, (const char *const *)desk->env, input, output_out);
	free(program);
}

static void
sign_in(struct desk *desk, const struct office *office, const char *username,
	const char *password)
{
	struct child_output output;

	desk_run(desk,
		(const char *[]){"login", "--server", office->url, "--company",
			"acme", "--username", username, "--password-stdin",
			NULL},
		password, &output);
	if (output.status != 0)
		give_up(output.err);
	child_output_release(&output);
}

void
desk_sign_in(struct desk *desk, const struct office *office)
{
	sign_in(desk, office, office->username, office->password);
}

void
desk_sign_in_employee(struct desk *desk, const struct office *office)
{
	sign_in(desk, office, office->employee, office->employee_password);
}

void
desk_sign_in_administrator(struct desk *desk, const struct office *office)
{
	sign_in(desk, office, office->administrator,
		office->administrator_password);
}

void
desk_panel(struct desk *desk, struct vt *vt, int rows, int cols)
{
	char *program = office_program("connect-clock");

	vt_open(vt, (const char *[]){program, NULL},
		(const char *const *)desk->env, rows, cols);
	free(program);
}
