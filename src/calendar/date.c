#include "calendar/date.h"

#include <stdio.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

int32_t
date_from_civil(const struct civil *civil)
{
	int64_t ms = civil_to_utc_ms(civil);
	int64_t days = ms / DAY_MS - (ms % DAY_MS < 0);

	if (days < INT32_MIN)
		return INT32_MIN;
	return days > INT32_MAX ? INT32_MAX : (int32_t)days;
}

void
date_to_civil(int32_t date, struct civil *civil_out)
{
	civil_from_utc_ms(date * DAY_MS, civil_out);
}

int
date_weekday(int32_t date)
{
	/* 1970-01-01 was a Thursday */
	return (date % 7 + 7 + 3) % 7 + 1;
}

char *
date_format(int32_t date, char buf_out[DATE_BYTES])
{
	char text[CIVIL_RFC3339_BYTES];

	civil_format_rfc3339(date * DAY_MS, text);
	memcpy(buf_out, text, DATE_BYTES - 1);
	buf_out[DATE_BYTES - 1] = '\0';
	return buf_out;
}

int
date_parse(const char *text, int32_t *date_out, struct err *err)
{
	char whole[CIVIL_RFC3339_BYTES];
	struct err ignored;
	int64_t ms;

	if (strlen(text) == DATE_BYTES - 1) {
		snprintf(whole, sizeof(whole), "%.10sT00:00:00Z", text);
		if (civil_parse_rfc3339(whole, &ms, &ignored) == 0) {
			*date_out = (int32_t)(ms / DAY_MS);
			return 0;
		}
	}
	return err_set(err, ERR_DATA,
		"\"%.60s\" is not a date such as 2026-11-21", text);
}
