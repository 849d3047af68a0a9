#ifndef SERVICE_LEDGER_LEDGER_ROW_H
#define SERVICE_LEDGER_LEDGER_ROW_H

/* One row of the ledger: its columns, its bytes, its hashes. */

#include "base/str.h"
#include "core/punch.h"
#include "crypto/hash.h"
#include "db/db.h"

/* Borrows all that it points to. */
struct ledger_row {
	struct id company;
	int64_t seq;
	const struct punch *punch;
	struct id sender;
	int64_t sent_wall_ms;
	int64_t sent_boottime_ms;
	struct id sent_boot;
	int64_t received_ms;
	int64_t at_ms;
	const char *method;
	int64_t flags;
	const char *verdict;
	const char *problem;
	const char *detail;
	struct hash content; /* of the punch's canonical bytes */
	struct hash hash;    /* of the row, chained to the one before */
};

#define LEDGER_ROW_BYTES 8192 /* room for `scratch` below */

/* What "the same content" of a punch means. */
void ledger_row_content(const struct punch *punch, struct str *scratch,
	struct hash *content_out);

/* Works out `hash` from all other members (`content` included). */
void ledger_row_chain(struct ledger_row *row, const struct hash *previous,
	struct str *scratch);

/* Inserts a row unless its id stands there; yields its seq if it did. */
extern const char ledger_row_insert[];
void ledger_row_bind(const struct ledger_row *row, struct db_stmt *stmt);

/*
 * Reads all columns of a row, punch_out with it. Texts are borrowed from the
 * statement's row. False when a column holds what no program wrote.
 */
#define LEDGER_ROW_COLUMNS                                                     \
	"company, seq, id, employee, pressed_by, device, device_seq, kind,"    \
	" location, cost_code, target, forced, wall_ms, boottime_ms, boot,"    \
	" zone, offset_s, has_chosen, chosen_ms, comment, sender,"             \
	" sent_wall_ms, sent_boottime_ms, sent_boot, received_ms, at_ms,"      \
	" method, flags, verdict, problem, detail, content, hash"
bool ledger_row_read(const struct db_stmt *stmt, struct punch *punch_out,
	struct ledger_row *row_out);

#endif
