#ifndef ZONE_RULE_H
#define ZONE_RULE_H

/*
 * The rule at the end of a TZif file: a POSIX TZ string, with the hours up to
 * 167 and the negative ones of RFC 9636, section 3.3.1.
 */

#include <stdbool.h>
#include <stdint.h>

#define ZONE_RULE_ABBREVIATION_BYTES 16

enum zone_rule_form {
	ZONE_RULE_MONTH_WEEK_DAY, /* Mm.w.d */
	ZONE_RULE_JULIAN,         /* Jn: 1..365, no 29 February */
	ZONE_RULE_DAY             /* n: 0..365 */
};

/* A moment in each year, on the local clock before the change. */
struct zone_rule_date {
	enum zone_rule_form form;
	int month;
	int week;       /* 1..5, 5 is the last one */
	int day;        /* of the week from 0, Sunday, or of the year */
	int32_t time_s; /* from midnight */
};

struct zone_rule {
	char std[ZONE_RULE_ABBREVIATION_BYTES];
	int32_t std_offset_s;
	bool has_dst; /* else the rest means nothing */
	char dst[ZONE_RULE_ABBREVIATION_BYTES];
	int32_t dst_offset_s;
	struct zone_rule_date begin;
	struct zone_rule_date end;
	/*
	 * The changes next to an instant are those of its year and of so many
	 * years to either side: two where a change may fall out of its year.
	 */
	int years_around;
};

/* One change of the clocks. */
struct zone_rule_change {
	int64_t at_s; /* Unix time */
	bool to_dst;
};

/* From the text between the two newlines; false when it is not valid. */
bool zone_rule_parse(const char *text, struct zone_rule *rule_out);

/* When daylight saving time begins and ends in this year (has_dst). */
void zone_rule_changes(const struct zone_rule *rule, int year,
	struct zone_rule_change changes_out[2]);

#endif
