/*
 * What the journal does with what a service says to have of its punches: one
 * that was restored from an older copy is sent again what it lost.
 */

#include "lib/cmocka_all.h"

#include "lib/journal_bench.h"

/* The last number of the fixture. */
#define LAST BENCH_FILLED

static void
waiting(struct bench *bench, struct punch *punches_out, size_t *n_out)
{
	int64_t highest = 0;

	if (bench->store.ops->waiting(bench->store.self, BENCH_ENROLMENT,
		    punches_out, BENCH_FILLED, n_out, &highest,
		    &bench->err) < 0)
		fail_msg("%s", bench->err.text);
	assert_int_equal(highest, LAST);
}

/* All but the last are answered, that one is refused. */
static void
answer_all(struct bench *bench)
{
	static struct punch punches[BENCH_FILLED];
	static struct verdict verdicts[BENCH_FILLED];
	size_t n, moved;

	waiting(bench, punches, &n);
	assert_int_equal(n, BENCH_FILLED);
	for (size_t i = 0; i < n; i++)
		verdicts[i] = (struct verdict){
			.punch = punches[i].id,
			.kind = VERDICT_RECORDED,
			.ledger_seq = (int64_t)i + 1,
			.at_ms = punches[i].pressed.wall_ms,
		};
	verdicts[LAST - 1].kind = VERDICT_REFUSED;
	assert_int_equal(
		bench->store.ops->settle(bench->store.self, BENCH_ENROLMENT,
			verdicts, n, &moved, &bench->err),
		0);
	assert_int_equal(moved, LAST);
}

static size_t
refill(struct bench *bench, int64_t watermark, const int64_t *missing, size_t n)
{
	size_t count = 0;

	if (bench->store.ops->refill(bench->store.self, BENCH_ENROLMENT,
		    watermark, missing, n, &count, &bench->err) < 0)
		fail_msg("%s", bench->err.text);
	return count;
}

static void
where_one_was_lost_all_wait_again_in_order(void **state)
{
	static struct punch punches[BENCH_FILLED];
	struct bench *bench = *state;
	struct queue_counts counts;
	size_t n;

	bench_open(bench);
	answer_all(bench);
	assert_int_equal(refill(bench, LAST - 3, NULL, 0), LAST - 1);
	waiting(bench, punches, &n);
	assert_int_equal(n, LAST - 1);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(punches[i].number, i + 1);
	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	assert_int_equal(counts.waiting, LAST - 1);
	assert_int_equal(counts.set_aside, 1);
}

/* The number after the watermark is one that this journal never had. */
static void
a_lost_number_between_does_not_hide_what_it_lacks(void **state)
{
	static const int64_t missing[] = {LAST + 5, LAST - 2};
	struct bench *bench = *state;

	bench_open(bench);
	answer_all(bench);
	assert_int_equal(refill(bench, LAST + 4, missing, 2), LAST - 1);
}

static void
nothing_waits_again_where_nothing_was_lost(void **state)
{
	static const int64_t missing[] = {LAST, LAST + 1};
	struct bench *bench = *state;

	bench_open(bench);
	assert_int_equal(refill(bench, 0, NULL, 0), 0); /* they wait anyway */
	answer_all(bench);
	assert_int_equal(refill(bench, LAST, NULL, 0), 0);
	/* Refused, and never had. */
	assert_int_equal(refill(bench, LAST - 1, missing, 2), 0);
}

/* Sent again, each is answered again; the newer verdict stands. */
static void
the_second_answer_stands(void **state)
{
	static struct punch punches[BENCH_FILLED];
	struct bench *bench = *state;
	struct kept_punch kept;
	struct verdict verdict = {
		.kind = VERDICT_RECORDED, .ledger_seq = 1000, .at_ms = 1};
	size_t n;

	bench_open(bench);
	answer_all(bench);
	assert_int_equal(refill(bench, LAST - 2, NULL, 0), LAST - 1);
	waiting(bench, punches, &n);
	verdict.punch = punches[0].id;
	assert_int_equal(bench->store.ops->settle(bench->store.self,
				 BENCH_ENROLMENT, &verdict, 1, &n, &bench->err),
		0);
	assert_int_equal(bench->store.ops->find(bench->store.self,
				 &verdict.punch, &kept, &bench->err),
		0);
	assert_int_equal(kept.state, KEPT_ANSWERED);
	assert_int_equal(kept.verdict.ledger_seq, 1000);
}

/* A service that never heard of the enrolment lacks all of it, also where
 * its first number is not there to ask for. */
static void
all_of_what_is_not_known_waits_again(void **state)
{
	struct bench *bench = *state;

	bench_open(bench);
	answer_all(bench);
	assert_int_equal(refill(bench, -1, NULL, 0), LAST - 1);
	assert_int_equal(refill(bench, -1, NULL, 0), 0);
}

/* What a contact asks about; the refused one behind it is no part of that. */
static void
the_last_answered_is_told(void **state)
{
	struct bench *bench = *state;
	struct store *store = &bench->store;
	struct punch punch;

	bench_open(bench);
	assert_int_equal(store->ops->answered(store->self, BENCH_ENROLMENT,
				 &punch, &bench->err),
		-1);
	assert_int_equal(bench->err.kind, ERR_NOT_FOUND);
	answer_all(bench);
	assert_int_equal(store->ops->answered(store->self, BENCH_ENROLMENT,
				 &punch, &bench->err),
		0);
	assert_int_equal(punch.number, LAST - 1);
}

int
main(void)
{
#define T(name)                                                                \
	cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(where_one_was_lost_all_wait_again_in_order),
		T(a_lost_number_between_does_not_hide_what_it_lacks),
		T(nothing_waits_again_where_nothing_was_lost),
		T(the_second_answer_stands),
		T(all_of_what_is_not_known_waits_again),
		T(the_last_answered_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
