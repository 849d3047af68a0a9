#ifndef TESTS_INTEGRATION_JOURNAL_JOURNAL_SCENE_H
#define TESTS_INTEGRATION_JOURNAL_JOURNAL_SCENE_H

/* A journal in a folder of its own, somebody signed in. */

#include "lib/cmocka_all.h"

#include <stdlib.h>

#include "journal/journal.h"
#include "lib/sample_punch.h"
#include "lib/temp_dir.h"

/* The row of the first enrolment. */
#define ENROLMENT 1

struct bench {
	char *dir;
	struct journal *journal;
	struct store store;
	struct account account;
	struct sample sample;
	struct err err;
};

static inline void
bench_open(struct bench *bench)
{
	if (journal_open(bench->dir, NULL, &bench->journal, &bench->err) < 0)
		fail_msg("open: %s", bench->err.text);
	bench->store = journal_store(bench->journal);
}

static inline void
bench_reopen(struct bench *bench)
{
	journal_close(bench->journal);
	bench_open(bench);
}

static inline int
set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	struct punch unused;

	bench->dir = temp_dir_new();
	bench_open(bench);
	sample_account(&bench->account);
	assert_int_equal(
		sample_sign_in(&bench->store, &bench->account, &bench->err), 0);
	sample_go(&bench->sample, &bench->account, &unused);
	*state = bench;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct bench *bench = *state;

	journal_close(bench->journal);
	temp_dir_free(&bench->dir);
	free(bench);
	return 0;
}

/* Records one GO; its id. */
static inline struct id
go(struct bench *bench, const char *comment)
{
	struct punch punch;

	sample_go(&bench->sample, &bench->account, &punch);
	str_copy(punch.comment, sizeof(punch.comment), comment);
	if (bench->store.ops->record(bench->store.self, bench->account.number,
		    &punch, 1, &bench->err) < 0)
		fail_msg("record: %s", bench->err.text);
	return punch.id;
}

static inline struct queue_counts
counts(struct bench *bench)
{
	struct queue_counts counts;

	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	return counts;
}

#endif
