/*
 * The ledger when its database fails: an error for all that wait, nothing
 * confirmed that does not stand, and all is well again when the database is.
 */

#include "lib/cmocka_all.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "lib/ledger_bench.h"
#include "lib/temp_dir.h"

static struct ledger *
open_with_hook(const struct test_database *database,
	void (*hook)(void *ctx, int when), void *ctx)
{
	const struct ledger_options options = {
		.database = test_database_source(database->url),
		.on_commit = hook,
		.on_commit_ctx = ctx};
	struct ledger *ledger = NULL;
	struct err err = {0};

	if (ledger_open(&options, &ledger, &err) < 0)
		fail_msg("%s", err.text);
	return ledger;
}

/* --- the connection is lost ---------------------------------------------- */

struct cut {
	struct bench *bench;
	bool armed;
};

static void
end_backends(struct bench *b)
{
	bench_ask(b, "SELECT count(pg_terminate_backend(pid, 9000))"
		     " FROM pg_stat_activity"
		     " WHERE application_name = 'connectd'"
		     " AND pid <> pg_backend_pid()");
}

static void
cut_before_commit(void *ctx, int when)
{
	struct cut *cut = ctx;

	if (when == 0 && cut->armed)
		end_backends(cut->bench);
	cut->armed = false;
}

static void
lost_connection_confirms_nothing(void **state)
{
	struct bench *b = bench_new(*state);
	struct cut cut = {b, true};
	struct ledger *ledger = open_with_hook(*state, cut_before_commit, &cut);
	struct wire_verdicts v;
	struct err err = {0};

	bench_punch(b, PUNCH_GO);
	bench_punch(b, PUNCH_STOP);
	assert_int_equal(bench_try_on(b, ledger, &v, &err), -1);
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_int_equal(bench_rows(b), 0);
	assert_int_equal(bench_try_again_on(b, ledger, &v, &err), 0);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	assert_int_equal(v.verdicts[1].kind, VERDICT_RECORDED);
	assert_int_equal(v.own.watermark, 2);
	free(v.verdicts);
	/* Idle, it is made again without anybody noticing. */
	end_backends(b);
	assert_int_equal(bench_try_again_on(b, ledger, &v, &err), 0);
	assert_int_equal(v.verdicts[0].kind, VERDICT_DUPLICATE);
	free(v.verdicts);
	bench_check(b);
	ledger_close(&ledger);
	bench_free(&b);
}

/* --- the file is taken away ---------------------------------------------- */

struct thief {
	const char *from;
	char *to;
	bool armed;
};

static void
steal_before_commit(void *ctx, int when)
{
	struct thief *thief = ctx;

	if (when == 0 && thief->armed)
		assert_int_equal(rename(thief->from, thief->to), 0);
	thief->armed = false;
}

static void
stolen_file_confirms_nothing(void **state)
{
	const struct test_database *database = *state;
	struct bench *b = bench_new(database);
	struct thief thief = {
		database->url, temp_dir_path(database->dir, "stolen.db"), true};
	struct ledger *ledger =
		open_with_hook(database, steal_before_commit, &thief);
	struct wire_verdicts v;
	struct err err = {0};

	bench_punch(b, PUNCH_GO);
	assert_int_equal(bench_try_on(b, ledger, &v, &err), -1);
	assert_int_equal(err.kind, ERR_DISK);
	assert_int_equal(bench_try_again_on(b, ledger, &v, &err), -1);
	assert_int_equal(rename(thief.to, thief.from), 0);
	assert_int_equal(bench_try_again_on(b, ledger, &v, &err), 0);
	free(v.verdicts);
	assert_int_equal(bench_rows(b), 1);
	bench_check(b);
	ledger_close(&ledger);
	bench_free(&b);
	free(thief.to);
}

/* --- the disk is full ---------------------------------------------------- */

static void
limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
full_disk_confirms_nothing(void **state)
{
	struct bench *b = bench_new(*state);
	struct wire_verdicts v;
	struct err err = {0};

	signal(SIGXFSZ, SIG_IGN);
	bench_punch(b, PUNCH_GO);
	free(bench_deliver(b).verdicts);
	bench_punch(b, PUNCH_STOP);
	limit_files(4096);
	assert_int_equal(bench_try(b, &v, &err), -1);
	limit_files(RLIM_INFINITY);
	assert_int_equal(err.kind, ERR_FULL);
	assert_int_equal(bench_rows(b), 1);
	v = bench_deliver_again(b);
	assert_int_equal(v.verdicts[0].kind, VERDICT_RECORDED);
	free(v.verdicts);
	bench_check(b);
	bench_free(&b);
}

/* --- the writer is slow -------------------------------------------------- */

#define CROWD 140

struct gate {
	sem_t entered;
	sem_t open;
	bool shut;
};

static void
wait_at_gate(void *ctx, int when)
{
	struct gate *gate = ctx;

	if (when != 0 || !gate->shut)
		return;
	gate->shut = false;
	sem_post(&gate->entered);
	sem_wait(&gate->open);
}

struct one {
	struct bench *bench;
	struct ledger *ledger;
	sem_t *refused;
	int rc;
	struct err err;
	enum verdict_kind first;
};

static void *
deliver_one(void *ctx)
{
	struct one *one = ctx;
	struct wire_verdicts v;

	one->rc = bench_try_again_on(one->bench, one->ledger, &v, &one->err);
	if (one->rc == 0) {
		one->first = v.verdicts[0].kind;
		free(v.verdicts);
	} else if (one->refused != NULL) {
		sem_post(one->refused);
	}
	return NULL;
}

/*
 * Delivers for all of the crowd at once: the first is in the writer's hands
 * while of the others, of WIRE_PUNCHES_MAX each, 131 fit into the queue and 8
 * do not. Returns how many were told to come later.
 */
