#include "facts_rows.h"

#include <string.h>

#include "base/mem.h"
#include "service/company/viewset.h"
#include "service/ledger/correct.h"
#include "service/ledger/points.h"

/* A void behind the bounds may undo what stands before them. */
#define BEHIND_MS (10 * 60 * INT64_C(1000))

enum column {
	EMPLOYEE,
	AT,
	NUMBER,
	ENROLMENT,
	ID,
	KIND,
	LOCATION,
	COST_CODE,
	TARGET,
	BOOT,
	BOOTTIME,
	HAS_CHOSEN,
	NOT_BEFORE,
	NOT_AFTER,
	PRESS,
	FLAGS,
	COUNTS,
	CORRECTED,
	/* of what is told */
	RESTATED,
	METHOD,
	CHOSEN,
	WALL,
	LEDGER,
	BY,
	COMMENT
};

/* As enum column has them. What somebody asked for is by them, whoever granted
 * it. */
#define FACTS                                                                  \
	"SELECT t.employee, t.at_ms, t.number, t.enrolment, t.id, t.kind,"     \
	" t.location, t.cost_code, t.target, t.boot, t.boottime_ms,"           \
	" t.has_chosen, t.not_before_ms, t.not_after_ms, t.press_ms, t.flags," \
	" t.counts, t.corrected"
#define TOLD                                                                   \
	", t.restated_ms, t.method, l.chosen_ms, l.wall_ms, l.seq,"            \
	" coalesce(l.pressed_by, CASE WHEN k.request IS NULL"                  \
	"  THEN k.author ELSE k.employee END),"                                \
	" coalesce(l.comment, k.comment)"
#define TOLD_BY                                                                \
	" LEFT JOIN ledger l ON l.company = t.company AND l.seq = t.seq"       \
	" LEFT JOIN correction k ON k.company = t.company"                     \
	"  AND k.seq = t.corrected"

/* What was declined is no fact. */
#define UNDECIDED                                                              \
	" AND (t.counts = 1 OR t.corrected <> 0 OR NOT EXISTS"                 \
	"  (SELECT 1 FROM quarantine_decision q WHERE q.company = t.company"   \
	"   AND q.punch = t.seq))"

/* The last point of an employee before a date, and the first behind one, at
 * which they were out. */
#define OUT_BEFORE(what, employee, date)                                       \
	"(SELECT " what " FROM clock_point b WHERE b.company = ?1"             \
	" AND b.employee = " employee " AND b.date < " date                    \
	" AND b.mode = 'out' ORDER BY b.date DESC, b.part DESC LIMIT 1)"
#define OUT_BEHIND(employee, date)                                             \
	"(SELECT b.at_ms FROM clock_point b WHERE b.company = ?1"              \
	" AND b.employee = " employee " AND b.date > " date                    \
	" AND b.mode = 'out' ORDER BY b.date, b.part LIMIT 1)"

/* ?2 and ?3: one day more on each side, for times shown push each other. */
static void
bind_dates(const struct facts_query *query, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &query->company);
	db_bind_int(stmt, 2, (int64_t)query->dates.first - 1);
	db_bind_int(stmt, 3, (int64_t)query->dates.last + 1);
}

/* The column behind those of a point. */
static int64_t
take_until(const struct db_stmt *stmt, int column)
{
	return db_int(stmt, column) != 0 ? db_int(stmt, column) : INT64_MAX;
}

int
facts_rows_bounds(struct db *db, const struct facts_query *query,
	const struct id *employee, struct facts_bounds *bounds_out,
	struct err *err)
{
	static const char sql[] = "SELECT " POINT_COLUMNS ", " OUT_BEHIND(
		"?4", "?3") " FROM"
			    " (SELECT 1 AS one) o LEFT JOIN clock_point p"
			    "  ON p.company = ?1 AND p.employee = ?4"
			    "  AND p.date = " OUT_BEFORE("b.date", "?4",
				    "?2") "  AND p.part = " OUT_BEFORE("b.part",
				    "?4", "?2");
	struct db_stmt *stmt;
	struct point point;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_dates(query, stmt);
	db_bind_id(stmt, 4, employee);
	if (db_step(stmt, &row, err) < 0 ||
		point_rows_take(&point, row ? stmt : NULL, err) < 0)
		return -1;
	bounds_out->from = point.state;
	bounds_out->until_ms = take_until(stmt, POINT_COLUMN_COUNT);
	return 0;
}

