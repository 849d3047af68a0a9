#include "service/ledger/ledger.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "ledger_group.h"

#define QUEUE_DELIVERIES 1024 /* more wait elsewhere: ERR_BUSY */
#define QUEUE_PUNCHES 65536
#define BUSY_TRIES 2 /* of a group that the database put off, for 5 s each */

/* A caller of ledger_deliver, on its stack. */
struct waiter {
	struct ledger_job job; /* first: a job is its waiter */
	struct waiter *next;
	sem_t answered; /* not a condition: nobody queues for the mutex */
	int rc;
	struct err err;
};

struct ledger {
	struct ledger_options options;
	struct db *db; /* the writer's */
	struct zone *utc;
	struct memo *memo; /* the writer's */
	pthread_t writer;
	pthread_mutex_t mutex; /* guards all below */
	pthread_cond_t work;
	struct waiter *first;
	struct waiter **last; /* where the next is hung */
	size_t deliveries;
	size_t punches;
	bool stop;
};

/* --- the queue (mutex held) ---------------------------------------------- */

static void
unhang(struct ledger *ledger, struct waiter **place)
{
	struct waiter *waiter = *place;

	*place = waiter->next;
	if (ledger->last == &waiter->next)
		ledger->last = place;
	ledger->deliveries--;
	ledger->punches -= waiter->job.delivery->count;
}

static void
hang_first(struct ledger *ledger, struct waiter *waiter)
{
	waiter->next = ledger->first;
	if (ledger->first == NULL)
		ledger->last = &waiter->next;
	ledger->first = waiter;
	ledger->deliveries++;
	ledger->punches += waiter->job.delivery->count;
}

static void
hang_last(struct ledger *ledger, struct waiter *waiter)
{
	waiter->next = NULL;
	*ledger->last = waiter;
	ledger->last = &waiter->next;
	ledger->deliveries++;
	ledger->punches += waiter->job.delivery->count;
}

static bool
has_enrolment(struct ledger_job *const *jobs, size_t n,
	const struct ledger_delivery *delivery)
{
	for (size_t i = 0; i < n; i++)
		if (id_equal(&jobs[i]->delivery->enrolment,
			    &delivery->enrolment) &&
			id_equal(&jobs[i]->delivery->company,
				&delivery->company))
			return true;
	return false;
}

/*
 * Takes what goes into one transaction, first come first served, but of each
 * enrolment only the first: its next goes on from there.
 */
static size_t
take(struct ledger *ledger, struct ledger_job *jobs_out[LEDGER_GROUP_JOBS])
{
	struct waiter **place = &ledger->first;
	size_t n = 0, rows = 0;

	while (*place && n < LEDGER_GROUP_JOBS) {
		struct ledger_job *job = &(*place)->job;
		size_t count = job->delivery->count;

		if (n > 0 && rows + count > LEDGER_GROUP_ROWS)
			break;
		if (has_enrolment(jobs_out, n, job->delivery)) {
			place = &(*place)->next;
			continue;
		}
		jobs_out[n++] = job;
		rows += count;
		unhang(ledger, place);
	}
	return n;
}

/* --- the writer ---------------------------------------------------------- */

static void
answer(struct ledger_job **jobs, size_t n, int rc, const struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct waiter *waiter = (struct waiter *)jobs[i];

		waiter->rc = rc;
		waiter->err = *err;
		if (rc == 0 && jobs[i]->barred)
			waiter->rc = err_set(&waiter->err, ERR_AUTH,
				"the credential is good no more");
		sem_post(&waiter->answered); /* and it is gone */
	}
}

/* The jobs with an id of the past go into the next group; what is left. */
static size_t
put_off_suspects(struct ledger *ledger, struct ledger_job **jobs, size_t n)
{
	size_t left = 0;

	pthread_mutex_lock(&ledger->mutex);
	for (size_t i = 0; i < n; i++) {
		if (jobs[i]->suspect)
			hang_first(ledger, (struct waiter *)jobs[i]);
		else
			jobs[left++] = jobs[i];
	}
	pthread_mutex_unlock(&ledger->mutex);
	return left;
}

/*
 * All that has queued is answered like the group that the database failed:
 * one after the other would find that out when nobody listens any more.
 */
static void
answer_queued(struct ledger *ledger, const struct err *err)
{
	struct waiter *waiter, *next;

	pthread_mutex_lock(&ledger->mutex);
	waiter = ledger->first;
	ledger->first = NULL;
	ledger->last = &ledger->first;
	ledger->deliveries = ledger->punches = 0;
	pthread_mutex_unlock(&ledger->mutex);
	for (; waiter != NULL; waiter = next) {
		struct ledger_job *job = &waiter->job;

		next = waiter->next;
		answer(&job, 1, -1, err);
	}
}