static int
crowd_in(struct one *crowd, struct ledger *ledger, struct gate *gate)
{
	pthread_t threads[CROWD];
	sem_t refused;
	int served = 0, busy = 0;

	sem_init(&refused, 0, 0);
	for (int i = 0; i < CROWD; i++) {
		crowd[i].ledger = ledger;
		crowd[i].refused = &refused;
		assert_int_equal(pthread_create(&threads[i], NULL, deliver_one,
					 &crowd[i]),
			0);
		if (i == 0)
			sem_wait(&gate->entered);
	}
	for (int i = 0; i < CROWD - 132; i++)
		sem_wait(&refused);
	sem_post(&gate->open);
	for (int i = 0; i < CROWD; i++) {
		pthread_join(threads[i], NULL);
		served += crowd[i].rc == 0;
		busy += crowd[i].rc < 0 && crowd[i].err.kind == ERR_BUSY;
	}
	assert_int_equal(served, CROWD - busy);
	return busy;
}

static void
press_many(struct bench *b)
{
	for (int i = 0; i < WIRE_PUNCHES_MAX; i++)
		bench_punch(b, PUNCH_GO);
	b->delivered = b->count;
}

static void
overfull_queue_tells_to_come_later(void **state)
{
	struct one crowd[CROWD] = {0};
	struct gate gate = {.shut = true};
	struct bench *b = bench_new(*state);
	struct ledger *ledger;

	sem_init(&gate.entered, 0, 0);
	sem_init(&gate.open, 0, 0);
	ledger = open_with_hook(*state, wait_at_gate, &gate);
	press_many(b);
	/* All the same: only the first is news. */
	for (int i = 0; i < CROWD; i++)
		crowd[i].bench = b;
	assert_int_equal(crowd_in(crowd, ledger, &gate), 8);
	assert_int_equal(bench_rows(b), WIRE_PUNCHES_MAX);
	ledger_close(&ledger);
	bench_free(&b);
}

/* Two machines that take themselves for one enrolment, and deliver at once:
 * whichever is second has numbers that are taken. */
static void
deliveries_of_one_enrolment_go_on_from_each_other(void **state)
{
	struct one crowd[CROWD] = {0};
	struct gate gate = {.shut = true};
	struct bench *first = bench_new(*state);
	struct bench *twins[2] = {
		bench_beside(first, 0), bench_beside(first, 0)};
	struct ledger *ledger;

	sem_init(&gate.entered, 0, 0);
	sem_init(&gate.open, 0, 0);
	ledger = open_with_hook(*state, wait_at_gate, &gate);
	bench_punch(first, PUNCH_GO);
	first->delivered = 1;
	twins[1]->enrolment = twins[0]->enrolment;
	twins[1]->now = twins[0]->now;
	press_many(twins[0]);
	press_many(twins[1]);
	crowd[0].bench = first;
	for (int i = 1; i < CROWD; i++)
		crowd[i].bench = twins[i % 2];
	assert_int_equal(crowd_in(crowd, ledger, &gate), 8);
	assert_int_equal(bench_rows(first), 1 + 2 * WIRE_PUNCHES_MAX);
	assert_int_equal(
		bench_ask(first, "SELECT max(forks) FROM enrolment_state"),
		WIRE_PUNCHES_MAX);
	assert_int_equal(
		bench_ask(first, "SELECT max(watermark) FROM enrolment_state"),
		WIRE_PUNCHES_MAX);
	bench_check(first);
	ledger_close(&ledger);
	bench_free(&twins[0]);
	bench_free(&twins[1]);
	bench_free(&first);
}

static void
one_bad_delivery_does_not_stop_the_others(void **state)
{
	struct gate gate = {.shut = true};
	struct bench *b = bench_new(*state);
	struct bench *others[3];
	struct one ones[3];
	pthread_t threads[3];
	struct ledger *ledger;

	sem_init(&gate.entered, 0, 0);
	sem_init(&gate.open, 0, 0);
	ledger = open_with_hook(*state, wait_at_gate, &gate);
	for (int i = 0; i < 3; i++) {
		struct punch *punch;

		others[i] = bench_beside(b, 0);
		punch = bench_punch(others[i], PUNCH_GO);
		others[i]->delivered = 1;
		/* No text of this database; the wire layer lets none pass. */
		if (i == 1)
			punch->comment[0] = (char)0xff;
		ones[i] = (struct one){others[i], ledger, NULL, 0, {0}, 0};
	}
	pthread_create(&threads[0], NULL, deliver_one, &ones[0]);
	sem_wait(&gate.entered);
	pthread_create(&threads[1], NULL, deliver_one, &ones[1]);
	pthread_create(&threads[2], NULL, deliver_one, &ones[2]);
	sem_post(&gate.open);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(ones[0].rc, 0);
	assert_int_equal(ones[1].rc, -1);
	assert_int_equal(ones[1].err.kind, ERR_INTERNAL);
	assert_int_equal(ones[2].rc, 0);
	assert_int_equal(ones[2].first, VERDICT_RECORDED);
	assert_int_equal(bench_rows(b), 2);
	for (int i = 0; i < 3; i++)
		bench_free(&others[i]);
	bench_check(b);
	ledger_close(&ledger);
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_POSTGRES(lost_connection_confirms_nothing),
		ON_SQLITE(stolen_file_confirms_nothing),
		ON_SQLITE(full_disk_confirms_nothing),
		ON_SQLITE(overfull_queue_tells_to_come_later),
		ON_SQLITE(deliveries_of_one_enrolment_go_on_from_each_other),
		ON_POSTGRES(one_bad_delivery_does_not_stop_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
