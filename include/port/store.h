#ifndef PORT_STORE_H
#define PORT_STORE_H

/*
 * The client's durable store: every punch of this device, what the service
 * said to it, who is signed in. When record() returns 0 the punch is on disk.
 * Nothing here ever deletes an unanswered punch.
 *
 * Several processes share one store; each operation is one transaction.
 * Errors: ERR_FULL (no room, or the disk failed: NOT RECORDED), ERR_BUSY,
 * ERR_DISK, ERR_CONFIG (foreign or newer journal), ERR_DATA (damage).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "core/entry.h"
#include "core/reckon.h"
#include "port/kept.h"

enum store_list {
	STORE_WAITING,
	STORE_SET_ASIDE,
	STORE_CLOSED, /* set aside, and done with */
	STORE_ALL
};

struct store_ops {
	/*
	 * Records n punches of one press, all or none, durably, under the
	 * current enrolment of who is signed in to the account. Fills in
	 * number and enrolment of each. Their ids are the caller's. ERR_AUTH:
	 * no enrolment, nobody is signed in there any more, or somebody else
	 * than who presses.
	 */
	int (*record)(void *self, int64_t account, struct punch *punches,
		size_t n, struct err *err);
	/* Enrolments under which punches wait, oldest first. */
	int (*enrolments_waiting)(void *self, struct enrolment *enrolments_out,
		size_t max, size_t *n_out, struct err *err);
	/*
	 * The first waiting punches of an enrolment in the order of number,
	 * and the highest number recorded under it, of the same moment. What
	 * can no longer be proven is set aside as a loss, not given.
	 */
	int (*waiting)(void *self, int64_t enrolment, struct punch *punches_out,
		size_t max, size_t *n_out, int64_t *highest_out,
		struct err *err);
	/*
	 * Keeps the verdicts of a delivery, in one transaction. Unknown or
	 * already answered ids are left alone; *moved_out: how many were not.
	 */
	int (*settle)(void *self, int64_t enrolment,
		const struct verdict *verdicts, size_t n, size_t *moved_out,
		struct err *err);
	/*
	 * The service has all numbers of an enrolment up to `watermark`, and
	 * lacks `missing`. When one of those, or the number after the
	 * watermark, was answered, the service was restored from an older
	 * copy, and may lack others, whose numbers a twin of this store has
	 * filled: all that was answered waits again. What was not lost there
	 * is a duplicate to it. With watermark -1 all waits in any case.
	 * *count_out: how many.
	 */
	int (*refill)(void *self, int64_t enrolment, int64_t watermark,
		const int64_t *missing, size_t n, size_t *count_out,
		struct err *err);
	/* The answered punch of an enrolment that has the highest number.
	 * ERR_NOT_FOUND: none, or it can no longer be proven. */
	int (*answered)(void *self, int64_t enrolment, struct punch *punch_out,
		struct err *err);
	/*
	 * Adds an enrolment by its id, or finds it, and makes it the current
	 * one of its account and person: the others of both are ended. What
	 * is kept under those stays. Fills in row and last_number.
	 */
	int (*enrolment_save)(
		void *self, struct enrolment *enrolment, struct err *err);
	/* The newest of this account and person that is not ended.
	 * ERR_NOT_FOUND. */
	int (*enrolment_current)(void *self, int64_t account,
		const struct id *person, struct enrolment *enrolment_out,
		struct err *err);
	/* One by its id. ERR_NOT_FOUND. */
	int (*enrolment_find)(void *self, const struct id *id,
		struct enrolment *enrolment_out, struct err *err);
	/* Those of an account, whoever's, the newest first. */
	int (*enrolments_of)(void *self, int64_t account,
		struct enrolment *enrolments_out, size_t max, size_t *n_out,
		struct err *err);
	/* Nothing new is recorded under it from now on. */
	int (*enrolment_end)(void *self, int64_t enrolment, struct err *err);

