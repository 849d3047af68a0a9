#include "contact_rows.h"

#include <assert.h>
#include <stdint.h>

void
contact_run_add(struct contact_run *run, const struct contact *contact)
{
	assert(run->count < CONTACT_RUN_MAX);
	contact_bytes_put(contact, run->contacts + run->count * CONTACT_BYTES);
	if (run->count == 0 || contact->received_ms > run->received_ms)
		run->received_ms = contact->received_ms;
	if (run->count == 0 || contact->now.boottime_ms > run->boottime_ms)
		run->boottime_ms = contact->now.boottime_ms;
	run->count++;
}

const char contact_rows_insert[] =
	"INSERT INTO contact (company, enrolment, highest, received_ms,"
	" boottime_ms, boot, contacts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
	" ON CONFLICT (company, enrolment, highest, received_ms, boottime_ms)"
	" DO NOTHING";

void
contact_rows_bind(const struct contact_run *run, struct db_stmt *stmt)
{
	db_bind_id(stmt, 1, &run->company);
	db_bind_id(stmt, 2, &run->enrolment);
	db_bind_int(stmt, 3, run->highest);
	db_bind_int(stmt, 4, run->received_ms);
	db_bind_int(stmt, 5, run->boottime_ms);
	db_bind_id(stmt, 6, &run->boot);
	db_bind_blob(stmt, 7, run->contacts, run->count * CONTACT_BYTES);
}

#define CONTACTS                                                               \
	"SELECT contacts FROM contact WHERE company = ?1 AND enrolment = ?2"

int
contact_rows_knows_boot(struct db *db, const struct contact_where *of,
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

static void
take_run(const struct db_stmt *row, struct list *list)
{
	size_t len;
	const unsigned char *bytes = db_blob(row, 0, &len);

	for (size_t i = 0;
		i < CONTACT_RUN_MAX && (i + 1) * CONTACT_BYTES <= len; i++)
		list->contacts[list->count++] =
			contact_bytes_get(bytes + i * CONTACT_BYTES);
}

static int
take_all(struct db_stmt *stmt, struct list *list, struct err *err)
{
	bool row;

	for (;;) {
		if (db_step(stmt, &row, err) < 0)
			return -1;
		if (!row)
			return 0;
		take_run(stmt, list);
	}
}

/* A statement that asks for some around a number. */
static int
take_around(struct db *db, const char *sql, const struct contact_where *where,
	struct list *list, struct err *err)
{
	struct db_stmt *stmt;

	if (db_prepare(db, sql, &stmt, err) < 0)
		return -1;
	db_bind_id(stmt, 1, &where->company);
	db_bind_id(stmt, 2, &where->enrolment);
	db_bind_int(stmt, 3, where->contact.highest);
	return take_all(stmt, list, err);
}

/* Those of its boot around the moment at which it was pressed: its anchors. */
static int
take_of_boot(struct db *db, const char *sql, const struct contact_where *where,
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

/* What boots said last that spoke on once the number was told: each is of a
 * machine of its own, or the newest. */
static const char last_of_boots[] =
	CONTACTS " AND highest >= ?3 AND NOT EXISTS ("
		 "SELECT 1 FROM contact l WHERE l.company = ?1"
		 " AND l.enrolment = ?2 AND l.boot = contact.boot"
		 " AND l.boottime_ms > contact.boottime_ms)"
		 " ORDER BY highest, received_ms LIMIT 8";

/*
 * Runs follow each other by what was told, and by the time. The first that may
 * tell the number begins with contacts from before it was told; the first that
 * ends behind the press, with some from before that.
 */
int
contact_rows_around(struct db *db, const struct contact_where *where,
	struct contact *contacts_out, size_t *count_out, struct err *err)
{
	struct list list = {.contacts = contacts_out};

	/* The limits add up to CONTACT_ROWS_MAX, in runs. */
	if (take_around(db,
		    CONTACTS " AND highest >= ?3"
			     " ORDER BY highest, received_ms LIMIT 4",
		    where, &list, err) < 0 ||
		take_around(db,
			CONTACTS " AND highest < ?3 ORDER BY highest DESC,"
				 " received_ms DESC LIMIT 4",
			where, &list, err) < 0 ||
		take_around(db, last_of_boots, where, &list, err) < 0 ||
		take_of_boot(db,
			CONTACTS " AND boot = ?4 AND boottime_ms >= ?3"
				 " ORDER BY boottime_ms LIMIT 8",
			where, &list, err) < 0 ||
		take_of_boot(db,
			CONTACTS " AND boot = ?4 AND boottime_ms < ?3"
				 " ORDER BY boottime_ms DESC LIMIT 2",
			where, &list, err) < 0)
		return -1;
	*count_out = list.count;
	return 0;
}
