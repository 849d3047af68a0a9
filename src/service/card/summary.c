#include "summary.h"

#include "base/str.h"
#include "standing_rows.h"

struct summing {
	struct db *db;
	struct hours *hours;
	int64_t now_ms;
	struct wire_summary *summary;
};

static void
add(struct card_sum *to, const struct card_sum *sum)
{
	to->minutes += sum->minutes;
	for (size_t i = 0; i < PAY_COUNT; i++)
		to->paid[i] += sum->paid[i];
	to->meal_minutes += sum->meal_minutes;
	to->lunch_minutes += sum->lunch_minutes;
	to->open += sum->open;
	to->exceptions += sum->exceptions;
}

/* Whether any line or exception of them lies in the range. */
static bool
has_any(const struct time_records *records, const struct period *range)
{
	for (size_t i = 0; i < records->count; i++)
		if (period_holds(range, records->records[i].date))
			return true;
	for (size_t i = 0; i < records->exception_count; i++)
		if (period_holds(range, records->exceptions[i].date))
			return true;
	return false;
}

/* facts_sink */
static int
sum_person(void *ctx, const struct facts_person *person,
	const struct facts *facts, struct err *err)
{
	struct summing *it = ctx;
	struct wire_summary *summary = it->summary;
	const struct period *range = &summary->range;
	const struct time_facts all = {
		&facts->from, facts->facts, facts->count, it->now_ms};
	struct wire_summary_row *row;
	struct time_records records;
	struct time_rules rules;

	if (hours_rules(it->hours, it->db, &person->person, &rules, err) < 0)
		return -1;
	time_fold(&rules, &all, false, &records);
	card_run(&rules, &records);
	if (person->active || has_any(&records, range)) {
		row = &summary->rows[summary->count++];
		*row = (struct wire_summary_row){
			.employee = person->person.employee,
			.sum = card_sum(&records, range->first, range->last),
		};
		add(&summary->totals, &row->sum);
	}
	time_records_release(&records);
	return 0;
}

int
summary_read(struct db *db, struct hours *hours, const struct facts_page *page,
	struct wire_summary *summary, struct id *last_out, struct err *err)
{
	struct summing it = {db, hours, page->query.now_ms, summary};
	bool closed;

	str_copy(summary->zone, sizeof(summary->zone), hours->clock.zone);
	if (facts_walk(db, page, sum_person, &it, last_out, err) < 0 ||
		standing_rows_closed(
			db, &hours->company, &summary->range, &closed, err) < 0)
		return -1;
	for (size_t i = 0; i < summary->count; i++)
		summary->rows[i].closed = closed;
	return standing_rows_approvals(db, &hours->company, &summary->range,
		summary->rows, summary->count, err);
}
