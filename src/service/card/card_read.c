#include "card_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "request_rows.h"
#include "standing_rows.h"
#include "wire/card.h"

struct period
card_weeks(const struct hours *hours, const struct period *range)
{
	return (struct period){
		period_week(hours->week_start, range->first).first,
		period_week(hours->week_start, range->last).last};
}

/* --- what a card shows ---------------------------------------------------- */

static void
show_punch(const struct facts *facts, const struct time_bound *bound,
	struct wire_card_punch *out)
{
	for (size_t i = 0; i < facts->count; i++) {
		const struct time_fact *fact = &facts->facts[i];
		const struct clock_event *event = &fact->event;

		if (!id_equal(&event->id, &bound->key.id) ||
			!id_equal(&event->enrolment, &bound->key.enrolment))
			continue;
		*out = (struct wire_card_punch){
			.enrolment = event->enrolment,
			.id = event->id,
			.kind = event->kind,
			.by = facts->presses[i].by,
			.claimed_ms = fact->claimed_ms,
			.method = facts->presses[i].method,
			.correction = fact->correction,
			.comment = facts->presses[i].comment,
		};
		return;
	}
}

static void
show_records(const struct time_records *records, const struct facts *facts,
	struct wire_card *card)
{
	card->records = mem_new(records->count + 1, sizeof(*card->records));
	for (size_t i = 0; i < records->count; i++) {
		const struct time_record *record = &records->records[i];
		struct wire_card_record *row;

		if (!period_holds(&card->range, record->date))
			continue;
		row = &card->records[card->record_count++];
		row->record = *record;
		if (record->has_start)
			show_punch(facts, &record->start, &row->start);
		if (record->has_end)
			show_punch(facts, &record->end, &row->end);
	}
}

static void
show_exceptions(const struct time_records *records, struct wire_card *card)
{
	card->exceptions = mem_new(
		records->exception_count + 1, sizeof(*card->exceptions));
	for (size_t i = 0; i < records->exception_count; i++)
		if (period_holds(&card->range, records->exceptions[i].date))
			card->exceptions[card->exception_count++] =
				records->exceptions[i];
}

/* The records of the range, and of whole weeks, explained. */
static bool
is_shown(const struct wire_card *card, const struct time_records *records,
	const struct time_reason *reason)
{
	for (size_t i = 0; i < records->count; i++)
		if (id_equal(&records->records[i].id, &reason->record))
			return period_holds(
				&card->range, records->records[i].date);
	return false;
}

/* A reason of no record is one of a punch. */
static void
show_reasons(const struct time_records *records, const struct hours *hours,
	struct wire_card *card)
{
	card->reasons =
		mem_new(records->reason_count + 1, sizeof(*card->reasons));
	for (size_t i = 0; i < records->reason_count; i++) {
		const struct time_reason *reason = &records->reasons[i];
		bool shown =
			id_is_nil(&reason->record)
				? period_holds(&card->range,
					  hours_day(hours, reason->punch.at_ms))
				: is_shown(card, records, reason);

		if (shown)
			card->reasons[card->reason_count++] = *reason;
	}
}

static bool
is_nothing(const struct card_sum *sum)
{
	return sum->minutes == 0 && sum->meal_minutes == 0 &&
	       sum->lunch_minutes == 0 && sum->open == 0 &&
	       sum->exceptions == 0;
}

static void
add_span(const struct time_records *records, struct wire_card_span *spans,
	size_t *n, const struct period *span)
{
	spans[*n].span = *span;
	spans[*n].sum = card_sum(records, span->first, span->last);
	(*n)++;
}

static void
show_sums(const struct time_records *records, const struct hours *hours,
	struct wire_card *card)
{
	const struct period *range = &card->range;
	const size_t days = (size_t)(range->last - range->first) + 1;
	struct period week = period_week(hours->week_start, range->first);

	card->days = mem_new(days, sizeof(*card->days));
	for (int32_t date = range->first; date <= range->last; date++) {
		add_span(records, card->days, &card->day_count,
			&(struct period){date, date});
		if (is_nothing(&card->days[card->day_count - 1].sum))
			card->day_count--;
	}
	card->weeks = mem_new(days, sizeof(*card->weeks));
	while (week.first <= range->last) {
		add_span(records, card->weeks, &card->week_count, &week);
		week = period_week(hours->week_start, week.last + 1);
	}
	card->jobs =
		card_jobs(records, range->first, range->last, &card->job_count);
	card->totals = card_sum(records, range->first, range->last);
}

/* Comments are the facts'. */
static void
release(struct wire_card *card)
{
	for (size_t i = 0; i < card->record_count; i++)
		card->records[i].start.comment = card->records[i].end.comment =
			NULL;
	wire_card_release(card);
}

struct shown {
	const struct hours *hours;
	const struct card_query *query;
	const struct time_records *records;
	const struct facts *facts;
};

static int
show(struct db *db, const struct shown *it, struct str *body, struct err *err)
{
	const struct card_query *query = it->query;
	struct wire_card card = {
		.employee = query->employee,
		.range = query->range,
		.explained = query->explain,
		.approvals = mem_new(APPROVAL_COUNT, sizeof(*card.approvals)),
	};
	int rc = standing_rows_load(
		db, &it->hours->company, &query->employee, &card, err);

	str_copy(card.zone, sizeof(card.zone), it->hours->clock.zone);
	card.approves = it->hours->approves;
	show_records(it->records, it->facts, &card);
	show_exceptions(it->records, &card);
	show_sums(it->records, it->hours, &card);
	if (query->explain)
		show_reasons(it->records, it->hours, &card);
	if (rc == 0)
		rc = request_rows_card(db, it->hours, &card, err);
	if (rc == 0)
		wire_card_encode(&card, body);
	release(&card);
	return rc;
}

int
card_read(struct db *db, struct hours *hours, const struct card_query *query,
	struct str *body, struct err *err)
{
	const struct facts_query of = {
		.company = hours->company,
		.zone = hours->clock.rules.zone,
		.dates = card_weeks(hours, &query->range),
		.told = true,
	};
	struct time_records records;
	struct hours_person person;
	struct time_rules rules;
	struct facts facts;
	bool found;
	int rc;

	if (hours_person(db, &hours->company, &query->employee, &person, &found,
		    err) < 0)
		return -1;
	if (!found)
		return err_set(err, ERR_NOT_FOUND, "nobody of that id");
	if (hours_rules(hours, db, &person, &rules, err) < 0 ||
		facts_load(db, &of, &query->employee, &facts, err) < 0)
		return -1;
	time_fold(&rules,
		&(struct time_facts){
			&facts.from, facts.facts, facts.count, query->now_ms},
		query->explain, &records);
	card_run(&rules, &records);
	rc = show(
		db, &(struct shown){hours, query, &records, &facts}, body, err);
	time_records_release(&records);
	facts_release(&facts);
	return rc;
}
