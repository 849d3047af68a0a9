#ifndef SERVICE_LEDGER_LEDGER_JOB_H
#define SERVICE_LEDGER_LEDGER_JOB_H

/* A delivery on its way into the ledger, and what becomes of its punches. */

#include "base/str.h"
#include "core/verdict.h"
#include "crypto/hash.h"
#include "ledger_device.h"
#include "ledger_row.h"
#include "service/ledger/ledger.h"

/* The end of a company's chain, locked. */
struct ledger_head {
	struct id company;
	int64_t last_seq;
	struct hash hash;
	bool found;
};

enum ledger_fate {
	LEDGER_NEW,   /* not in the ledger, as far as is known */
	LEDGER_KNOWN, /* its id stands in the ledger: answered */
	LEDGER_TWIN,  /* its id stands in the same delivery, further up */
};

/* One item. */
struct ledger_step {
	struct ledger_job *job;
	const struct ledger_item *item;
	struct verdict *verdict; /* where its answer goes */
	struct hash content;
	enum ledger_fate fate;
	bool look_up; /* ask the ledger for its id first */
	const struct ledger_step *twin;
};

struct ledger_job {
	const struct ledger_delivery *delivery;
	struct wire_verdicts answer; /* with room for all verdicts */
	/* One of its ids stood in the ledger where it should have been new:
	 * the next time all are looked up. */
	bool suspect;

	/* While it is written: */
	struct ledger_head *head; /* of its company */
	struct ledger_device device;
	struct ledger_step *steps; /* one per item, in the device's order */
	bool stepped;              /* its wall clock was moved */
	bool forked;               /* one of its numbers was taken */
};

/* Rows to be inserted, in their order. */
struct ledger_rows {
	struct ledger_row *rows;
	struct ledger_job **jobs; /* whose each is */
	size_t count;
	size_t row_cap;
	size_t job_cap;
	struct str scratch; /* of LEDGER_ROW_BYTES */
};

/*
 * Lays out the steps (free `steps` with it): the device's order, contents,
 * twins, which ids to look up. Wants `device` loaded.
 */
void ledger_job_arrange(struct ledger_job *job, struct str *scratch);

/* Looks up an id: yields what was answered the first time. */
extern const char ledger_step_look_up[];
void ledger_step_bind(const struct ledger_step *step, struct db_stmt *stmt);
void ledger_step_take(struct ledger_step *step, const struct db_stmt *row);

/*
 * Decides every step that is not known, in order: restates it, numbers it,
 * chains it to the head and adds its row. Fills all verdicts.
 */
int ledger_job_decide(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err);

/* With its rows inserted: the device's watermark and what it misses. */
int ledger_job_count(struct ledger_job *job, struct db *db, struct err *err);

#endif
