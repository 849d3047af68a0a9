#include "contact_rows.h"

#include <stdint.h>

const char contact_rows_insert[] =
	"INSERT INTO contact (company, enrolment, received_ms, wall_ms,"
	" boottime_ms, boot, highest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
	" ON CONFLICT (company, enrolment, received_ms, highest) DO NOTHING";

void
contact_rows_bind(const struct contact_row *row, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &row->company);
	db_bind_id(stmt, 2, &row->enrolment);
	db_bind_int(stmt, 3, row->contact.received_ms);
	db_bind_int(stmt, 4, row->contact.now.wall_ms);
	db_bind_int(stmt, 5, row->contact.now.boottime_ms);
	db_bind_id(stmt, 6, &row->contact.now.boot);
	db_bind_int(stmt, 7, row->contact.highest);
}

#define PUT_AWAY                                                               \
	"SELECT wall_ms, boottime_ms, boot, received_ms, highest"              \
	" FROM contact WHERE company = ?1 AND enrolment = ?2"
/* What another enrolment brought was no contact of this one. */
#define CARRIED                                                                \
	"SELECT sent_wall_ms, sent_boottime_ms, sent_boot, received_ms,"       \
	" sent_highest FROM ledger WHERE company = ?1 AND enrolment = ?2"      \
	" AND bringer IS NULL"

/* ?3 number or moment, ?4 boot. The limits add up to CONTACT_ROWS_MAX. */
static const struct {
	const char *sql;
	bool of_boot;
} around[] = {
	{PUT_AWAY " AND highest >= ?3 ORDER BY highest, received_ms LIMIT 8",
		false},
	{PUT_AWAY " AND highest < ?3 ORDER BY highest DESC, received_ms DESC"
		  " LIMIT 8",
		false},
	{CARRIED " AND number >= ?3 ORDER BY number LIMIT 16", false},
	{CARRIED " AND number < ?3 ORDER BY number DESC LIMIT 16", false},
	{PUT_AWAY " AND boot = ?4 AND boottime_ms >= ?3"
		  " ORDER BY boottime_ms LIMIT 56",
		true},
	{PUT_AWAY " AND boot = ?4 AND boottime_ms < ?3"
		  " ORDER BY boottime_ms DESC LIMIT 8",
		true},
};

static int
take_all(struct db_stmt *stmt, struct contact *contacts_out, size_t *count,
	struct err *err)
{
	bool row;

	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		contacts_out[(*count)++] = (struct contact){
			.now = {.wall_ms = db_int(stmt, 0),
				.boottime_ms = db_int(stmt, 1),
				.boot = db_id(stmt, 2)},
			.received_ms = db_int(stmt, 3),
			.highest = db_int(stmt, 4),
		};
	}
}

int
contact_rows_around(struct db *db, const struct contact_row *where,
	struct contact *contacts_out, size_t *count, struct err *err)
{
	const struct contact *contact = &where->contact;

	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		struct db_stmt *stmt;

		if (db_prepare(db, around[i].sql, &stmt, err) < 0)
			return -1;
		db_bind_id(stmt, 1, &where->company);
		db_bind_id(stmt, 2, &where->enrolment);
		db_bind_int(stmt, 3,
			around[i].of_boot ? contact->now.boottime_ms
					  : contact->highest);
		if (around[i].of_boot)
			db_bind_id(stmt, 4, &contact->now.boot);
		if (take_all(stmt, contacts_out, count, err) < 0)
			return -1;
	}
	return 0;
}
