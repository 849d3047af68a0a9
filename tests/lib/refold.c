#include "lib/refold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lib/cmocka_all.h"
#include "lib/sql.h"
#include "service/company/company_clock.h"
#include "service/ledger/ledger.h"

/* What was recorded or accepted, as the last correction of each says. */
static const char all_sql[] =
	"SELECT COALESCE(l.id, k.id), COALESCE(k.press, l.kind),"
	" CASE WHEN k.seq IS NULL THEN l.location ELSE k.location END,"
	" CASE WHEN k.seq IS NULL THEN l.cost_code ELSE k.cost_code END,"
	" l.target, l.enrolment, COALESCE(l.number, 0),"
	" COALESCE(k.at_ms, t.at_ms), l.boot, COALESCE(l.boottime_ms, 0),"
	" t.not_before_ms, t.not_after_ms, COALESCE(l.has_chosen, 0)"
	" FROM timeline t LEFT JOIN ledger l"
	"  ON l.company = t.company AND l.seq = t.seq"
	" LEFT JOIN quarantine_decision q ON q.company = l.company"
	"  AND q.punch = l.seq"
	" LEFT JOIN correction k ON k.company = t.company AND k.seq ="
	"  (SELECT max(seq) FROM correction WHERE company = ?1"
	"   AND punch = t.seq)"
	" WHERE (l.seq IS NULL OR l.verdict = 'recorded' OR q.accepted = 1)"
	" AND COALESCE(k.kind, 0) <> 2 AND t.company = ?1"
	" AND t.employee = ?2";

static void
read_event(const struct db_stmt *stmt, struct clock_event *event)
{
	struct err err;

	if (punch_kind_parse(db_text(stmt, 1), &event->kind, &err) < 0)
		fail_msg("%s", err.text);
	event->id = db_id(stmt, 0);
	event->location = db_id(stmt, 2);
	event->cost_code = db_id(stmt, 3);
	event->target = db_id(stmt, 4);
	event->enrolment = db_id(stmt, 5);
	event->number = db_int(stmt, 6);
	event->at_ms = db_int(stmt, 7);
	event->boot = db_id(stmt, 8);
	event->boottime_ms = db_int(stmt, 9);
	event->not_before_ms = db_int(stmt, 10);
	event->not_after_ms = db_int(stmt, 11);
	event->has_chosen = db_int(stmt, 12) != 0;
}

/* Its longest records; days are those of UTC. */
static struct company_clock
load_rules(struct db *db, const struct id *company)
{
	struct company_clock clock;
	struct err err;

	if (company_clock_load(db, NULL, company, &clock, &err) < 0)
		fail_msg("%s", err.text);
	db_reset(db);
	return clock;
}

struct clock_state
refold(struct db *db, const struct id *company, const struct id *employee)
{
	struct company_clock clock = load_rules(db, company);
	struct db_stmt *stmt = sql_prepare(db, all_sql);
	struct clock_event *events = NULL;
	struct clock_state state;
	struct err err = {0};
	size_t n = 0, cap = 0;
	bool row;

	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	while (db_step(stmt, &row, &err) == 0 && row) {
		events = mem_grow(events, &cap, n + 1, sizeof(*events));
		events[n] = (struct clock_event){.number = 0};
		read_event(stmt, &events[n++]);
	}
	if (err.kind != ERR_NONE)
		fail_msg("%s", err.text);
	db_reset(db);
	clock_replay(&clock.rules, NULL, events, n, &state, NULL);
	company_clock_release(&clock);
	free(events);
	return state;
}

void
refold_check(struct db *db, const struct id *company, const struct id *employee)
{
	const struct clock_state want = refold(db, company, employee);
	const struct ledger_clock_query query = {
		.company = *company, .employee = *employee};
	struct wire_clock got = {0};
	struct err err = {0};

	if (ledger_clock(db, &query, &got, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(got.state.mode, want.mode);
	assert_int_equal(got.state.since_ms, want.since_ms);
	assert_true(id_equal(&got.state.location, &want.location));
	assert_true(id_equal(&got.state.cost_code, &want.cost_code));
	assert_true(id_equal(&got.state.last, &want.last));
	assert_int_equal(got.state.day_ms, want.day_ms);
	assert_int_equal(got.state.worked_ms, want.worked_ms);
	assert_int_equal(got.state.meals_taken, want.meals_taken);
}
