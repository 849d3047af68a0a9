#include "core/company.h"

#include <stdio.h>
#include <string.h>

#include "calendar/date.h"

#define FIELD_OF struct company

static const char *const weekdays[] = {"monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday"};
const struct field_words company_weekday_words = {weekdays, 7};

#define WORD(name, number, wire) [number] = (wire),
static const char *const periods[] = {PERIODS(WORD)};
#undef WORD
const struct field_words company_pay_period_words = {
	periods, PERIOD_KIND_COUNT};

static const char *const languages[] = {"en", "es"};
const struct field_words company_language_words = {languages, 2};

static const struct field fields[] = {COMPANY_FIELDS(FIELD_ROW)};

const struct description company_description = {
	.title = "company",
	.path = "/v1/company",
	.fields = fields,
	.count = sizeof(fields) / sizeof(fields[0]),
	.bytes = sizeof(struct company),
};

static bool
wants_start(enum period_kind kind)
{
	return kind == PERIOD_WEEKLY || kind == PERIOD_TWO_WEEKS ||
	       kind == PERIOD_FOUR_WEEKS;
}

int
company_periods(const struct company *company, struct period_rule *rule_out,
	struct err *err)
{
	const char *start = company->pay_period_start;
	char midnight[32];
	struct civil civil;
	int64_t at_ms = 0;

	*rule_out = (struct period_rule){
		.kind = (enum period_kind)company->pay_period};
	if (start[0] == '\0')
		return wants_start(rule_out->kind)
			       ? err_set(err, ERR_DATA,
					 "is wanted: a day on which one begins")
			       : 0;
	snprintf(midnight, sizeof(midnight), "%sT00:00:00Z", start);
	if (strlen(start) != 10 ||
		civil_parse_rfc3339(midnight, &at_ms, err) < 0)
		return err_set(
			err, ERR_DATA, "is not a date such as 2026-11-30");
	civil_from_utc_ms(at_ms, &civil);
	rule_out->start = date_from_civil(&civil);
	return 0;
}
