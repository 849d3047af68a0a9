/* Memory that is short says nothing of the file. */

#include "lib/cmocka_all.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "journal/journal.h"
#include "lib/journal_bench.h"
#include "lib/temp_dir.h"
#include "sqlite/pool.h"

/* SQLite's memory comes through here. */
static struct {
	sqlite3_mem_methods methods; /* behind */
	long piece;                  /* the last one wanted, from 1 */
	long fails;                  /* the one that is not had; 0: none */
	bool goes_on;                /* nor any behind it */
} memory;

static bool
is_had(void)
{
	memory.piece++;
	return memory.fails == 0 || memory.piece < memory.fails ||
	       (memory.piece > memory.fails && !memory.goes_on);
}

static void *
piece_or_none(int bytes)
{
	return is_had() ? memory.methods.xMalloc(bytes) : NULL;
}

static void *
grown_or_none(void *piece, int bytes)
{
	return is_had() ? memory.methods.xRealloc(piece, bytes) : NULL;
}

/* Before SQLite's first connection. */
static void
stand_before_memory(void)
{
	sqlite3_mem_methods methods;

	pool_use();
	assert_int_equal(
		sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.methods),
		SQLITE_OK);
	methods = memory.methods;
	methods.xMalloc = piece_or_none;
	methods.xRealloc = grown_or_none;
	assert_int_equal(
		sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
	assert_int_equal(sqlite3_initialize(), SQLITE_OK);
}

/* One run of a program; what it may be told if anything. */
static void
open_and_record(struct bench *bench, int64_t *recorded)
{
	struct punch punch;
	int rc = bench_try_open(bench);

	if (rc == 0) {
		rc = bench_try_record(bench, &punch);
		*recorded += rc == 0;
		bench_close(bench);
	}
	if (rc < 0 && bench->err.kind == ERR_DATA)
		fail_msg("piece %ld: %s", memory.fails, bench->err.text);
}

static void
test_a_piece_that_is_not_had_is_no_damage(void **state)
{
	struct bench *bench = *state;
	char *damaged = temp_dir_path(bench->dir, JOURNAL_FILE ".damaged-1");
	int64_t recorded = BENCH_FILLED;

	for (int way = 0; way < 2; way++) {
		memory.goes_on = way == 1;
		for (memory.fails = 1; memory.piece + 1 >= memory.fails;
			memory.fails++) {
			memory.piece = 0;
			open_and_record(bench, &recorded);
			if (access(damaged, F_OK) == 0)
				fail_msg("piece %ld is called damage",
					memory.fails);
		}
		assert_true(memory.fails > 100);
	}
	memory.fails = 0;
	bench_open(bench);
	bench_assert_sound(bench);
	assert_int_equal(bench_verified(bench).punches, recorded);
	bench_close(bench);
	free(damaged);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_a_piece_that_is_not_had_is_no_damage, bench_set_up,
			bench_tear_down),
	};

	stand_before_memory();
	return cmocka_run_group_tests_name("journal_memory", tests, NULL, NULL);
}
