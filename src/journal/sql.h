#ifndef JOURNAL_SQL_H
#define JOURNAL_SQL_H

/* Every statement of the journal; prepared when first used. */

#include "journal/format/account_row.h"
#include "journal/format/enrolment_row.h"
#include "journal/format/row.h"
#include "journal/format/schema.h"

#define WAITS "state = " SCHEMA_STATE(SCHEMA_WAITING)
#define IS_ANSWERED "state = " SCHEMA_STATE(SCHEMA_ANSWERED)
#define IS_ASIDE "state = " SCHEMA_STATE(SCHEMA_SET_ASIDE)

#define KEPT                                                                   \
	"SELECT " PUNCH_COLUMNS ", " VERDICT_COLUMNS " FROM punch p "          \
	"LEFT JOIN verdict v ON v.number = p.number "

#define ENROLMENT "SELECT " ENROLMENT_COLUMNS " FROM "

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
		"coalesce((SELECT max(last) FROM loss), 0)), "                 \
		"(SELECT link FROM punch ORDER BY number DESC LIMIT 1)")       \
	X(NEWEST_TWO, "SELECT " PUNCH_COLUMNS " FROM punch p "                 \
		      "ORDER BY number DESC LIMIT 2")                          \
	X(LINKS, "SELECT " PUNCH_COLUMNS " FROM punch p ORDER BY number")      \
	X(KNOWN_LOST, "SELECT coalesce(max(last), 0) FROM loss")               \
	X(RECORD, "INSERT INTO punch VALUES(" PUNCH_PLACES ")")                \
	X(WAITING, "SELECT " PUNCH_COLUMNS " FROM punch p "                    \
		   "WHERE enrolment = ? AND " WAITS " ORDER BY number "        \
		   "LIMIT ?")                                                  \
	X(WAITS_AS, "SELECT number FROM punch WHERE id = ? AND "               \
		    "enrolment = ? AND " WAITS)                                \
	X(SETTLE, "UPDATE punch SET state = ? WHERE number = ?")               \
	X(VERDICT, "INSERT OR REPLACE INTO verdict "                           \
		   "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")               \
	X(DAMAGE, "UPDATE punch SET state = " SCHEMA_STATE(                    \
			  SCHEMA_DAMAGED) " WHERE number = ? AND " WAITS)      \
	X(LOSE, "INSERT OR IGNORE INTO loss VALUES(?1, ?1, 1, 0, 8 * ?1 + 2)") \
	X(ANSWERED, "SELECT 1 FROM punch WHERE enrolment = ? AND seq = ? "     \
		    "AND " IS_ANSWERED)                                        \
	X(REFILL, "UPDATE punch SET " WAITS " WHERE enrolment = ? "            \
		  "AND " IS_ANSWERED)                                          \
	X(ANSWERED_LAST, "SELECT " PUNCH_COLUMNS " FROM punch p "              \
			 "WHERE enrolment = ? AND " IS_ANSWERED                \
			 " ORDER BY seq DESC LIMIT 1")                         \
	X(RETRY, "UPDATE punch SET " WAITS " WHERE id = ? AND " IS_ASIDE)      \
	X(CLOSE, "UPDATE punch SET state = " SCHEMA_STATE(                     \
			 SCHEMA_CLOSED) " WHERE id = ? AND " IS_ASIDE          \
					" RETURNING number")                   \
	X(CLOSING, "INSERT OR REPLACE INTO closing VALUES(?, ?, ?)")           \
	X(LIST_WAITING, KEPT "WHERE p." WAITS " ORDER BY p.account, p.number") \
	X(LIST_ASIDE, KEPT "WHERE p." IS_ASIDE " ORDER BY p.number")           \
	X(LIST_CLOSED, KEPT "WHERE p.state = " SCHEMA_STATE(                   \
			       SCHEMA_CLOSED) " ORDER BY p.number")            \
	X(LIST_ALL, KEPT "ORDER BY p.number")                                  \
	X(HISTORY, KEPT "WHERE p.number IN (SELECT number FROM punch "         \
			"WHERE account = ? AND employee = ? "                  \
			"ORDER BY number DESC LIMIT ?) ORDER BY p.number")     \
	X(USED, "SELECT location, cost_code FROM punch WHERE account = ? "     \
		"AND employee = ? ORDER BY number DESC LIMIT ?")               \
	X(COUNTS, "SELECT n, aside, (SELECT coalesce(sum(last - first + 1), "  \
		  "0) FROM loss WHERE acknowledged = 0), wall_ms, "            \
		  "boottime_ms, boot FROM (SELECT coalesce(sum(waiting), 0) "  \
		  "n, coalesce(sum(set_aside), 0) aside FROM account) "        \
		  "LEFT JOIN punch ON number = (SELECT min((SELECT number "    \
		  "FROM punch WHERE enrolment = e.id AND " WAITS               \
		  " ORDER BY number LIMIT 1)) FROM enrolment e)")              \
	/* by the rows themselves, no index */                                 \
	X(RECOUNT, "UPDATE account SET waiting = (SELECT count(*) FROM "       \
		   "punch p WHERE p.account = account.number AND +p." WAITS    \
		   "), set_aside = (SELECT count(*) FROM punch p WHERE "       \
		   "p.account = account.number AND +p." IS_ASIDE ")")          \
	/* a place without a server is one that was lost: account.c */         \
	X(ACCOUNT, "SELECT " ACCOUNT_COLUMNS " FROM account "                  \
		   "WHERE server <> '' ORDER BY used DESC LIMIT 1")            \
	X(ACCOUNT_OF, "SELECT " ACCOUNT_COLUMNS " FROM account "               \
		      "WHERE number = ? AND server <> ''")                     \
	X(ACCOUNTS, "SELECT " ACCOUNT_COLUMNS " FROM account "                 \
		    "WHERE server <> ''")                                      \
	X(ACCOUNTS_GONE, "SELECT EXISTS(SELECT 1 FROM punch) AND "             \
			 "NOT EXISTS(SELECT 1 FROM account)")                  \
	X(ACCOUNT_FIND, "SELECT " ACCOUNT_COLUMNS " FROM account "             \
			"WHERE server = ? AND company_id = ?")                 \
	X(ACCOUNT_SAVE,                                                        \
		"INSERT INTO account(server, company_id, username, "           \
		"device, signed_in, person, name, permissions, viewset, "      \
		"meal_tracked, meal_length, meal_due, meal_early, "            \
		"company_name, company_zone, clock_enabled, digest, told, "    \
		"max_record, "                                                 \
		"used) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "   \
		"?, ?, ?, ?, "                                                 \
		"1 + coalesce(max(used), 0) FROM account WHERE true "          \
		"ON CONFLICT(server, company_id) DO UPDATE SET "               \
		"username = excluded.username, device = excluded.device, "     \
		"max_record = excluded.max_record, "                           \
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
		"digest = excluded.digest, told = excluded.told, "             \
		"used = excluded.used RETURNING number")                       \
	/* a place that a recovery could not find is given back */             \
	X(ACCOUNT_ADOPT, "UPDATE OR IGNORE account SET server = ?, "           \
			 "company_id = ? WHERE server = '' AND person = ?")    \
	X(PERSON_SAVE,                                                         \
		"UPDATE account SET name = ?7, permissions = ?8, "             \
		"viewset = ?9, meal_tracked = ?10, meal_length = ?11, "        \
		"meal_due = ?12, meal_early = ?13, company_name = ?14, "       \
		"company_zone = ?15, clock_enabled = ?16, told = ?18, "        \
		"max_record = ?19 WHERE number = ?20 AND company_id = ?2 AND " \
		"username = ?3 "                                               \
		"AND person = ?6 AND signed_in = 1")                           \
	X(SIGN_OUT_OTHERS, "UPDATE account SET signed_in = 0 "                 \
			   "WHERE number <> ? AND signed_in <> 0")             \
	X(ENROLMENT_HEAD, ENROLMENT                                            \
		"account a JOIN enrolment e ON e.account = a.number "          \
		"AND e.person = a.person WHERE a.number = ? "                  \
		"AND a.signed_in <> 0 AND e.ended = 0 "                        \
		"ORDER BY e.number DESC LIMIT 1")                              \
	X(ENROLMENT_CURRENT, ENROLMENT                                         \
		"enrolment e WHERE account = ? AND person = ? AND ended = 0 "  \
		"ORDER BY number DESC LIMIT 1")                                \
	X(ENROLMENT_OF, ENROLMENT "enrolment e WHERE number = ?")              \
	X(ENROLMENT_FIND, ENROLMENT "enrolment e WHERE id = ?")                \
	X(ENROLMENTS_OF, ENROLMENT                                             \
		"enrolment e WHERE account = ? ORDER BY number DESC LIMIT ?")  \
	X(ENROLMENT_OTHERS, ENROLMENT                                          \
		"enrolment e WHERE account = ? AND ended = 0 AND number <> ? " \
		"AND person = ?")                                              \
	X(ENROLMENTS, ENROLMENT "enrolment e")                                 \
	X(ENROLMENTS_WAITING, ENROLMENT                                        \
		"enrolment e JOIN account a ON a.number = e.account "          \
		"AND a.server <> '' WHERE EXISTS(SELECT 1 FROM punch p "       \
		"WHERE p.enrolment = e.id AND p." WAITS                        \
		") ORDER BY e.number LIMIT ?")                                 \
	X(ENROLMENT_SAVE, "INSERT OR REPLACE INTO enrolment "                  \
			  "VALUES(" ENROLMENT_PLACES ")")                      \
	X(ENROLMENT_NEXT, "SELECT coalesce(max(number), 0) + 1 "               \
			  "FROM enrolment")                                    \
	X(CLOCK_SAVE, "INSERT OR REPLACE INTO clock "                          \
		      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")         \
	X(CLOCK_LOAD, "SELECT * FROM clock WHERE account = ? "                 \
		      "AND employee = ?")                                      \
	X(RESERVE_FILL, "UPDATE reserve SET room = zeroblob(?)")               \
	X(RESERVE_FREE, "UPDATE reserve SET room = zeroblob(0)")               \
	X(RESERVE_DONE, "UPDATE reserve SET filled = filled + 1")              \
	/* and a NULL for each loss that nobody knows of */                    \
	X(NOTICE, "SELECT text FROM notice WHERE seen = 0 UNION ALL "          \
		  "SELECT NULL FROM loss WHERE acknowledged = 0")              \
	X(TELL, "INSERT INTO notice(text) VALUES(?)")                          \
	X(NOTICE_SEEN, "UPDATE notice SET seen = 1 WHERE seen = 0")            \
	X(LOSSES, "SELECT first, last, altered, acknowledged, "                \
		  "(SELECT wall_ms FROM punch WHERE number < l.first "         \
		  "ORDER BY number DESC LIMIT 1), "                            \
		  "(SELECT wall_ms FROM punch WHERE number > l.last "          \
		  "ORDER BY number LIMIT 1) FROM loss l ORDER BY first")       \
	X(ACKNOWLEDGE, "UPDATE loss SET acknowledged = 1, sum = sum + 1 "      \
		       "WHERE acknowledged = 0")

enum statement {
#define X(name, sql) STMT_##name,
	STATEMENTS(X)
#undef X
	STATEMENT_COUNT
};

#endif
