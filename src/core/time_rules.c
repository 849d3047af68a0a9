#include "core/time_record.h"

#define DAY_MS INT64_C(86400000)

const struct time_span *
time_rules_at(const struct time_rules *rules, int64_t at_ms)
{
	return policy_at(rules->spans, rules->span_count, at_ms);
}

const struct time_span *
time_rules_on(const struct time_rules *rules, int32_t date)
{
	return time_rules_at(rules,
		rules->zone != NULL ? zone_date_start_ms(rules->zone, date)
				    : date * DAY_MS);
}

int32_t
time_rules_date(const struct time_rules *rules, int64_t at_ms)
{
	if (rules->zone != NULL)
		return zone_date(rules->zone, at_ms);
	return (int32_t)(at_ms / DAY_MS - (at_ms % DAY_MS < 0));
}
