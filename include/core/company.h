#ifndef CORE_COMPANY_H
#define CORE_COMPANY_H

/* The company's settings. Its record has the id of the company. */

#include "calendar/period.h"
#include "core/field.h"

/* Monday is 0 (ISO 8601). */
extern const struct field_words company_weekday_words;

/* By enum period_kind. */
extern const struct field_words company_pay_period_words;

/* Of mails: English, Spanish. */
extern const struct field_words company_language_words;

/* X(type, name, limit, flags, see, change, title, help): see core/field.h */
#define COMPANY_FIELDS(X)                                                      \
	X(TEXT, company_id, 63, FIELD_TOLD, ADMINISTRATOR, ADMINISTRATOR,      \
		"Company ID",                                                  \
		"what people sign in with, and the sub-domain of its address") \
	X(TEXT, name, 256, FIELD_NEEDED, ADMINISTRATOR, ADMINISTRATOR, "Name", \
		"of the company")                                              \
	X(TEXT, zone, 63, FIELD_NEEDED, ADMINISTRATOR, ADMINISTRATOR,          \
		"Time zone", "in which days are cut, such as America/Chicago") \
	X(BOOL, clock_in_out, 0, FIELD_ON | FIELD_GATE, ADMINISTRATOR,         \
		ADMINISTRATOR, "Enable Clock In/Out",                          \
		"whether anybody can clock in or out")                         \
	X(INT, max_record_minutes, 10080, FIELD_PLAIN, ADMINISTRATOR,          \
		ADMINISTRATOR, "Longest record",                               \
		"minutes of the longest record; 0: none. It counts from when " \
		"it is set")                                                   \
	X(WORD, week_start, company_weekday_words, FIELD_PLAIN, ADMINISTRATOR, \
		ADMINISTRATOR, "Week begins", "first day of the work week")    \
	X(WORD, language, company_language_words, FIELD_PLAIN, ADMINISTRATOR,  \
		ADMINISTRATOR, "Language",                                     \
		"of mails, where a person has none of their own")              \
	X(WORD, pay_period, company_pay_period_words, FIELD_PLAIN,             \
		ADMINISTRATOR, ADMINISTRATOR, "Pay period", "how long one is") \
	X(TEXT, pay_period_start, 10, FIELD_PLAIN, ADMINISTRATOR,              \
		ADMINISTRATOR, "Periods from",                                 \
		"a day on which one of whole weeks begins, such as "           \
		"2026-11-30")                                                  \
	X(BOOL, approve_employee, 0, FIELD_PLAIN, ADMINISTRATOR,               \
		ADMINISTRATOR, "Employees approve",                            \
		"whether people approve their own cards")                      \
	X(BOOL, approve_supervisor, 0, FIELD_PLAIN, ADMINISTRATOR,             \
		ADMINISTRATOR, "Supervisors approve",                          \
		"whether supervisors approve cards")                           \
	X(BOOL, approve_sign_off, 0, FIELD_PLAIN, ADMINISTRATOR,               \
		ADMINISTRATOR, "Sign off",                                     \
		"whether cards are signed off at last")

struct company {
	struct record record;
	COMPANY_FIELDS(FIELD_MEMBER)
};

/* The same as a table. */
extern const struct description company_description;

/* How its pay periods run. ERR_DATA says what is wrong with the day on which
 * one begins: those of whole weeks want one. */
int company_periods(const struct company *company, struct period_rule *rule_out,
	struct err *err);

#endif
