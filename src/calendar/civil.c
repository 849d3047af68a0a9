#include "calendar/civil.h"

#include <assert.h>

#define DAY_MS INT64_C(86400000)
#define YEAR_LIMIT                                                             \
	250000000 /* what 64 bits of milliseconds can hold, and less */

/* The first and the last instant that RFC 3339 can write. */
#define RFC3339_FIRST_MS INT64_C(-62167219200000)
#define RFC3339_LAST_MS INT64_C(253402300799999)

static int64_t
civil_floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Days since 1970-01-01 of the first of a month. Years begin in March here,
 * so that the leap day is the last one; 400 of them are 146097 days.
 */
static int64_t
civil_days_to_month(int64_t year, int month)
{
	int64_t era, year_of_era;
	int months_since_march = (month + 9) % 12;

	if (month <= 2)
		year--;
	era = civil_floor_div(year, 400);
	year_of_era = year - era * 400;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	       year_of_era / 100 + (153 * months_since_march + 2) / 5 - 719468;
}

void
civil_from_utc_ms(int64_t utc_ms, struct civil *civil_out)
{
	int64_t days = civil_floor_div(utc_ms, DAY_MS);
	int rest = (int)((utc_ms % DAY_MS + DAY_MS) % DAY_MS);
	int64_t era, year_of_era;
	int day_of_era, day_of_year, month;

	days += 719468; /* from 0000-03-01 */
	era = civil_floor_div(days, 146097);
	day_of_era = (int)(days - era * 146097);
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			      day_of_era / 146096) /
		      365;
	day_of_year = day_of_era - (int)(365 * year_of_era + year_of_era / 4 -
					   year_of_era / 100);
	month = (5 * day_of_year + 2) / 153; /* since March */
	civil_out->day = day_of_year - (153 * month + 2) / 5 + 1;
	civil_out->month = month < 10 ? month + 3 : month - 9;
	civil_out->year =
		(int)(year_of_era + era * 400) + (civil_out->month <= 2);
	civil_out->hour = rest / 3600000;
	civil_out->minute = rest / 60000 % 60;
	civil_out->second = rest / 1000 % 60;
	civil_out->ms = rest % 1000;
}

int64_t
civil_to_utc_ms(const struct civil *civil)
{
	int64_t months = (int64_t)civil->year * 12 + civil->month - 1;
	int64_t year = civil_floor_div(months, 12);
	int64_t days;

	assert(year >= -YEAR_LIMIT && year <= YEAR_LIMIT);
	days = civil_days_to_month(year, (int)(months - year * 12) + 1) +
	       civil->day - 1;
	return days * DAY_MS + civil->hour * INT64_C(3600000) +
	       civil->minute * INT64_C(60000) + civil->second * INT64_C(1000) +
	       civil->ms;
}

bool
civil_is_valid(const struct civil *civil)
{
	return civil->year >= -YEAR_LIMIT && civil->year <= YEAR_LIMIT &&
	       civil->month >= 1 && civil->month <= 12 && civil->day >= 1 &&
	       civil->day <= civil_days_in_month(civil->year, civil->month) &&
	       civil->hour >= 0 && civil->hour <= 23 && civil->minute >= 0 &&
	       civil->minute <= 59 && civil->second >= 0 &&
	       civil->second <= 59 && civil->ms >= 0 && civil->ms <= 999;
}

int
civil_days_in_month(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	assert(month >= 1 && month <= 12);
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/* So many digits of a value, and what stands behind them; returns the end. */
static char *
civil_put(char *at, int digits, int value, char behind)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		at[i] = (char)('0' + value % 10);
	at[digits] = behind;
	return at + digits + 1;
}

