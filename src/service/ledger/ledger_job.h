#ifndef SERVICE_LEDGER_LEDGER_JOB_H
#define SERVICE_LEDGER_LEDGER_JOB_H

/* A delivery on its way into the ledger, and what becomes of its punches. */

#include "authority.h"
#include "base/str.h"
#include "contact_rows.h"
#include "core/verdict.h"
#include "crypto/hash.h"
#include "enrolment_state.h"
#include "ledger_row.h"
#include "service/company/company_clock.h"
#include "service/ledger/ledger.h"
#include "timeline_rows.h"

/* The end of a company's chain, locked. */
struct ledger_head {
	struct id company;
	int64_t last_seq;
	struct hash hash;
	bool found;
	struct company_clock clock;
};

/* What a punch is judged by; neighbours of a delivery mostly share it. */
struct judged {
	const struct ledger_delivery *delivery;
	const struct punch *punch;
	struct authority_facts facts;
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
	int64_t known_causes_of; /* seq whose causes are to be told, 0: none */
};

struct ledger_job {
	const struct ledger_delivery *delivery;
	struct wire_verdicts answer; /* with room for all verdicts */
	/* One of its ids stood in the ledger where it should have been new:
	 * the next time all are looked up. */
	bool suspect;
	bool barred; /* its credential is good no more: nothing is written */

	/* While it is written: */
	struct judged **judged;   /* of each item, NULL: it is not judged */
	struct ledger_head *head; /* of its company */
	struct contact contact;   /* the delivery's, as far as it is believed */
	struct enrolment_state state;
	/* What the enrolment presses beyond this number is flagged: another
	 * one took its place; INT64_MAX: none. */
	int64_t ended_at;
	struct ledger_step *steps; /* one per item, in the enrolment's order */
	bool stepped;              /* its wall clock was moved */
	bool forked;               /* one of its numbers was taken */
	int64_t fork_was;          /* the state's fork_from before */
	bool rolled_back;          /* it knows less than the service did */
	bool quicker;              /* earlier presses are restated by it */
	struct id other_boot;      /* so are those of this one, which spoke
				      while the contact's went on; nil: none */
	/* Numbers that came behind the order's end, or were restated: to be
	 * ordered with what stands around them. late_from INT64_MAX: none. */
	int64_t late_from;
	int64_t late_to;
};

/* What a group adds, in order. */
struct ledger_rows {
	struct ledger_row *rows;
	size_t count, cap;
	struct ledger_event *events;
	size_t event_count, event_cap;
	struct timeline_item *timeline; /* one per row, in the same order */
	struct ledger_step **steps;     /* whose each row is */
	size_t timeline_cap, step_cap;
	struct contact_run *runs;
	size_t run_count, run_cap;
	struct str scratch; /* of LEDGER_ROW_BYTES */
};

/* Frees all. */
void ledger_rows_release(struct ledger_rows *rows);

/*
 * Lays out the steps (free `steps` with it): the enrolment's order, contents,
 * twins, which ids to look up. Wants `state` loaded.
 */
void ledger_job_arrange(struct ledger_job *job, struct str *scratch);

/* Looks up an id: yields what was answered the first time. */
extern const char ledger_job_look_up[];
void
ledger_job_bind_look_up(const struct ledger_step *step, struct db_stmt *stmt);
void ledger_job_take(struct ledger_step *step, const struct db_stmt *row);

/* The answer to its twin stands, if the content is the twin's. Once that is
 * complete. */
void ledger_job_answer_twin(struct ledger_step *step);

/*
 * Decides every step that is not known, in order: restates it, numbers it,
 * chains it to the head and adds its rows. Fills all verdicts but the times
 * that count, which the order gives.
 */
int ledger_job_decide(struct ledger_job *job, struct db *db,
	struct ledger_rows *rows, struct err *err);

/* Puts an event behind all that is there: its company, seq and hash are filled
 * in, and when it became known. */
void ledger_job_add_event(struct ledger_job *job, struct ledger_event event,
	struct ledger_rows *rows);

/* Why it is held for review: the set, and the first of it in words. */
void ledger_job_tell_causes(struct verdict *verdict, unsigned causes);

/* A number to be ordered with what stands around it. */
void ledger_job_note_late(struct ledger_job *job, int64_t number);

/* With its rows inserted: the watermark and what is missing. */
int ledger_job_count(struct ledger_job *job, struct db *db, struct err *err);

#endif
