#include "loop/loop.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "state.h"

int
loop_new(struct loop **loop_out, struct err *err)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
	struct loop *loop;

	if (fd < 0)
		return err_set_errno(
			err, ERR_INTERNAL, errno, "cannot wait for events");
	loop = mem_new(1, sizeof(*loop));
	loop->signal_fd = -1;
	loop->worker_fd = fd;
	loop_watch(loop, fd, LOOP_READ, worker_on_done, loop);
	*loop_out = loop;
	return 0;
}

void
loop_free(struct loop **loop)
{
	struct loop *l = *loop;

	if (l == NULL)
		return;
	assert(!l->running);
	(void)loop_end_work(l);
	signal_end(l);
	close(l->worker_fd);
	free(l->polls);
	free(l->watches);
	free(l);
	*loop = NULL;
}

void
loop_stop(struct loop *loop)
{
	loop->stopped = true;
}

int64_t
loop_now_ms(const struct loop *loop)
{
	struct timespec ts;

	(void)loop;
	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void
loop_before_wait(struct loop *loop, loop_on_time *on_turn, void *ctx)
{
	loop->on_turn = on_turn;
	loop->turn_ctx = ctx;
}

void
loop_watch(struct loop *loop, int fd, unsigned events, loop_on_ready *on_ready,
	void *ctx)
{
	size_t i = 0;

	assert(fd >= 0);
	while (i < loop->watch_count && loop->polls[i].fd != fd)
		i++;
	if (events == 0) {
		if (i < loop->watch_count)
			loop->polls[i].fd = -1;
		return;
	}
	if (i == loop->watch_count) {
		loop->polls = mem_grow(loop->polls, &loop->polls_cap, i + 1,
			sizeof(*loop->polls));
		loop->watches = mem_grow(loop->watches, &loop->watches_cap,
			i + 1, sizeof(*loop->watches));
		loop->polls[i] = (struct pollfd){.fd = fd};
		loop->watch_count++;
	}
	loop->polls[i].events = (short)((events & LOOP_READ ? POLLIN : 0) |
					(events & LOOP_WRITE ? POLLOUT : 0));
	loop->watches[i] = (struct watch){.on_ready = on_ready, .ctx = ctx};
}

/* Ended watches stay until here, so that no index moves under a callback. */
static void
close_gaps(struct loop *loop)
{
	size_t kept = 0;

	for (size_t i = 0; i < loop->watch_count; i++) {
		if (loop->polls[i].fd < 0)
			continue;
		loop->polls[kept] = loop->polls[i];
		loop->watches[kept++] = loop->watches[i];
	}
	loop->watch_count = kept;
}

static unsigned
ready_of(const struct pollfd *poll)
{
	const int both = POLLERR | POLLHUP | POLLNVAL;
	unsigned ready = 0;

	if (poll->revents & both)
		return LOOP_READ | LOOP_WRITE;
	if (poll->revents & poll->events & POLLIN)
		ready |= LOOP_READ;
	if (poll->revents & poll->events & POLLOUT)
		ready |= LOOP_WRITE;
	return ready;
}

/* Calls what is ready; a watch that a callback adds was not polled yet. */
static void
run_ready(struct loop *loop)
{
	for (size_t i = 0; i < loop->watch_count && !loop->stopped; i++) {
		struct watch watch = loop->watches[i];
		int fd = loop->polls[i].fd;
		unsigned ready = ready_of(&loop->polls[i]);

		if (fd < 0 || ready == 0)
			continue;
		/* Closed under its watch: said once, lest poll spins on it. */
		if (loop->polls[i].revents & POLLNVAL)
			loop->polls[i].fd = -1;
		watch.on_ready(watch.ctx, fd, ready);
	}
}

static int
run_turn(struct loop *loop, struct err *err)
{
	int ready;

	if (loop->on_turn != NULL)
		loop->on_turn(loop->turn_ctx);
	if (loop->stopped)
		return 0;
	close_gaps(loop);
	ready = poll(loop->polls, loop->watch_count, timer_wait_ms(loop));
	if (ready < 0 && errno != EINTR)
		return err_set_errno(
			err, ERR_INTERNAL, errno, "cannot wait for events");
	timer_run_due(loop);
	if (ready > 0)
		run_ready(loop);
	return 0;
}

int
loop_run(struct loop *loop, struct err *err)
{
	int rc = 0;

	assert(!loop->running);
	loop->running = true;
	while (rc == 0 && !loop->stopped)
		rc = run_turn(loop, err);
	loop->stopped = false;
	loop->running = false;
	return rc;
}
