#include "calendar/period.h"

#include <string.h>

#include "calendar/date.h"

#define WEEK 7

static const char *const names[PERIOD_KIND_COUNT] = {
#define X(name, number, wire) [PERIOD_##name] = (wire),
	PERIODS(X)
#undef X
};

static int32_t
clamp(int64_t date)
{
	if (date < INT32_MIN)
		return INT32_MIN;
	return date > INT32_MAX ? INT32_MAX : (int32_t)date;
}

/* The one of so many days that holds the date, where one begins at `start`. */
static struct period
of_days(int64_t start, int days, int32_t date)
{
	int64_t into = (date - start) % days;
	int64_t first = date - into - (into < 0 ? days : 0);

	return (struct period){clamp(first), clamp(first + days - 1)};
}

/* The month that holds the date, or the half of it. */
static struct period
of_month(int32_t date, bool halves)
{
	struct civil civil;
	int first = 1, last;

	date_to_civil(date, &civil);
	last = civil_days_in_month(civil.year, civil.month);
	if (halves && civil.day <= 15)
		last = 15;
	else if (halves)
		first = 16;
	return (struct period){clamp((int64_t)date - civil.day + first),
		clamp((int64_t)date - civil.day + last)};
}

struct period
period_week(int week_start, int32_t date)
{
	/* 1970-01-01 was a Thursday, day 3 */
	return of_days((int64_t)week_start - 3, WEEK, date);
}

bool
period_of(
	const struct period_rule *rule, int32_t date, struct period *period_out)
{
	switch (rule->kind) {
	case PERIOD_NONE:
		return false;
	case PERIOD_WEEKLY:
		*period_out = of_days(rule->start, WEEK, date);
		return true;
	case PERIOD_TWO_WEEKS:
		*period_out = of_days(rule->start, 2 * WEEK, date);
		return true;
	case PERIOD_FOUR_WEEKS:
		*period_out = of_days(rule->start, 4 * WEEK, date);
		return true;
	case PERIOD_TWICE_A_MONTH:
	case PERIOD_MONTHLY:
		*period_out =
			of_month(date, rule->kind == PERIOD_TWICE_A_MONTH);
		return true;
	}
	return false;
}

bool
period_next(const struct period_rule *rule, const struct period *period,
	struct period *period_out)
{
	return period_of(rule, clamp((int64_t)period->last + 1), period_out);
}

bool
period_before(const struct period_rule *rule, const struct period *period,
	struct period *period_out)
{
	return period_of(rule, clamp((int64_t)period->first - 1), period_out);
}

bool
period_holds(const struct period *period, int32_t date)
{
	return date >= period->first && date <= period->last;
}

const char *
period_kind_name(enum period_kind kind)
{
	return names[kind];
}

int
period_kind_parse(const char *name)
{
	for (int i = 0; i < PERIOD_KIND_COUNT; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}
