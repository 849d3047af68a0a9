#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/str.h"
#include "demo.h"

#define LOG_BYTES (64 * 1024)

/* connectd beside this very program, else the one that is installed. */
static void
find_connectd(char path_out[DEMO_BYTES])
{
	char self[DEMO_BYTES - 16];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (len > 0) {
		self[len] = '\0';
		slash = strrchr(self, '/');
		snprintf(path_out, DEMO_BYTES, "%.*s/connectd",
			(int)(slash - self), self);
		if (access(path_out, X_OK) == 0)
			return;
	}
	(void)str_copy(path_out, DEMO_BYTES, "connectd");
}

/* Starts connectd with these words; its stdout is the stream. */
static int
spawn(char *const argv[], const char *log_path, pid_t *pid_out, FILE **said_out,
	struct err *err)
{
	int fds[2];
	pid_t pid;

	if (pipe(fds) < 0)
		return err_set_errno(
			err, ERR_INTERNAL, errno, "cannot start connectd");
	pid = fork();
	if (pid == 0) {
		(void)setpgid(0, 0); /* ^C is the panel's, not its */
		(void)dup2(fds[1], STDOUT_FILENO);
		if (freopen(log_path, "a", stderr) != NULL)
			execvp(argv[0], argv);
		dprintf(STDERR_FILENO, "cannot run %s: %s\n", argv[0],
			strerror(errno));
		_exit(127);
	}
	close(fds[1]);
	if (pid < 0) {
		close(fds[0]);
		return err_set_errno(
			err, ERR_INTERNAL, errno, "cannot start connectd");
	}
	*pid_out = pid;
	*said_out = fdopen(fds[0], "r");
	return 0;
}

/* What connectd said last goes with it, since its log does not stay. */
static int
fail(const char *what, const char *log_path, struct err *err)
{
	struct err ignored = {0};
	struct str said;
	char *line;

	str_init(&said, LOG_BYTES);
	(void)file_load(log_path, LOG_BYTES, &said, &ignored);
	while (said.len > 0 && said.data[said.len - 1] == '\n')
		said.data[--said.len] = '\0';
	line = strrchr(said.data, '\n');
	(void)err_set(err, ERR_UNAVAILABLE, "%s: %s", what,
		said.len == 0  ? "it does not say why"
		: line == NULL ? said.data
			       : line + 1);
	str_release(&said);
	return -1;
}

/* The first supervisor: may clock in others too, and has meal breaks. */
static bool
read_sign_in(struct demo_service *demo, FILE *said)
{
	char line[DEMO_BYTES];
	char role[DEMO_BYTES];
	bool found = false;

	while (fgets(line, sizeof(line), said) != NULL)
		if (!found &&
			sscanf(line, " %511s %511s %511s", demo->username,
				demo->password, role) == 3 &&
			strcmp(role, "supervisor") == 0)
			found = true;
	secret_wipe(line, sizeof(line));
	return found;
}

static int
make_company(struct demo_service *demo, char *connectd, char *database,
	char *log_path, struct err *err)
{
	char *const argv[] = {connectd, "sample-data", "--database", database,
		"--cheap-passwords", NULL};
	FILE *said;
	pid_t pid;
	bool found;

	if (spawn(argv, log_path, &pid, &said, err) < 0)
		return -1;
	found = read_sign_in(demo, said);
	fclose(said);
	(void)waitpid(pid, NULL, 0);
	return found ? 0
		     : fail("connectd made no sample company", log_path, err);
}

static int
serve(struct demo_service *demo, char *connectd, char *database, char *log_path,
	struct err *err)
{
	char *const argv[] = {connectd, "serve", "--database", database,
		"--listen", "127.0.0.1:0", "--exit-with-parent", NULL};
	FILE *said;
	int rc = 0;

	if (spawn(argv, log_path, &demo->pid, &said, err) < 0)
		return -1;
	if (fscanf(said, "listening on %511s", demo->url) != 1)
		rc = fail("connectd did not start", log_path, err);
	fclose(said);
	return rc;
}

int
demo_start(struct demo_service *demo, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char connectd[DEMO_BYTES];
	char database[DEMO_BYTES + 16];
	char log_path[DEMO_BYTES + 16];

	*demo = (struct demo_service){0};
	find_connectd(connectd);
	snprintf(demo->dir, sizeof(demo->dir), "%.400s/connect-clock-XXXXXX",
		tmp != NULL && tmp[0] == '/' ? tmp : "/tmp");
	if (mkdtemp(demo->dir) == NULL) {
		demo->dir[0] = '\0';
		return err_set_errno(err, ERR_DISK, errno,
			"cannot make a directory for the demo");
	}
	snprintf(database, sizeof(database), "%s/service.db", demo->dir);
	snprintf(log_path, sizeof(log_path), "%s/log", demo->dir);
	if (make_company(demo, connectd, database, log_path, err) < 0)
		return -1;
	return serve(demo, connectd, database, log_path, err);
}

static int
remove_one(
	const char *path, const struct stat *info, int type, struct FTW *where)
{
	(void)info;
	(void)type;
	(void)where;
	(void)remove(path);
	return 0;
}

void
demo_stop(struct demo_service *demo)
{
	if (demo->pid > 0) {
		(void)kill(demo->pid, SIGTERM);
		(void)waitpid(demo->pid, NULL, 0);
	}
	if (demo->dir[0] != '\0')
		(void)nftw(demo->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	secret_wipe(demo->password, sizeof(demo->password));
}