static void
write_jobs(struct ledger *ledger, struct ledger_job **jobs, size_t n)
{
	struct err err = {0};

	for (int busy = 0; n > 0 && busy < BUSY_TRIES;) {
		struct ledger_group group = {
			.db = ledger->db,
			.jobs = jobs,
			.job_count = n,
			.zones = ledger->options.zones,
			.utc = ledger->utc,
			.memo = ledger->memo,
			.on_commit = ledger->options.on_commit,
			.on_commit_ctx = ledger->options.on_commit_ctx,
		};
		int rc = ledger_group_write(&group, &err);
		bool conflict = group.conflict;

		ledger_group_clear(&group);
		if (rc == 0) {
			answer(jobs, n, 0, &err);
			return;
		}
		if (conflict)
			n = put_off_suspects(ledger, jobs, n);
		else if (err.kind != ERR_BUSY)
			break;
		else
			busy++;
	}
	if (n == 0)
		return;
	if (n > 1 && !db_is_down(&err)) {
		/* One of them is at fault: it shall not stop the others. */
		for (size_t i = 0; i < n; i++)
			write_jobs(ledger, &jobs[i], 1);
		return;
	}
	log_event(LOG_LEVEL_ERROR, "ledger-not-written", "why", err.text, NULL);
	if (db_is_down(&err))
		answer_queued(ledger, &err);
	else
		err.kind = ERR_INTERNAL;
	answer(jobs, n, -1, &err);
}

static void *
run_writer(void *ctx)
{
	struct ledger *ledger = ctx;
	struct ledger_job *jobs[LEDGER_GROUP_JOBS];
	size_t n;

	for (;;) {
		pthread_mutex_lock(&ledger->mutex);
		while (ledger->first == NULL && !ledger->stop)
			pthread_cond_wait(&ledger->work, &ledger->mutex);
		n = take(ledger, jobs);
		pthread_mutex_unlock(&ledger->mutex);
		if (n == 0)
			return NULL;
		write_jobs(ledger, jobs, n);
	}
}

/* --- the interface ------------------------------------------------------- */

int
ledger_open(const struct ledger_options *options, struct ledger **ledger_out,
	struct err *err)
{
	struct ledger *ledger = mem_new(1, sizeof(*ledger));
	sigset_t all, old;
	int rc;

	ledger->options = *options;
	ledger->last = &ledger->first;
	if (db_open(&options->database, false, &ledger->db, err) < 0) {
		free(ledger);
		return -1;
	}
	ledger->utc = zone_new_utc();
	ledger->memo = memo_new();
	pthread_mutex_init(&ledger->mutex, NULL);
	pthread_cond_init(&ledger->work, NULL);
	/* Signals are the program's, not the writer's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	rc = pthread_create(&ledger->writer, NULL, run_writer, ledger);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (rc != 0) {
		db_close(&ledger->db);
		zone_free(&ledger->utc);
		memo_free(&ledger->memo);
		free(ledger);
		return err_set_errno(
			err, ERR_INTERNAL, rc, "cannot start the writer");
	}
	*ledger_out = ledger;
	return 0;
}

void
ledger_close(struct ledger **ledgerp)
{
	struct ledger *ledger = *ledgerp;

	if (ledger == NULL)
		return;
	pthread_mutex_lock(&ledger->mutex);
	ledger->stop = true;
	pthread_cond_signal(&ledger->work);
	pthread_mutex_unlock(&ledger->mutex);
	pthread_join(ledger->writer, NULL);
	pthread_cond_destroy(&ledger->work);
	pthread_mutex_destroy(&ledger->mutex);
	db_close(&ledger->db);
	zone_free(&ledger->utc);
	memo_free(&ledger->memo);
	free(ledger);
	*ledgerp = NULL;
}

/* Waits in the queue for the writer's answer. */
static int
wait_for_writer(struct ledger *ledger, struct waiter *waiter, struct err *err)
{
	pthread_mutex_lock(&ledger->mutex);
	if (ledger->deliveries >= QUEUE_DELIVERIES ||
		ledger->punches + waiter->job.delivery->count > QUEUE_PUNCHES) {
		pthread_mutex_unlock(&ledger->mutex);
		return err_set(err, ERR_BUSY,
			"too many deliveries are waiting to be recorded");
	}
	hang_last(ledger, waiter);
	pthread_cond_signal(&ledger->work);
	pthread_mutex_unlock(&ledger->mutex);
	while (sem_wait(&waiter->answered) < 0)
		assert(errno == EINTR);
	if (waiter->rc < 0)
		*err = waiter->err;
	return waiter->rc;
}

int
ledger_deliver(struct ledger *ledger, const struct ledger_delivery *delivery,
	struct wire_verdicts *verdicts_out, struct err *err)
{
	struct waiter waiter = {.job.delivery = delivery};
	struct wire_verdicts *answered = &waiter.job.answer;
	int rc;

	assert(delivery->count <= WIRE_PUNCHES_MAX);
	answered->verdicts =
		mem_new(delivery->count + 1, sizeof(*answered->verdicts));
	answered->count = delivery->count;
	sem_init(&waiter.answered, 0, 0);
	rc = wait_for_writer(ledger, &waiter, err);
	sem_destroy(&waiter.answered);
	if (rc < 0)
		free(answered->verdicts);
	else
		*verdicts_out = *answered;
	return rc;
}

size_t
ledger_waiting(struct ledger *ledger)
{
	size_t waiting;

	pthread_mutex_lock(&ledger->mutex);
	waiting = ledger->deliveries;
	pthread_mutex_unlock(&ledger->mutex);
	return waiting;
}