static struct clock_event
take_event(const struct db_stmt *row)
{
	return (struct clock_event){
		.id = db_id(row, ID),
		.location = db_id(row, LOCATION),
		.cost_code = db_id(row, COST_CODE),
		.target = db_id(row, TARGET),
		.enrolment = db_id(row, ENROLMENT),
		.number = db_int(row, NUMBER),
		.at_ms = db_int(row, AT),
		.boot = db_id(row, BOOT),
		.boottime_ms = db_int(row, BOOTTIME),
		.has_chosen = db_int(row, HAS_CHOSEN) != 0,
		.not_before_ms = db_int(row, NOT_BEFORE),
		.not_after_ms = db_int(row, NOT_AFTER),
	};
}

/* Of a punch that was added there is nothing but the correction: where it stood
 * at first is its place in the order. */
static void
take_times(const struct db_stmt *row, struct time_fact *fact)
{
	const bool chosen = fact->event.has_chosen;
	const int64_t press_ms = db_int(row, PRESS);

	if (db_int(row, LEDGER) == 0) {
		fact->claimed_ms = fact->restated_ms = fact->ordered_ms =
			press_ms;
		return;
	}
	fact->claimed_ms = db_int(row, chosen ? CHOSEN : WALL);
	fact->restated_ms = db_int(row, RESTATED);
	fact->ordered_ms = press_ms;
	if (chosen && fact->claimed_ms < press_ms)
		fact->ordered_ms = fact->claimed_ms;
}

static void
take_told(const struct db_stmt *row, struct time_fact *fact,
	struct facts_press *press)
{
	const char *comment = db_text(row, COMMENT);
	int method = restate_method_parse(db_text(row, METHOD));

	take_times(row, fact);
	*press = (struct facts_press){
		.by = db_id(row, BY),
		.method =
			method < 0 ? RESTATE_WALL : (enum restate_method)method,
		.comment = comment[0] != '\0' ? mem_dupz(comment) : NULL,
	};
}

static int
take_fact(const struct db_stmt *row, bool told, struct facts *facts,
	struct err *err)
{
	const int64_t corrected = db_int(row, CORRECTED);
	const bool counts = db_int(row, COUNTS) != 0;
	struct time_fact *fact;

	facts->facts = mem_grow(facts->facts, &facts->cap, facts->count + 1,
		sizeof(*facts->facts));
	fact = &facts->facts[facts->count];
	*fact = (struct time_fact){
		.event = take_event(row),
		.flags = (unsigned)db_int(row, FLAGS),
		.held = !counts && corrected == 0,
		.taken = !counts && corrected != 0,
	};
	if (punch_kind_parse(db_text(row, KIND), &fact->event.kind, err) < 0)
		return err_set(err, ERR_INTERNAL,
			"the ledger is damaged: run connectd verify");
	if (corrected != 0)
		fact->correction = ledger_seq_id(corrected);
	if (fact->event.has_chosen && db_int(row, PRESS) > facts->press_ms)
		facts->press_ms = db_int(row, PRESS);
	if (told) {
		facts->presses = mem_grow(facts->presses, &facts->press_cap,
			facts->count + 1, sizeof(*facts->presses));
		take_told(row, fact, &facts->presses[facts->count]);
	}
	facts->count++;
	return 0;
}

/* Whether the row lies behind the state. */
static bool
is_behind(const struct db_stmt *row, const struct clock_state *from)
{
	const struct clock_key key = {db_int(row, AT), db_int(row, NUMBER),
		db_id(row, ENROLMENT), db_id(row, ID)};

	return clock_key_compare(&key, &from->folded) > 0;
}

static int64_t
last_ms(int64_t until_ms)
{
	return until_ms == INT64_MAX ? until_ms : until_ms + BEHIND_MS;
}

#define OF_ONE                                                                 \
	" WHERE t.company = ?1 AND t.employee = ?2 AND t.at_ms >= ?3"          \
	" AND t.at_ms <= ?4" UNDECIDED " ORDER BY t.at_ms"

int
facts_rows_add(struct db *db, const struct facts_query *query,
	const struct id *employee, const struct facts_bounds *bounds,
	struct facts *facts, struct err *err)
{
	static const char told[] = FACTS TOLD " FROM timeline t" TOLD_BY OF_ONE;
	static const char plain[] = FACTS " FROM timeline t" OF_ONE;
	struct db_stmt *stmt;

