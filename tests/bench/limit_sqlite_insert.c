/*
 * limit_sqlite_insert FILE: the plainest program that makes rows with a unique
 * key durable in SQLite (WAL, synchronous=FULL), one per commit and in groups.
 * The limit of the service's punches per second. FILE must not exist.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROW_BYTES 400

static sqlite3 *db;
static sqlite3_stmt *insert;
static unsigned long long made;

static void
must(int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return;
	fprintf(stderr, "limit_sqlite_insert: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static double
now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
insert_group(int group)
{
	unsigned char key[16] = {0}, row[ROW_BYTES] = {0};

	must(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL));
	for (int i = 0; i < group; i++) {
		made++;
		for (int k = 0; k < 8; k++)
			key[7 - k] = (unsigned char)(made >> (8 * k));
		must(sqlite3_bind_blob(insert, 1, key, 16, SQLITE_STATIC));
		must(sqlite3_bind_blob(
			insert, 2, row, sizeof(row), SQLITE_STATIC));
		must(sqlite3_step(insert));
		must(sqlite3_reset(insert));
	}
	must(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
}

int
main(int argc, char **argv)
{
	static const int groups[] = {1, 8, 64, 500};

	if (argc != 2) {
		fprintf(stderr, "usage: limit_sqlite_insert FILE\n");
		return 64;
	}
	must(sqlite3_open(argv[1], &db));
	must(sqlite3_exec(db,
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"CREATE TABLE t (id BLOB NOT NULL UNIQUE, row BLOB NOT NULL)"
		" STRICT",
		NULL, NULL, NULL));
	must(sqlite3_prepare_v2(db,
		"INSERT INTO t VALUES (?1, ?2) ON CONFLICT DO NOTHING", -1,
		&insert, NULL));
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		double begin = now_s(), end;
		unsigned long long before = made;

		do {
			insert_group(groups[i]);
			end = now_s();
		} while (end - begin < 1.0);
		printf("limit sqlite-insert group=%d rows_per_s=%.0f\n",
			groups[i], (double)(made - before) / (end - begin));
	}
	sqlite3_finalize(insert);
	sqlite3_close(db);
	return 0;
}
