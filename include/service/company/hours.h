#ifndef SERVICE_COMPANY_HOURS_H
#define SERVICE_COMPANY_HOURS_H

/*
 * By which rules a company's people are paid, and since when: its longest
 * records count from an instant, its policies and the group of a person from a
 * local date. What holds now stands in the records themselves; what held
 * before, until a date, in tables of its own.
 */

#include "calendar/period.h"
#include "core/approval.h"
#include "core/time_record.h"
#include "service/company/company_clock.h"

struct hours_group;

struct hours {
	struct id company;
	struct company_clock clock; /* the zone, the longest records */
	int week_start;
	struct period_rule periods;
	unsigned approves;          /* bits 1 << enum approval: who has to */
	struct hours_group *groups; /* as far as they were asked for */
	size_t count, cap;
	struct time_span *spans; /* of somebody who was in two groups */
};

/* Of a company that is there; ends with hours_release. */
int hours_load(struct db *db, struct zones *zones, const struct id *company,
	struct hours *hours_out, struct err *err);

/* Frees what was loaded; it is zeroed. */
void hours_release(struct hours *hours);

struct hours_person {
	struct id employee;
	struct id policy_group;
	bool moved; /* was in another one before */
};

/* A person of the company. *found_out: there is one. */
int
hours_person(struct db *db, const struct id *company, const struct id *employee,
	struct hours_person *person_out, bool *found_out, struct err *err);

/* Whether an employee e of the company ?1 was in another group before. */
#define HOURS_MOVED_SQL                                                        \
	"EXISTS (SELECT 1 FROM employee_policy ep"                             \
	" WHERE ep.company = ?1 AND ep.employee = e.id)"

/* Their rules, for ever. The spans last until the next call for somebody who
 * moved, and until hours_release. */
int hours_rules(struct hours *hours, struct db *db,
	const struct hours_person *person, struct time_rules *rules_out,
	struct err *err);

/* The local date of an instant; the pay period, or work week where there are
 * none, of a date. */
int32_t hours_day(const struct hours *hours, int64_t at_ms);
struct period hours_period(const struct hours *hours, int32_t date);

#endif
