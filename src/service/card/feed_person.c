#include "feed_person.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/card.h"
#include "feed_facts.h"
#include "feed_settled_rows.h"
#include "service/ledger/correct.h"

/* --- from a line of the card ---------------------------------------------- */

struct filling {
	const struct time_facts *facts;
	const struct feed_made *made;
	size_t made_count;
	const struct period *final;
	size_t final_count;
};

static int
compare_made(const void *key, const void *item)
{
	const int64_t *seq = key;
	const struct feed_made *made = item;

	return *seq < made->seq ? -1 : *seq > made->seq;
}

/* When the punch of an end was corrected; 0: never. */
static int64_t
corrected(const struct filling *it, const struct clock_key *key)
{
	for (size_t i = 0; i < it->facts->count; i++) {
		const struct time_fact *fact = &it->facts->facts[i];
		const struct feed_made *made;
		int64_t seq;

		if (id_is_nil(&fact->correction) ||
			!id_equal(&fact->event.id, &key->id) ||
			!id_equal(&fact->event.enrolment, &key->enrolment))
			continue;
		seq = ledger_seq_of(&fact->correction);
		made = bsearch(&seq, it->made, it->made_count,
			sizeof(*it->made), compare_made);
		return made != NULL ? made->made_ms : 0;
	}
	return 0;
}

static int64_t
corrected_ms(const struct filling *it, const struct time_record *from)
{
	int64_t start_ms = 0, end_ms = 0;

	if (it->made_count == 0)
		return 0;
	if (from->has_start)
		start_ms = corrected(it, &from->start.key);
	if (from->has_end)
		end_ms = corrected(it, &from->end.key);
	return start_ms > end_ms ? start_ms : end_ms;
}

static bool
is_final(const struct filling *it, const struct time_record *from)
{
	for (size_t i = 0; i < it->final_count; i++)
		if (period_holds(&it->final[i], from->date))
			return true;
	return false;
}

/* `behind`: the place of the line before it, for one that has no times. */
static struct feed_record
fill(const struct filling *it, const struct time_record *from, int64_t behind)
{
	const bool works = from->kind == TIME_WORK;
	struct feed_record record = {
		.id = from->id,
		.kind = from->kind,
		.date = from->date,
		.at_ms = behind,
		.location = from->location,
		.cost_code = from->cost_code,
		.minutes = works ? from->minutes : 0,
		.meal_minutes = works ? 0 : from->minutes,
		.final = is_final(it, from),
		.corrected_ms = corrected_ms(it, from),
	};

	for (int i = 0; i < PAY_COUNT; i++)
		record.paid[i] = works ? from->paid[i] : 0;
	if (from->has_end) {
		record.at_ms = record.end_ms = from->end.key.at_ms;
		record.shown_end_ms = from->shown_end_ms;
	}
	if (from->has_start) {
		record.at_ms = record.start_ms = from->start.key.at_ms;
		record.shown_start_ms = from->shown_start_ms;
	}
	return record;
}

static int
compare_ids(const void *a, const void *b)
{
	const struct feed_record *x = a, *y = b;

	return id_compare(&x->id, &y->id);
}

static void
fill_all(const struct filling *it, const struct time_records *from,
	const struct period *weeks, struct feed_records *out)
{
	int64_t at_ms = 0;

	for (size_t i = 0; i < from->count; i++) {
		struct feed_record record = fill(it, &from->records[i], at_ms);

		at_ms = record.at_ms;
		if (!period_holds(weeks, record.date))
			continue;
		out->records = mem_grow(out->records, &out->cap, out->count + 1,
			sizeof(*out->records));
		out->records[out->count++] = record;
	}
	if (out->count > 1)
		qsort(out->records, out->count, sizeof(*out->records),
			compare_ids);
}

/* --- the fold ------------------------------------------------------------- */

static struct feed_place
place_of(const struct feed_person *person, const struct period *weeks)
{
	return (struct feed_place){
		person->company, person->employee, weeks->first, weeks->last};
}

static int
load_marks(const struct feed_person *person, const struct period *weeks,
	struct filling *it, struct err *err)
{
	const struct feed_place place = place_of(person, weeks);
	struct feed_made *made = NULL;
	struct period *final = NULL;
	int rc = feed_rows_final(person->db, &place, person->today, &final,
		&it->final_count, err);

	it->final = final;
	if (rc == 0)
		rc = feed_rows_made(
			person->db, &place, &made, &it->made_count, err);
	it->made = made;
	return rc;
}

static void
free_marks(struct filling *it)
{
	free((void *)(uintptr_t)it->final);
	free((void *)(uintptr_t)it->made);
}

int
feed_person_fold(const struct feed_person *person, const struct period *weeks,
	struct feed_records *records_out, struct err *err)
{
	struct feed_facts known;
	struct filling filling = {.facts = &known.facts};
	struct time_records records;
	int rc;

