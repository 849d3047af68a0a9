#include "service/company/company_clock.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char company_clock_sql[] =
	"SELECT c.zone, (SELECT count(*) FROM company_rule r"
	"  WHERE r.company = c.id), (SELECT r.max_record_minutes"
	"  FROM company_rule r WHERE r.company = c.id"
	"  ORDER BY r.from_ms DESC LIMIT 1) FROM company c WHERE c.id = ?1";

void
company_clock_take(const struct db_stmt *row, struct company_clock *clock_out)
{
	*clock_out = (struct company_clock){
		.rules.max_record_minutes = CLOCK_RECORD_MAX_MINUTES};
	if (row == NULL)
		return;
	clock_out->found = true;
	str_copy(clock_out->zone, sizeof(clock_out->zone), db_text(row, 0));
	clock_out->rule_count = db_int(row, 1);
	clock_out->rules.max_record_minutes = (int)db_int(row, 2);
}

static int
load_spans(struct db *db, const struct id *company, struct company_clock *clock,
	struct err *err)
{
	struct db_stmt *stmt;
	size_t cap = 0;

	if (db_prepare(db,
		    "SELECT from_ms, max_record_minutes FROM company_rule"
		    " WHERE company = ?1 ORDER BY from_ms",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	for (;;) {
		size_t n = clock->rules.span_count;
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			break;
		clock->spans = mem_grow(
			clock->spans, &cap, n + 1, sizeof(*clock->spans));
		clock->spans[n] = (struct time_span){
			.from_ms = db_int(stmt, 0),
			.max_record_minutes = (int)db_int(stmt, 1),
		};
		clock->rules.spans = clock->spans;
		clock->rules.span_count = n + 1;
	}
	return 0;
}

int
company_clock_finish(struct db *db, struct zones *zones,
	const struct id *company, struct company_clock *clock, struct err *err)
{
	if (!clock->found)
		return 0;
	if (zones != NULL &&
		zones_get(zones, clock->zone, &clock->rules.zone, err) < 0)
		return -1;
	if (clock->rule_count > 1 && load_spans(db, company, clock, err) < 0) {
		company_clock_release(clock);
		return -1;
	}
	return 0;
}

int
company_clock_load(struct db *db, struct zones *zones, const struct id *company,
	struct company_clock *clock_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db, company_clock_sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	company_clock_take(row ? stmt : NULL, clock_out);
	return company_clock_finish(db, zones, company, clock_out, err);
}

void
company_clock_release(struct company_clock *clock)
{
	free(clock->spans);
	*clock = (struct company_clock){.found = false};
}

int
company_clock_begin(struct db *db, const struct id *company, int64_t minutes,
	struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO company_rule (company, from_ms,"
		    " max_record_minutes) VALUES (?1, 0, ?2)",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, minutes);
	return db_run(stmt, err);
}

int
company_clock_change(struct db *db, const struct id *company, int64_t now_ms,
	int64_t minutes, struct err *err)
{
	struct db_stmt *stmt;
	int64_t last_ms;
	bool row;

	if (db_prepare(db,
		    "SELECT coalesce(max(at_ms), 0) FROM timeline"
		    " WHERE company = ?1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	last_ms = db_int(stmt, 0);
	if (db_prepare(db,
		    "INSERT INTO company_rule (company, from_ms,"
		    " max_record_minutes) VALUES (?1, ?2, ?3)"
		    " ON CONFLICT (company, from_ms) DO UPDATE SET"
		    " max_record_minutes = excluded.max_record_minutes",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_int(stmt, 2, now_ms > last_ms ? now_ms : last_ms + 1);
	db_bind_int(stmt, 3, minutes);
	return db_run(stmt, err);
}
