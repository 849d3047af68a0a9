/*
 * A seeded fault, by LD_PRELOAD: on the connection that writes the ledger,
 * COMMIT answers at once, and only each eighth is done. A service killed in
 * between has confirmed what does not stand.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>

static sqlite3 *writer;
static int owed, commits;

typedef int
exec_function(sqlite3 *, const char *, sqlite3_callback, void *, char **);
typedef int prepare_function(
	sqlite3 *, const char *, int, unsigned, sqlite3_stmt **, const char **);

static void *
original(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

int
sqlite3_prepare_v3(sqlite3 *db, const char *sql, int len, unsigned flags,
	sqlite3_stmt **stmt, const char **tail)
{
	if (strstr(sql, " INTO ledger (") != NULL)
		writer = db;
	return ((prepare_function *)original("sqlite3_prepare_v3"))(
		db, sql, len, flags, stmt, tail);
}

int
sqlite3_exec(sqlite3 *db, const char *sql, sqlite3_callback callback, void *ctx,
	char **words)
{
	exec_function *exec = (exec_function *)original("sqlite3_exec");

	if (db == writer && strcmp(sql, "COMMIT") == 0 && ++commits % 8 != 0) {
		owed = 1;
		return SQLITE_OK;
	}
	if (db == writer && owed) {
		owed = 0;
		return SQLITE_OK; /* BEGIN: it goes on */
	}
	return exec(db, sql, callback, ctx, words);
}
