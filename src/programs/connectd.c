/* connectd: the Connect service. Wires the layers; see connectd(8). */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "admin/command.h"
#include "db/postgres.h"
#include "db/sqlite.h"
#include "httpd/httpd.h"
#include "sys/zoneinfo.h"

#define VERSION "0.1.0"

static const struct command *const commands[] = {
	&command_init,
	&command_serve,
	&command_migrate,
	&command_verify,
	&command_sample_data,
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static int64_t
now_ms(void *ctx)
{
	struct timespec now;

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
print_help(FILE *out)
{
	fputs("usage: connectd COMMAND [OPTION]...\n"
	      "       connectd COMMAND --help\n"
	      "       connectd --version\n\n",
		out);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  %-12s %s\n", commands[i]->name,
			commands[i]->summary);
}

static const struct command *
find(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

/* What was printed must have arrived, or a script would trust half of it. */
static int
finish(const struct err *err)
{
	if (err->kind == ERR_NONE && fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (err->kind == ERR_NONE) {
		fprintf(stderr, "connectd: cannot write the output: %s\n",
			strerror(errno));
		return err_exit_code(ERR_FULL);
	}
	fprintf(stderr, "connectd: %s\n", err->text);
	return err_exit_code(err->kind);
}

int
main(int argc, char **argv)
{
	static const struct db_driver *const drivers[] = {
		&postgres_driver, &sqlite_driver, NULL};
	static const struct httpd_ops httpd = {
		.open = httpd_open,
		.url = httpd_url,
		.close = httpd_close,
	};
	const struct command_host host = {
		.now_ms = now_ms,
		.zone = zoneinfo_load,
		.drivers = drivers,
		.httpd = &httpd,
		.in = stdin,
		.out = stdout,
	};
	const char *word = argc > 1 ? argv[1] : "";
	const struct command *command = find(word);
	struct err err = {0};

	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		print_help(stdout);
	else if (strcmp(word, "--version") == 0)
		puts("connectd " VERSION);
	else if (word[0] == '\0')
		err_set(&err, ERR_USAGE,
			"a command is missing; see connectd --help");
	else if (command == NULL)
		err_set(&err, ERR_USAGE,
			"there is no command '%.40s'; see connectd --help",
			word);
	else if (command_main(command, &host, argc - 1, argv + 1, &err) < 0 &&
		 err.kind == ERR_NONE)
		err_set(&err, ERR_INTERNAL, "%s failed", command->name);
	return finish(&err);
}
