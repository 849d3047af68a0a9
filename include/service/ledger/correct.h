#ifndef SERVICE_LEDGER_CORRECT_H
#define SERVICE_LEDGER_CORRECT_H

/*
 * Corrections of punches: rows of the chain, which act on the timeline before
 * the fold, so that clocks and cards follow as from any other punch
 * (connect-rules(7), Corrections). Who may is not asked here, nor whether the
 * period is closed. All within a transaction that has locked the chain.
 */

#include "core/correction.h"
#include "core/punch.h"
#include "db/db.h"
#include "service/company/zones.h"

#define LEDGER_REASON_BYTES 513

/* As somebody asks for it. */
struct ledger_correction {
	struct id company;
	struct id employee;
	struct id author;
	struct id device; /* nil: none */
	int64_t now_ms;
	enum correction_kind kind;
	/* CHANGE, REMOVE: of which punch. One that was added has no enrolment.
	 */
	struct id enrolment;
	struct id punch;
	enum punch_kind press; /* ADD */
	bool has_at;           /* ADD: always */
	int64_t at_ms;
	bool has_job;
	struct id location;
	struct id cost_code;
	struct id request;                 /* ADD: that it grants; nil: none */
	char comment[PUNCH_COMMENT_BYTES]; /* ADD */
	char reason[LEDGER_REASON_BYTES];
};

/* A punch as it stands, behind the corrections made so far. */
struct ledger_line {
	bool found;
	int64_t seq; /* in the timeline */
	enum punch_kind press;
	int64_t at_ms;
	struct id location;
	struct id cost_code;
	bool held;  /* in quarantine */
	bool taken; /* a correction took its effect back */
};

/* The punch that a CHANGE or REMOVE is of. */
int ledger_correct_find(struct db *db, const struct ledger_correction *it,
	struct ledger_line *line_out, struct err *err);

/*
 * Writes the correction. `line` is the punch as it was found, neither held nor
 * taken; NULL for one that adds. *seq_out gets its place in the chain.
 */
int ledger_correct(struct db *db, struct zones *zones,
	const struct ledger_correction *it, const struct ledger_line *line,
	int64_t *seq_out, struct err *err);

/*
 * What has no id of its own is called by its place in the chain, as a UUID
 * (RFC 9562, version 8): a punch that waits for review, one that was added, a
 * correction. The seq of such an id; 0 when it is none.
 */
struct id ledger_seq_id(int64_t seq);
int64_t ledger_seq_of(const struct id *id);

#endif
