#ifndef TESTS_LIB_TEST_DATABASE_H
#define TESTS_LIB_TEST_DATABASE_H

/*
 * Databases for tests: every test of the service runs on both kinds.
 *
 *	const struct CMUnitTest tests[] = {
 *		ON_BOTH(test_something),
 *	};
 *	return cmocka_run_group_tests(tests, NULL, test_database_end);
 *
 * In the test, *state is the `struct test_database`: fresh and empty. One
 * throw-away PostgreSQL cluster is started by the first test that wants it and
 * goes away with the test program, however that ends.
 */

#include <stdbool.h>

#include "db/db.h"
#include "lib/cmocka_all.h"

struct test_database {
	bool postgres;
	char *url; /* for db_open */
	char *dir; /* SQLite: its folder */
	/* How long the service may wait for the server; DB_ANSWER_MS, which a
	 * test may change before it opens it. */
	int answer_ms;
};

/* A fresh empty database. Failures end the test program. */
struct test_database *test_database_new(bool postgres);

/* This URL with both drivers, and DB_ANSWER_MS. */
struct db_source test_database_source(const char *url);

/* db_open of it. */
int test_database_open(
	const char *url, bool create, struct db **db_out, struct err *err);

/* Stops every process of the PostgreSQL cluster where it is, and lets them go
 * on; a teardown does that in any case. */
void test_database_freeze(void);
void test_database_thaw(void);

/* Forgets it; *database becomes NULL. */
void test_database_free(struct test_database **database);

/* Group teardown: stops the cluster, if there is one. */
int test_database_end(void **state);

/* Setups and teardown of ON_BOTH. */
int test_database_set_up_sqlite(void **state);
int test_database_set_up_postgres(void **state);
int test_database_tear_down(void **state);

#define ON_SQLITE(test)                                                        \
	{                                                                      \
#test " (SQLite)", test, test_database_set_up_sqlite,          \
			test_database_tear_down, NULL                          \
	}
#define ON_POSTGRES(test)                                                      \
	{                                                                      \
#test " (PostgreSQL)", test, test_database_set_up_postgres,    \
			test_database_tear_down, NULL                          \
	}

/* The test twice: once on each database. */
#define ON_BOTH(test) ON_SQLITE(test), ON_POSTGRES(test)

#endif
