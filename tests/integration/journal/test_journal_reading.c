/* One moment of reading: what begin_read and end_read promise. */

#include "lib/cmocka_all.h"

#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "lib/journal_bench.h"

/* Another process, but for the process. */
static struct journal *other;

static int
set_up(void **state)
{
	struct bench *bench;

	if (bench_set_up(state) < 0)
		return -1;
	bench = *state;
	bench_open(bench);
	return journal_open(bench->dir, NULL, &other, &bench->err);
}

static int
tear_down(void **state)
{
	journal_close(other);
	bench_close(*state);
	return bench_tear_down(state);
}

static void
record_elsewhere(struct bench *bench)
{
	struct store store = journal_store(other);
	struct punch punch;

	sample_go(&bench->sample, &bench->account, &punch);
	if (store.ops->record(store.self, bench->account.number, &punch, 1,
		    &bench->err) < 0)
		fail_msg("%s", bench->err.text);
}

static int64_t
waiting(struct bench *bench)
{
	struct queue_counts counts;

	if (bench->store.ops->counts(bench->store.self, &counts, &bench->err) <
		0)
		fail_msg("%s", bench->err.text);
	return counts.waiting - BENCH_FILLED;
}

static void
test_a_moment_stands_still(void **state)
{
	struct bench *bench = *state;
	struct kept_punch last;
	const struct store_ops *ops = bench->store.ops;
	void *self = bench->store.self;
	int64_t version;

	ops->begin_read(self);
	assert_int_equal(waiting(bench), 0);
	version = ops->version(self);
	record_elsewhere(bench);
	assert_int_equal(waiting(bench), 0);
	assert_int_equal(ops->last(self, &last, &bench->err), 0);
	assert_int_equal(last.punch.number, BENCH_FILLED);
	assert_int_equal(ops->version(self), version);
	ops->end_read(self);
	assert_int_equal(waiting(bench), 1);
	assert_int_not_equal(ops->version(self), version);
}

static void
test_pairs_nest(void **state)
{
	struct bench *bench = *state;
	const struct store_ops *ops = bench->store.ops;
	void *self = bench->store.self;

	ops->begin_read(self);
	assert_int_equal(waiting(bench), 0);
	ops->begin_read(self);
	record_elsewhere(bench);
	ops->end_read(self);
	assert_int_equal(waiting(bench), 0);
	ops->end_read(self);
	assert_int_equal(waiting(bench), 1);
}

/* Also after another process wrote: a moment that is over is no obstacle. */
static void
test_writing_ends_the_moment(void **state)
{
	struct bench *bench = *state;
	const struct store_ops *ops = bench->store.ops;
	void *self = bench->store.self;

	ops->begin_read(self);
	assert_int_equal(waiting(bench), 0);
	record_elsewhere(bench);
	bench_record(bench, 1);
	assert_int_equal(waiting(bench), 2);
	record_elsewhere(bench);
	assert_int_equal(waiting(bench), 3);
	ops->end_read(self);
	bench_record(bench, 1);
	assert_int_equal(waiting(bench), 4);
}

/*
 * What another process wrote is heard of when it can be seen: its last word
 * is no write to the WAL, after which a flush of the disk comes first.
 */
static void
test_a_commit_is_heard_when_it_can_be_seen(void **state)
{
	struct bench *bench = *state;
	const struct store_ops *ops = bench->store.ops;
	int fd = ops->changes_fd(bench->store.self);
	char bytes[4096] __attribute__((aligned(8)));
	const struct inotify_event *event, *last = NULL;
	ssize_t n;

	assert_true(fd >= 0);
	ops->heard(bench->store.self);
	record_elsewhere(bench);
	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		for (ssize_t at = 0; at < n;
			at += (ssize_t)(sizeof(*event) + event->len)) {
			event = (const struct inotify_event *)(bytes + at);
			if (strcmp(event->name, JOURNAL_FILE) == 0 ||
				strcmp(event->name, JOURNAL_FILE "-wal") == 0)
				last = event;
		}
	assert_non_null(last);
	assert_int_equal(last->mask & IN_MODIFY, 0);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(test_a_moment_stands_still),
		T(test_pairs_nest),
		T(test_writing_ends_the_moment),
		T(test_a_commit_is_heard_when_it_can_be_seen),
	};

	return cmocka_run_group_tests_name(
		"journal_reading", tests, NULL, NULL);
}