	if (db_prepare(db, query->told ? told : plain, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &query->company);
	db_bind_id(stmt, 2, employee);
	db_bind_int(stmt, 3, bounds->from.folded.at_ms);
	db_bind_int(stmt, 4, last_ms(bounds->until_ms));
	for (;;) {
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		if (is_behind(stmt, &bounds->from) &&
			take_fact(stmt, query->told, facts, err) < 0)
			return -1;
	}
}

int
facts_rows_target(struct db *db, const struct id *company,
	const struct clock_event *undo, int64_t *at_ms_out, bool *found_out,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT t.at_ms FROM ledger l JOIN timeline t"
		    " ON t.company = l.company AND t.seq = l.seq"
		    " WHERE l.company = ?1 AND l.id = ?2 AND l.enrolment = ?3"
		    " ORDER BY t.at_ms LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, &undo->target);
	db_bind_id(stmt, 3, &undo->enrolment);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	*at_ms_out = *found_out ? db_int(stmt, 0) : 0;
	return 0;
}

/* --- many ----------------------------------------------------------------- */

/* The people of a page: ?3 and ?4 are the viewer, ?5 the one before it. */
#define PAGE                                                                   \
	" e.company = ?1 AND e.id > ?5 AND " VIEWSET_SEES_SQL(                 \
		"?3", "?4", "e.id") " ORDER BY e.id"

static void
bind_page(const struct facts_page *page, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &page->query.company);
	db_bind_int(stmt, 3, page->sees_all);
	db_bind_id(stmt, 4, &page->viewer);
	/* the nil id would be NULL, behind which nothing is */
	db_bind_blob(stmt, 5, page->after.bytes, sizeof(page->after.bytes));
}

int
facts_rows_people(struct db *db, const struct facts_page *page,
	struct facts_person *people_out, size_t *count_out, struct err *err)
{
	static const char sql[] =
		"SELECT e.id, e.policy_group, CASE WHEN " HOURS_MOVED_SQL
		" THEN 1 ELSE 0 END, e.active, CASE WHEN (SELECT b.mode"
		"  FROM clock_point b WHERE b.company = ?1"
		"  AND b.employee = e.id AND b.date < ?2"
		"  ORDER BY b.date DESC, b.part DESC LIMIT 1) <> 'out'"
		" THEN 1 ELSE 0 END FROM employee e WHERE" PAGE " LIMIT ?6";
	struct db_stmt *stmt;

	*count_out = 0;
	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_page(page, stmt);
	db_bind_int(stmt, 2, (int64_t)page->query.dates.first - 1);
	db_bind_int(stmt, 6, (int64_t)page->limit);
	for (;;) {
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		people_out[(*count_out)++] = (struct facts_person){
			.person = {db_id(stmt, 0), db_id(stmt, 1),
				db_int(stmt, 2) != 0},
			.active = db_int(stmt, 3) != 0,
			.was_in = db_int(stmt, 4) != 0,
		};
	}
}

/* Whose row it is: mostly that of the one before. */
static size_t
find(const struct facts_person *people, size_t n, size_t at,
	const struct id *employee)
{
	size_t low = 0, high = n;

	if (id_equal(&people[at].person.employee, employee))
		return at;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (id_compare(&people[middle].person.employee, employee) <= 0)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* In no order: to sort what a whole company pressed is no small thing. */
int
facts_rows_fill(struct db *db, const struct facts_page *page,
	const struct facts_window *window, struct facts *facts, struct err *err)
{
	static const char sql[] =
		FACTS " FROM (SELECT e.id FROM employee e WHERE" PAGE
		      " LIMIT ?2) e CROSS JOIN timeline t"
		      " WHERE t.company = ?1 AND t.employee = e.id"
		      " AND t.at_ms >= ?6 AND t.at_ms <= ?7" UNDECIDED;
	struct db_stmt *stmt;
	size_t at = 0;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	bind_page(page, stmt);
	db_bind_int(stmt, 2, (int64_t)page->limit);
	db_bind_int(stmt, 6, window->from_ms);
	db_bind_int(stmt, 7, last_ms(window->until_ms));
	for (;;) {
		struct id employee;
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		employee = db_id(stmt, EMPLOYEE);
		at = find(window->people, window->count, at, &employee);
		if (take_fact(stmt, false, &facts[at], err) < 0)
			return -1;
	}
}
