#include "lib/child.h"
#include "lib/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A text that grows while it is read. */
struct gather {
	char *data;
	size_t len;
};

static _Noreturn void
give_up(const char *what)
{
	perror(what);
	abort();
}

static void
lay_over(const char *const *env)
{
	for (; env != NULL && *env != NULL; env++) {
		const char *equals = strchr(*env, '=');

		if (equals != NULL)
			putenv((char *)*env);
		else
			unsetenv(*env);
	}
}

static _Noreturn void
become(const char *const *argv, const char *const *env, int fds[3])
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int i = 0; i < 3; i++)
		if (dup2(fds[i], i) < 0)
			_exit(127);
	lay_over(env);
	execvp(argv[0], (char *const *)argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

void
child_start(
	struct child *child, const char *const *argv, const char *const *env)
{
	int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};

	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0 ||
		pipe2(err, O_CLOEXEC) < 0)
		give_up("pipe2");
	child->pid = fork();
	if (child->pid < 0)
		give_up("fork");
	if (child->pid == 0)
		become(argv, env, (int[3]){in[0], out[1], err[1]});
	setpgid(child->pid, child->pid);
	close(in[0]);
	close(out[1]);
	close(err[1]);
	child->in_fd = in[1];
	child->out_fd = out[0];
	child->err_fd = err[0];
}

ssize_t
child_read_line(struct child *child, char *buf_out, size_t size)
{
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);
	size_t len = 0;

	while (len + 1 < size) {
		ssize_t n = 0;

		if (!wait_readable(child->out_fd, deadline_ms))
			return -1;
		n = read(child->out_fd, buf_out + len, 1);
		if (n <= 0 && len == 0)
			return -1;
		if (n <= 0 || buf_out[len] == '\n')
			break;
		len++;
	}
	buf_out[len] = '\0';
	return (ssize_t)len;
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
feed(int *fd, const char **input)
{
	size_t len = *input != NULL ? strlen(*input) : 0;
	ssize_t n = len > 0 ? write(*fd, *input, len) : 0;

	if (n > 0)
		*input += n;
	if (n == (ssize_t)len || (n < 0 && errno != EAGAIN))
		close_fd(fd);
}

static void
gather(int *fd, struct gather *g)
{
	ssize_t n = 0;

	g->data = realloc(g->data, g->len + 4097);
	if (g->data == NULL)
		give_up("realloc");
	n = read(*fd, g->data + g->len, 4096);
	if (n > 0)
		g->len += (size_t)n;
	else
		close_fd(fd);
	g->data[g->len] = '\0';
}

/* Feeds and listens until both outputs ended. False after the deadline. */
static bool
converse(struct child *child, const char *input, struct gather *out,
	struct gather *err)
{
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);

	while (child->out_fd >= 0 || child->err_fd >= 0) {
		struct pollfd p[] = {{.fd = child->in_fd, .events = POLLOUT},
			{.fd = child->out_fd, .events = POLLIN},
			{.fd = child->err_fd, .events = POLLIN}};

		if (poll(p, 3, wait_left_ms(deadline_ms)) == 0)
			return false;
		if (p[0].revents != 0)
			feed(&child->in_fd, &input);
		if (p[1].revents != 0)
			gather(&child->out_fd, out);
		if (p[2].revents != 0)
			gather(&child->err_fd, err);
	}
	return true;
}

static int
reap(struct child *child)
{
	int status = 0;

	while (waitpid(child->pid, &status, 0) < 0)
		if (errno != EINTR)
			give_up("waitpid");
	child->pid = -1;
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

void
child_finish(
	struct child *child, const char *input, struct child_output *output_out)
{
	struct gather out = {0}, err = {0};
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before = {0};
	bool ended = false;
	int status = 0;

	sigaction(SIGPIPE, &ignore, &before);
	fcntl(child->in_fd, F_SETFL, O_NONBLOCK);
	ended = converse(child, input, &out, &err);
	sigaction(SIGPIPE, &before, NULL);
	if (!ended)
		kill(-child->pid, SIGKILL);
	close_fd(&child->in_fd);
	close_fd(&child->out_fd);
	close_fd(&child->err_fd);
	status = reap(child);
	output_out->status = ended ? status : CHILD_TIMED_OUT;
	output_out->out = out.data != NULL ? out.data : strdup("");
	output_out->err = err.data != NULL ? err.data : strdup("");
}

void
child_run(const char *const *argv, const char *const *env, const char *input,
	struct child_output *output_out)
{
	struct child child = {0};

	child_start(&child, argv, env);
	child_finish(&child, input, output_out);
}

int
child_stop(struct child *child, int signal)
{
	struct child_output output = {0};
	int status = 0;

	if (child->pid <= 0)
		return 0;
	kill(child->pid, signal);
	child_finish(child, NULL, &output);
	status = output.status;
	child_output_release(&output);
	return status;
}

void
child_output_release(struct child_output *output)
{
	free(output->out);
	free(output->err);
	output->out = NULL;
	output->err = NULL;
}
