/* What the service's clock said last, beside the journal. */

#include "lib/cmocka_all.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "journal/journal.h"
#include "lib/journal_bench.h"
#include "lib/temp_dir.h"
#include "src/journal/guard.h"

static const struct reckoning told = {
	.service_ms = 1795266000000,
	.wall_ms = 5000,
	.boottime_ms = 60000,
	.boot = {{0xb0, 1}},
};

static struct reckoning
loaded(struct bench *bench)
{
	struct reckoning found;

	bench->store.ops->told_load(bench->store.self, &found);
	return found;
}

static void
it_outlives_the_program(void **state)
{
	struct bench *bench = *state;
	struct reckoning found;

	bench_open(bench);
	found = loaded(bench);
	assert_int_equal(found.service_ms, 0);
	bench->store.ops->told_save(bench->store.self, &told);
	bench_close(bench);
	bench_open(bench);
	found = loaded(bench);
	assert_memory_equal(&found, &told, sizeof(told));
	bench_close(bench);
}

/* Every byte of it, and none of what lies beside it. */
static void
what_does_not_prove_itself_was_not_told(void **state)
{
	struct bench *bench = *state;
	char *path = temp_dir_path(bench->dir, "journal.lock");
	int fd = open(path, O_RDWR);
	char byte;

	bench_open(bench);
	assert_true(fd >= 0);
	for (off_t at = 0; at < 48; at++) {
		bench->store.ops->told_save(bench->store.self, &told);
		assert_int_equal(pread(fd, &byte, 1, GUARD_TOLD_AT + at), 1);
		byte ^= 0x10;
		assert_int_equal(pwrite(fd, &byte, 1, GUARD_TOLD_AT + at), 1);
		assert_int_equal(loaded(bench).service_ms, 0);
	}
	close(fd);
	free(path);
	bench_close(bench);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, bench_set_up, bench_tear_down)
	const struct CMUnitTest tests[] = {
		T(it_outlives_the_program),
		T(what_does_not_prove_itself_was_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
