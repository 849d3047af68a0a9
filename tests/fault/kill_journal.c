/*
 * kill -9 at random instants of a process that records.
 * Usage: kill_journal DIR ROUNDS SEED [early]
 * Prints one line; exits with 1 when a confirmed punch is missing or doubled.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/crash.h"

/* One life and death; the ids that it confirmed are added. */
static void
life(const char *dir, enum crash_bug bug, struct crash_ids *ids)
{
	size_t enough = ids->count + (size_t)(random() % 12);
	int pipes[2];
	pid_t pid;

	if (pipe(pipes) < 0 || (pid = fork()) < 0) {
		perror("kill_journal");
		exit(2);
	}
	if (pid == 0) {
		close(pipes[0]);
		crash_record(dir, pipes[1], bug);
	}
	close(pipes[1]);
	/* so many punches, then some milliseconds into the next ones */
	crash_read(ids, pipes[0], enough, -1);
	crash_read(ids, pipes[0], enough + 1 + (size_t)(random() % 3),
		(int)(random() % 3));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	crash_read(ids, pipes[0], SIZE_MAX, -1);
	close(pipes[0]);
}

int
main(int argc, char **argv)
{
	enum crash_bug bug = CRASH_NO_BUG;
	struct crash_ids ids = {0};
	struct crash_result result = {0};
	struct err err;
	int i, rounds;

	if (argc < 4) {
		fprintf(stderr,
			"usage: kill_journal DIR ROUNDS SEED [early]\n");
		return 64;
	}
	rounds = (int)strtol(argv[2], NULL, 10);
	srandom((unsigned)strtoul(argv[3], NULL, 10));
	if (argc > 4 && strcmp(argv[4], "early") == 0)
		bug = CRASH_EARLY;
	for (i = 0; i < rounds; i++) {
		life(argv[1], bug, &ids);
		/* the last comparison sees everything; the others, that each
		 * death leaves a journal that opens */
		if (i % 10 != 9 && i + 1 < rounds)
			continue;
		if (crash_compare(argv[1], &ids, &result, &err) < 0) {
			printf("round %d: %s\n", i + 1, err.text);
			return 1;
		}
		if (result.missing + result.twice + result.unsound > 0)
			break;
	}
	printf("%d kills: %zu confirmed, %zu in the journal, %zu missing, "
	       "%zu twice, %zu unsound\n",
		rounds, ids.count, result.recorded, result.missing,
		result.twice, result.unsound);
	free(ids.ids);
	return result.missing + result.twice + result.unsound > 0;
}
