#ifndef TESTS_LIB_WORKER_H
#define TESTS_LIB_WORKER_H

/*
 * Somebody at a machine, before the service of lib/acme.h: presses, and their
 * messages on the way. What is pressed is kept until the answer to it was read,
 * as in the real client. Failures fail the test.
 */

#include "lib/machine.h"
#include "wire/wire.h"

#define WORKER_PRESSES 160
#define WORKER_ENROLMENTS 4

struct press {
	struct punch punch;
	int64_t true_ms;
	bool answered;
};

struct worker {
	struct acme *acme;
	struct machine *machine;
	enum acme_person person;
	int device;
	struct acme_tokens tokens; /* of the last sign-in */
	struct {
		struct id id;
		char credential[64];
		int64_t last; /* number */
	} enrolments[WORKER_ENROLMENTS];
	int current;
	struct press presses[WORKER_PRESSES];
	size_t count;
	struct wire_verdicts answer; /* the last one; without its verdicts */
};

/* Signs in, on one of acme's devices; goes on with an enrolment or has a new
 * one. */
void worker_open(struct worker *worker, struct acme *acme,
	struct machine *machine, enum acme_person person, int device);
void worker_sign_in(struct worker *worker);

/* Takes a new enrolment in the place of the current one. */
void worker_enrol(struct worker *worker);

/* Presses for oneself or somebody else; change it before it is sent. */
struct punch *worker_press(struct worker *worker, enum punch_kind kind);
struct punch *worker_press_for(
	struct worker *worker, enum punch_kind kind, enum acme_person employee);

/* A message that has left. */
struct message {
	int enrolment;
	int64_t left_ms;
	struct wire_delivery delivery;
	struct punch punches[WORKER_PRESSES];
};

/* It leaves: with the clocks, the highest number and what waits as they are,
 * under the current enrolment. */
void worker_leave(struct worker *worker, struct message *message_out);

/* The same, under another one. */
void worker_leave_under(
	struct worker *worker, int enrolment, struct message *message_out);

/* Under the current one, and with it comes all that was pressed under an
 * enrolment that is lost. */
void
worker_bring(struct worker *worker, int enrolment, struct message *message_out);

/* It arrives, now; the answer is read (or lost). Returns the status. */
int worker_arrive(struct worker *worker, const struct message *message);
int worker_arrive_unheard(struct worker *worker, const struct message *message);

/* Leaves and arrives at once, of all enrolments with something to send; must
 * succeed. Again, as long as the service asks for more. */
void worker_sync(struct worker *worker);

/* --- what stands --------------------------------------------------------- */

struct stand {
	bool found;
	int64_t seq;
	int64_t at_ms;
	int64_t press_ms;
	int64_t not_before_ms;
	int64_t not_after_ms;
	unsigned flags;
	enum restate_method method;
	bool counts;
	int restated; /* how often, since it was recorded */
};

/* How press i stands in the ledger; it may stand once alone. */
struct stand worker_look(const struct worker *worker, size_t i);

/* Fails unless all of it stands once, at its time within so many ms, with these
 * flags and no others. */
void worker_expect(const struct worker *worker, size_t i, int64_t within_ms,
	unsigned flags);
void worker_expect_all(
	const struct worker *worker, int64_t within_ms, unsigned flags);

#endif
