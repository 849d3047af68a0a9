#include "calendar/date.h"

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
