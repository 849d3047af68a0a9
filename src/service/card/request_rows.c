#include "request_rows.h"

#include "base/mem.h"
#include "calendar/zone.h"
#include "core/name.h"
#include "service/company/people_rows.h"

#define COLUMNS                                                                \
	"company, id, seq, employee, asked_ms, press, at_ms, location,"        \
	" cost_code, comment, state, decided_by, decided_ms, reason"

static enum request_state
take_state(int64_t number)
{
	return number >= 0 && number < REQUEST_STATE_COUNT
		       ? (enum request_state)number
		       : REQUEST_WAITS;
}

/* A row of COLUMNS. */
static int
take(const struct db_stmt *stmt, struct request_row *row_out, struct err *err)
{
	*row_out = (struct request_row){
		.asked = {.id = db_id(stmt, 1),
			.at_ms = db_int(stmt, 6),
			.location = db_id(stmt, 7),
			.cost_code = db_id(stmt, 8)},
		.company = db_id(stmt, 0),
		.seq = db_int(stmt, 2),
		.employee = db_id(stmt, 3),
		.asked_ms = db_int(stmt, 4),
		.state = take_state(db_int(stmt, 10)),
		.decided_by = db_id(stmt, 11),
		.decided_ms = db_int(stmt, 12),
	};
	(void)str_copy(row_out->asked.comment, sizeof(row_out->asked.comment),
		db_text(stmt, 9));
	(void)str_copy(
		row_out->reason, sizeof(row_out->reason), db_text(stmt, 13));
	return punch_kind_parse(db_text(stmt, 5), &row_out->asked.press, err);
}

int
request_rows_find(struct db *db, const struct id *company, const struct id *id,
	struct request_row *row_out, bool *found_out, struct err *err)
{
	struct db_stmt *stmt;
	int rc = 0;

	if (db_prepare(db,
		    "SELECT " COLUMNS " FROM request WHERE company = ?1"
		    " AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, id);
	if (db_step(stmt, found_out, err) < 0)
		return -1;
	if (*found_out)
		rc = take(stmt, row_out, err);
	db_reset(db);
	return rc;
}

int
request_rows_add(struct db *db, const struct request_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "INSERT INTO request (" COLUMNS ") VALUES (?1, ?2, ?3, ?4,"
		    " ?5, ?6, ?7, ?8, ?9, ?10, ?11, NULL, 0, '')",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->asked.id);
	db_bind_int(stmt, 3, row->seq);
	db_bind_id(stmt, 4, &row->employee);
	db_bind_int(stmt, 5, row->asked_ms);
	db_bind_text(stmt, 6, punch_kind_name(row->asked.press));
	db_bind_int(stmt, 7, row->asked.at_ms);
	db_bind_id(stmt, 8, &row->asked.location);
	db_bind_id(stmt, 9, &row->asked.cost_code);
	db_bind_text(stmt, 10, row->asked.comment);
	db_bind_int(stmt, 11, row->state);
	return db_run(stmt, err);
}

int
request_rows_decide(
	struct db *db, const struct request_row *row, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "UPDATE request SET state = ?3, decided_by = ?4,"
		    " decided_ms = ?5, reason = ?6 WHERE company = ?1"
		    " AND id = ?2",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->asked.id);
	db_bind_int(stmt, 3, row->state);
	db_bind_id(stmt, 4, &row->decided_by);
	db_bind_int(stmt, 5, row->decided_ms);
	db_bind_text(stmt, 6, row->reason);
	return db_run(stmt, err);
}

int
request_rows_waiting(struct db *db, const struct id *company,
	const struct id *employee, int64_t *count_out, struct err *err)
{
	struct db_stmt *stmt;
	bool row;

	if (db_prepare(db,
		    "SELECT count(*) FROM request WHERE company = ?1"
		    " AND employee = ?2 AND state = 0",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, company);
	db_bind_id(stmt, 2, employee);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*count_out = db_int(stmt, 0);
	db_reset(db);
	return 0;
}

static void
bind_dates(struct db_stmt *stmt, const struct zone *zone,
	const struct period *range)
{
	db_bind_int(stmt, 2, zone_date_start_ms(zone, range->first));
	db_bind_int(stmt, 3, zone_date_start_ms(zone, range->last + 1));
}

int
request_rows_in_period(struct db *db, const struct hours *hours,
	const struct period *period, int64_t *count_out, struct str *name_out,
	struct err *err)
{
	static const char sql[] =
		"SELECT e.given_name, e.family_name, (SELECT count(*)"
		"  FROM request n WHERE n.company = ?1 AND n.state = 0"
		"  AND n.at_ms >= ?2 AND n.at_ms < ?3)"
		" FROM request r JOIN employee e ON e.company = r.company"
		"  AND e.id = r.employee WHERE r.company = ?1 AND r.state = 0"
		" AND r.at_ms >= ?2 AND r.at_ms < ?3 ORDER BY r.at_ms, r.seq"
		" LIMIT 1";
	char name[NAME_BYTES] = "";
	struct db_stmt *stmt;
	uint8_t given_len;
	bool row;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &hours->company);
	bind_dates(stmt, hours->clock.rules.zone, period);
	if (db_step(stmt, &row, err) < 0)
		return -1;
	*count_out = row ? db_int(stmt, 2) : 0;
	if (row)
		people_rows_name(stmt, 0, 1, name, &given_len);
	str_addz(name_out, name);
	db_reset(db);
	return 0;
}

static char *
dup(const char *text)
{
	return text[0] != '\0' ? mem_dupz(text) : NULL;
}

static int
take_of_card(const struct db_stmt *stmt, struct wire_card_request *out,
	struct err *err)
{
	struct request_row row;

	if (take(stmt, &row, err) < 0)
		return -1;
	*out = (struct wire_card_request){
		.id = row.asked.id,
		.press = row.asked.press,
		.at_ms = row.asked.at_ms,
		.location = row.asked.location,
		.cost_code = row.asked.cost_code,
		.state = row.state,
		.decided_by = row.decided_by,
		.comment = dup(row.asked.comment),
		.reason = dup(row.reason),
	};
	return 0;
}

int
request_rows_card(struct db *db, const struct hours *hours,
	struct wire_card *card, struct err *err)
{
	struct db_stmt *stmt;
	size_t cap = 0;

	if (db_prepare(db,
		    "SELECT " COLUMNS " FROM request WHERE company = ?1"
		    " AND employee = ?4 AND at_ms >= ?2 AND at_ms < ?3"
		    " ORDER BY seq",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &hours->company);
	bind_dates(stmt, hours->clock.rules.zone, &card->range);
	db_bind_id(stmt, 4, &card->employee);
	for (;;) {
		bool row;

		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		card->requests = mem_grow(card->requests, &cap,
			card->request_count + 1, sizeof(*card->requests));
		if (take_of_card(stmt, &card->requests[card->request_count],
			    err) < 0)
			return -1;
		card->request_count++;
	}
}