	/* A person is done with a set-aside punch, and why. ERR_NOT_FOUND. */
	int (*close)(void *self, const struct id *punch, const char *reason,
		int64_t at_ms, struct err *err);
	/* What is lost, acknowledged or not, in the order of number. */
	int (*losses)(
		void *self, store_on_loss *on_loss, void *ctx, struct err *err);
	/* A person knows of all that is lost; *count_out: how many were new. */
	int (*acknowledge)(void *self, int64_t *count_out, struct err *err);

	/* A set-aside punch waits again. ERR_NOT_FOUND. */
	int (*retry)(void *self, const struct id *punch, struct err *err);
	int (*list)(void *self, enum store_list which, store_on_punch *on_punch,
		void *ctx, struct err *err);
	/* The last `max` punches of an employee, oldest first. */
	int (*history)(void *self, int64_t account, const struct id *employee,
		size_t max, store_on_punch *on_punch, void *ctx,
		struct err *err);
	/* Locations or cost codes used last by an employee, newest first. */
	int (*recent)(void *self, int64_t account, const struct id *employee,
		enum entry_kind kind, struct id *ids_out, size_t max,
		size_t *n_out, struct err *err);
	int (*counts)(
		void *self, struct queue_counts *counts_out, struct err *err);
	/* One punch by its id. ERR_NOT_FOUND. */
	int (*find)(void *self, const struct id *punch,
		struct kept_punch *kept_out, struct err *err);
	/* The newest punch of this store. ERR_NOT_FOUND when there is none. */
	int (*last)(void *self, struct kept_punch *kept_out, struct err *err);

	/* The account signed in now, else the last one. ERR_NOT_FOUND. */
	int (*account)(
		void *self, struct account *account_out, struct err *err);
	int (*account_of)(void *self, int64_t number,
		struct account *account_out, struct err *err);
	/* The account of this place. ERR_NOT_FOUND. */
	int (*account_find)(void *self, const char *server,
		const char *company_id, struct account *account_out,
		struct err *err);
	/*
	 * Saves by (server, company): an existing row keeps its number and
	 * device. Fills in `number` and `device` (a new id when nil was
	 * given and none is known). Makes it the current one.
	 */
	int (*account_save)(
		void *self, struct account *account, struct err *err);

	/*
	 * Keeps what the service told of the person, and nothing else.
	 * ERR_NOT_FOUND when this is not, or no longer, whom this account is
	 * signed in as: somebody signed in or out meanwhile.
	 */
	int (*person_save)(
		void *self, const struct account *account, struct err *err);

	int (*clock_save)(void *self, int64_t account,
		const struct known_clock *clock, struct err *err);
	int (*clock_load)(void *self, int64_t account,
		const struct id *employee, struct known_clock *clock_out,
		struct err *err);

	/* A sentence that a person must read, whichever process they see next:
	 * told once. */
	int (*tell)(void *self, const char *text, struct err *err);

	/* A number that changes when another process changed the store. */
	int64_t (*version)(void *self);
	/* Keeps how the last exchange went, for status. */
	int (*link_save)(void *self, enum last_link link, int64_t at_ms,
		struct err *err);
	/* What the service's clock said last, whichever process it answered;
	 * all zero: nothing yet. Not precious: kept without a sync. */
	void (*told_save)(void *self, const struct reckoning *told);
	void (*told_load)(void *self, struct reckoning *told_out);
	/* A descriptor that becomes readable when the store's files changed,
	 * by whomever; -1 when there is none. heard() makes it quiet again. */
	int (*changes_fd)(void *self);
	void (*heard)(void *self);

	/*
	 * Only one process delivers at a time: *mine_out tells whether it is
	 * this one. Let go by yield() or by the process ending, however.
	 */
	int (*lead)(void *self, bool *mine_out, struct err *err);
	void (*yield)(void *self);

	/*
	 * From begin_read to end_read all reading is of one moment, and
	 * cheaper: for the length of one call, never across a wait. Nested
	 * pairs count. Writing ends the moment: what is read after it is of
	 * now. A failure to begin shows in the first reading.
	 */
	void (*begin_read)(void *self);
	void (*end_read)(void *self);
};

struct store {
	const struct store_ops *ops;
	void *self;
};

#endif
