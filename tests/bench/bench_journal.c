/*
 * Press to confirmed-on-disk, beside a bare SQLite commit (WAL, FULL) into a
 * table of one index, taken in turns in the same run; and opening the journal
 * with what `status` asks. Usage: bench_journal DIR [ROWS...]
 */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/number.h"
#include "journal/journal.h"
#include "lib/figures.h"
#include "lib/sample_punch.h"

#define PRESSES 400
#define OPENINGS 100
#define CREW 1000

struct bench {
	char *dir;
	struct journal *journal;
	struct store store;
	struct account account;
	struct sample sample;
	struct err err;
};

static void
must(int rc, const char *what, const struct err *err)
{
	if (rc == 0)
		return;
	fprintf(stderr, "bench_journal: %s: %s\n", what, err->text);
	exit(1);
}

static void
open_journal(struct bench *bench)
{
	must(journal_open(bench->dir, NULL, &bench->journal, &bench->err),
		"open", &bench->err);
	bench->store = journal_store(bench->journal);
}

static void
record(struct bench *bench, struct punch *punches, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		sample_go(&bench->sample, &bench->account, &punches[i]);
	must(bench->store.ops->record(bench->store.self, bench->account.number,
		     punches, n, &bench->err),
		"record", &bench->err);
}

static sqlite3 *
bare_open(const char *dir, sqlite3_stmt **insert_out)
{
	struct str path;
	sqlite3 *db;

	str_init(&path, 4096);
	file_join(&path, dir, "bare.db");
	if (sqlite3_open(path.data, &db) != SQLITE_OK ||
		sqlite3_exec(db,
			"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			"CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY,"
			" v BLOB)",
			NULL, NULL, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db,
			"INSERT INTO t(v) VALUES(randomblob(300))", -1,
			insert_out, NULL) != SQLITE_OK) {
		fprintf(stderr, "bench_journal: %s\n", sqlite3_errmsg(db));
		exit(1);
	}
	str_release(&path);
	return db;
}

/* PRESSES of each, in turns, so that the disk's moods strike both. */
static void
press(struct bench *bench, int64_t rows)
{
	struct figures ours = {0}, bare = {0};
	struct punch punch;
	sqlite3_stmt *insert;
	sqlite3 *db = bare_open(bench->dir, &insert);
	double began;
	int i;

	for (i = 0; i < PRESSES; i++) {
		began = figures_now_ms();
		record(bench, &punch, 1);
		figures_add(&ours, figures_now_ms() - began);
		began = figures_now_ms();
		sqlite3_step(insert);
		sqlite3_reset(insert);
		figures_add(&bare, figures_now_ms() - began);
	}
	sqlite3_finalize(insert);
	sqlite3_close(db);
	printf("journal.press.%lld ms=%.3f p99_ms=%.3f limit_ms=%.3f"
	       " limit_p99_ms=%.3f\n",
		(long long)rows, figures_at(&ours, 50), figures_at(&ours, 99),
		figures_at(&bare, 50), figures_at(&bare, 99));
	figures_release(&ours);
	figures_release(&bare);
}

static bool
look(void *ctx, const struct kept_punch *kept)
{
	*(int64_t *)ctx += kept->punch.number;
	return true;
}

static void
opening(struct bench *bench, int64_t rows)
{
	struct figures times = {0};
	struct queue_counts counts;
	struct account account;
	struct kept_punch last;
	int64_t sum = 0;
	int i;

	journal_close(bench->journal);
	for (i = 0; i < OPENINGS; i++) {
		double began = figures_now_ms();

		open_journal(bench);
		must(bench->store.ops->account(
			     bench->store.self, &account, &bench->err),
			"account", &bench->err);
		must(bench->store.ops->counts(
			     bench->store.self, &counts, &bench->err),
			"counts", &bench->err);
		must(bench->store.ops->last(
			     bench->store.self, &last, &bench->err),
			"last", &bench->err);
		must(bench->store.ops->history(bench->store.self,
			     account.number, &account.person.id, 20, look, &sum,
			     &bench->err),
			"history", &bench->err);
		journal_close(bench->journal);
		figures_add(&times, figures_now_ms() - began);
	}
	open_journal(bench);
	/* open, account, counts, last, 20 of history, close */
	printf("journal.opening.%lld ms=%.3f p99_ms=%.3f\n", (long long)rows,
		figures_at(&times, 50), figures_at(&times, 99));
	figures_release(&times);
}

static void
fill(struct bench *bench, int64_t rows)
{
	struct punch *crew = mem_new(CREW, sizeof(*crew));

	while (bench->sample.made + CREW <= rows)
		record(bench, crew, CREW);
	free(crew);
}

int
main(int argc, char **argv)
{
	static const long long usual[] = {0, 10000};
	struct bench bench = {0};
	int i, n = argc > 2 ? argc - 2 : 2;

	if (argc < 2) {
		fprintf(stderr, "usage: bench_journal DIR [ROWS...]\n");
		return 64;
	}
	bench.dir = argv[1];
	open_journal(&bench);
	sample_account(&bench.account);
	must(sample_sign_in(&bench.store, &bench.account, &bench.err),
		"account", &bench.err);
	for (i = 0; i < n; i++) {
		long long rows = i < 2 ? usual[i] : 0;

		if (argc > 2)
			must(number_parse(argv[i + 2], 0, 100000000, &rows,
				     &bench.err),
				"rows", &bench.err);
		fill(&bench, rows);
		press(&bench, rows);
		opening(&bench, rows);
	}
	journal_close(bench.journal);
	return 0;
}
