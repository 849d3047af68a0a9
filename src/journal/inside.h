#ifndef JOURNAL_INSIDE_H
#define JOURNAL_INSIDE_H

/* What the files of this folder share: the open journal and its rows. */

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "journal/format/row.h"
#include "port/store.h"
#include "sql.h"
#include "sqlite/fail.h"

/* Patience with a lock that was waited for in vain before. */
#define BUSY_AGAIN_MS 20

struct journal {
	sqlite3 *db;
	char *dir;
	char *path;
	int guard_fd;   /* guard.h */
	int changes_fd; /* changes.c; -1: nobody listens */
	bool leads;
	bool bad;       /* an operation met damage */
	int busy_ms;    /* patience with other processes */
	int waited_ms;  /* of it, since a lock was last had */
	int wal_frames; /* after our last commit */
	int readers;    /* begin_read without its end_read (statement.c) */
	bool guard_is_read_only;
	bool read_only;    /* nothing can be recorded */
	int read_only_why; /* errno */
	bool has_wal;      /* when it was opened */
	bool is_new;       /* no room is set aside yet */
	sqlite3_stmt *statements[STATEMENT_COUNT];
};

/* --- statement.c --- */

/*
 * A statement, prepared once, with nothing bound. NULL with err set as
 * sqlite/fail.h says. End its use with statement_done.
 */
sqlite3_stmt *statement_get(struct journal *journal, enum statement which,
	enum fail_doing doing, struct err *err);

/* Ready for the next use. */
void statement_done(sqlite3_stmt *stmt);

/* Runs one that gives no rows and has nothing to bind. */
int statement_run(struct journal *journal, enum statement which,
	enum fail_doing doing, struct err *err);

/* BEGIN IMMEDIATE, COMMIT (rolls back when it fails), ROLLBACK. */
int statement_begin(
	struct journal *journal, enum fail_doing doing, struct err *err);
int statement_commit(
	struct journal *journal, enum fail_doing doing, struct err *err);
void statement_rollback(struct journal *journal);

/* store_ops.begin_read and end_read. */
void statement_begin_read(void *self);
void statement_end_read(void *self);

/* fail_set, and remembers damage for the next opening. Returns -1. */
int
statement_fail(struct journal *journal, enum fail_doing doing, struct err *err);

/* A row that is not as it was written: ERR_DATA, and as above. Returns -1. */
int statement_damaged(
	struct journal *journal, enum fail_doing doing, struct err *err);

/* --- enrolled.c --- */

/* The enrolment that a bound statement of ENROLMENT gives, and the end of its
 * use. ERR_NOT_FOUND. */
int enrolled_load(struct journal *journal, sqlite3_stmt *stmt,
	enum fail_doing doing, struct enrolment *enrolment_out,
	struct err *err);

/* --- loss.c --- */

/* Inside a transaction: a waiting row that cannot be proven waits no more,
 * and is told as lost. */
int loss_set_aside(struct journal *journal, int64_t number, struct err *err);

/* --- room.c --- */

/* Room set aside, in percent that is used up. */
int
room_percent_used(struct journal *journal, int *percent_out, struct err *err);

/* Fills the reserve when the disk has the room for it. */
void room_refill(struct journal *journal);

/*
 * Keeps the WAL short and the reserve full, when due; never fails, since all
 * of it can wait. `urgent`: only when the WAL is long.
 */
void room_maintain(struct journal *journal, bool urgent);

/*
 * The operations of struct store_ops, which describes them, by file.
 */

/* record.c */
int record_punches(void *self, int64_t account, struct punch *punches, size_t n,
	struct err *err);

/* queue.c */
int queue_waiting(void *self, int64_t enrolment, struct punch *punches_out,
	size_t max, size_t *n_out, int64_t *highest_out, struct err *err);
int queue_retry(void *self, const struct id *punch, struct err *err);
int queue_close(void *self, const struct id *punch, const char *reason,
	int64_t at_ms, struct err *err);
int queue_counts(void *self, struct queue_counts *counts_out, struct err *err);

/* answer.c */
int answer_settle(void *self, int64_t enrolment, const struct verdict *verdicts,
	size_t n, size_t *moved_out, struct err *err);
int answer_refill(void *self, int64_t enrolment, int64_t watermark,
	const int64_t *missing, size_t n, size_t *count_out, struct err *err);
int answer_last(void *self, int64_t enrolment, struct punch *punch_out,
	struct err *err);

/* enrolled.c */
int enrolled_waiting(void *self, struct enrolment *enrolments_out, size_t max,
	size_t *n_out, struct err *err);
int enrolled_save(void *self, struct enrolment *enrolment, struct err *err);
int enrolled_current(void *self, int64_t account, const struct id *person,
	struct enrolment *enrolment_out, struct err *err);
int enrolled_find(void *self, const struct id *id,
	struct enrolment *enrolment_out, struct err *err);
int enrolled_of(void *self, int64_t account, struct enrolment *enrolments_out,
	size_t max, size_t *n_out, struct err *err);
int enrolled_end(void *self, int64_t enrolment, struct err *err);

/* notice.c */
int notice_tell(void *self, const char *text, struct err *err);

/* loss.c */
int loss_list(void *self, store_on_loss *on_loss, void *ctx, struct err *err);
int loss_acknowledge(void *self, int64_t *count_out, struct err *err);

/* past.c */
int past_list(void *self, enum store_list which, store_on_punch *on_punch,
	void *ctx, struct err *err);
int past_history(void *self, int64_t account, const struct id *employee,
	size_t max, store_on_punch *on_punch, void *ctx, struct err *err);
int past_recent(void *self, int64_t account, const struct id *employee,
	enum entry_kind kind, struct id *ids_out, size_t max, size_t *n_out,
	struct err *err);
int past_find(void *self, const struct id *punch, struct kept_punch *kept_out,
	struct err *err);
int past_last(void *self, struct kept_punch *kept_out, struct err *err);

/* told.c */
void told_save(void *self, const struct reckoning *told);
void told_load(void *self, struct reckoning *told_out);

/* changes.c */
int changes_fd(void *self);
void changes_heard(void *self);

/* What was committed can be seen from now on: others hear of it. */
void changes_tell(struct journal *journal);

/* account.c, known.c */
int account_current(void *self, struct account *account_out, struct err *err);
int account_of(void *self, int64_t number, struct account *account_out,
	struct err *err);
int account_find(void *self, const char *server, const char *company_id,
	struct account *account_out, struct err *err);
int account_save(void *self, struct account *account, struct err *err);
int
account_save_person(void *self, const struct account *account, struct err *err);
int known_clock_save(void *self, int64_t account,
	const struct known_clock *clock, struct err *err);
int known_clock_load(void *self, int64_t account, const struct id *employee,
	struct known_clock *clock_out, struct err *err);

#endif
