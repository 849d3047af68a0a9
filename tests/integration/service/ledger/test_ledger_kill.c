/*
 * SIGKILL of the service in the middle of its commits: what it had confirmed
 * stands, once, and the chain is whole. A service that confirms too early is
 * caught, so that the test is known to look.
 */

#include "lib/cmocka_all.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/ledger_bench.h"
#include "lib/wait.h"

#define DEVICES 4

/* Where the child is killed. */
struct plan {
	int when;       /* hook of the ledger; -1: by the parent */
	int after;      /* so many groups, or confirmations */
	bool too_early; /* the seeded fault: confirm before it is written */
};

static struct {
	const struct plan *plan;
	int groups;
	int fd;
	struct bench *first;
	struct ledger *ledger;
} child;

static void
on_commit(void *ctx, int when)
{
	(void)ctx;
	if (when == child.plan->when && ++child.groups > child.plan->after)
		kill(getpid(), SIGKILL);
}

static void
confirm(const struct bench *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (write(child.fd, b->punches[i].id.bytes, 16) != 16)
			_exit(1);
}

static void *
deliver_for_ever(void *ctx)
{
	struct bench *b = bench_beside(child.first, *(int *)ctx);

	for (;;) {
		struct wire_verdicts v;
		struct err err;

		bench_punch(b, PUNCH_GO);
		bench_punch(b, PUNCH_STOP);
		if (child.plan->too_early)
			confirm(b, 2);
		if (bench_try_on(b, child.ledger, &v, &err) < 0)
			_exit(2);
		if (!child.plan->too_early)
			confirm(b, 2);
		free(v.verdicts);
	}
}

static void __attribute__((noreturn))
run_child(const char *url, const struct plan *plan, int fd)
{
	const struct ledger_options options = {
		.database = test_database_source(url), .on_commit = on_commit};
	pthread_t threads[DEVICES];
	int numbers[DEVICES];
	struct err err = {0};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	child.plan = plan;
	child.fd = fd;
	child.first = bench_beside(&(struct bench){.company = {{1}}}, 0);
	if (ledger_open(&options, &child.ledger, &err) < 0)
		_exit(3);
	for (int i = 0; i < DEVICES; i++) {
		numbers[i] = i % 2;
		pthread_create(
			&threads[i], NULL, deliver_for_ever, &numbers[i]);
	}
	for (;;)
		pause();
}

/* Reads what was confirmed, killing at the planned moment, to its end. */
static size_t
gather(int fd, pid_t pid, const struct plan *plan, struct id *ids, size_t max)
{
	size_t n = 0;

	while (n < max && wait_readable(fd, wait_deadline(WAIT_LONG_MS)) &&
		read(fd, ids[n].bytes, 16) == 16)
		if (++n == (size_t)plan->after && plan->when < 0)
			kill(pid, SIGKILL);
	return n;
}

/* How many of them do not stand in the ledger. */
static int64_t
count_missing(struct bench *b, const struct id *ids, size_t n)
{
	static const char sql[] = "SELECT count(*) FROM ledger WHERE id = ?1";
	struct db_stmt *stmt;
	struct err err = {0};
	int64_t missing = 0;
	bool row;

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(db_prepare(b->db, sql, &stmt, &err), 0);
		db_bind_id(stmt, 1, &ids[i]);
		assert_int_equal(db_step(stmt, &row, &err), 0);
		assert_true(db_int(stmt, 0) <= 1);
		missing += db_int(stmt, 0) == 0;
		db_reset(b->db);
	}
	return missing;
}

/* A current database, and nobody at work: what is forked has one thread. */
static struct bench *
open_idle(const struct test_database *database)
{
	struct bench *b = bench_new(database);

	ledger_close(&b->ledger);
	return b;
}

/* The server may still be at work for a client that died. */
static bool
is_alone(void *context)
{
	return bench_ask(context, "SELECT count(*) FROM pg_stat_activity"
				  " WHERE application_name = 'connectd'"
				  " AND pid <> pg_backend_pid()") == 0;
}

/* One life and death of a service; confirmed punches that are missing. */
static int64_t
kill_once(struct bench *b, const char *url, const struct plan *plan,
	size_t *confirmed)
{
	static struct id ids[65536];
	int pipes[2];
	pid_t pid;
	size_t n;
	int status;

	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		run_child(url, plan, pipes[1]);
	close(pipes[1]);
	n = gather(pipes[0], pid, plan, ids, sizeof(ids) / sizeof(ids[0]));
	close(pipes[0]);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	if (strncmp(url, "postgresql:", 11) == 0)
		assert_true(wait_until(is_alone, b, WAIT_LONG_MS));
	bench_check(b);
	*confirmed += n;
	return count_missing(b, ids, n);
}

static void
confirmed_punches_outlive_the_service(void **state)
{
	struct test_database *database = *state;
	struct bench *b = open_idle(database);
	size_t confirmed = 0;

	for (int i = 0; i < 15; i++) {
		const struct plan plan = {i % 3 - 1, 1 + i * 7, false};

		assert_int_equal(
			kill_once(b, database->url, &plan, &confirmed), 0);
	}
	assert_true(confirmed > 100);
	bench_free(&b);
}

static void
confirming_too_early_is_caught(void **state)
{
	struct test_database *database = *state;
	struct bench *b = open_idle(database);
	size_t confirmed = 0;
	const struct plan plan = {0, 5, true};

	assert_true(kill_once(b, database->url, &plan, &confirmed) > 0);
	bench_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(confirmed_punches_outlive_the_service),
		ON_BOTH(confirming_too_early_is_caught),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
