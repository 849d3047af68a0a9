#ifndef JOURNAL_SQL_H
#define JOURNAL_SQL_H

/* Every statement of the journal; prepared when first used. */

#include "journal/format/row.h"

#define KEPT                                                                   \
	"SELECT " PUNCH_COLUMNS ", " VERDICT_COLUMNS " FROM punch p "          \
	"LEFT JOIN verdict v ON v.number = p.number "

#define ACCOUNT_COLUMNS                                                        \
	"number, server, company_id, username, device, signed_in, person, "    \
	"name, permissions, viewset, meal_tracked, meal_length, meal_due, "    \
	"meal_early, company_name, company_zone, clock_enabled"

/* X(name, statement) */
#define STATEMENTS(X)                                                          \
	X(BEGIN, "BEGIN IMMEDIATE")                                            \
	X(READ, "BEGIN")                                                       \
	X(COMMIT, "COMMIT")                                                    \
	X(ROLLBACK, "ROLLBACK")                                                \
	X(VERSION, "PRAGMA data_version")                                      \
	X(ROOM, "PRAGMA freelist_count")                                       \
	X(NEWEST, KEPT "ORDER BY p.number DESC LIMIT 1")                       \
	X(FIND, KEPT "WHERE p.id = ?")                                         \
	X(HEAD, "SELECT max(coalesce((SELECT max(number) FROM punch), 0), "    \
		"coalesce((SELECT max(last) FROM lost), 0)), "                 \
		"(SELECT link FROM punch ORDER BY number DESC LIMIT 1)")       \
	X(NEWEST_TWO, "SELECT " PUNCH_COLUMNS " FROM punch p "                 \
		      "ORDER BY number DESC LIMIT 2")                          \
	X(LINKS, "SELECT " PUNCH_COLUMNS " FROM punch p ORDER BY number")      \
	X(KNOWN_LOST, "SELECT coalesce(max(last), 0) FROM lost")               \
	X(ACCOUNT_HEAD, "SELECT device, last_seq FROM account "                \
			"WHERE number = ?")                                    \
	X(RECORD, "INSERT INTO punch VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "    \
		  "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")                          \
	X(WAITING, "SELECT " PUNCH_COLUMNS " FROM punch p WHERE account = ? "  \
		   "AND state = 0 ORDER BY number LIMIT ?")                    \
	X(SETTLE, "UPDATE punch SET state = ? WHERE id = ? AND account = ? "   \
		  "AND state = 0 RETURNING number")                            \
	X(VERDICT, "INSERT OR REPLACE INTO verdict "                           \
		   "VALUES(?, ?, ?, ?, ?, ?, ?, ?)")                           \
	X(ANSWERED, "SELECT 1 FROM punch WHERE account = ? AND "               \
		    "device_seq = ? AND state = 1")                            \
	X(REFILL, "UPDATE punch SET state = 0 WHERE account = ? AND "          \
		  "device_seq >= ? AND state = 1")                             \
	X(RETRY, "UPDATE punch SET state = 0 WHERE id = ? AND state = 2")      \
	X(LIST_WAITING, KEPT "WHERE p.state = 0 ORDER BY p.account, p.number") \
	X(LIST_ASIDE, KEPT "WHERE p.state = 2 ORDER BY p.number")              \
	X(LIST_ALL, KEPT "ORDER BY p.number")                                  \
	X(HISTORY, KEPT                                                        \
		"WHERE p.account = ?1 AND p.employee = ?2 "                    \
		"AND p.number >= (SELECT min(number) FROM (SELECT number "     \
		"FROM punch WHERE account = ?1 AND employee = ?2 "             \
		"ORDER BY number DESC LIMIT ?3)) ORDER BY p.number")           \
	X(USED, "SELECT location, cost_code FROM punch WHERE account = ? "     \
		"AND employee = ? ORDER BY number DESC LIMIT ?")               \
	X(COUNTS, "SELECT coalesce(sum(waiting), 0), "                         \
		  "coalesce(sum(set_aside), 0), "                              \
		  "min((SELECT wall_ms FROM punch WHERE account = a.number "   \
		  "AND state = 0 ORDER BY number LIMIT 1)) FROM account a")    \
	X(ACCOUNT, "SELECT " ACCOUNT_COLUMNS " FROM account "                  \
		   "ORDER BY used DESC LIMIT 1")                               \
	X(ACCOUNT_OF, "SELECT " ACCOUNT_COLUMNS " FROM account "               \
		      "WHERE number = ?")                                      \
	X(ACCOUNT_FIND, "SELECT " ACCOUNT_COLUMNS " FROM account "             \
			"WHERE server = ? AND company_id = ?")                 \
	X(ACCOUNTS_WAITING, "SELECT number FROM account WHERE waiting > 0 "    \
			    "ORDER BY number LIMIT ?")                         \
	X(ACCOUNT_SAVE,                                                        \
		"INSERT INTO account(server, company_id, username, "           \
		"device, signed_in, person, name, permissions, viewset, "      \
		"meal_tracked, meal_length, meal_due, meal_early, "            \
		"company_name, company_zone, clock_enabled, used) "            \
		"SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "      \
		"1 + coalesce(max(used), 0) FROM account WHERE true "          \
		"ON CONFLICT(server, company_id) DO UPDATE SET "               \
		"username = excluded.username, "                               \
		"signed_in = excluded.signed_in, person = excluded.person, "   \
		"name = excluded.name, permissions = excluded.permissions, "   \
		"viewset = excluded.viewset, "                                 \
		"meal_tracked = excluded.meal_tracked, "                       \
		"meal_length = excluded.meal_length, "                         \
		"meal_due = excluded.meal_due, "                               \
		"meal_early = excluded.meal_early, "                           \
		"company_name = excluded.company_name, "                       \
		"company_zone = excluded.company_zone, "                       \
		"clock_enabled = excluded.clock_enabled, "                     \
		"used = excluded.used RETURNING number, device")               \
	X(PERSON_SAVE,                                                         \
		"UPDATE account SET name = ?7, permissions = ?8, "             \
		"viewset = ?9, meal_tracked = ?10, meal_length = ?11, "        \
		"meal_due = ?12, meal_early = ?13, company_name = ?14, "       \
		"company_zone = ?15, clock_enabled = ?16 "                     \
		"WHERE number = ?17 AND company_id = ?2 AND username = ?3 "    \
		"AND person = ?6 AND signed_in = 1")                           \
	X(SIGN_OUT_OTHERS, "UPDATE account SET signed_in = 0 "                 \
			   "WHERE number <> ? AND signed_in <> 0")             \
	X(CLOCK_SAVE, "INSERT OR REPLACE INTO clock "                          \
		      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")            \
	X(CLOCK_LOAD, "SELECT * FROM clock WHERE account = ? "                 \
		      "AND employee = ?")                                      \
	X(RESERVE_FILL, "UPDATE reserve SET room = zeroblob(?)")               \
	X(RESERVE_FREE, "UPDATE reserve SET room = zeroblob(0)")               \
	X(RESERVE_DONE, "UPDATE reserve SET filled = filled + 1")              \
	X(NOTICE, "SELECT text FROM notice WHERE seen = 0 ORDER BY number")    \
	X(NOTICE_SEEN, "UPDATE notice SET seen = 1 WHERE seen = 0")            \
	X(LOST, "SELECT coalesce(sum(last - first + 1), 0), "                  \
		"coalesce(max(last), 0) FROM lost")

enum statement {
#define X(name, sql) STMT_##name,
	STATEMENTS(X)
#undef X
	STATEMENT_COUNT
};

#endif
