#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "loop/loop.h"
#include "state.h"

struct job {
	loop_work *work;
	loop_work *done;
	void *ctx;
	struct job *next;
};

struct job_list {
	struct job *first;
	struct job **end;
};

/* Shared with the thread. Whoever is last to need it frees it. */
struct worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct job_list waiting;
	struct job_list finished;
	int done_fd;
	bool stop;
	bool ended; /* the thread has left its loop */
	bool alone; /* the loop is gone: the thread frees this */
};

static void
list_add(struct job_list *list, struct job *job)
{
	job->next = NULL;
	*list->end = job;
	list->end = &job->next;
}

static void
list_init(struct job_list *list)
{
	list->first = NULL;
	list->end = &list->first;
}

static struct job *
list_take(struct job_list *list)
{
	struct job *job = list->first;

	if (job != NULL && (list->first = job->next) == NULL)
		list->end = &list->first;
	return job;
}

static void
worker_free(struct worker *worker)
{
	pthread_cond_destroy(&worker->changed);
	pthread_mutex_destroy(&worker->lock);
	free(worker);
}

/* Runs one job, the lock being held; returns with it held. */
static void
run_job(struct worker *worker, struct job *job)
{
	const uint64_t one = 1;
	ssize_t put;

	pthread_mutex_unlock(&worker->lock);
	job->work(job->ctx);
	pthread_mutex_lock(&worker->lock);
	if (worker->alone) {
		free(job);
		return;
	}
	list_add(&worker->finished, job);
	/* Else fails only when the counter is full, so readable anyway. */
	do
		put = write(worker->done_fd, &one, sizeof(one));
	while (put < 0 && errno == EINTR);
}

static void *
worker_main(void *ctx)
{
	struct worker *worker = ctx;
	bool alone;

	pthread_mutex_lock(&worker->lock);
	while (!worker->stop) {
		struct job *job = list_take(&worker->waiting);

		if (job != NULL)
			run_job(worker, job);
		else
			pthread_cond_wait(&worker->changed, &worker->lock);
	}
	worker->ended = true;
	alone = worker->alone;
	pthread_cond_broadcast(&worker->changed);
	pthread_mutex_unlock(&worker->lock);
	if (alone)
		worker_free(worker);
	return NULL;
}

static int
worker_start(struct loop *loop, struct err *err)
{
	struct worker *worker = mem_new(1, sizeof(*worker));
	pthread_condattr_t monotonic;
	sigset_t all;
	sigset_t before;
	int rc;

	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&worker->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_mutex_init(&worker->lock, NULL);
	list_init(&worker->waiting);
	list_init(&worker->finished);
	worker->done_fd = loop->worker_fd;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&worker->thread, NULL, worker_main, worker);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (rc != 0) {
		worker_free(worker);
		return err_set_errno(
			err, ERR_INTERNAL, rc, "cannot start a thread");
	}
	loop->worker = worker;
	return 0;
}

int
loop_defer(struct loop *loop, loop_work *work, loop_work *done, void *ctx,
	struct err *err)
{
	struct job *job;

	if (loop->ending)
		return err_set(err, ERR_INTERNAL, "the program is ending");
	if (loop->worker == NULL && worker_start(loop, err) < 0)
		return -1;
	job = mem_new(1, sizeof(*job));
	job->work = work;
	job->done = done;
	job->ctx = ctx;
	pthread_mutex_lock(&loop->worker->lock);
	list_add(&loop->worker->waiting, job);
	pthread_cond_broadcast(&loop->worker->changed);
	pthread_mutex_unlock(&loop->worker->lock);
	return 0;
}

static void
finish(struct job *job)
{
	job->done(job->ctx);
	free(job);
}

/* The eventfd counts: one job for each wake-up. */
void
worker_on_done(void *ctx, int fd, unsigned ready)
{
	struct loop *loop = ctx;
	uint64_t one;
	struct job *job;

	(void)ready;
	if (read(fd, &one, sizeof(one)) < 0)
		return;
	pthread_mutex_lock(&loop->worker->lock);
	job = list_take(&loop->worker->finished);
	pthread_mutex_unlock(&loop->worker->lock);
	finish(job);
}

/* Waits for the thread's end, LOOP_END_WAIT_MS at most, the lock held. */
static bool
wait_for_end(struct worker *worker)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += LOOP_END_WAIT_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	while (!worker->ended && pthread_cond_timedwait(&worker->changed,
					 &worker->lock, &until) == 0)
		;
	return worker->ended;
}

static void
finish_all(struct job *job)
{
	while (job != NULL) {
		struct job *next = job->next;

		finish(job);
		job = next;
	}
}

bool
loop_end_work(struct loop *loop)
{
	struct worker *worker = loop == NULL ? NULL : loop->worker;
	struct job *finished;
	struct job *waiting;
	bool ended;

	if (loop == NULL)
		return true;
	loop->ending = true;
	loop->worker = NULL;
	loop_watch(loop, loop->worker_fd, 0, NULL, NULL);
	if (worker == NULL)
		return true;
	pthread_mutex_lock(&worker->lock);
	worker->stop = true;
	pthread_cond_broadcast(&worker->changed);
	ended = wait_for_end(worker);
	worker->alone = !ended;
	finished = worker->finished.first;
	waiting = worker->waiting.first;
	if (!ended)
		pthread_detach(worker->thread);
	pthread_mutex_unlock(&worker->lock);
	if (ended) {
		pthread_join(worker->thread, NULL);
		worker_free(worker);
	}
	finish_all(finished);
	finish_all(waiting);
	return ended;
}
