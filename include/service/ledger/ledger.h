#ifndef SERVICE_LEDGER_LEDGER_H
#define SERVICE_LEDGER_LEDGER_H

/*
 * The ledger of punches: append-only, one hash chain per company.
 *
 * One writer thread owns its transactions. Callers hand in a delivery and
 * wait; the writer takes all that has queued (at most one delivery of a device
 * at a time), writes it in one transaction and answers after the commit is
 * durable: what is answered stands, what is not answered may be sent again and
 * stands once.
 *
 * Numbers (`seq`) are the company's own, from 1 and without gaps, in the order
 * of commit. Each row carries the hash of its bytes chained to the row before;
 * the company's head row (last number, last hash) is locked while a group is
 * written, so several services on one database are one ledger. The program
 * makes numbers, times and hashes, so a chain by row costs no round trip.
 *
 * Quarantined punches are rows too, but count in no clock.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "core/clock.h"
#include "core/problem.h"
#include "core/punch.h"
#include "core/restate.h"
#include "core/verdict.h"
#include "db/db.h"
#include "wire/wire.h"

struct ledger_options {
	struct db_source database; /* schema current */
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
 * A punch and what the rules of people and places say of it:
 * VERDICT_RECORDED nothing against it, VERDICT_QUARANTINED keep it apart,
 * VERDICT_REFUSED never take it; the last two with problem and detail. A punch
 * that the ledger already holds is answered as a duplicate all the same.
 */
struct ledger_item {
	const struct punch *punch; /* passed punch_check */
	enum verdict_kind decided;
	enum problem problem;
	char detail[VERDICT_DETAIL_BYTES]; /* "" takes the problem's title */
};

struct ledger_delivery {
	struct id company;
	struct id device; /* each punch's device */
	struct id sender; /* the employee signed in, nil: the device itself */
	struct stamp now; /* the device's clocks when it sent */
	int64_t received_ms; /* the service's clock when it arrived */
	const struct ledger_item *items;
	size_t count; /* up to WIRE_PUNCHES_MAX; 0 asks for the numbers */
};

/*
 * Records a delivery and waits until it is durable. verdicts_out gets a new
 * array (yours to free), in the order of the items, and the device's numbers.
 * ERR_DATA when a punch is of another device. ERR_BUSY: the queue is full, or
 * the database is locked; ERR_UNAVAILABLE, ERR_FULL, ERR_DISK, ERR_INTERNAL:
 * it failed; in all of them nothing is confirmed, the sender keeps its punches
 * and tries later. A locked database is waited for 10 seconds, whoever is
 * first in the queue.
 */
int
ledger_deliver(struct ledger *ledger, const struct ledger_delivery *delivery,
	struct wire_verdicts *verdicts_out, struct err *err);

struct ledger_clock_query {
	struct id company;
	struct id employee;
	struct id device; /* whose watermark; nil: none */
	const struct clock_rules *rules;
	int64_t now_ms;
};

/*
 * The state of an employee's clock and the asking device's watermark, both of
 * one snapshot, from this (reading, idle) connection. Does not ask whether
 * the employee exists: nobody's clock is OUT since 0.
 */
int ledger_clock(struct db *db, const struct ledger_clock_query *query,
	struct wire_clock *clock_out, struct err *err);

struct ledger_report {
	int64_t companies; /* checked */
	int64_t rows;
	bool sound;
	/* The first break, when not sound: */
	struct id company;
	int64_t seq;
	char what[160]; /* one sentence */
};

/*
 * Reads all ledgers: content against its hash, numbers without gap, chain,
 * head. A break is reported, not an error; errors are those of the database.
 */
int
ledger_verify(struct db *db, struct ledger_report *report_out, struct err *err);

#endif
