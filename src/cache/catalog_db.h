#ifndef CACHE_CATALOG_DB_H
#define CACHE_CATALOG_DB_H

/* The catalogue cache's file: opened, thrown away, begun anew. */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Of an entry e, whether only its username tells it from a namesake: of one
 * entry, and in a list, where all names that stand in it twice are looked for
 * at once, if one is asked for.
 */
#define CATALOG_BY_USERNAME(is_namesake)                                       \
	"CASE WHEN number = '' AND username <> '' THEN " is_namesake           \
	" ELSE 0 END "
#define CATALOG_NAMESAKE                                                       \
	CATALOG_BY_USERNAME("EXISTS(SELECT 1 FROM entry n WHERE "              \
			    "n.account = e.account AND n.kind = e.kind "       \
			    "AND n.active = 1 AND n.name = e.name "            \
			    "AND n.id <> e.id)")
#define CATALOG_NAMESAKES                                                      \
	CATALOG_BY_USERNAME("name IN (SELECT name FROM entry "                 \
			    "WHERE account = ?1 AND kind = ?2 AND active = 1 " \
			    "GROUP BY name HAVING count(*) > 1)")

/* Of an entry e: no location at which nothing may be chosen. */
#define CATALOG_TAKES_ANY                                                      \
	"(kind <> 1 OR all_cost_codes = 1 OR EXISTS(SELECT 1 FROM code c "     \
	"JOIN entry k ON k.account = c.account AND k.kind = 2 "                \
	"AND k.id = c.cost_code AND k.active = 1 "                             \
	"WHERE c.account = e.account AND c.location = e.id)) "

#define CATALOG_STATEMENTS(X)                                                  \
	X(QUICK, "PRAGMA synchronous = NORMAL")                                \
	X(ROOMY, "PRAGMA cache_size = -8000")                                  \
	X(BEGIN, "BEGIN IMMEDIATE")                                            \
	X(READ, "BEGIN")                                                       \
	X(COMMIT, "COMMIT")                                                    \
	X(ROLLBACK, "ROLLBACK")                                                \
	X(PUT, "INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " \
	       "?, ?) "                                                        \
	       "ON CONFLICT(account, kind, id) DO UPDATE SET "                 \
	       "number = excluded.number, name = excluded.name, "              \
	       "given_len = excluded.given_len, sort = excluded.sort, "        \
	       "username = excluded.username, "                                \
	       "active = excluded.active, "                                    \
	       "meal_tracked = excluded.meal_tracked, "                        \
	       "meal_length = excluded.meal_length, "                          \
	       "meal_due = excluded.meal_due, "                                \
	       "meal_early = excluded.meal_early, "                            \
	       "all_cost_codes = excluded.all_cost_codes")                     \
	X(BURY, "UPDATE entry SET active = 0 WHERE account = ? AND kind = ? "  \
		"AND id = ?")                                                  \
	X(CODES_DROP, "DELETE FROM code WHERE account = ? AND location = ?")   \
	X(CODES_ADD, "INSERT OR IGNORE INTO code VALUES(?, ?, ?)")             \
	X(CURSOR_SET, "INSERT OR REPLACE INTO cursor VALUES(?, ?)")            \
	X(CURSOR_GET, "SELECT cursor FROM cursor WHERE account = ?")           \
	X(FORGET_ENTRIES, "DELETE FROM entry WHERE account = ?")               \
	X(FORGET_CODES, "DELETE FROM code WHERE account = ?")                  \
	X(FORGET_CURSOR, "DELETE FROM cursor WHERE account = ?")               \
	X(FORGET_ANSWERS, "DELETE FROM answer WHERE account = ?")              \
	X(KEEP, "INSERT OR REPLACE INTO answer VALUES(?, ?, ?, ?)")            \
	X(KEPT, "SELECT told_ms, body FROM answer WHERE account = ? "          \
		"AND name = ?")                                                \
	X(KEPT_DROP, "DELETE FROM answer WHERE account = ?1 AND name NOT IN "  \
		     "(SELECT name FROM answer WHERE account = ?1 "            \
		     "ORDER BY told_ms DESC LIMIT 64)")                        \
	X(EACH, "SELECT *, " CATALOG_NAMESAKES                                 \
		"FROM entry e WHERE account = ?1 AND kind = ?2 "               \
		"AND active = 1 AND " CATALOG_TAKES_ANY                        \
		"ORDER BY sort, number, name")                                 \
	X(EACH_OF, "SELECT *, 0 FROM entry e WHERE account = ? AND kind = ? "  \
		   "AND active = 1 AND EXISTS(SELECT 1 FROM code c "           \
		   "WHERE c.account = e.account AND c.location = ? "           \
		   "AND c.cost_code = e.id) ORDER BY sort, number, name")      \
	X(FIND, "SELECT *, " CATALOG_NAMESAKE                                  \
		"FROM entry e WHERE account = ? AND kind = ? "                 \
		"AND id = ?")

enum catalog_statement {
#define X(name, sql) CATALOG_##name,
	CATALOG_STATEMENTS(X)
#undef X
	CATALOG_STATEMENT_COUNT
};

struct catalog_db {
	char *path; /* NULL: in memory */
	sqlite3 *db;
	sqlite3_stmt *statements[CATALOG_STATEMENT_COUNT];
	int readers;    /* begin_read without its end_read */
	int faults;     /* in a row; 0 after what succeeded */
	int damages;    /* of these: the content was not right */
	bool is_locked; /* the last wait was in vain */
	/* In memory though it should not be, and nothing was put there yet:
	 * why, which is told in place of an empty list. */
	struct err sick;
};

/*
 * A statement ready to be bound; opens the file when it is not open. NULL
 * with err set when that cannot be.
 */
sqlite3_stmt *catalog_db_get(struct catalog_db *catalog,
	enum catalog_statement which, struct err *err);

/* The same, for reading: within the moment that begin_read began. */
sqlite3_stmt *catalog_db_read(struct catalog_db *catalog,
	enum catalog_statement which, struct err *err);

/* Ends that moment, if there is one. */
void catalog_db_leave_read(struct catalog_db *catalog);

/* Begins to write; catalog_db_run with COMMIT or ROLLBACK ends it. */
int catalog_db_begin(struct catalog_db *catalog, struct err *err);

/* Runs one with an account as its only parameter, or none. */
int catalog_db_run(struct catalog_db *catalog, enum catalog_statement which,
	int64_t account, struct err *err);

/* Makes or drops what gives the entries in their order quickly. */
void catalog_db_order(struct catalog_db *catalog, bool ordered);

/*
 * Sets err from SQLite's last failure, and closes: the next call opens again
 * and reads anew. A file that is damaged when it is read again, too, is thrown
 * away then; a fault of reading is none of the file, which stays. Returns -1.
 */
int catalog_db_fail(struct catalog_db *catalog, struct err *err);

/* Whether what just failed may well succeed when it is tried again. */
bool catalog_db_again(struct catalog_db *catalog);

/* What was tried succeeded. */
void catalog_db_well(struct catalog_db *catalog);

/* Closes; catalog_db_get opens again. */
void catalog_db_close(struct catalog_db *catalog);

#endif
