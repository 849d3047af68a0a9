/* The ledger, asked by many at once and by two services. */

#include "lib/cmocka_all.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/cause.h"
#include "db/schema.h"
#include "lib/ledger_bench.h"
#include "lib/test_database.h"

#define THREADS 8
#define ROUNDS 40

struct crowd {
	struct ledger *ledger;
	struct bench *bench;
	int confirmed;
};

static void *
deliver_many(void *ctx)
{
	struct crowd *crowd = ctx;
	struct bench *b = crowd->bench;
	struct err err = {0};

	for (int i = 0; i < ROUNDS; i++) {
		struct wire_verdicts v;

		for (int k = 0; k <= i % 3; k++)
			bench_punch(b, k % 2 ? PUNCH_STOP : PUNCH_GO);
		if (bench_try_on(b, crowd->ledger, &v, &err) < 0)
			break;
		for (size_t k = 0; k < v.count; k++)
			crowd->confirmed +=
				v.verdicts[k].kind == VERDICT_RECORDED;
		free(v.verdicts);
		/* The reply was lost: again. */
		if (bench_try_again_on(b, crowd->ledger, &v, &err) < 0)
			break;
		for (size_t k = 0; k < v.count; k++)
			if (v.verdicts[k].kind != VERDICT_DUPLICATE)
				crowd->confirmed = -1000000;
		free(v.verdicts);
	}
	if (err.kind != ERR_NONE)
		fprintf(stderr, "# %s\n", err.text);
	return NULL;
}

/* Threads over one or two services on one database, one or two companies. */
static void
crowd_it(struct test_database *database, int services)
{
	struct bench *first = bench_new(database);
	struct ledger *second = NULL;
	struct crowd crowd[THREADS];
	pthread_t threads[THREADS];
	int confirmed = 0;
	struct err err = {0};

	if (services == 2)
		assert_int_equal(
			ledger_open(
				&(struct ledger_options){
					.database = test_database_source(
						database->url)},
				&second, &err),
			0);
	for (int i = 0; i < THREADS; i++) {
		struct bench *b = i == 0 ? first : bench_beside(first, i % 3);

		crowd[i] = (struct crowd){
			second != NULL && i % 2 ? second : first->ledger, b, 0};
		assert_int_equal(pthread_create(&threads[i], NULL, deliver_many,
					 &crowd[i]),
			0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		confirmed += crowd[i].confirmed;
	}
	assert_int_equal(confirmed, THREADS * 79);
	assert_int_equal(bench_rows(first), THREADS * 79);
	/* Each device's order is the ledger's order. */
	assert_int_equal(
		bench_ask(first, "SELECT count(*) FROM timeline AS a"
				 " JOIN timeline AS b ON a.company = b.company"
				 " AND a.enrolment = b.enrolment"
				 " AND a.number = b.number - 1"
				 " WHERE a.seq >= b.seq OR a.at_ms > b.at_ms"),
		0);
	assert_int_equal(bench_ask(first, "SELECT count(*) FROM enrolment_state"
					  " WHERE watermark <> 79"),
		0);
	bench_check(first);
	ledger_close(&second);
	for (int i = 1; i < THREADS; i++)
		bench_free(&crowd[i].bench);
	bench_free(&first);
}

static void
eight_threads_keep_every_order(void **state)
{
	crowd_it(*state, 1);
}

static void
two_services_are_one_ledger(void **state)
{
	crowd_it(*state, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(eight_threads_keep_every_order),
		ON_BOTH(two_services_are_one_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
