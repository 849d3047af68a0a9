#ifndef JOURNAL_FORMAT_ROW_H
#define JOURNAL_FORMAT_ROW_H

/*
 * A punch as a row of the journal. It proves itself by a digest over all that
 * is fixed in it; its link binds the digest to the link of the row before.
 */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "port/store.h"
#include "sqlite/value.h"

/* How the digests of new rows are computed; a change makes another one. */
#define ROW_FORM 1

/* The columns of a punch, of a table that is called p. */
#define PUNCH_COLUMNS                                                          \
	"p.number, p.form, p.account, p.seq, p.id, p.employee, "               \
	"p.pressed_by, p.enrolment, p.kind, p.location, p.cost_code, "         \
	"p.target, p.forced, p.wall_ms, p.boottime_ms, p.boot, p.zone, "       \
	"p.offset_s, p.chosen_ms, p.comment, p.digest, p.link, p.state"
#define PUNCH_COLUMN_COUNT 23
#define PUNCH_PLACES                                                           \
	"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define ROW_COLUMN_DIGEST 20
#define ROW_COLUMN_LINK 21
#define ROW_COLUMN_STATE 22

/* The columns of its verdict v, which follow those when it is wanted. */
#define VERDICT_COLUMNS                                                        \
	"v.kind, v.first, v.ledger_seq, v.at_ms, v.flags, v.causes, "          \
	"v.method, v.not_before_ms, v.not_after_ms, v.problem, v.detail"

/* What a row proves itself by: number, account and punch. */
void row_digest(const struct kept_punch *kept, struct hash *digest_out);

/* The link of a row to the one before it. */
void row_link(const struct hash *previous, const struct hash *digest,
	struct hash *link_out);

/* Binds all of PUNCH_COLUMNS, from 1 on. */
void row_bind_punch(sqlite3_stmt *stmt, const struct kept_punch *kept,
	const struct hash *digest, const struct hash *link);

/*
 * Reads a row of PUNCH_COLUMNS, and of VERDICT_COLUMNS when with_verdict.
 * Returns false when it is not as it was written: what stands in *kept_out is
 * then as far as it can be read.
 */
bool row_read_punch(
	sqlite3_stmt *stmt, bool with_verdict, struct kept_punch *kept_out);

/* The punch alone, whatever its digest says. False: no punch can be so. */
bool row_read_kept(sqlite3_stmt *stmt, struct kept_punch *kept_out);

/* A digest or a link. */
bool row_read_hash(sqlite3_stmt *stmt, int column, struct hash *hash_out);

#endif
