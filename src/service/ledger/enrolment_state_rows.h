#ifndef SERVICE_LEDGER_ENROLMENT_STATE_ROWS_H
#define SERVICE_LEDGER_ENROLMENT_STATE_ROWS_H

/* States of enrolments in the database, and the numbers that they miss. */

#include "db/batch.h"
#include "enrolment_state.h"
#include "wire/wire.h"

/* Loads a state (`company` and `enrolment` filled): bind, take its row. */
extern const char enrolment_state_rows_load[];
void enrolment_state_rows_bind_load(
	const struct enrolment_state *state, struct db_stmt *stmt);
void enrolment_state_rows_take(
	struct enrolment_state *state, const struct db_stmt *row);

/* The same, alone. */
int enrolment_state_rows_find(
	struct db *db, struct enrolment_state *state, struct err *err);

/* Writes a state: statement, values. */
extern const char enrolment_state_rows_save[];
void enrolment_state_rows_bind_save(
	struct enrolment_state *state, struct db_stmt *stmt);

/*
 * Moves the watermark over what the ledger holds and lists the first numbers
 * missing above it, up to `highest`. A bounded amount of work at a time.
 */
int
enrolment_state_rows_find_missing(struct db *db, struct enrolment_state *state,
	int64_t *missing_out, size_t max, size_t *count_out, struct err *err);

/* Somebody's enrolments on a device that began before this moment. */
struct enrolment_earlier {
	struct id company;
	struct id device;
	struct id employee;
	int64_t begun_ms;
};

/* What each of them misses, the newest first. */
int enrolment_state_rows_earlier(struct db *db,
	const struct enrolment_earlier *before, struct wire_missing *out,
	size_t max, size_t *count_out, struct err *err);

/* Forgets refusals that nobody asks about: up to the watermark, and those that
 * are too many, which a journal that comes in order never has. */
int enrolment_state_rows_trim_refusals(struct db *db, const struct id *company,
	const struct id *enrolment, struct err *err);

/* A refused number is no gap. All is borrowed until the statement ran. */
extern const char enrolment_state_rows_refuse[];
void enrolment_state_rows_bind_refusal(struct db_stmt *stmt,
	const struct id *company, const struct punch *punch,
	const char *problem, int64_t refused_ms);

#endif
