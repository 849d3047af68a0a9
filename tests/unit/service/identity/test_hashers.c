/* Who computes a password hash now, and who hears at once that it is no use. */

#include "lib/cmocka_all.h"

#include <pthread.h>
#include <stdatomic.h>

#include "lib/wait.h"
#include "src/service/identity/hashers.h"

#define LINE 4 /* behind one hasher */

static struct hashers *hashers;
static atomic_int entered, sent_away;

static void *
stand_in_line(void *ctx)
{
	(void)ctx;
	if (hashers_enter(hashers)) {
		entered++;
		hashers_leave(hashers, false);
	} else {
		sent_away++;
	}
	return NULL;
}

/* One more than the line takes: whoever is sent away saw it full. */
static bool
line_is_full(void *ctx)
{
	(void)ctx;
	return sent_away == 1;
}

/* One is at it, the line is full; then that one leaves. */
static void
serve_line(bool database_down)
{
	pthread_t threads[LINE + 1];
	bool full;

	entered = sent_away = 0;
	assert_true(hashers_enter(hashers));
	for (int i = 0; i < LINE + 1; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, stand_in_line, NULL),
			0);
	full = wait_until(line_is_full, NULL, WAIT_LONG_MS);
	hashers_leave(hashers, database_down);
	for (int i = 0; i < LINE + 1; i++)
		pthread_join(threads[i], NULL);
	assert_true(full);
}

static void
test_a_database_that_is_down_empties_the_line(void **state)
{
	(void)state;
	hashers = hashers_new(1);
	/* It comes back, and is gone again: nothing of that stays. */
	for (int i = 0; i < 2; i++) {
		serve_line(true);
		assert_int_equal(entered, 0);
		assert_int_equal(sent_away, LINE + 1);
		serve_line(false);
		assert_int_equal(entered, LINE);
		assert_int_equal(sent_away, 1);
	}
	hashers_free(&hashers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_database_that_is_down_empties_the_line),
	};

	return cmocka_run_group_tests_name("hashers", tests, NULL, NULL);
}