char *
civil_format_rfc3339(int64_t utc_ms, char buf_out[CIVIL_RFC3339_BYTES])
{
	struct civil c;
	char *at = buf_out;

	if (utc_ms < RFC3339_FIRST_MS)
		utc_ms = RFC3339_FIRST_MS;
	if (utc_ms > RFC3339_LAST_MS)
		utc_ms = RFC3339_LAST_MS;
	civil_from_utc_ms(utc_ms, &c);
	at = civil_put(at, 4, c.year, '-');
	at = civil_put(at, 2, c.month, '-');
	at = civil_put(at, 2, c.day, 'T');
	at = civil_put(at, 2, c.hour, ':');
	at = civil_put(at, 2, c.minute, ':');
	at = civil_put(at, 2, c.second, '.');
	at = civil_put(at, 3, c.ms, 'Z');
	*at = '\0';
	return buf_out;
}

/* Reads exactly `count` digits at *text and moves past them. */
static bool
civil_read_digits(const char **text, int count, int *value_out)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (**text < '0' || **text > '9')
			return false;
		value = value * 10 + (*(*text)++ - '0');
	}
	*value_out = value;
	return true;
}

static bool
civil_read_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

/* "2026-11-21T13:02:03" */
static bool
civil_read_date_time(const char **text, struct civil *c)
{
	return civil_read_digits(text, 4, &c->year) &&
	       civil_read_char(text, '-') &&
	       civil_read_digits(text, 2, &c->month) &&
	       civil_read_char(text, '-') &&
	       civil_read_digits(text, 2, &c->day) &&
	       (civil_read_char(text, 'T') || civil_read_char(text, 't')) &&
	       civil_read_digits(text, 2, &c->hour) &&
	       civil_read_char(text, ':') &&
	       civil_read_digits(text, 2, &c->minute) &&
	       civil_read_char(text, ':') &&
	       civil_read_digits(text, 2, &c->second);
}

/* Nothing, or "." and at least one digit; three of them count. */
static bool
civil_read_fraction(const char **text, int *ms_out)
{
	int worth = 100, ms = 0;

	if (civil_read_char(text, '.')) {
		int digit;

		if (!civil_read_digits(text, 1, &digit))
			return false;
		do {
			ms += digit * worth;
			worth /= 10;
		} while (civil_read_digits(text, 1, &digit));
	}
	*ms_out = ms;
	return true;
}

/* "Z", "+01:00", "-03:30" */
static bool
civil_read_offset(const char **text, int *minutes_out)
{
	int sign = **text == '-' ? -1 : 1;
	int hours, minutes;

	*minutes_out = 0;
	if (civil_read_char(text, 'Z') || civil_read_char(text, 'z'))
		return true;
	if (!civil_read_char(text, '+') && !civil_read_char(text, '-'))
		return false;
	if (!civil_read_digits(text, 2, &hours) ||
		!civil_read_char(text, ':') ||
		!civil_read_digits(text, 2, &minutes) || hours > 23 ||
		minutes > 59)
		return false;
	*minutes_out = sign * (hours * 60 + minutes);
	return true;
}

int
civil_parse_rfc3339(const char *text, int64_t *utc_ms_out, struct err *err)
{
	const char *p = text;
	struct civil c;
	int offset;
	bool leap;

	if (!civil_read_date_time(&p, &c) || !civil_read_fraction(&p, &c.ms) ||
		!civil_read_offset(&p, &offset) || *p != '\0')
		goto bad;
	leap = c.second == 60;
	if (leap)
		c.second = 59;
	if (!civil_is_valid(&c))
		goto bad;
	c.minute -= offset;
	if (leap) {
		struct civil utc;

		/* leap seconds end a day of UTC */
		civil_from_utc_ms(civil_to_utc_ms(&c), &utc);
		if (utc.hour != 23 || utc.minute != 59)
			goto bad;
		c.second = 60;
	}
	*utc_ms_out = civil_to_utc_ms(&c);
	return 0;
bad:
	return err_set(err, ERR_DATA,
		"\"%.60s\" is not a time such as 2026-11-21T13:02:03Z", text);
}
