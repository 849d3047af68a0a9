/*
 * limit_once FILE [read]: the plainest program that makes one row durable in
 * SQLite (WAL, synchronous=FULL) and ends, or reads the newest one: the limit
 * of `go` and `status`.
 */
#include <sqlite3.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	static const char write[] = "INSERT INTO t(v) VALUES(randomblob(300))";
	static const char read[] = "SELECT v FROM t ORDER BY n DESC LIMIT 1";
	sqlite3 *db;
	int rc;

	if (argc < 2) {
		fprintf(stderr, "usage: limit_once FILE [read]\n");
		return 64;
	}
	rc = sqlite3_open(argv[1], &db);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db,
			"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
			"CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY,"
			" v BLOB)",
			NULL, NULL, NULL);
	if (rc == SQLITE_OK) {
		int keep = 1;

		sqlite3_file_control(
			db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
		sqlite3_db_config(
			db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		rc = sqlite3_exec(
			db, argc > 2 ? read : write, NULL, NULL, NULL);
	}
	if (rc != SQLITE_OK)
		fprintf(stderr, "limit_once: %s\n", sqlite3_errmsg(db));
	sqlite3_close(db);
	return rc != SQLITE_OK;
}
