/*
 * processes ROUNDS NAME COMMAND... [-- NAME COMMAND...]...: whole lives of
 * processes, in turns, so that the machine's moods strike all alike. Prints a
 * line for each: wall time from start to end, and time of the processor.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/number.h"
#include "lib/figures.h"

#define COMMANDS_MAX 8

struct command {
	const char *name;
	char **argv;
	struct figures wall_ms;
	struct figures cpu_ms;
	double rss_kib;
};

static double
ms_of(const struct timeval *time)
{
	return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

static void
run(struct command *command, const posix_spawn_file_actions_t *quiet)
{
	double began = figures_now_ms();
	struct rusage used;
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, command->argv[0], quiet, NULL, command->argv,
		    environ) != 0 ||
		wait4(pid, &status, 0, &used) != pid || status != 0) {
		fprintf(stderr, "processes: %s failed\n", command->name);
		exit(1);
	}
	figures_add(&command->wall_ms, figures_now_ms() - began);
	figures_add(&command->cpu_ms,
		ms_of(&used.ru_utime) + ms_of(&used.ru_stime));
	command->rss_kib = (double)used.ru_maxrss;
}

static int
split(char **argv, struct command *commands)
{
	int count = 0;

	while (*argv != NULL && argv[1] != NULL && count < COMMANDS_MAX) {
		commands[count].name = argv[0];
		commands[count++].argv = ++argv;
		while (*argv != NULL && strcmp(*argv, "--") != 0)
			argv++;
		if (*argv != NULL)
			*argv++ = NULL;
	}
	return count;
}

int
main(int argc, char **argv)
{
	struct command commands[COMMANDS_MAX] = {0};
	posix_spawn_file_actions_t quiet;
	long long rounds = 0;
	struct err err;
	int count = argc > 3 ? split(argv + 2, commands) : 0;

	if (count == 0 || number_parse(argv[1], 1, 100000, &rounds, &err) < 0) {
		fprintf(stderr, "usage: processes ROUNDS NAME COMMAND...\n");
		return 64;
	}
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(
		&quiet, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
		&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	while (rounds-- > 0)
		for (int i = 0; i < count; i++)
			run(&commands[i], &quiet);
	for (int i = 0; i < count; i++) {
		struct command *c = &commands[i];

		printf("%s ms=%.3f min_ms=%.3f p99_ms=%.3f cpu_ms=%.3f"
		       " rss_kib=%.0f\n",
			c->name, figures_at(&c->wall_ms, 50),
			figures_at(&c->wall_ms, 0), figures_at(&c->wall_ms, 99),
			figures_at(&c->cpu_ms, 50), c->rss_kib);
	}
	return 0;
}
