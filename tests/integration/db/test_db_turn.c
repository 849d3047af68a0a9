/* Two connections of one process that write: neither keeps the other out. */

#include "lib/cmocka_all.h"

#include <pthread.h>
#include <stdatomic.h>

#include "lib/sql.h"
#include "lib/wait.h"

#define TURNS 30
#define FEW 4 /* that begin before they see who waits */

struct busy {
	struct db *db;
	atomic_int written;
	int seen;
	atomic_bool enough;
};

static void
write_once(struct db *db)
{
	struct err err = {0};

	assert_int_equal(db_begin(db, &err), 0);
	sql_run(db, "UPDATE thing SET n = n + 1");
	assert_int_equal(db_commit(db, &err), 0);
}

/* One thing after the other, as an import does. */
static void *
write_on(void *ctx)
{
	struct busy *busy = ctx;

	while (!busy->enough) {
		write_once(busy->db);
		busy->written++;
	}
	return NULL;
}

static bool
has_written_again(void *ctx)
{
	struct busy *busy = ctx;

	return busy->written > busy->seen;
}

static void
who_waits_comes_before_who_begins(void **state)
{
	struct busy busy = {.db = sql_open_current(*state)};
	struct db *db = sql_open(*state);
	pthread_t thread;
	int soon = 0;

	sql_run(db, "CREATE TABLE thing (n INTEGER)");
	sql_run(db, "INSERT INTO thing VALUES (0)");
	assert_int_equal(pthread_create(&thread, NULL, write_on, &busy), 0);
	for (int i = 0; i < TURNS; i++) {
		busy.seen = busy.written;
		assert_true(wait_until(has_written_again, &busy, WAIT_LONG_MS));
		busy.seen = busy.written;
		write_once(db);
		if (busy.written - busy.seen <= FEW)
			soon++;
	}
	/* Turn by turn, but for those in which this thread was kept from
	   asking. Without turns none comes soon. */
	assert_in_range(soon, TURNS / 2, TURNS);
	busy.enough = true;
	pthread_join(thread, NULL);
	db_close(&db);
	db_close(&busy.db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(who_waits_comes_before_who_begins),
	};

	return cmocka_run_group_tests(tests, NULL, test_database_end);
}
