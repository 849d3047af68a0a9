#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "loop/loop.h"
#include "state.h"

/*
 * A signalfd rather than a handler with a pipe: no global, nothing runs in
 * signal context, and threads started later inherit the blocked mask.
 */

static void
on_signal_fd(void *ctx, int fd, unsigned ready)
{
	struct loop *loop = ctx;
	struct signalfd_siginfo info;

	(void)ready;
	while (!loop->stopped && read(fd, &info, sizeof(info)) > 0)
		for (size_t i = 0; i < loop->handler_count; i++) {
			struct signal_handler h = loop->handlers[i];

			if ((uint32_t)h.signo == info.ssi_signo)
				h.on_signal(h.ctx, h.signo);
		}
}

int
loop_signal(struct loop *loop, int signo, loop_on_signal *on_signal, void *ctx,
	struct err *err)
{
	bool first = loop->signal_fd < 0;
	sigset_t one;
	int fd;

	if (first)
		sigemptyset(&loop->signals);
	sigaddset(&loop->signals, signo);
	fd = signalfd(
		loop->signal_fd, &loop->signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return err_set_errno(
			err, ERR_INTERNAL, errno, "cannot handle signals");
	sigemptyset(&one);
	sigaddset(&one, signo);
	pthread_sigmask(SIG_BLOCK, &one, first ? &loop->signals_before : NULL);
	if (first) {
		loop->signal_fd = fd;
		loop_watch(loop, fd, LOOP_READ, on_signal_fd, loop);
	}
	loop->handlers = mem_grow(loop->handlers, &loop->handlers_cap,
		loop->handler_count + 1, sizeof(*loop->handlers));
	loop->handlers[loop->handler_count++] = (struct signal_handler){
		.signo = signo, .on_signal = on_signal, .ctx = ctx};
	return 0;
}

void
signal_end(struct loop *loop)
{
	const struct timespec now = {0};

	if (loop->signal_fd < 0)
		return;
	/* A second ^C while the program ends must not kill it half-way. */
	while (sigtimedwait(&loop->signals, NULL, &now) > 0)
		;
	pthread_sigmask(SIG_SETMASK, &loop->signals_before, NULL);
	close(loop->signal_fd);
	free(loop->handlers);
}
