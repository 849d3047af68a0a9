#ifndef SERVICE_LEDGER_CORRECTION_ROWS_H
#define SERVICE_LEDGER_CORRECTION_ROWS_H

/* Corrections in the database: what follows from rows of the chain. */

#include "core/correction.h"
#include "db/db.h"
#include "service/ledger/correct.h"
#include "timeline_rows.h"

/*
 * What the ledger says of a punch by itself, by nobody, as a row beside those
 * of people: the time stays what it was, since it lies in what is shut and
 * more became known of it; it follows again what is known.
 */
enum {
	CORRECTION_ROW_KEEP = 3,
	CORRECTION_ROW_FOLLOW = 4
};

struct correction_row {
	struct id company;
	int64_t seq;   /* of its row of ledger_change */
	int kind;      /* enum correction_kind, or of those above */
	int64_t punch; /* the seq of its line in the timeline; ADD: seq */
	struct id id;  /* of the punch */
	struct id employee;
	/* All that holds of the punch from then on. */
	enum punch_kind press;
	int64_t at_ms;
	struct id location;
	struct id cost_code;
	char comment[PUNCH_COMMENT_BYTES]; /* ADD */
	char reason[LEDGER_REASON_BYTES];
	struct id author;
	int64_t made_ms;
	struct id request; /* that it grants; nil: none */
};

/* What such a change of the chain is called: "punch.add"; whether one is. */
const char *correction_rows_what(int kind);
bool correction_rows_is(const char *what);

/* What stands in the chain of it: `new` of its row. */
void correction_rows_encode(const struct correction_row *row, struct str *out);

/* Keeps it. */
int correction_rows_insert(
	struct db *db, const struct correction_row *row, struct err *err);

/* The next line behind this seq of the chain, of the employee (nil: anybody),
 * whose time is kept; `line` 0: there is none. */
int correction_rows_next_kept(struct db *db, const struct id *company,
	const struct id *employee, int64_t *seq, int64_t *line_out,
	struct err *err);

/* Puts what one adds into the timeline. */
int correction_rows_add_line(
	struct db *db, const struct timeline_row *row, struct err *err);

/* The next of a company behind this one's seq; *found_out false: none. */
int correction_rows_next(struct db *db, struct correction_row *row,
	bool *found_out, struct err *err);

/* The punch of an employee as it stands; see ledger_correct_find. */
int correction_rows_line(struct db *db, const struct ledger_correction *it,
	struct ledger_line *line_out, struct err *err);

#endif
