/*
 * limit_sqlite_insert FILE GROUP: the plainest program that makes rows with a
 * unique key durable in SQLite (WAL, synchronous=FULL), so many per commit.
 * The limit of the service's punches per second. FILE is made anew.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/number.h"
#include "lib/figures.h"

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
	double begin, end;
	long long group;
	struct err err;

	if (argc != 3 || number_parse(argv[2], 1, 100000, &group, &err) < 0) {
		fprintf(stderr, "usage: limit_sqlite_insert FILE GROUP\n");
		return 64;
	}
	unlink(argv[1]);
	must(sqlite3_open(argv[1], &db));
	must(sqlite3_exec(db,
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"CREATE TABLE t (id BLOB NOT NULL UNIQUE, row BLOB NOT NULL)"
		" STRICT",
		NULL, NULL, NULL));
	must(sqlite3_prepare_v2(db,
		"INSERT INTO t VALUES (?1, ?2) ON CONFLICT DO NOTHING", -1,
		&insert, NULL));
	begin = figures_now_ms();
	do {
		insert_group((int)group);
		end = figures_now_ms();
	} while (end - begin < 700);
	printf("%.0f\n", (double)made * 1000 / (end - begin));
	sqlite3_finalize(insert);
	sqlite3_close(db);
	return 0;
}
