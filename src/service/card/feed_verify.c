#include <stdio.h>
#include <stdlib.h>

#include "calendar/date.h"
#include "feed_chain_rows.h"
#include "feed_person.h"
#include "service/card/feed.h"

struct verifying {
	struct feed_person person;
	struct feed_report *report;
	struct feed_head head;
	struct feed_touches late; /* whom the feed has yet to follow */
};

static void
note(struct verifying *it, const struct feed_record *record)
{
	struct feed_report *report = it->report;
	char employee[ID_TEXT_BYTES], id[ID_TEXT_BYTES], date[DATE_BYTES];

	report->sound = false;
	report->company = it->person.company;
	snprintf(report->what, sizeof(report->what),
		"time record %s of employee %s on %s is not what follows from "
		"the ledger",
		id_format(&record->id, id),
		id_format(&it->person.employee, employee),
		date_format(record->date, date));
}

static void
compare(struct verifying *it, const struct feed_records *stored,
	const struct feed_records *now)
{
	for (size_t i = 0; i < stored->count || i < now->count; i++) {
		if (i == stored->count) {
			note(it, &now->records[i]);
			return;
		}
		if (i == now->count ||
			!id_equal(
				&stored->records[i].id, &now->records[i].id) ||
			!feed_person_same(
				&stored->records[i], &now->records[i])) {
			note(it, &stored->records[i]);
			return;
		}
		it->report->records++;
	}
}

static int
check_person(struct verifying *it, struct err *err)
{
	static const struct period ever = {INT32_MIN, INT32_MAX};
	const struct feed_place place = {
		it->person.company, it->person.employee, ever.first, ever.last};
	struct feed_records stored = {.count = 0}, now = {.count = 0};
	int rc = feed_rows_read(it->person.db, &place, &stored, err);

	if (rc == 0)
		rc = feed_person_fold(&it->person, &ever, &now, err);
	if (rc == 0)
		compare(it, &stored, &now);
	free(stored.records);
	free(now.records);
	return rc;
}

static bool
is_late(const struct verifying *it, const struct id *employee)
{
	for (size_t i = 0; i < it->late.count; i++)
		if (id_equal(&it->late.list[i].employee, employee))
			return true;
	return false;
}

/* Everybody whose time was ever followed, or should have been. */
static int
check_people(struct verifying *it, struct err *err)
{
	struct feed_person *person = &it->person;
	bool found;

	person->employee = (struct id){.bytes = {0}};
	while (it->report->sound) {
		if (feed_chain_rows_person(person->db, &person->company,
			    &person->employee, &found, err) < 0)
			return -1;
		if (!found)
			break;
		if (is_late(it, &person->employee))
			it->report->people++;
		else if (check_person(it, err) < 0)
			return -1;
	}
	return 0;
}

/* Whom the chain touches behind what was followed. */
static int
find_late(struct verifying *it, struct err *err)
{
	struct feed_slice slice = {.company = it->person.company,
		.zone = it->person.hours->clock.rules.zone,
		.above = it->head.followed_seq};

	if (feed_chain_rows_end(
		    it->person.db, &slice.company, &slice.upto, err) < 0)
		return -1;
	if (!it->head.found)
		return feed_chain_rows_everybody(
			it->person.db, &slice, 0, &it->late, err);
	return feed_touch_slice(it->person.db, &slice, &it->late, err);
}

static int
check_company(struct verifying *it, struct zones *zones, struct err *err)
{
	struct feed_person *person = &it->person;
	struct hours hours;
	int rc;

	if (hours_load(person->db, zones, &person->company, &hours, err) < 0)
		return -1;
	person->hours = &hours;
	rc = feed_rows_head(person->db, &person->company, &it->head, err);
	person->today = it->head.today;
	it->late.count = 0;
	if (rc == 0)
		rc = find_late(it, err);
	if (rc == 0)
		rc = check_people(it, err);
	person->hours = NULL;
	hours_release(&hours);
	return rc;
}

int
feed_verify(struct db *db, struct zones *zones, struct feed_report *report_out,
	struct err *err)
{
	struct verifying it = {.person = {.db = db}, .report = report_out};
	int rc = 0;

	*report_out = (struct feed_report){.sound = true};
	while (rc == 0 && report_out->sound) {
		char zone[ZONE_NAME_BYTES];
		bool found;

		rc = feed_chain_rows_company(
			db, &it.person.company, zone, &found, err);
		if (rc < 0 || !found)
			break;
		rc = check_company(&it, zones, err);
	}
	free(it.late.list);
	return rc;
}
