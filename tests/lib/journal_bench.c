#include "lib/journal_bench.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lib/cmocka_all.h"
#include "lib/temp_dir.h"

int
bench_try_open(struct bench *bench)
{
	int rc = journal_open(bench->dir, NULL, &bench->journal, &bench->err);

	if (rc == 0)
		bench->store = journal_store(bench->journal);
	return rc;
}

void
bench_open(struct bench *bench)
{
	if (bench_try_open(bench) < 0)
		fail_msg("open: %s", bench->err.text);
}

void
bench_close(struct bench *bench)
{
	journal_close(bench->journal);
	bench->journal = NULL;
}

void
bench_sign_in(struct bench *bench)
{
	sample_account(&bench->account);
	assert_int_equal(
		sample_sign_in(&bench->store, &bench->account, &bench->err), 0);
}

int
bench_try_record(struct bench *bench, struct punch *punch)
{
	sample_go(&bench->sample, &bench->account, punch);
	return bench->store.ops->record(bench->store.self,
		bench->account.number, punch, 1, &bench->err);
}

void
bench_record(struct bench *bench, int n)
{
	struct punch punch;

	while (n-- > 0)
		if (bench_try_record(bench, &punch) < 0)
			fail_msg("record: %s", bench->err.text);
}

/* BENCH_FILLED punches at once, which is quicker. */
static void
fill(struct bench *bench)
{
	struct punch *punches = mem_new(BENCH_FILLED, sizeof(*punches));
	int i;

	for (i = 0; i < BENCH_FILLED; i++)
		sample_go(&bench->sample, &bench->account, &punches[i]);
	assert_int_equal(bench->store.ops->record(bench->store.self,
				 bench->account.number, punches, BENCH_FILLED,
				 &bench->err),
		0);
	free(punches);
}

int
bench_set_up(void **state)
{
	struct bench *bench = mem_new(1, sizeof(*bench));

	bench->dir = temp_dir_new();
	bench->path = temp_dir_path(bench->dir, JOURNAL_FILE);
	bench_open(bench);
	bench_sign_in(bench);
	fill(bench);
	bench_close(bench);
	*state = bench;
	return 0;
}

int
bench_tear_down(void **state)
{
	struct bench *bench = *state;

	journal_close(bench->journal);
	temp_dir_free(&bench->dir);
	free(bench->path);
	free(bench);
	return 0;
}

struct journal_report
bench_verified(struct bench *bench)
{
	struct journal_report report;

	assert_int_equal(
		journal_verify(bench->journal, &report, &bench->err), 0);
	return report;
}

void
bench_assert_sound(struct bench *bench)
{
	struct journal_report report = bench_verified(bench);

	if (!report.is_sound)
		fail_msg("altered: %s; missing: %s; %s", report.altered.words,
			report.missing.words, report.detail);
}

int
bench_percent_used(struct bench *bench)
{
	struct queue_counts counts;

	assert_int_equal(bench->store.ops->counts(
				 bench->store.self, &counts, &bench->err),
		0);
	return counts.room_percent_used;
}
