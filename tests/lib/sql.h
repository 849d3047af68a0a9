#ifndef TESTS_LIB_SQL_H
#define TESTS_LIB_SQL_H

/* A connection to a test's database, and words with it. What fails fails the
 * test. */

#include "db/db.h"
#include "lib/test_database.h"

/* A connection, as it is or with the schema brought up to date. */
struct db *sql_open(const struct test_database *database);
struct db *sql_open_current(const struct test_database *database);

/* A statement, to bind to and to step. */
struct db_stmt *sql_prepare(struct db *db, const char *sql);

/* Runs what yields no row; asks for one integer, or for one short text (yours
 * to free). */
void sql_run(struct db *db, const char *sql);
int64_t sql_int(struct db *db, const char *sql);
char *sql_text(struct db *db, const char *sql);

/* How a statement fails; its kind. */
enum err_kind sql_failure(struct db *db, const char *sql);

#endif
