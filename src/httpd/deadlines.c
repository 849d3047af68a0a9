#include "deadlines.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

#define TICK_MS 250

struct deadline {
	struct deadlines *all;
	struct deadline *next;
	struct deadline *previous;
	int fd;
	bool in_request;
	bool cut;
	int64_t since_ms;
};

struct deadlines {
	struct deadline_limits limits;
	pthread_t thread;
	pthread_mutex_t mutex; /* all below */
	struct deadline *first;
	int count;
	bool draining;
	bool stopping;
	int wake_fd;  /* written: look now */
	int empty_fd; /* written: the last connection of a drain went */
};

static int64_t
monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
signal_fd(int fd)
{
	uint64_t one = 1;

	/* An eventfd that is full is already readable. */
	(void)!write(fd, &one, sizeof(one));
}

static void
cut_if_over(struct deadline *deadline, int64_t now_ms)
{
	struct deadlines *all = deadline->all;
	int limit_ms = deadline->in_request ? all->limits.request_ms
					    : all->limits.head_ms;

	if (deadline->cut)
		return;
	if (now_ms - deadline->since_ms < limit_ms &&
		!(all->draining && !deadline->in_request))
		return;
	deadline->cut = true;
	shutdown(deadline->fd, SHUT_RDWR);
}

static void *
reap(void *arg)
{
	struct deadlines *all = arg;
	struct pollfd wake = {.fd = all->wake_fd, .events = POLLIN};
	uint64_t seen;
	bool stopping = false;

	while (!stopping) {
		if (poll(&wake, 1, TICK_MS) > 0)
			(void)!read(all->wake_fd, &seen, sizeof(seen));
		pthread_mutex_lock(&all->mutex);
		int64_t now_ms = monotonic_ms();
		for (struct deadline *d = all->first; d != NULL; d = d->next)
			cut_if_over(d, now_ms);
		stopping = all->stopping;
		pthread_mutex_unlock(&all->mutex);
	}
	return NULL;
}

static void
free_all(struct deadlines *all)
{
	if (all->wake_fd >= 0)
		close(all->wake_fd);
	if (all->empty_fd >= 0)
		close(all->empty_fd);
	pthread_mutex_destroy(&all->mutex);
	free(all);
}

int
deadlines_open(const struct deadline_limits *limits,
	struct deadlines **deadlines_out, struct err *err)
{
	struct deadlines *all = mem_new(1, sizeof(*all));

	all->limits = *limits;
	pthread_mutex_init(&all->mutex, NULL);
	all->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	all->empty_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (all->wake_fd < 0 || all->empty_fd < 0 ||
		pthread_create(&all->thread, NULL, reap, all) != 0) {
		free_all(all);
		return err_set(err, ERR_INTERNAL,
			"cannot start the thread that keeps deadlines");
	}
	*deadlines_out = all;
	return 0;
}

void
deadlines_close(struct deadlines **deadlines)
{
	struct deadlines *all = *deadlines;

	if (all == NULL)
		return;
	pthread_mutex_lock(&all->mutex);
	all->stopping = true;
	pthread_mutex_unlock(&all->mutex);
	signal_fd(all->wake_fd);
	pthread_join(all->thread, NULL);
	free_all(all);
	*deadlines = NULL;
}

struct deadline *
deadlines_add(struct deadlines *deadlines, int fd)
{
	struct deadline *deadline = mem_new(1, sizeof(*deadline));

	deadline->all = deadlines;
	deadline->fd = fd;
	pthread_mutex_lock(&deadlines->mutex);
	deadline->since_ms = monotonic_ms();
	deadline->next = deadlines->first;
	if (deadlines->first != NULL)
		deadlines->first->previous = deadline;
	deadlines->first = deadline;
	deadlines->count++;
	pthread_mutex_unlock(&deadlines->mutex);
	return deadline;
}

void
deadlines_remove(struct deadline *deadline)
{
	struct deadlines *all = deadline->all;

	pthread_mutex_lock(&all->mutex);
	if (deadline->next != NULL)
		deadline->next->previous = deadline->previous;
	if (deadline->previous != NULL)
		deadline->previous->next = deadline->next;
	else
		all->first = deadline->next;
	if (--all->count == 0 && all->draining)
		signal_fd(all->empty_fd);
	pthread_mutex_unlock(&all->mutex);
	free(deadline);
}

static void
set_in_request(struct deadline *deadline, bool in_request)
{
	struct deadlines *all = deadline->all;

	pthread_mutex_lock(&all->mutex);
	deadline->in_request = in_request;
	deadline->since_ms = monotonic_ms();
	if (all->draining)
		signal_fd(all->wake_fd);
	pthread_mutex_unlock(&all->mutex);
}

void
deadlines_begin_request(struct deadline *deadline)
{
	set_in_request(deadline, true);
}

void
deadlines_end_request(struct deadline *deadline)
{
	set_in_request(deadline, false);
}

int
deadlines_count(struct deadlines *deadlines)
{
	int count;

	pthread_mutex_lock(&deadlines->mutex);
	count = deadlines->count;
	pthread_mutex_unlock(&deadlines->mutex);
	return count;
}

bool
deadlines_draining(struct deadlines *deadlines)
{
	bool draining;

	pthread_mutex_lock(&deadlines->mutex);
	draining = deadlines->draining;
	pthread_mutex_unlock(&deadlines->mutex);
	return draining;
}

void
deadlines_drain(struct deadlines *deadlines, int within_ms)
{
	struct pollfd empty = {.fd = deadlines->empty_fd, .events = POLLIN};
	int count;

	pthread_mutex_lock(&deadlines->mutex);
	deadlines->draining = true;
	count = deadlines->count;
	pthread_mutex_unlock(&deadlines->mutex);
	signal_fd(deadlines->wake_fd);
	if (count > 0)
		poll(&empty, 1, within_ms);
}
