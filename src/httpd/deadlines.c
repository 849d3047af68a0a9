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
#include "crowd.h"

#define TICK_MS 250
/* So long the library takes at most for a newcomer, and for one that left. */
#define COME_MS 100
#define GO_MS 5

struct deadline {
	struct deadlines *all;
	struct deadline *next;
	struct deadline *previous;
	struct crowd_peer *peer;
	enum deadline_phase phase;
	int fd;
	bool admitted;
	bool cut;
	long long held; /* bytes of its body */
	int64_t since_ms;
};

struct deadlines {
	struct deadline_limits limits;
	pthread_t thread;
	pthread_mutex_t mutex; /* all below */
	struct deadline *first;
	struct crowd crowd;
	int count;
	int coming;             /* were let in, and are not here yet */
	pthread_cond_t changed; /* one came or went */
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

/* The place is free at once; the thread that serves it sees the end. */
static void
cut(struct deadline *deadline)
{
	deadline->cut = true;
	crowd_cut(&deadline->all->crowd, deadline->peer);
	shutdown(deadline->fd, SHUT_RDWR);
}

static void
cut_if_over(struct deadline *deadline, int64_t now_ms)
{
	struct deadlines *all = deadline->all;
	bool waiting = deadline->phase == DEADLINE_WAITING;
	int limit_ms = waiting ? all->limits.head_ms : all->limits.request_ms;

	if (!deadline->cut && (now_ms - deadline->since_ms >= limit_ms ||
				      (all->draining && waiting)))
		cut(deadline);
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
	pthread_cond_destroy(&all->changed);
	pthread_mutex_destroy(&all->mutex);
	free(all);
}

int
deadlines_open(const struct deadline_limits *limits,
	struct deadlines **deadlines_out, struct err *err)
{
	struct deadlines *all = mem_new(1, sizeof(*all));
	pthread_condattr_t monotonic;

	all->limits = *limits;
	pthread_mutex_init(&all->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&all->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
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

/* Whether a should rather go than b, which may be NULL. */
static bool
goes_before(const struct deadline *a, const struct deadline *b)
{
	if (b == NULL)
		return true;
	if (a->peer->connections != b->peer->connections)
		return a->peer->connections > b->peer->connections;
	if (a->phase != b->phase)
		return a->phase == DEADLINE_WAITING;
	return a->since_ms <= b->since_ms;
}

/* Who has to go for a newcomer, NULL: nobody. */
static struct deadline *
choose(const struct deadline *newcomer)
{
	struct deadline *chosen = NULL;

	for (struct deadline *d = newcomer->all->first; d != NULL; d = d->next)
		if (d != newcomer && !d->cut && d->phase != DEADLINE_WORKING &&
			d->peer->connections >= newcomer->peer->connections &&
			goes_before(d, chosen))
			chosen = d;
	return chosen;
}

static bool
admit(struct deadline *newcomer)
{
	struct deadlines *all = newcomer->all;
	struct deadline *chosen;

	if (all->crowd.connections <= all->limits.connections)
		return true;
	chosen = choose(newcomer);
	if (chosen != NULL)
		cut(chosen);
	return chosen != NULL;
}

struct deadline *
deadlines_add(struct deadlines *deadlines, int fd, const struct sockaddr *peer)
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
	deadline->peer = crowd_join(&deadlines->crowd, peer);
	deadline->admitted = admit(deadline);
	deadlines->count++;
	deadlines->coming = 0;
	pthread_cond_signal(&deadlines->changed);
	pthread_mutex_unlock(&deadlines->mutex);
	return deadline;
}

void
deadlines_remove(struct deadline *deadline)
{
	struct deadlines *all = deadline->all;

	pthread_mutex_lock(&all->mutex);
	if (!deadline->cut)
		crowd_cut(&all->crowd, deadline->peer);
	crowd_leave(&all->crowd, deadline->peer);
	if (deadline->next != NULL)
		deadline->next->previous = deadline->previous;
	if (deadline->previous != NULL)
		deadline->previous->next = deadline->next;
	else
		all->first = deadline->next;
	all->count--;
	pthread_cond_signal(&all->changed);
	if (all->first == NULL && all->draining)
		signal_fd(all->empty_fd);
	pthread_mutex_unlock(&all->mutex);
	free(deadline);
}

bool
deadlines_admitted(const struct deadline *deadline)
{
	return deadline->admitted;
}

void
deadlines_enter(struct deadline *deadline, enum deadline_phase phase)
{
	struct deadlines *all = deadline->all;

	pthread_mutex_lock(&all->mutex);
	if (deadline->phase == DEADLINE_WAITING || phase == DEADLINE_WAITING)
		deadline->since_ms = monotonic_ms();
	deadline->phase = phase;
	if (all->draining)
		signal_fd(all->wake_fd);
	pthread_mutex_unlock(&all->mutex);
}

bool
deadlines_hold(struct deadline *deadline, long long bytes)
{
	struct deadlines *all = deadline->all;
	bool fits;

	pthread_mutex_lock(&all->mutex);
	fits = crowd_take(&all->crowd, deadline->peer, bytes - deadline->held);
	if (fits)
		deadline->held = bytes;
	pthread_mutex_unlock(&all->mutex);
	return fits;
}

/* Until one came or went. False when it was not within ms. */
static bool
await_change(struct deadlines *all, int ms)
{
	int64_t until_ms = monotonic_ms() + ms;
	const struct timespec until = {.tv_sec = (time_t)(until_ms / 1000),
		.tv_nsec = (long)(until_ms % 1000) * 1000000};

	return pthread_cond_timedwait(&all->changed, &all->mutex, &until) == 0;
}

bool
deadlines_wait(struct deadlines *deadlines, int most, int patience_ms)
{
	bool place;

	pthread_mutex_lock(&deadlines->mutex);
	while (deadlines->coming > 0 && await_change(deadlines, COME_MS))
		;
	while (deadlines->count >= most &&
		deadlines->crowd.connections < most &&
		await_change(deadlines, GO_MS))
		;
	while (deadlines->crowd.connections >= most &&
		await_change(deadlines, patience_ms))
		;
	place = deadlines->crowd.connections < most;
	deadlines->coming = place;
	pthread_mutex_unlock(&deadlines->mutex);
	return place;
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
	bool none;

	pthread_mutex_lock(&deadlines->mutex);
	deadlines->draining = true;
	none = deadlines->first == NULL;
	pthread_mutex_unlock(&deadlines->mutex);
	signal_fd(deadlines->wake_fd);
	if (!none)
		poll(&empty, 1, within_ms);
}
