#ifndef JOURNAL_SALVAGE_PATTERN_H
#define JOURNAL_SALVAGE_PATTERN_H

/*
 * How a row of each version of the journal's format looks. A file that grew
 * with the program holds rows of several versions side by side: SQLite leaves
 * a row as it is when its table gets another column. So a version that adds a
 * column adds a pattern here and leaves the older ones as they are.
 */

#include <stdbool.h>
#include <stddef.h>

#include "crypto/hash.h"
#include "journal/format/schema.h"
#include "port/store.h"

enum pattern_table {
	PATTERN_PUNCH,
	PATTERN_OTHER
};

struct pattern {
	enum pattern_table table;
	const char *columns; /* as cells_match wants them */
	/*
	 * Keeps such a row in the table found_*, which has the columns of
	 * today: ?1 is the row's number, ?2 the second column, and so on. A
	 * punch also binds :content and :pattern.
	 */
	const char *insert;
	/* Of a punch: the column that moves, and what its digest is. */
	int state;
	void (*digest)(const struct kept_punch *kept, struct hash *digest_out);
};

struct pattern_list {
	const struct pattern *patterns;
	size_t count;
};

/*
 * The end of a punch's insert. Of two copies that differ in their state only,
 * answered wins, then waiting (to be sent twice does no harm), then closed.
 */
#define PATTERN_MERGE                                                          \
	" ON CONFLICT DO UPDATE SET state = excluded.state "                   \
	"WHERE instr('" PATTERN_STATES "', ' ' || excluded.state || ' ') < "   \
	"instr('" PATTERN_STATES "', ' ' || state || ' ')"
#define PATTERN_STATES                                                                       \
	" " SCHEMA_STATE(SCHEMA_ANSWERED) " " SCHEMA_STATE(SCHEMA_WAITING) " " SCHEMA_STATE( \
		SCHEMA_CLOSED) " " SCHEMA_STATE(SCHEMA_SET_ASIDE) " "

/* Every version that this program can read back. */
extern const struct pattern_list pattern_now;

#endif
