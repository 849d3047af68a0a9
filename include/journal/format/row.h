#ifndef JOURNAL_FORMAT_ROW_H
#define JOURNAL_FORMAT_ROW_H

/* A punch as a row of the journal, and the link that binds it to the one
 * before it. */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "port/store.h"
#include "sqlite/value.h"

/* The columns of a punch, of a table that is called p. */
#define PUNCH_COLUMNS                                                          \
	"p.number, p.account, p.device_seq, p.id, p.employee, p.pressed_by, "  \
	"p.device, p.kind, p.location, p.cost_code, p.target, p.forced, "      \
	"p.wall_ms, p.boottime_ms, p.boot, p.zone, p.offset_s, p.chosen_ms, "  \
	"p.comment, p.link, p.state"
#define PUNCH_COLUMN_COUNT 21
#define ROW_COLUMN_LINK 19
#define ROW_COLUMN_STATE 20

/* The columns of its verdict v, which follow those when it is wanted. */
#define VERDICT_COLUMNS                                                        \
	"v.kind, v.first, v.ledger_seq, v.at_ms, v.flags, v.problem, "         \
	"v.detail"

/* The link of a punch to the one before it. */
void row_link(const struct hash *previous, int64_t account,
	const struct punch *punch, struct hash *link_out);

/* A punch proven anew: whether `link` is that of this punch behind
 * `previous`. */
bool row_fits(const struct hash *previous, const struct kept_punch *kept,
	const struct hash *link);

/* Binds all of PUNCH_COLUMNS but the state, from 1 on. */
void row_bind_punch(sqlite3_stmt *stmt, int64_t number, int64_t account,
	const struct punch *punch, const struct hash *link);

/*
 * Reads a row of PUNCH_COLUMNS, and of VERDICT_COLUMNS when with_verdict.
 * Returns false when it cannot have been written by us.
 */
bool row_read_punch(
	sqlite3_stmt *stmt, bool with_verdict, struct kept_punch *kept_out);

/* Its link. */
bool row_read_link(sqlite3_stmt *stmt, int column, struct hash *link_out);

#endif