	*records_out = (struct feed_records){.count = 0};
	if (feed_facts_load(person, weeks, &known, err) < 0)
		return -1;
	rc = load_marks(person, weeks, &filling, err);
	if (rc == 0) {
		time_fold(&known.rules, &known.facts, false, &records);
		card_run(&known.rules, &records);
		fill_all(&filling, &records, weeks, records_out);
		time_records_release(&records);
	}
	free_marks(&filling);
	feed_facts_release(&known);
	return rc;
}

/* --- what differs --------------------------------------------------------- */

bool
feed_person_same(const struct feed_record *a, const struct feed_record *b)
{
	for (int i = 0; i < PAY_COUNT; i++)
		if (a->paid[i] != b->paid[i])
			return false;
	return a->kind == b->kind && a->date == b->date &&
	       a->at_ms == b->at_ms && a->start_ms == b->start_ms &&
	       a->end_ms == b->end_ms &&
	       a->shown_start_ms == b->shown_start_ms &&
	       a->shown_end_ms == b->shown_end_ms &&
	       id_equal(&a->location, &b->location) &&
	       id_equal(&a->cost_code, &b->cost_code) &&
	       a->minutes == b->minutes && a->meal_minutes == b->meal_minutes &&
	       a->final == b->final && a->corrected_ms == b->corrected_ms;
}

static void
add_change(const struct feed_person *person, const struct feed_record *record,
	bool deleted, struct feed_changes *changes)
{
	changes->changes = mem_grow(changes->changes, &changes->cap,
		changes->count + 1, sizeof(*changes->changes));
	changes->changes[changes->count++] =
		(struct feed_change){person->employee, *record, deleted};
}

static void
compare(const struct feed_person *person, const struct feed_records *stored,
	const struct feed_records *now, struct feed_changes *changes)
{
	size_t i = 0, k = 0;

	while (i < stored->count || k < now->count) {
		int by_id = i == stored->count ? 1
			    : k == now->count  ? -1
					      : compare_ids(&stored->records[i],
							&now->records[k]);

		if (by_id < 0)
			add_change(person, &stored->records[i], true, changes);
		else if (by_id > 0 || !feed_person_same(&stored->records[i],
					      &now->records[k]))
			add_change(person, &now->records[k], false, changes);
		i += by_id <= 0;
		k += by_id >= 0;
	}
}

/*
 * The weeks that a touch can reach: from that of the record that was open when
 * it begins, to that of the first punch behind its end from which on all is the
 * same whatever was before.
 */
static int
reach(const struct feed_person *person, const struct feed_touch *touch,
	struct period *weeks_out, struct err *err)
{
	struct feed_place place = {person->company, person->employee, INT32_MIN,
		hours_day(person->hours, touch->from_ms)};
	const int week_start = person->hours->week_start;
	int64_t settled_ms;

	*weeks_out = (struct period){place.last, INT32_MAX};
	if (feed_rows_before(person->db, &place, touch->from_ms, &place.first,
		    err) < 0 ||
		feed_settled_rows_find(person->db, &person->company,
			&person->employee, touch->to_ms, &settled_ms, err) < 0)
		return -1;
	if (place.first != INT32_MIN)
		weeks_out->first = place.first;
	weeks_out->first = period_week(week_start, weeks_out->first).first;
	if (settled_ms != INT64_MAX)
		weeks_out->last = period_week(
			week_start, hours_day(person->hours, settled_ms))
					  .last;
	return 0;
}

/* How many of them hold anything. */
static int64_t
count_weeks(const struct period *weeks, const struct feed_records *stored,
	const struct feed_records *now)
{
	int32_t last = weeks->first;

	for (size_t i = 0; i < stored->count; i++)
		if (stored->records[i].date > last)
			last = stored->records[i].date;
	for (size_t i = 0; i < now->count; i++)
		if (now->records[i].date > last)
			last = now->records[i].date;
	return (last - weeks->first) / 7 + 1;
}

int
feed_person_compare(const struct feed_person *person,
	const struct feed_touch *touch, struct feed_changes *changes,
	int64_t *weeks_out, struct err *err)
{
	struct feed_records stored = {.count = 0}, now = {.count = 0};
	struct feed_place place;
	struct period weeks;
	int rc;

	if (reach(person, touch, &weeks, err) < 0)
		return -1;
	place = place_of(person, &weeks);
	rc = feed_rows_read(person->db, &place, &stored, err);
	if (rc == 0)
		rc = feed_person_fold(person, &weeks, &now, err);
	if (rc == 0) {
		compare(person, &stored, &now, changes);
		*weeks_out += count_weeks(&weeks, &stored, &now);
	}
	free(stored.records);
	free(now.records);
	return rc;
}
