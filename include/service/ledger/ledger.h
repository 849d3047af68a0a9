#ifndef SERVICE_LEDGER_LEDGER_H
#define SERVICE_LEDGER_LEDGER_H

/*
 * The ledger of punches: append-only, one hash chain per company.
 *
 * One writer thread owns its transactions. Callers hand in a delivery and
 * wait; the writer takes all that has queued (at most one delivery of an
 * enrolment at a time), writes it in one transaction and answers after the
 * commit is durable: what is answered stands, what is not answered may be sent
 * again and stands once.
 *
 * Numbers (`seq`) are the company's own, from 1 and without gaps, in the order
 * of commit. Each row carries the hash of its bytes chained to the row before;
 * the company's head row (last number, last hash) is locked while a group is
 * written, so several services on one database are one ledger. The program
 * makes numbers, times and hashes, so a chain by row costs no round trip.
 *
 * A punch's row says what the service made of its press by itself; what became
 * known later (a cause of its quarantine, a better contact) is a row of its
 * own, in the same chain. The order of an enrolment's presses, and the clocks,
 * follow from these: the timeline and the points of clocks are kept beside the
 * ledger, and can be worked out again at any time. Quarantined punches are
 * rows too, but count in no clock.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "core/clock.h"
#include "core/contact.h"
#include "core/problem.h"
#include "core/punch.h"
#include "core/restate.h"
#include "core/verdict.h"
#include "crypto/hash.h"
#include "db/db.h"
#include "service/company/zones.h"
#include "wire/wire.h"

struct ledger_options {
	struct db_source database; /* schema current */
	/* NULL: punches are not judged, and days are UTC's, for tests and
	 * figures of the ledger alone. */
	struct zones *zones;
	/* Test hook: between insert and commit (0), commit and answer (1). */
	void (*on_commit)(void *ctx, int when);
	void *on_commit_ctx;
};

struct ledger;

/* Opens a connection and starts the writer. Errors of db_open. */
int ledger_open(const struct ledger_options *options,
	struct ledger **ledger_out, struct err *err);

/* Writes what is queued, stops the writer, closes. NULL is fine. */
void ledger_close(struct ledger **ledger);

/*
 * A punch on its way in. The writer judges it, after restating it, by the rules
 * of people and places (authority.h): causes to hold it for review are rows of
 * their own. Refused is only what the ledger could never hold: what the caller
 * says, with problem and detail; another person's press; another punch's id; a
 * number out of reach. One of another enrolment than the delivery's is brought:
 * held for review. What the ledger holds already is a duplicate.
 */
struct ledger_item {
	const struct punch *punch; /* passed punch_check */
	unsigned causes;           /* that the caller knows: enum cause */
	bool refused;
	enum problem problem;
	char detail[VERDICT_DETAIL_BYTES]; /* "" takes the problem's title */
};

struct ledger_delivery {
	struct id company;
	struct id enrolment; /* whose credential delivers */
	struct id person;    /* its: nobody else's presses */
	int64_t begun_ms;    /* its beginning */
	/* The one that delivers, which the writer looks at once more; NULL:
	 * nobody does, for tests and figures of the ledger alone. */
	const struct hash *credential;
	struct contact contact;
	const struct ledger_item *items;
	size_t count; /* up to WIRE_PUNCHES_MAX; 0: the contact alone */
};

/*
 * Records a delivery and waits until it is durable. verdicts_out gets a new
 * array (yours to free), in the order of the items, and the enrolment's
 * numbers. ERR_AUTH: the credential is good no more, its enrolment or device
 * was revoked. ERR_BUSY: the queue is full, or the database is locked;
 * ERR_UNAVAILABLE, ERR_FULL, ERR_DISK, ERR_INTERNAL: it failed; in all of them
 * nothing is confirmed, the sender keeps its punches and tries later. A locked
 * database is waited for 10 seconds, whoever is first in the queue.
 */
int
ledger_deliver(struct ledger *ledger, const struct ledger_delivery *delivery,
	struct wire_verdicts *verdicts_out, struct err *err);

/* How many deliveries wait for the writer now. */
size_t ledger_waiting(struct ledger *ledger);

struct ledger_clock_query {
	struct id company;
	struct id employee;
	struct id enrolment; /* whose watermark; nil: none */
	bool must_exist;     /* ERR_NOT_FOUND when there is no such employee */
	int64_t now_ms;
};

/*
 * The state of an employee's clock and the asking enrolment's watermark, both
 * of one snapshot, from this (reading, idle) connection, in one row.
 * Nobody's clock is OUT since 0.
 */
int ledger_clock(struct db *db, const struct ledger_clock_query *query,
	struct wire_clock *clock_out, struct err *err);

struct ledger_report {
	int64_t companies; /* checked */
	int64_t rows;
	bool sound;
	/* The first break, when not sound: */
	struct id company;
	int64_t seq;    /* of a row, 0: of none */
	char what[160]; /* one sentence */
};

/*
 * Reads all ledgers: content against its hash, numbers without gap, chain,
 * head; then works out again what follows from them (times in their order,
 * clocks, where enrolments stand), in the zones of the companies, and compares
 * it with what is kept. A break is reported, not an error; errors are those of
 * the database and of zones_get.
 */
int ledger_verify(struct db *db, struct zones *zones,
	struct ledger_report *report_out, struct err *err);

/* How far it is, for whoever waits. */
struct ledger_watch {
	/* So many rows of all chains are checked. */
	void (*on_rows)(void *ctx, int64_t done, int64_t total);
	void *ctx;
};

/* The same inside a transaction, of what is written there, and watched. */
int ledger_verify_in(struct db *db, struct zones *zones,
	const struct ledger_watch *watch, struct ledger_report *report_out,
	struct err *err);

#endif
