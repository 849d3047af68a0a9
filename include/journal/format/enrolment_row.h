#ifndef JOURNAL_FORMAT_ENROLMENT_ROW_H
#define JOURNAL_FORMAT_ENROLMENT_ROW_H

/* An enrolment as a row of the journal; it proves itself by a digest. */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "port/store.h"

/* Of a table that is called e; the last is no column of it. */
#define ENROLMENT_COLUMNS                                                      \
	"e.number, e.account, e.id, e.person, e.previous, e.username, "        \
	"e.used_up, e.ended, e.digest, "                                       \
	"(SELECT max(seq) FROM punch WHERE enrolment = e.id)"
#define ENROLMENT_PLACES "?, ?, ?, ?, ?, ?, ?, ?, ?"

/*
 * Reads a row of ENROLMENT_COLUMNS; *used_up_out: the number up to which all
 * are used, whether their punches are there or not. False: it is not as it
 * was written.
 */
bool enrolment_row_read(sqlite3_stmt *stmt, struct enrolment *enrolment_out,
	int64_t *used_up_out);

/* Binds a row, from 1 on; `digest_out` and the enrolment must outlive the
 * step. */
void enrolment_row_bind(sqlite3_stmt *stmt, const struct enrolment *enrolment,
	int64_t used_up, struct hash *digest_out);

#endif
