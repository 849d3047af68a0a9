/*
 * Cuts the power under a process that records: stopped, so that no answer of
 * the kernel comes after the cut; then the file system drops all that was not
 * flushed (FS_IOC_SHUTDOWN, without flushing its log), is unmounted, mounted
 * and looked at. Usage: power_journal DEVICE MOUNTED-DIR ROUNDS SEED [normal]
 * Prints one line; exits with 1 when a confirmed punch is missing or doubled.
 */

#include <fcntl.h>
#include <linux/types.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "lib/crash.h"

#define FS_SHUTDOWN _IOR('X', 125, __u32)
#define FS_SHUTDOWN_NO_LOG_FLUSH 2

static void
must(bool done, const char *what)
{
	if (done)
		return;
	perror(what);
	exit(2);
}

static void
cut_power(const char *device, const char *mounted)
{
	__u32 how = FS_SHUTDOWN_NO_LOG_FLUSH;
	int fd = open(mounted, O_RDONLY | O_DIRECTORY);

	must(fd >= 0 && ioctl(fd, FS_SHUTDOWN, &how) == 0, "shutdown");
	close(fd);
	(void)device;
}

static void
mount_again(const char *device, const char *mounted)
{
	must(umount(mounted) == 0, "umount");
	must(mount(device, mounted, "ext4", 0, NULL) == 0, "mount");
}

/* One life up to the cut; the ids that it confirmed are added. */
static void
life(const char *device, const char *mounted, const char *dir,
	enum crash_bug bug, struct crash_ids *ids)
{
	size_t enough = ids->count + 1 + (size_t)(random() % 40);
	int pipes[2], status;
	pid_t pid = -1;

	must(pipe(pipes) == 0 && (pid = fork()) >= 0, "fork");
	if (pid == 0) {
		close(pipes[0]);
		crash_record(dir, pipes[1], bug);
	}
	close(pipes[1]);
	crash_read(ids, pipes[0], enough, -1);
	crash_read(ids, pipes[0], enough + 2, (int)(random() % 3));
	kill(pid, SIGSTOP);
	must(waitpid(pid, &status, WUNTRACED) == pid, "waitpid");
	cut_power(device, mounted);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	crash_read(ids, pipes[0], SIZE_MAX, -1);
	close(pipes[0]);
	mount_again(device, mounted);
}

int
main(int argc, char **argv)
{
	enum crash_bug bug = CRASH_NO_BUG;
	struct crash_ids ids = {0};
	struct crash_result result = {0};
	struct err err;
	struct str dir;
	int i, rounds;

	if (argc < 5) {
		fprintf(stderr, "usage: power_journal DEVICE MOUNTED-DIR "
				"ROUNDS SEED [normal]\n");
		return 64;
	}
	rounds = (int)strtol(argv[3], NULL, 10);
	srandom((unsigned)strtoul(argv[4], NULL, 10));
	if (argc > 5 && strcmp(argv[5], "normal") == 0)
		bug = CRASH_NORMAL;
	str_init(&dir, 4096);
	str_addf(&dir, "%s/%s", argv[2], argc > 5 ? argv[5] : "state");
	for (i = 0; i < rounds && result.missing == 0; i++) {
		life(argv[1], argv[2], dir.data, bug, &ids);
		if (crash_compare(dir.data, &ids, &result, &err) < 0) {
			printf("cut %d: %s\n", i + 1, err.text);
			return 1;
		}
		if (result.twice + result.unsound > 0)
			break;
	}
	printf("%d cuts: %zu confirmed, %zu in the journal, %zu missing, "
	       "%zu twice, %zu unsound\n",
		i, ids.count, result.recorded, result.missing, result.twice,
		result.unsound);
	str_release(&dir);
	free(ids.ids);
	return result.missing + result.twice + result.unsound > 0;
}
