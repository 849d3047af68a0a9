#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/cmocka_all.h"
#include "lib/vt.h"
#include "lib/wait.h"

/* cmocka cuts long messages: the screen goes before it. */
static _Noreturn void
fail_with(struct vt *vt, const char *what, const char *text)
{
	fprintf(stderr, "%s", vt_look(vt));
	fail_msg("%s: \"%.80s\"", what, text);
	abort();
}

/* Waits until the text is there (or is not). */
static void
wait_for(struct vt *vt, const char *text, bool there, int timeout_ms)
{
	int64_t deadline_ms = wait_deadline(timeout_ms);

	for (;;) {
		if ((strstr(vt_look(vt), text) != NULL) == there)
			return;
		if (!wait_readable(vt->fd, deadline_ms) || !vt_take(vt))
			fail_with(vt, there ? "did not appear" : "did not go",
				text);
	}
}

void
vt_wait(struct vt *vt, const char *text)
{
	wait_for(vt, text, true, WAIT_LONG_MS);
}

void
vt_wait_within(struct vt *vt, const char *text, int timeout_ms)
{
	wait_for(vt, text, true, timeout_ms);
}

void
vt_wait_gone(struct vt *vt, const char *text)
{
	wait_for(vt, text, false, WAIT_LONG_MS);
}

void
vt_wait_more(struct vt *vt, size_t seen)
{
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);

	while (vt->seen == seen)
		if (!wait_readable(vt->fd, deadline_ms) || !vt_take(vt))
			fail_with(vt, "nothing came", "");
}

/* Whether the child's first thread waits in poll(2), or for a line. */
static bool
is_idle(void *context)
{
	const struct vt *vt = context;
	char path[64], line[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/syscall", (int)vt->pid);
	file = fopen(path, "r");
	if (file == NULL)
		fail_with((struct vt *)vt, "cannot look at", path);
	if (fgets(line, sizeof(line), file) == NULL)
		line[0] = '\0';
	fclose(file);
	if (strcmp(line, "running\n") == 0 || strchr(line, ' ') == NULL)
		return false;
	return atoi(line) == SYS_poll || atoi(line) == SYS_ppoll ||
	       (atoi(line) == SYS_read &&
		       strncmp(strchr(line, ' '), " 0x0 ", 5) == 0);
}

/*
 * A mark that no terminal shows is put behind what the child wrote: when it
 * comes, all of that has come.
 */
void
vt_settle(struct vt *vt)
{
	static const char mark[] = "\033]777;settled\033\\";
	const size_t len = sizeof(mark) - 1;
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);
	int slave = open(ptsname(vt->fd), O_WRONLY | O_NOCTTY | O_CLOEXEC);

	_Static_assert(sizeof(mark) <= VT_LAST_BYTES, "too long to be seen");
	if (!wait_until(is_idle, vt, WAIT_LONG_MS))
		fail_with(vt, "the child is never idle", "");
	if (slave < 0 || write(slave, mark, len) != (ssize_t)len)
		fail_with(vt, "cannot write to the terminal", "");
	close(slave);
	do {
		if (!wait_readable(vt->fd, deadline_ms) || !vt_take(vt))
			fail_with(vt, "nothing came", "");
	} while (memcmp(vt->last + VT_LAST_BYTES - len, mark, len) != 0);
}

int
vt_wait_end(struct vt *vt)
{
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);
	int status = 0;

	if (vt->pid <= 0)
		return vt->status;
	while (vt->fd >= 0 && wait_readable(vt->fd, deadline_ms) && vt_take(vt))
		;
	if (vt->fd >= 0 && wait_left_ms(deadline_ms) == 0) {
		kill(vt->pid, SIGKILL);
		fail_with(vt, "does not end", "");
	}
	waitpid(vt->pid, &status, 0);
	vt->pid = 0;
	vt->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
					 : WEXITSTATUS(status);
	return vt->status;
}
