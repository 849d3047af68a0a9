#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
wait_for(struct vt *vt, const char *text, bool there)
{
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);

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
	wait_for(vt, text, true);
}

void
vt_wait_gone(struct vt *vt, const char *text)
{
	wait_for(vt, text, false);
}

void
vt_wait_more(struct vt *vt, size_t seen)
{
	int64_t deadline_ms = wait_deadline(WAIT_LONG_MS);

	while (vt->seen == seen)
		if (!wait_readable(vt->fd, deadline_ms) || !vt_take(vt))
			fail_with(vt, "nothing came", "");
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
