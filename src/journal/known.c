#include <string.h>

#include "inside.h"
#include "journal/format/number.h"

int
known_clock_save(void *self, int64_t account, const struct known_clock *clock,
	struct err *err)
{
	struct journal *journal = self;
	const struct clock_state *state = &clock->state;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_CLOCK_SAVE, FAIL_WRITING, err);
	int rc = 0;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	value_bind_id(stmt, 2, &clock->employee);
	sqlite3_bind_int(stmt, 3, number_put(&number_modes, (int)state->mode));
	sqlite3_bind_int64(stmt, 4, state->since_ms);
	value_bind_id(stmt, 5, &state->location);
	value_bind_id(stmt, 6, &state->cost_code);
	value_bind_id(stmt, 7, &state->last);
	sqlite3_bind_int64(stmt, 8, state->day_ms);
	sqlite3_bind_int64(stmt, 9, state->worked_ms);
	sqlite3_bind_int(stmt, 10, state->meals_taken);
	value_bind_id(stmt, 11, &clock->enrolment);
	sqlite3_bind_int64(stmt, 12, clock->watermark);
	sqlite3_bind_int64(stmt, 13, clock->told_ms);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_WRITING, err);
	statement_done(stmt);
	return rc;
}

static bool
known_read(sqlite3_stmt *stmt, struct known_clock *clock)
{
	struct clock_state *state = &clock->state;
	int mode;

	if (!number_take(&number_modes, sqlite3_column_int64(stmt, 2), &mode))
		return false;
	state->mode = (enum clock_mode)mode;
	state->since_ms = sqlite3_column_int64(stmt, 3);
	state->day_ms = sqlite3_column_int64(stmt, 7);
	state->worked_ms = sqlite3_column_int64(stmt, 8);
	state->meals_taken = sqlite3_column_int(stmt, 9);
	clock->watermark = sqlite3_column_int64(stmt, 11);
	clock->told_ms = sqlite3_column_int64(stmt, 12);
	return value_read_id(stmt, 1, &clock->employee) &&
	       value_read_id(stmt, 10, &clock->enrolment) &&
	       value_read_id(stmt, 4, &state->location) &&
	       value_read_id(stmt, 5, &state->cost_code) &&
	       value_read_id(stmt, 6, &state->last);
}

int
known_clock_load(void *self, int64_t account, const struct id *employee,
	struct known_clock *clock_out, struct err *err)
{
	struct journal *journal = self;
	sqlite3_stmt *stmt =
		statement_get(journal, STMT_CLOCK_LOAD, FAIL_READING, err);
	struct known_clock clock = {0};
	int rc = 0;
	int got;

	if (stmt == NULL)
		return -1;
	sqlite3_bind_int64(stmt, 1, account);
	value_bind_id(stmt, 2, employee);
	got = sqlite3_step(stmt);
	if (got != SQLITE_ROW && got != SQLITE_DONE)
		rc = statement_fail(journal, FAIL_READING, err);
	else if (got == SQLITE_DONE || !known_read(stmt, &clock))
		rc = err_set(err, ERR_NOT_FOUND,
			"the service has not told this clock yet");
	else
		*clock_out = clock;
	statement_done(stmt);
	return rc;
}
