#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "service/ledger/ledger.h"

/*
 * The clock is a fold over all punches of an employee, but only the last few
 * matter. They are read backwards, twice as far each time, until the state no
 * longer depends on what lies before: that is so when replays from states that
 * differ in everything end in the same one.
 */

#define FIRST_PAGE 64

static const char load_page[] =
	"SELECT id, kind, location, cost_code, target, device, device_seq,"
	" at_ms, boot, boottime_ms, has_chosen FROM ledger"
	" WHERE company = ?1 AND employee = ?2 AND verdict = 'recorded'"
	" AND at_ms <= ?3 AND (at_ms, device_seq, device, id)"
	"  < (?3, ?4, ?5, ?6)"
	" ORDER BY at_ms DESC, device_seq DESC, device DESC, id DESC LIMIT ?7";

/* Latest first. */
struct events {
	struct clock_event *items;
	size_t count;
	size_t cap;
};

static int
take_event(const struct db_stmt *row, struct events *events, struct err *err)
{
	struct clock_event event = {
		.id = db_id(row, 0),
		.location = db_id(row, 2),
		.cost_code = db_id(row, 3),
		.target = db_id(row, 4),
		.enrolment = db_id(row, 5),
		.number = db_int(row, 6),
		.at_ms = db_int(row, 7),
		.boot = db_id(row, 8),
		.boottime_ms = db_int(row, 9),
		.has_chosen = db_int(row, 10) != 0,
	};

	if (punch_kind_parse(db_text(row, 1), &event.kind, err) < 0)
		return err_set(err, ERR_INTERNAL,
			"the ledger is damaged: run connectd verify");
	events->items = mem_grow(events->items, &events->cap, events->count + 1,
		sizeof(*events->items));
	events->items[events->count++] = event;
	return 0;
}

/* Reads the next page further back; *more_out: it was full. The pages grow, so
 * that replaying all after each costs no more than reading. */
static int
read_page(struct db *db, const struct ledger_clock_query *query,
	struct events *events, bool *more_out, struct err *err)
{
	struct clock_event edge = {.at_ms = INT64_MAX}; /* behind them all */
	size_t before = events->count;
	size_t page = before > 0 ? before : FIRST_PAGE;
	struct db_stmt *stmt;
	bool row;

	memset(edge.enrolment.bytes, 0xff, sizeof(edge.enrolment.bytes));
	if (before > 0)
		edge = events->items[before - 1];
	if (db_prepare(db, load_page, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &query->company);
	db_bind_id(stmt, 2, &query->employee);
	db_bind_int(stmt, 3, edge.at_ms);
	db_bind_int(stmt, 4, edge.number);
	db_bind_id(stmt, 5, &edge.enrolment);
	db_bind_blob(stmt, 6, edge.id.bytes, sizeof(edge.id.bytes));
	db_bind_int(stmt, 7, (int64_t)page);
	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		if (take_event(stmt, events, err) < 0)
			return -1;
	}
	*more_out = events->count - before == page;
	return 0;
}

static bool
same_state(const struct clock_state *a, const struct clock_state *b)
{
	return a->mode == b->mode && a->since_ms == b->since_ms &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code) &&
	       id_equal(&a->last, &b->last) && a->day_ms == b->day_ms &&
	       a->worked_ms == b->worked_ms && a->meals_taken == b->meals_taken;
}

/* A state that could have been when the first event came: mode by mode, of the
 * same day as that event, with figures that nothing else would make. */
static struct clock_state
stranger(enum clock_mode mode, int64_t at_ms)
{
	struct clock_state state = {
		.mode = mode,
		.since_ms = at_ms,
		.day_ms = at_ms,
		.worked_ms = 1 + (int64_t)mode,
		.meals_taken = 1 + (int)mode,
	};

	state.last.bytes[0] = (uint8_t)(1 + mode);
	state.location.bytes[0] = state.cost_code.bytes[0] = 1;
	return state;
}

/*
 * Replays what was read from nothing and from a stranger of each mode. Whether
 * they agree. The day of a stranger is the first event's: whoever's day began
 * earlier either shares it, or leaves it behind at the same punch.
 */
static bool
settle(const struct events *latest_first, const struct clock_rules *rules,
	struct clock_state *state_out)
{
	size_t n = latest_first->count;
	struct clock_event *events = mem_new(n + 1, sizeof(*events));
	bool same = true;

	for (size_t i = 0; i < n; i++)
		events[i] = latest_first->items[n - 1 - i];
	clock_replay(rules, NULL, events, n, state_out, NULL);
	for (int mode = CLOCK_OUT; same && mode <= CLOCK_MEAL; mode++) {
		struct clock_state from =
			stranger((enum clock_mode)mode, events[0].at_ms);
		struct clock_state state;

		clock_replay(rules, &from, events, n, &state, NULL);
		same = same_state(&state, state_out);
	}
	free(events);
	return same;
}

static int
fold(struct db *db, const struct ledger_clock_query *query,
	struct clock_state *state_out, struct err *err)
{
	struct events events = {0};
	bool more, settled;
	int rc;

	do {
		rc = read_page(db, query, &events, &more, err);
		if (rc < 0)
			break;
		settled = settle(&events, query->rules, state_out);
	} while (more && !settled);
	free(events.items);
	return rc;
}

static int
read_watermark(struct db *db, const struct ledger_clock_query *query,
	int64_t *watermark_out, struct err *err)
{
	static const char sql[] = "SELECT watermark FROM device_state"
				  " WHERE company = ?1 AND device = ?2";
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &query->company);
	db_bind_id(stmt, 2, &query->device);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*watermark_out = row ? db_int(stmt, 0) : 0;
	return 0;
}

int
ledger_clock(struct db *db, const struct ledger_clock_query *query,
	struct wire_clock *clock_out, struct err *err)
{
	struct wire_clock clock = {
		.employee = query->employee, .now_ms = query->now_ms};
	int rc;

	if (db_begin_read(db, err) < 0)
		return -1;
	rc = read_watermark(db, query, &clock.watermark, err);
	if (rc == 0)
		rc = fold(db, query, &clock.state, err);
	db_rollback(db);
	if (rc == 0)
		*clock_out = clock;
	return rc;
}
