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

#define CONTACTS                                                               \
	"SELECT wall_ms, boottime_ms, boot, received_ms, highest"              \
	" FROM contact WHERE company = ?1 AND enrolment = ?2"

int
contact_rows_knows_boot(struct db *db, const struct contact_row *of,
	bool *knows_out, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db,
		    "SELECT 1 FROM contact WHERE company = ?1"
		    " AND enrolment = ?2 AND boot = ?3 LIMIT 1",
		    &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &of->company);
	db_bind_id(stmt, 2, &of->enrolment);
	db_bind_id(stmt, 3, &of->contact.now.boot);
	return db_step(stmt, knows_out, err);
}

struct list {
	struct contact *contacts; /* with room for all */
	size_t count;
};

static int
take_all(struct db_stmt *stmt, struct list *list, struct err *err)
{
	bool row;

	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		list->contacts[list->count++] = (struct contact){
			.now = {.wall_ms = db_int(stmt, 0),
				.boottime_ms = db_int(stmt, 1),
				.boot = db_id(stmt, 2)},
			.received_ms = db_int(stmt, 3),
			.highest = db_int(stmt, 4),
		};
	}
}

/* A statement that asks for some around a value: a number, or a moment. */
static int
take_around(struct db *db, const char *sql, const struct contact_row *where,
	int64_t value, struct list *list, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &where->company);
	db_bind_id(stmt, 2, &where->enrolment);
	db_bind_int(stmt, 3, value);
	return take_all(stmt, list, err);
}

/* Those of its boot around the moment at which it was pressed: its anchors. */
static int
take_of_boot(struct db *db, const char *sql, const struct contact_row *where,
	struct list *list, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &where->company);
	db_bind_id(stmt, 2, &where->enrolment);
	db_bind_int(stmt, 3, where->contact.now.boottime_ms);
	db_bind_id(stmt, 4, &where->contact.now.boot);
	return take_all(stmt, list, err);
}

/* When the first of them came; those of the list all tell the number. */
static int64_t
first_ms(const struct list *list, int64_t at_most_ms)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->contacts[i].received_ms < at_most_ms)
			at_most_ms = list->contacts[i].received_ms;
	return at_most_ms;
}

/* What boots said last that spoke on after a moment: each is of a machine of
 * its own, or the newest. */
static const char last_of_boots[] =
	CONTACTS " AND received_ms > ?3 AND NOT EXISTS ("
		 "SELECT 1 FROM contact l WHERE l.company = ?1"
		 " AND l.enrolment = ?2 AND l.boot = contact.boot"
		 " AND l.boottime_ms > contact.boottime_ms)"
		 " ORDER BY received_ms LIMIT 8";

int
contact_rows_around(struct db *db, const struct contact_row *where,
	struct contact *contacts_out, size_t *count_out, struct err *err)
{
	const struct contact *contact = &where->contact;
	struct list list = {.contacts = contacts_out};
	int64_t told_ms;

	/* The limits add up to CONTACT_ROWS_MAX. */
	if (take_around(db,
		    CONTACTS " AND highest >= ?3 ORDER BY highest, received_ms"
			     " LIMIT 8",
		    where, contact->highest, &list, err) < 0)
		return -1;
	told_ms = first_ms(&list, contact->received_ms);
	if (take_around(db,
		    CONTACTS " AND received_ms < ?3"
			     " ORDER BY received_ms DESC LIMIT 16",
		    where, told_ms, &list, err) < 0 ||
		take_around(db, last_of_boots, where, told_ms, &list, err) <
			0 ||
		take_of_boot(db,
			CONTACTS " AND boot = ?4 AND boottime_ms >= ?3"
				 " ORDER BY boottime_ms LIMIT 56",
			where, &list, err) < 0 ||
		take_of_boot(db,
			CONTACTS " AND boot = ?4 AND boottime_ms <= ?3"
				 " ORDER BY boottime_ms DESC LIMIT 8",
			where, &list, err) < 0)
		return -1;
	*count_out = list.count;
	return 0;
}
