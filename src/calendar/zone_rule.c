#include "zone_rule.h"

#include <string.h>

#include "calendar/civil.h"

#define HOUR_S 3600
#define DAY_MS INT64_C(86400000)

static bool
zone_rule_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
zone_rule_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
zone_rule_read_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

static bool
zone_rule_read_number(const char **text, int min, int max, int *value_out)
{
	int value = 0, digits = 0;

	for (; zone_rule_is_digit(**text) && digits < 4; digits++)
		value = value * 10 + (*(*text)++ - '0');
	*value_out = value;
	return digits > 0 && value >= min && value <= max;
}

/* "EST" or "<+0330>" */
static bool
zone_rule_read_name(const char **text, char name_out[])
{
	bool quoted = zone_rule_read_char(text, '<');
	size_t len = 0;

	while (zone_rule_is_letter(**text) ||
		(quoted && (zone_rule_is_digit(**text) || **text == '+' ||
				   **text == '-'))) {
		if (len == ZONE_RULE_ABBREVIATION_BYTES - 1)
			return false;
		name_out[len++] = *(*text)++;
	}
	name_out[len] = '\0';
	return len >= 3 && (!quoted || zone_rule_read_char(text, '>'));
}

/* "[+-]hh[:mm[:ss]]" */
static bool
zone_rule_read_time(const char **text, int max_hours, int32_t *time_s_out)
{
	int sign = **text == '-' ? -1 : 1;
	int hours, minutes = 0, seconds = 0;

	if (**text == '-' || **text == '+')
		(*text)++;
	if (!zone_rule_read_number(text, 0, max_hours, &hours))
		return false;
	if (zone_rule_read_char(text, ':')) {
		if (!zone_rule_read_number(text, 0, 59, &minutes))
			return false;
		if (zone_rule_read_char(text, ':') &&
			!zone_rule_read_number(text, 0, 59, &seconds))
			return false;
	}
	*time_s_out = sign * (hours * HOUR_S + minutes * 60 + seconds);
	return true;
}

/* ",M3.2.0/2", ",J60", ",59/-1" */
static bool
zone_rule_read_date(const char **text, struct zone_rule_date *date)
{
	if (!zone_rule_read_char(text, ','))
		return false;
	if (zone_rule_read_char(text, 'M')) {
		date->form = ZONE_RULE_MONTH_WEEK_DAY;
		if (!zone_rule_read_number(text, 1, 12, &date->month) ||
			!zone_rule_read_char(text, '.') ||
			!zone_rule_read_number(text, 1, 5, &date->week) ||
			!zone_rule_read_char(text, '.') ||
			!zone_rule_read_number(text, 0, 6, &date->day))
			return false;
	} else if (zone_rule_read_char(text, 'J')) {
		date->form = ZONE_RULE_JULIAN;
		if (!zone_rule_read_number(text, 1, 365, &date->day))
			return false;
	} else {
		date->form = ZONE_RULE_DAY;
		if (!zone_rule_read_number(text, 0, 365, &date->day))
			return false;
	}
	date->time_s = 2 * HOUR_S;
	if (zone_rule_read_char(text, '/'))
		return zone_rule_read_time(text, 167, &date->time_s);
	return true;
}

/* Hours of up to a week move no date of February to November out of it. */
static bool
zone_rule_keeps_year(const struct zone_rule_date *date)
{
	return date->form == ZONE_RULE_MONTH_WEEK_DAY && date->month > 1 &&
	       date->month < 12;
}

bool
zone_rule_parse(const char *text, struct zone_rule *rule_out)
{
	struct zone_rule rule;

	memset(&rule, 0, sizeof(rule));
	if (!zone_rule_read_name(&text, rule.std) ||
		!zone_rule_read_time(&text, 24, &rule.std_offset_s))
		return false;
	rule.std_offset_s = -rule.std_offset_s; /* POSIX counts west */
	if (*text != '\0') {
		rule.has_dst = true;
		rule.dst_offset_s = rule.std_offset_s + HOUR_S;
		if (!zone_rule_read_name(&text, rule.dst))
			return false;
		if (*text != ',') {
			if (!zone_rule_read_time(&text, 24, &rule.dst_offset_s))
				return false;
			rule.dst_offset_s = -rule.dst_offset_s;
		}
		if (!zone_rule_read_date(&text, &rule.begin) ||
			!zone_rule_read_date(&text, &rule.end))
			return false;
	}
	if (*text != '\0')
		return false;
	rule.years_around = zone_rule_keeps_year(&rule.begin) &&
					    zone_rule_keeps_year(&rule.end)
				    ? 1
				    : 2;
	*rule_out = rule;
	return true;
}

/* Days from the first of the month to the day of Mm.w.d. */
static int
zone_rule_days_in(const struct zone_rule_date *date, int year, int64_t first)
{
	/* 1970-01-01 was a Thursday, and Sunday is 0 */
	int weekday = (int)((first % 7 + 7 + 4) % 7);
	int days = (date->day - weekday + 7) % 7 + (date->week - 1) * 7;

	return days < civil_days_in_month(year, date->month) ? days : days - 7;
}

/* The local clock's time of a date in this year, in seconds as if UTC. */
static int64_t
zone_rule_local_s(const struct zone_rule_date *date, int year)
{
	struct civil first = {year, 1, 1, .hour = 0};
	int64_t day;

	if (date->form == ZONE_RULE_MONTH_WEEK_DAY)
		first.month = date->month;
	day = civil_to_utc_ms(&first) / DAY_MS;
	switch (date->form) {
	case ZONE_RULE_MONTH_WEEK_DAY:
		day += zone_rule_days_in(date, year, day);
		break;
	case ZONE_RULE_JULIAN:
		day += date->day - 1;
		if (date->day >= 60 && civil_days_in_month(year, 2) == 29)
			day++;
		break;
	case ZONE_RULE_DAY:
		day += date->day;
		break;
	}
	return day * 86400 + date->time_s;
}

void
zone_rule_changes(const struct zone_rule *rule, int year,
	struct zone_rule_change changes_out[2])
{
	changes_out[0].at_s =
		zone_rule_local_s(&rule->begin, year) - rule->std_offset_s;
	changes_out[0].to_dst = true;
	changes_out[1].at_s =
		zone_rule_local_s(&rule->end, year) - rule->dst_offset_s;
	changes_out[1].to_dst = false;
}
