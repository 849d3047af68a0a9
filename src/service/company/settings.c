/* The company's settings: for administrators alone. */
#include <stdio.h>

#include "calendar/zone.h"
#include "company_rows.h"
#include "core/company.h"
#include "kind_hooks.h"
#include "service/company/company_clock.h"

/* Days are cut in it on every machine, so it is to be the same on all; and
 * those that have passed are not cut anew. */
static int
check_zone(
	struct records_step *step, const struct company *after, struct err *err)
{
	const struct zone *zone;
	struct err none;
	bool used;

	if (!zone_name_is_common(after->zone) ||
		zones_get(step->call->desk->zones, after->zone, &zone, &none) <
			0) {
		records_refuse(step, PROBLEM_UNPROCESSABLE, "zone",
			"There is no such time zone: give the name of a "
			"place, such as America/Chicago.");
		return 0;
	}
	if (company_rows_has_punches(step->db, &after->record.id, &used, err) <
		0)
		return -1;
	if (used)
		records_refuse(step, PROBLEM_IN_USE, "zone",
			"Somebody has clocked in: the days that have passed "
			"were cut in this zone.");
	return 0;
}

static void
check_periods(struct records_step *step)
{
	struct period_rule rule;
	struct err why;
	char detail[256];

	if (company_periods(step->after, &rule, &why) == 0)
		return;
	snprintf(detail, sizeof(detail), "It %.200s.", why.text);
	records_refuse(step, PROBLEM_UNPROCESSABLE, "pay_period_start", detail);
}

/* They cut the past as well: what is closed is not cut anew. */
static int
check_cuts(struct records_step *step, struct err *err)
{
	static const char *const cuts[] = {
		"week_start", "pay_period", "pay_period_start"};
	const struct company *after = step->after;

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		bool closed;

		if (!records_moved(step, &company_description, cuts[i]))
			continue;
		if (company_rows_has_closed(
			    step->db, &after->record.id, &closed, err) < 0)
			return -1;
		if (closed)
			records_refuse(step, PROBLEM_IN_USE, cuts[i],
				"Pay periods are closed that would be cut "
				"anew: reopen them first.");
		return 0;
	}
	return 0;
}

static int
check(struct records_step *step, struct err *err)
{
	check_periods(step);
	if (!step->refused && check_cuts(step, err) < 0)
		return -1;
	if (step->refused)
		return 0;
	if (!records_moved(step, &company_description, "zone"))
		return 0;
	return check_zone(step, step->after, err);
}

static int
saved(struct records_step *step, struct err *err)
{
	const struct company *after = step->after;

	if (!records_moved(step, &company_description, "max_record_minutes"))
		return 0;
	return company_clock_change(step->db, &after->record.id,
		step->call->now_ms, after->max_record_minutes, err);
}

const struct records_hooks settings_hooks = {.check = check, .saved = saved};
