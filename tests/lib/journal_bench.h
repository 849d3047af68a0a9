#ifndef TESTS_LIB_JOURNAL_BENCH_H
#define TESTS_LIB_JOURNAL_BENCH_H

/* A journal in a directory of its own, with somebody signed in. */

#include "journal/journal.h"
#include "lib/sample_punch.h"

#define BENCH_FILLED 300 /* punches there are in the beginning */

/* The row of the enrolment under which the fixture's person presses. */
#define BENCH_ENROLMENT 1

struct bench {
	char *dir;
	char *path;
	struct journal *journal;
	struct store store;
	struct account account;
	struct sample sample;
	struct err err;
};

/* The fixture: a closed journal of BENCH_FILLED punches. */
int bench_set_up(void **state);
int bench_tear_down(void **state);

/* Opens it, -1 with bench->err; or fails the test. */
int bench_try_open(struct bench *bench);
void bench_open(struct bench *bench);
void bench_close(struct bench *bench);

/* Somebody, from tests/lib/sample_punch.h. */
void bench_sign_in(struct bench *bench);

/* One more GO, which is handed back; or n of them, or the test fails. */
int bench_try_record(struct bench *bench, struct punch *punch_out);
void bench_record(struct bench *bench, int n);

/* What verifying and counting say; bench_assert_sound: nothing is wrong. */
struct journal_report bench_verified(struct bench *bench);
void bench_assert_sound(struct bench *bench);
int bench_percent_used(struct bench *bench);

#endif
