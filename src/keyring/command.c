/*
 * A program that prints the secret (pass, gpg, a company's own). It hands out
 * the device's, which stays; a session's changes all the time and could not
 * be given back to it.
 */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "place.h"

#define SETTING "password_command"

struct command {
	char **argv; /* NULL: not set */
	int limit_ms;
};

/* A child that runs, and what it has printed. */
struct run {
	const char *name;
	int limit_ms;
	pid_t pid;
	int pid_fd;
	int out_fd;
	int64_t deadline_ms;
	size_t len;
	char out[SECRET_MAX_BYTES +
		 2]; /* room for a newline and one too many */
};

static int64_t
clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Waits for fd until the run's deadline; false when that has passed. */
static bool
wait_for(const struct run *run, int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	int rc;

	do {
		int64_t left = run->deadline_ms - clock_ms();

		rc = left <= 0 ? 0 : poll(&poll_fd, 1, (int)left);
	} while (rc < 0 && errno == EINTR);
	return rc > 0;
}

/*
 * The child has no stdin, no stderr, no terminal to write over the screen,
 * none of our descriptors, no blocked signals, and leads a session of its own,
 * so that it can be ended with all that it started.
 */
static int
spawn(struct run *run, char **argv, int out)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	sigset_t none;
	sigset_t all;
	int rc;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, 1);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSID |
						POSIX_SPAWN_SETSIGMASK |
						POSIX_SPAWN_SETSIGDEF);
	rc = posix_spawnp(&run->pid, argv[0], &files, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

static int
start(struct run *run, char **argv, struct err *err)
{
	int fds[2];
	int rc;

	run->name = argv[0];
	if (pipe2(fds, O_CLOEXEC) < 0)
		return err_set_errno(err, ERR_INTERNAL, errno,
			"cannot run " SETTING " %s", run->name);
	rc = spawn(run, argv, fds[1]);
	close(fds[1]);
	if (rc != 0) {
		close(fds[0]);
		return err_set_errno(err, ERR_CONFIG, rc,
			"cannot run " SETTING " %s, so nothing is sent: "
			"correct it",
			run->name);
	}
	run->out_fd = fds[0];
	run->pid_fd = pidfd_open(run->pid, 0);
	run->deadline_ms = clock_ms() + run->limit_ms;
	return 0;
}

/* Reads to the end or until it is too much. False at the deadline. */
static bool
collect(struct run *run)
{
	while (run->len < sizeof(run->out)) {
		ssize_t n;

		if (!wait_for(run, run->out_fd))
			return false;
		n = read(run->out_fd, run->out + run->len,
			sizeof(run->out) - run->len);
		if (n == 0 || (n < 0 && errno != EINTR))
			return true;
		if (n > 0)
			run->len += (size_t)n;
	}
	return true;
}

/* Ends the child, if need be by force, and says how it ended. */
static int
finish(struct run *run, bool in_time, struct err *err)
{
	bool too_much = run->len == sizeof(run->out);
	int status = 0;

	in_time = in_time && (too_much || wait_for(run, run->pid_fd));
	kill(-run->pid, SIGKILL);
	while (waitpid(run->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(run->out_fd);
	if (run->pid_fd >= 0)
		close(run->pid_fd);
	if (!in_time)
		return err_set(err, ERR_UNAVAILABLE,
			SETTING " %s did not end within %g s, so nothing is "
				"sent: run it by hand to see why",
			run->name, run->limit_ms / 1000.0);
	if (too_much)
		return err_set(err, ERR_CONFIG,
			SETTING " %s printed more than %d bytes: it must "
				"print a token and nothing else",
			run->name, SECRET_MAX_BYTES);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, ERR_CONFIG,
			SETTING " %s failed (%s %d), so nothing is sent: run "
				"it by hand to see why",
			run->name, WIFEXITED(status) ? "exit code" : "signal",
			WIFEXITED(status) ? WEXITSTATUS(status)
					  : WTERMSIG(status));
	return 0;
}

static int
take_line(struct run *run, const struct keyring_label *label,
	struct secret *secret_out, struct err *err)
{
	if (run->len > 0 && run->out[run->len - 1] == '\n')
		run->len--;
	if (run->len == 0)
		return place_nothing(label, SETTING, err);
	if (memchr(run->out, '\n', run->len) != NULL ||
		memchr(run->out, '\0', run->len) != NULL ||
		!secret_set(secret_out, run->out, run->len))
		return err_set(err, ERR_CONFIG,
			SETTING " %s must print a token in one line of at most "
				"%d bytes and nothing else",
			run->name, SECRET_MAX_BYTES);
	return 0;
}

static int
load(void *self, const struct keyring_label *label, struct secret *secret_out,
	struct err *err)
{
	struct command *command = self;
	struct run *run;
	int rc = -1;

	if (command->argv == NULL)
		return err_set(err, ERR_CONFIG,
			"secrets are to come from a command, but no " SETTING
			" is set: set it, " PLACE_OTHERS);
	if (strcmp(label->purpose, "delivery") != 0)
		return place_nothing(label, SETTING, err);
	run = mem_new(1, sizeof(*run));
	run->limit_ms = command->limit_ms;
	if (start(run, command->argv, err) == 0 &&
		finish(run, collect(run), err) == 0)
		rc = take_line(run, label, secret_out, err);
	secret_wipe(run, sizeof(*run));
	free(run);
	return rc;
}

static int
save(void *self, const struct keyring_label *label, const struct secret *secret,
	struct err *err)
{
	(void)self;
	(void)label;
	(void)secret;
	return err_set(err, ERR_CONFIG,
		"the sign-in is not stored, because secrets come from " SETTING
		", which can only hand them out: it lasts until this program "
		"ends");
}

/* What it hands out is not ours to erase. */
static int
erase(void *self, const struct keyring_label *label, struct err *err)
{
	(void)self;
	(void)label;
	(void)err;
	return 0;
}

/* Whether it hands out anything is seen when something is to be sent. */
static int
check(void *self, bool *keeps_out, struct err *err)
{
	(void)self;
	(void)err;
	*keeps_out = false;
	return 0;
}

static void *
make(const struct keyring_settings *settings)
{
	struct command *command = mem_new(1, sizeof(*command));
	size_t count = 0;

	command->limit_ms = settings->limit_ms > 0 ? settings->limit_ms
						   : KEYRING_COMMAND_LIMIT_MS;
	if (settings->argv == NULL || settings->argv[0] == NULL)
		return command;
	while (settings->argv[count] != NULL)
		count++;
	command->argv = mem_new(count + 1, sizeof(*command->argv));
	for (size_t i = 0; i < count; i++)
		command->argv[i] = mem_dupz(settings->argv[i]);
	return command;
}

static void
unmake(void *self)
{
	struct command *command = self;

	for (char **word = command->argv; word != NULL && *word != NULL; word++)
		free(*word);
	free(command->argv);
	free(command);
}

const struct place_ops place_command = {
	.keyring = {.load = load, .save = save, .erase = erase, .check = check},
	.make = make,
	.unmake = unmake,
};
