#ifndef TESTS_LIB_LEDGER_BENCH_H
#define TESTS_LIB_LEDGER_BENCH_H

/*
 * A ledger on a fresh database with one device before it, for tests: punches
 * are made, gathered, and delivered. Failures fail the test.
 */

#include "lib/test_database.h"
#include "service/ledger/ledger.h"

#define BENCH_PUNCHES 512

struct bench {
	struct ledger *ledger; /* NULL in a bench beside another */
	struct db *db;         /* a connection to look with */
	struct id company;
	struct id employee;
	struct id enrolment;
	int64_t begun_ms;
	int64_t highest; /* told by the next delivery; -1: what is made */
	int64_t next_seq;
	struct stamp now;    /* the device's clocks, 1 s on with each punch */
	int64_t received_ms; /* the service's clock, likewise */
	struct punch punches[BENCH_PUNCHES];
	struct ledger_item items[BENCH_PUNCHES];
	size_t count;     /* gathered since the last delivery */
	size_t delivered; /* how many that had */
	struct id_source ids;
};

/* A ledger and a device, on a database that is made current. */
struct bench *bench_new(const struct test_database *database);

/* Another device at the same database, of the company of this number. */
struct bench *bench_beside(const struct bench *first, int company);

/* Closes all; *bench becomes NULL. */
void bench_free(struct bench **bench);

/* A new punch, gathered for the next delivery; change it as you like. */
struct punch *bench_punch(struct bench *bench, enum punch_kind kind);

/* Delivers what is gathered, or the last delivery again. Free its verdicts. */
struct wire_verdicts bench_deliver(struct bench *bench);
struct wire_verdicts bench_deliver_again(struct bench *bench);

/* The same, told how it went; and by another ledger, from any thread. */
int bench_try(struct bench *bench, struct wire_verdicts *out, struct err *err);
int bench_try_on(struct bench *bench, struct ledger *ledger,
	struct wire_verdicts *out, struct err *err);
int bench_try_again_on(struct bench *bench, struct ledger *ledger,
	struct wire_verdicts *out, struct err *err);

/* Time goes by, for the device and for the service. */
void bench_pass(struct bench *bench, int64_t ms);

/* The device boots anew; or another enrolment begins. */
void bench_reboot(struct bench *bench);
void bench_other_enrolment(struct bench *bench);

/* One integer of the database; rows of the ledger; a statement. */
int64_t bench_ask(struct bench *bench, const char *sql);
int64_t bench_rows(struct bench *bench);
void bench_run(struct bench *bench, const char *sql);

/* What the ledgers' verification says; fails unless they are sound. */
struct ledger_report bench_verify(struct bench *bench);
void bench_check(struct bench *bench);

/* Takes the triggers away that keep the ledger append-only. */
void bench_unlock(struct bench *bench);

#endif
